"""Appointments, pledges, meetings, reviews and accounts: what may be written and by whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sekisho.domains.people.models import Account
from sekisho.domains.people.preferences import keep
from sekisho.ledger.history import history
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from sekisho.registers.schema import schema
from tests.given import (
    a_committee_meeting,
    a_management_review,
    a_person,
    a_pledge,
    a_unit,
    an_account,
)

pytestmark = pytest.mark.django_db

By = Callable[..., Act]


def problems(act: Act, register: str, values: Any, record: Any = None) -> set[str]:
    try:
        write(registry[register], act, values, record)
    except Invalid as refused:
        return set(refused.problems)
    return set()


@pytest.mark.parametrize(
    ("but", "wrong"),
    [
        ({"role": "manager", "unit": True}, set()),
        ({"role": "manager"}, {"unit"}),
        ({"role": "director"}, set()),
        ({"role": "director", "unit": True}, {"unit"}),
        ({"role": "committee", "covers": ["it", "business"]}, set()),
        ({"role": "admin", "covers": ["it"]}, {"covers"}),
        ({"role": "employee"}, {"role"}),
        ({"role": "operator"}, {"role"}),
        ({"role": "deputy", "ends_on": "2026-03-31"}, {"ends_on"}),
    ],
)
def test_an_appointment_fits_its_role(act: Act, but: Any, wrong: set[str]) -> None:
    unit = {"unit": a_unit().pk} if but.get("unit") else {}
    values = {"person": a_person().pk, "starts_on": "2026-04-01"} | but | unit
    assert problems(act, "appointments", values) == wrong


def test_a_director_appoints_others_but_never_oneself(by: By) -> None:
    director = a_person()
    act = by("director", "employee", person=director)
    new = {"role": "admin", "starts_on": "2026-12-01"}
    write(registry["appointments"], act, new | {"person": a_person().pk})
    with pytest.raises(Denied) as refused:
        write(registry["appointments"], act, new | {"person": director.pk})
    assert [code for code, _ in refused.value.reasons] == ["own"]


@pytest.mark.parametrize("role", ["admin", "committee", "manager", "employee", "auditor"])
def test_appointing_is_for_the_director_the_deputy_and_the_chair(by: By, role: str) -> None:
    values = {"role": "admin", "starts_on": "2026-12-01", "person": a_person().pk}
    with pytest.raises(Denied):
        write(registry["appointments"], by(role, person=a_person()), values)
    for leader in ("director", "deputy", "chair"):
        write(registry["appointments"], by(leader, person=a_person()), values)


@pytest.mark.parametrize(
    ("but", "wrong"),
    [
        ({"asked_on": "2026-11-01"}, set()),
        ({"outcome": "signed", "signed_on": "2026-11-01"}, set()),
        ({"outcome": "signed"}, {"signed_on"}),
        ({"asked_on": "2026-11-02", "outcome": "signed", "signed_on": "2026-11-01"}, {"signed_on"}),
        ({"signed_on": "2026-11-01"}, {"outcome"}),
        ({"outcome": "refused"}, {"alternative", "basis"}),
        (
            {"outcome": "refused", "alternative": ("rules", "notice"), "basis": "就業規則第8条"},
            set(),
        ),
        ({"outcome": "signed", "signed_on": "2026-11-01", "original": "here"}, {"original"}),
        (
            {
                "outcome": "signed",
                "signed_on": "2026-11-01",
                "original": "e_contract",
                "signing": "witness",
                "document_id": "ES-0012",
            },
            set(),
        ),
        ({"original": "paper", "document_id": "ES-0012"}, {"document_id"}),
        ({"alternative": ("agency",)}, {"basis"}),
        ({"outcome": "declared"}, {"basis"}),
        ({"outcome": "declared", "basis": "2018年の入社時誓約書"}, set()),
    ],
)
def test_a_pledge_says_what_came_of_it(act: Act, but: Any, wrong: set[str]) -> None:
    values = {"person": a_person().pk, "occasion": "joining"} | but
    assert problems(act, "pledges", values) == wrong


def asked(**but: Any) -> Any:
    blank = {
        "outcome": "",
        "signed_on": None,
        "original": "",
        "signing": "",
        "wording": "秘密を守ります。",
    }
    return a_pledge(**blank | but)


@pytest.mark.parametrize("role", ["employee", "contractor"])
def test_a_person_consents_to_their_own_pledge_and_then_it_rests(by: By, role: str) -> None:
    pledge = asked()
    act = by(role, person=pledge.person)
    done = move(registry["pledges"], act, "consent", pledge)
    assert (done.outcome, done.original, done.signed_on) == ("signed", "here", act.on)
    assert done.get_signing_display() == "同意の記録"
    committee = by("committee", person=a_person())
    assert problems(committee, "pledges", {"wording": "別の文面"}, done) == {""}


@pytest.mark.parametrize("role", ["director", "committee", "admin", "operator", "employee"])
def test_nobody_consents_for_somebody_else(by: By, role: str) -> None:
    with pytest.raises(Denied):
        move(registry["pledges"], by(role, person=a_person()), "consent", asked())


def test_there_is_no_consent_without_a_wording(by: By) -> None:
    pledge = asked(wording="")
    with pytest.raises(Invalid) as refused:
        move(registry["pledges"], by("employee", person=pledge.person), "consent", pledge)
    assert set(refused.value.problems) == {"wording"}


MINUTES = {"attendees": ["榊", "片桐", "野々村"], "minutes": "上期の結果を確認した。"}


def test_minutes_are_approved_by_somebody_who_did_not_write_them(by: By) -> None:
    writer, other = a_person(), a_person()
    register, meeting = registry["committee_meetings"], a_committee_meeting()
    secretary = by("committee", person=writer)
    move(register, secretary, "hold", meeting, MINUTES)
    with pytest.raises(Denied) as refused:
        move(register, secretary, "approve", meeting)
    assert [code for code, _ in refused.value.reasons] == ["same_person"]
    approved = move(register, by("chair", person=other), "approve", meeting)
    assert (approved.state, approved.minutes_by, approved.approved_by) == (
        "approved",
        writer,
        other,
    )
    assert approved.minutes_approved_on == date(2026, 11, 24)


def test_a_meeting_to_come_cannot_have_been_held(by: By) -> None:
    register = registry["committee_meetings"]
    act = by("committee", person=a_person())
    with pytest.raises(Invalid) as refused:
        move(register, act, "hold", a_committee_meeting(held_on=date(2026, 11, 25)), MINUTES)
    assert set(refused.value.problems) == {"held_on"}
    assert move(register, act, "hold", a_committee_meeting(held_on=act.on), MINUTES)


def test_approved_minutes_are_not_changed_before_they_are_reopened(by: By) -> None:
    meeting, act = a_committee_meeting(state="approved"), by("chair", person=a_person())
    assert problems(act, "committee_meetings", {"minutes": "別の内容"}, meeting) == {""}
    move(registry["committee_meetings"], act, "reopen", meeting, {"reason": "誤記"})
    assert problems(act, "committee_meetings", {"minutes": "別の内容"}, meeting) == set()


@pytest.mark.parametrize(
    ("but", "wrong"),
    [
        ({"no_instructions": True}, set()),
        ({"no_instructions": False, "decisions": "期限を早める"}, set()),
        ({"no_instructions": False}, {"decisions"}),
        ({"no_instructions": True, "decisions": "期限を早める"}, {"no_instructions"}),
        ({"inputs": ""}, {"inputs"}),
        ({"held_on": None}, {"held_on"}),
    ],
)
def test_a_review_is_confirmed_with_a_decision_or_with_no_instructions(
    by: By, but: Any, wrong: set[str]
) -> None:
    review, director = a_management_review(**but), a_person()
    act = by("director", person=director)
    if wrong:
        with pytest.raises(Invalid) as refused:
            move(registry["management_reviews"], act, "confirm", review)
        assert set(refused.value.problems) == wrong
    else:
        done = move(registry["management_reviews"], act, "confirm", review)
        assert (done.state, done.confirmed_by, done.confirmed_on) == ("confirmed", director, act.on)


@pytest.mark.parametrize(
    ("role", "may"), [("director", True), ("deputy", True), ("chair", False), ("operator", False)]
)
def test_only_the_director_or_the_deputy_confirms_a_review(by: By, role: str, may: bool) -> None:
    review, act = a_management_review(), by(role, person=a_person())
    if may:
        move(registry["management_reviews"], act, "confirm", review)
    else:
        with pytest.raises(Denied):
            move(registry["management_reviews"], act, "confirm", review)


def test_a_review_is_of_a_whole_month_and_rests_once_confirmed(act: Act) -> None:
    new = {"kind": "monthly", "period": "2026-10-20"}
    assert write(registry["management_reviews"], act, new).period == date(2026, 10, 1)
    confirmed = a_management_review(state="confirmed")
    assert problems(act, "management_reviews", {"inputs": "別の内容"}, confirmed) == {""}


@pytest.mark.parametrize(
    ("but", "wrong"),
    [
        ({"kind": "person", "person": True}, set()),
        ({"kind": "person"}, {"person"}),
        ({"kind": "service"}, set()),
        ({"kind": "service", "person": True}, {"person"}),
        ({"kind": "auditor", "expires_on": "2027-03-31"}, set()),
        ({"kind": "auditor"}, {"expires_on"}),
    ],
)
def test_an_account_fits_its_kind(act: Act, but: Any, wrong: set[str]) -> None:
    person = {"person": a_person().pk} if but.get("person") else {}
    values = {"email": "New@Example.co.jp", "name": "新規"} | but | person
    assert problems(act, "accounts", values) == wrong
    assert Account.objects.filter(email="new@example.co.jp").exists() is (not wrong)


def test_an_account_is_never_handed_on_to_another_person(act: Act) -> None:
    account = an_account()
    assert problems(act, "accounts", {"person": a_person().pk}, account) == {"person"}
    assert problems(act, "accounts", {"active": False}, account) == set()


def test_nobody_changes_their_own_account(by: By) -> None:
    account = an_account()
    with pytest.raises(Denied) as refused:
        write(
            registry["accounts"],
            by("admin", person=account.person),
            {"expires_on": None, "name": "x"},
            account,
        )
    assert [code for code, _ in refused.value.reasons] == ["own"]


def test_secrets_and_own_settings_of_an_account_are_in_no_form_and_no_history(act: Act) -> None:
    accounts = registry["accounts"]
    hidden = {"password", "last_login", "language", "theme", "shortcuts"}
    form = schema(accounts)
    assert not hidden & ({f.name for f in form.fields} | form.writable.keys())
    assert not hidden & {column.name for column in form.columns}
    for name in hidden:
        values = {"email": "a@example.co.jp", "name": "a", "kind": "service", name: "x"}
        assert problems(act, "accounts", values) == {name}
    made = write(accounts, act, {"email": "a@example.co.jp", "name": "a", "kind": "service"})
    assert not hidden & history("accounts", made.pk)[0].payload["set"].keys()


def test_an_account_keeps_its_own_settings() -> None:
    account = an_account()
    assert keep(account.pk, language="en", theme="dark", shortcuts=False) == {}
    account.refresh_from_db()
    assert (account.language, account.theme, account.shortcuts) == ("en", "dark", False)


def test_a_setting_that_cannot_stand_stores_nothing() -> None:
    account = an_account()
    assert set(keep(account.pk, language="en", theme="pink")) == {"theme"}
    account.refresh_from_db()
    assert (account.language, account.theme) == ("ja", "system")
    with pytest.raises(TypeError):
        keep(account.pk, active=True)
