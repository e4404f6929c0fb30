"""Reviews of access rights: what is listed, recommended, decided, and what if nobody decides."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sekisho.connectors.models import Message
from sekisho.domains.access.models import AccessRight, ReviewCampaign, ReviewItem
from sekisho.domains.people.actors import actor_for
from sekisho.findings.reviews import course
from sekisho.findings.reviews.listing import fill
from sekisho.ledger.history import history
from sekisho.registers import calendar
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.given.access import (
    FAR,
    a_review_campaign,
    a_staff_change,
    a_staff_change_item,
    a_system,
    a_system_account,
    an_account_member,
    an_active_right,
    an_entitlement,
    an_opened_asset,
)
from tests.given.assets import a_class, an_asset
from tests.given.people import a_person, a_project, a_unit, an_account, an_appointment

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 10)


def act(who: Any = None, on: date = ON) -> Act:
    at = calendar_moment(on)
    return Act(actor_for(who, on) if who else service("engine"), at, "test", on)


def calendar_moment(on: date) -> Any:
    from datetime import datetime, time

    from django.utils.timezone import get_default_timezone

    return datetime.combine(on, time(10), get_default_timezone())


class Firm:
    """A head office with one department, its manager, the director, and one system."""

    def __init__(self) -> None:
        self.office = a_unit(name="本社")
        self.sales = a_unit(name="営業部", parent=self.office)
        self.manager, self.above, self.director = an_account(), an_account(), an_account()
        an_appointment(person=self.manager.person, unit=self.sales)
        an_appointment(person=self.above.person, unit=self.office)
        an_appointment(person=self.director.person, role="director")
        self.system = a_system(unit=self.sales)
        self.role = an_entitlement(system=self.system)
        self.campaign = a_review_campaign(filled_at=None)

    def right(self, **but: Any) -> AccessRight:
        but.setdefault("entitlement", self.role)
        return an_active_right(**{"unit": self.sales, "person": a_person(unit=self.sales)} | but)

    def item(self, right: AccessRight) -> ReviewItem:
        fill(ReviewCampaign.objects.get(pk=self.campaign.pk), act())
        return ReviewItem.objects.get(right=right)

    def decided(self, right: AccessRight, **values: Any) -> AccessRight:
        item = self.item(right)
        write(registry["review_items"], act(self.manager), values, item)
        said = {"decision": values["decision"]}
        move(registry["review_items"], act(self.manager), "confirm", item, said)
        right.refresh_from_db()
        return right


@pytest.fixture
def firm() -> Firm:
    calendar.ensure(ON)
    return Firm()


def test_the_nearest_manager_decides_and_ones_own_rights_go_up(firm: Firm) -> None:
    plain = firm.right()
    own = firm.right(person=firm.manager.person)
    highest = firm.right(person=firm.director.person, unit=None, entitlement=None, asset=an_asset())
    course.begin(firm.campaign, act())
    who = dict(ReviewItem.objects.values_list("right", "reviewer"))
    assert who[plain.pk] == firm.manager.person_id
    assert who[own.pk] == firm.above.person_id
    assert who[highest.pk] is None
    assert {m.to for m in Message.objects.all()} == {
        firm.manager.person.email, firm.above.person.email,
    }  # fmt: skip
    course.begin(firm.campaign, act())
    assert ReviewItem.objects.count() == 3


def test_nobody_decides_on_their_own_right_by_any_command(firm: Firm) -> None:
    own = firm.right(person=firm.manager.person)
    item = firm.item(own)
    items = registry["review_items"]
    with pytest.raises(Denied):
        write(items, act(firm.manager), {"decision": "keep"}, item)
    write(items, act(firm.above), {"decision": "keep"}, item)
    with pytest.raises(Denied):
        move(items, act(firm.manager), "confirm", item, {"decision": "keep"})
    move(items, act(firm.above), "confirm", item, {"decision": "keep"})
    with pytest.raises(Invalid):
        write(items, act(firm.above), {"decision": "remove"}, item)


def test_whoever_uses_a_shared_account_does_not_decide_on_its_rights(firm: Firm) -> None:
    shared = a_system_account(system=firm.system, kind="shared", person=a_person())
    an_account_member(account=shared, person=firm.manager.person)
    right = firm.right(account=shared)
    item = firm.item(right)
    assert item.reviewer == firm.above.person
    write(registry["review_items"], act(firm.above), {"decision": "keep"}, item)
    with pytest.raises(Denied) as refusal:
        move(registry["review_items"], act(firm.manager), "confirm", item, {"decision": "keep"})
    assert "own" in [code for code, _words in refusal.value.reasons]
    with pytest.raises(Denied):
        renewed = {"ends_on": "2027-05-31"}
        move(registry["access_rights"], act(firm.manager), "renew", right, renewed)
    move(registry["review_items"], act(firm.above), "confirm", item, {"decision": "keep"})


def test_keeping_an_individual_right_leaves_its_own_last_day(firm: Firm) -> None:
    right = firm.decided(firm.right(ends_on=FAR), decision="keep")
    assert (right.ends_on, right.last_reviewed_on, right.state) == (FAR, ON, "active")
    item = ReviewItem.objects.get(right=right)
    assert (item.decided_by, item.state) == (firm.manager.person, "confirmed")
    assert [entry.act for entry in history("review_items", item.pk)] == ["confirm", "change", "add"]


def test_one_review_renews_a_right_tied_to_a_post_until_the_next(firm: Firm) -> None:
    tied = firm.right(basis="post", ends_on=date(2027, 3, 31))
    assert firm.decided(tied, decision="keep").ends_on == date(2027, 9, 30)


def test_the_strictest_class_keeps_its_own_last_day_even_for_a_post(firm: Firm) -> None:
    secret = a_class(named_users=True, grant_months=6)
    an_opened_asset(
        entitlement=firm.role,
        asset=an_asset(classification=secret, unit=firm.sales, purposes=("見積の作成",)),
    )
    tied = firm.right(basis="post", ends_on=FAR)
    assert firm.decided(tied, decision="keep").ends_on == FAR


def test_a_day_shortens_the_right_and_a_removal_waits_for_proof(firm: Firm) -> None:
    short = firm.decided(firm.right(), decision="until", until_on="2026-12-25")
    assert (short.ends_on, short.state) == (date(2026, 12, 25), "active")
    firm.campaign = a_review_campaign(filled_at=None)
    gone = firm.decided(firm.right(), decision="remove", reason="担当を外れた")
    assert (gone.state, gone.removal_cause, gone.closed_on) == ("removal", "review", None)


def test_a_day_is_needed_and_lies_ahead(firm: Firm) -> None:
    item = firm.item(firm.right())
    for until in (None, "2026-11-01"):
        with pytest.raises(Invalid) as refused:
            values = {"decision": "until", "until_on": until}
            write(registry["review_items"], act(firm.manager), values, item)
        assert list(refused.value.problems) == ["until_on"]


def test_what_was_carried_over_is_approved_by_its_first_review(firm: Firm) -> None:
    right = firm.right(
        state="provisional", basis="carried_over", approved_by=None, approved_at=None
    )
    AccessRight.objects.filter(pk=right.pk).update(approved_by=None, approved_at=None)
    kept = firm.decided(right, decision="keep")
    assert (kept.state, kept.approved_by) == ("active", firm.manager.person)


def test_a_standard_role_is_reviewed_once_for_all_its_holders(firm: Firm) -> None:
    role = an_entitlement(system=firm.system, state="birthright", given_to="全社員")
    for _ in range(3):
        firm.right(entitlement=role, basis="birthright")
    fill(firm.campaign, act())
    (item,) = ReviewItem.objects.filter(campaign=firm.campaign)
    assert (item.entitlement, item.person, item.reviewer) == (role, None, firm.manager.person)
    write(registry["review_items"], act(firm.manager), {"decision": "keep"}, item)
    move(registry["review_items"], act(firm.manager), "confirm", item, {"decision": "keep"})
    role.refresh_from_db()
    assert role.last_reviewed_on == ON


def test_the_scope_is_what_all_its_conditions_hold_for(firm: Firm) -> None:
    elsewhere = firm.right(unit=a_unit())
    strict = firm.right(
        entitlement=None, asset=an_asset(unit=firm.sales, classification=a_class(rank=9))
    )
    power = firm.right(entitlement=an_entitlement(system=firm.system, privileged=True))
    plain = firm.right()

    def listed(**scope: Any) -> set[Any]:
        one = a_review_campaign(filled_at=None, **scope)
        fill(one, act())
        return set(ReviewItem.objects.filter(campaign=one).values_list("right", flat=True))

    assert listed() == {elsewhere.pk, strict.pk, power.pk, plain.pk}
    assert listed(unit=firm.office) == {strict.pk, power.pk, plain.pk}
    assert listed(system=firm.system) == {elsewhere.pk, power.pk, plain.pk}
    assert listed(classification=strict.asset.classification) == {strict.pk}
    assert listed(privileged=True, unit=firm.office) == {power.pk}


def test_recommendations_say_why(firm: Firm) -> None:
    used = firm.right(last_used_on=ON - timedelta(days=90))
    unused = firm.right(last_used_on=ON - timedelta(days=91))
    crew = [a_person(unit=firm.sales) for _ in range(4)]
    alone = firm.right(entitlement=an_entitlement(system=firm.system), person=crew[0])
    project = a_project(ends_on=ON - timedelta(days=1))
    over = firm.right(unit=project)
    ends = date(2026, 12, 25)
    lent = firm.right(
        person=a_person(unit=firm.sales, contract_ends_on=ends, employment="dispatched")
    )
    mover = firm.right()
    a_staff_change(person=mover.person, kind="mover", effective_on=ON - timedelta(days=2))
    shared = a_system_account(system=firm.system, kind="shared")
    common = firm.right(account=shared, ends_on=None)
    post = firm.right(basis="post")
    untrained = firm.right()
    joined = a_staff_change(person=untrained.person, kind="joiner")
    a_staff_change_item(change=joined, point="training", due_on=ON - timedelta(days=1))
    fill(firm.campaign, act())
    found = {i.right_id: (i.advice, set(i.grounds)) for i in ReviewItem.objects.all()}
    assert found[used.pk][0] == "keep"
    assert "in_use" in found[used.pk][1]
    assert found[unused.pk][0] == "remove"
    assert found[alone.pk] == ("check", {"outside"})
    for right, ground in (
        (over, "project"),
        (lent, "contract"),
        (mover, "moved"),
        (common, "shared"),
        (untrained, "training"),
    ):
        assert found[right.pk][0] == "check", ground
        assert ground in found[right.pk][1]
    assert "no_end" in found[common.pk][1]
    assert found[post.pk] == ("keep", {"as_post"})
    assert ReviewItem.objects.get(right=lent).until_hint == ends
    item = ReviewItem.objects.get(right=alone)
    assert (item.peers, item.peers_of, item.decision) == (0, item.peers_of, "")


def test_what_nobody_decided_goes_up_after_the_last_day_and_not_before(firm: Firm) -> None:
    right = firm.right()
    course.begin(firm.campaign, act())
    due = firm.campaign.due_on
    course.follow(act(on=due))
    assert ReviewItem.objects.get(right=right).state == "open"
    course.follow(act(on=due + timedelta(days=1)))
    item = ReviewItem.objects.get(right=right)
    assert (item.state, item.reviewer) == ("escalated", firm.above.person)
    write(registry["review_items"], act(firm.above), {"decision": "keep"}, item)
    move(registry["review_items"], act(firm.above), "confirm", item, {"decision": "keep"})
    course.follow(act(on=due + timedelta(days=2)))
    firm.campaign.refresh_from_db()
    assert firm.campaign.state == "closed"


def test_what_nobody_decided_lapses_if_the_review_was_set_up_so(firm: Firm) -> None:
    firm.campaign = a_review_campaign(filled_at=None, undecided="lapse")
    kept, left = firm.right(), firm.right()
    course.begin(firm.campaign, act())
    item = ReviewItem.objects.get(right=kept, campaign=firm.campaign)
    write(registry["review_items"], act(firm.manager), {"decision": "keep"}, item)
    move(registry["review_items"], act(firm.manager), "confirm", item, {"decision": "keep"})
    course.follow(act(on=firm.campaign.due_on + timedelta(days=1)))
    left.refresh_from_db()
    kept.refresh_from_db()
    assert (kept.state, left.state, left.removal_cause) == ("active", "removal", "review")


def test_who_has_not_decided_is_reminded_once(firm: Firm) -> None:
    firm.right()
    course.begin(firm.campaign, act())
    day = calendar.add_business(firm.campaign.due_on, -3)
    before = Message.objects.count()
    for _ in range(2):
        course.follow(act(on=day))
    assert Message.objects.count() == before + 1


def test_a_right_that_ends_meanwhile_needs_no_decision(firm: Firm) -> None:
    right = firm.right()
    item = firm.item(right)
    move(
        registry["access_rights"], act(firm.manager), "remove", right, {"removal_cause": "unneeded"}
    )
    course.follow(act())
    item.refresh_from_db()
    assert item.state == "gone"


def test_a_planned_review_begins_on_its_day(firm: Firm) -> None:
    firm.campaign = a_review_campaign(state="planned", starts_on=ON, filled_at=None)
    firm.right()
    course.follow(act(on=ON - timedelta(days=1)))
    assert not ReviewItem.objects.filter(campaign=firm.campaign).exists()
    course.follow(act())
    course.follow(act())
    assert ReviewItem.objects.filter(campaign=firm.campaign).count() == 1


def test_listing_costs_no_more_queries_for_more_rights(firm: Firm) -> None:
    def asked() -> int:
        one = a_review_campaign(filled_at=None)
        with CaptureQueriesContext(connection) as queries:
            fill(one, act())
        return len(queries)

    firm.right()
    few = asked()
    for _ in range(12):
        firm.right()
    assert asked() <= few + 2


def test_a_right_whose_asset_went_to_another_unit_waits_for_that_units_manager(firm: Firm) -> None:
    asset = an_asset(unit=firm.sales)
    right = firm.right(entitlement=None, asset=asset)
    course.begin(firm.campaign, act())
    other, boss = a_unit(name="工場"), an_account()
    an_appointment(person=boss.person, unit=other)
    operator = Act(service("operator"), calendar_moment(ON), "cli", ON)
    write(registry["assets"], operator, {"unit": other.pk}, asset)
    course.follow(act())
    item = ReviewItem.objects.get(right=right)
    assert (item.unit, item.reviewer) == (other, boss.person)
    write(registry["review_items"], act(boss), {"decision": "keep"}, item)
    move(registry["review_items"], act(boss), "confirm", item, {"decision": "keep"})
    right.refresh_from_db()
    assert right.last_reviewed_on == ON
    assert Message.objects.filter(to=boss.person.email).exists()


def test_nobody_hands_a_review_to_its_holder(firm: Firm) -> None:
    holder = an_account(person=a_person(unit=firm.sales))
    an_appointment(person=holder.person, unit=firm.sales)
    item = firm.item(firm.right(person=holder.person))
    said = {"reviewer": holder.person_id, "remark": "出張"}
    with pytest.raises(Invalid):
        move(registry["review_items"], act(firm.manager), "hand_over", item, said)
