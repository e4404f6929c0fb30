"""Company policies at the gate, in the guard, and on their way into force."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import translation

from sekisho.checkpoint import keeping
from sekisho.checkpoint.company import force
from sekisho.checkpoint.company.trying import by_policy, try_out
from sekisho.checkpoint.guard import Checkpoint
from sekisho.checkpoint.live import Registers, here
from sekisho.checkpoint.models import AccessPolicy, Decision
from sekisho.domains.people.models import Leave, Person, Pledge
from sekisho.registers.actor import Act, Actor
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.checkpoint.live.company import NOW, TODAY, Company
from tests.given import a_leave, a_person, a_pledge, a_unit
from tests.given.people import an_appointment
from tests.given.safeguards import CONTRACTORS, a_policy_in_force

pytestmark = pytest.mark.django_db
NIGHT = (
    '@id("night") @reason_ja("夜間は開けません。") @reason_en("Shut at night.") @advice_ja("朝に開いてください。")\n'
    '@advice_en("Open it in the morning.")\n'
    "forbid(principal, action, resource is Asset) when { context.hour < 8 };"
)


def test_a_policy_shuts_what_the_rules_leave_open_and_says_why_in_its_own_words() -> None:
    company = Company()
    assert company.codes() == []
    a_policy_in_force(NIGHT)
    a_policy_in_force(
        'forbid(principal, action, resource is Asset) when { context.zone == "cafe" };',
        name="喫茶店",
    )
    assert company.codes(zone="hq") == []
    found = company.ask().context
    assert [one["code"] for one in found["reasons"]] == ["policy_error"]  # no place was said
    company.now -= timedelta(hours=8)
    first, second = company.ask(zone="cafe").context["reasons"]
    assert (first["ja"], first["en"]) == ("夜間は開けません。", "Shut at night.")
    assert first["advice"]["en"] == "Open it in the morning."
    assert (
        "喫茶店" in second["ja"]
        and second["advice"]["ja"]
        and second["url"].endswith("/r/access_policies")
    )


def test_a_permit_under_a_policy_about_the_hour_is_good_for_the_hour() -> None:
    company = Company()
    a_policy_in_force(NIGHT)
    assert company.ask().context["valid_until"] == "2026-10-15T04:00:00Z"


def test_a_text_no_longer_understood_shuts_everything() -> None:
    company = Company()
    a_policy_in_force("forbid(principal, action, resource is Gone);")
    assert company.codes() == ["policy_error"]


def test_without_the_policies_the_guard_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> Any:
        raise DatabaseError("no answer")

    force.forget()
    monkeypatch.setattr(type(AccessPolicy.objects.all()), "in_force", broken)
    monkeypatch.setattr(type(AccessPolicy.objects), "in_force", broken)
    me = a_person()
    pledges = registry["pledges"]
    with pytest.raises(DatabaseError):
        Checkpoint().visible(
            Actor(me.pk, frozenset({"chair"}), me.pk), pledges, pledges.rows(), TODAY
        )


def act_of(person: Any, roles: set[str]) -> Act:
    return Act.now(Actor(person.pk, frozenset(roles), person.pk), NOW, "test", "Asia/Tokyo")


def test_a_version_takes_effect_by_approval_of_another_and_replaces_the_one_before() -> None:
    company = Company()
    chair, director = a_person(), a_person()
    an_appointment(person=director, role="director")
    writer, decider = act_of(chair, {"chair"}), act_of(director, {"director", "employee"})
    policies = registry["access_policies"]
    made = []
    for text in (NIGHT, NIGHT.replace("< 8", "< 9")):
        values = {"name": "夜間", "grounds": "決定", "text": text}
        one = write(policies, writer, values)
        one = move(policies, writer, "propose", one)
        assert company.codes() == []
        with pytest.raises(Denied):
            move(policies, act_of(chair, {"chair", "director"}), "approve", one)
        made.append(move(policies, decider, "approve", one))
    rows = AccessPolicy.objects.order_by("number").values_list("version", "state", "tried_permits")
    assert list(rows) == [(1, "superseded", 0), (2, "in_force", 0)]
    company.now = NOW.replace(hour=23)  # eight in the morning
    assert company.codes() == ["company_policy"]
    with pytest.raises(Invalid):
        write(policies, writer, {"text": CONTRACTORS}, made[1])
    move(policies, decider, "retire", made[1], {"remark": "不要"})
    assert company.codes() == []


def test_a_draft_that_names_nobody_known_is_refused() -> None:
    act = act_of(a_person(), {"chair"})
    text = 'forbid(principal in Unit::"ない", action, resource is Asset);'
    with pytest.raises(Invalid) as refused:
        write(registry["access_policies"], act, {"name": "x", "grounds": "y", "text": text})
    assert "ない" in str(refused.value.problems["text"][0])


def test_a_draft_is_tried_against_the_decisions_of_the_last_week() -> None:
    company = Company()
    company.gate = Registers(company.follower, keep=keeping.keep_all, now=lambda: company.now)
    for days, zone in ((8, "cafe"), (3, "cafe"), (2, "hq"), (1, "cafe")):
        company.now = NOW - timedelta(days=days)
        company.device.checked_at = company.now
        company.device.save()
        assert company.codes(zone=zone) == []
    company.now = NOW
    company.codes("export", zone="cafe")
    text = (
        '@id("cafe") forbid(principal, action, resource is Asset) when { context.zone == "cafe" };'
    )
    here().follower.forget()  # builders write past the ledger
    found = try_out("店", text, NOW - timedelta(days=7), NOW + timedelta(seconds=1))
    assert (found.permits, found.denies, found.lost) == (3, 1, 0)
    assert [one.decision.number for one in found.closed] == [4, 2]
    assert by_policy(found.closed) == {"cafe": 2}
    version = a_policy_in_force(text, name="店")
    company.now = company.device.checked_at = NOW + timedelta(minutes=1)
    company.device.save()
    assert company.codes(zone="cafe") == ["company_policy"]
    looser = text.replace('"cafe" }', '"bar" }')
    here().follower.forget()
    opened = try_out("店", looser, NOW - timedelta(days=7), NOW + timedelta(minutes=2)).opened
    assert [one.decision for one in opened] == [Decision.objects.latest("at")]
    assert version.number in Decision.objects.latest("at").said


@pytest.fixture
def staff() -> Any:
    """A contractor and a chair; a unit below another, with a pledge and a leave in each."""
    top = a_unit(code="1000")
    below = a_unit(code="1100", parent=top)
    people = [a_person(unit=unit) for unit in (top, below, a_unit(code="2000"))]
    for person in people:
        a_pledge(person=person)
        a_leave(person=person)
    return people


RECORDS = [
    ('forbid(principal, action, resource is Record in Register::"pledges");', {"pledges": 0}),
    ('forbid(principal, action == Action::"read", resource is Record in Unit::"1000");', {"pledges": 1, "leaves": 1, "people": 2}),
    ('forbid(principal, action, resource is Record) when { resource.register == "leaves" && principal.employment == "contractor" };', {"leaves": 0}),
    ('forbid(principal, action == Action::"change", resource is Record);', {}),
    ('forbid(principal, action, resource is Record) when { context.weekday == 4 && resource in Unit::"1100" };', {"pledges": 2, "leaves": 2, "people": 3}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "counts"), RECORDS)
def test_lists_and_single_records_of_our_own_follow_a_policy(
    staff: list[Person], text: str, counts: dict[str, int]
) -> None:
    me = a_person(employment="contractor", supplier="A社", unit=a_unit(code="3000"))
    actor, guard = Actor(me.pk, frozenset({"chair"}), me.pk), Checkpoint()
    before = {name: guard.visible(actor, registry[name], registry[name].rows(), TODAY).count()
              for name in ("pledges", "leaves", "people")}  # fmt: skip
    a_policy_in_force(text)
    force.forget()
    for name, model in (("pledges", Pledge), ("leaves", Leave), ("people", Person)):
        register = registry[name]
        seen = set(guard.visible(actor, register, register.rows(), TODAY))
        assert len(seen) == counts.get(name, before[name]), name
        alone = {one for one in model.objects.all()
                 if guard.decide(actor, "read", register, one, TODAY).allowed}  # fmt: skip
        assert alone == seen


def test_what_a_record_is_about_to_become_counts_and_reasons_are_told(staff: list[Person]) -> None:
    me, guard = a_person(), Checkpoint()
    actor = Actor(me.pk, frozenset({"admin", "chair"}), me.pk)
    a_policy_in_force(
        '@reason("1000には置けません。") forbid(principal, action, resource is Record in Register::"people") '
        'when { resource in Unit::"1000" };'
    )
    force.forget()
    people = registry["people"]
    values = {"unit": staff[1].unit_id}
    found = guard.decide(actor, "change", people, staff[2], TODAY, values)
    assert ("company_policy", "1000には置けません。") in list(found.reasons)
    assert guard.decide(actor, "add", people, None, TODAY, {"unit": staff[2].unit_id}).allowed
    assert not guard.decide(actor, "add", people, None, TODAY, values).allowed


def test_the_policies_stay_within_reach_and_the_engine_is_not_stopped(staff: list[Person]) -> None:
    me, guard = a_person(), Checkpoint()
    actor = Actor(me.pk, frozenset({"chair"}), me.pk)
    one = a_policy_in_force("forbid(principal, action, resource is Record);")
    force.forget()
    assert list(
        guard.visible(actor, registry["access_policies"], AccessPolicy.objects.all(), TODAY)
    ) == [one]
    pledges = registry["pledges"]
    assert not guard.visible(actor, pledges, pledges.rows(), TODAY).exists()
    assert not guard.decide(actor, "read", pledges, None, TODAY).allowed
    engine = Actor(me.pk, frozenset({"operator"}))
    assert guard.visible(engine, pledges, pledges.rows(), TODAY).count() == 3
    with translation.override("en"):
        assert guard.decide(actor, "read", pledges, None, TODAY).reasons[0][1].startswith("A rule of the company")  # fmt: skip
