"""Rights and standard roles are reviewed within the cycle; reviews end in time (O055)."""

from datetime import UTC, date, datetime

import pytest

from sekisho.registers import calendar
from tests.given.access import (
    a_review_campaign,
    a_review_item,
    a_system_account,
    an_active_right,
    an_entitlement,
)
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db


def test_a_right_is_reviewed_again_within_six_months() -> None:
    right = an_active_right(last_reviewed_on=date(2026, 4, 10))
    assert state("rights-reviewed", right, date(2026, 10, 10)) == "due_soon"
    assert state("rights-reviewed", right, date(2026, 10, 11)) == "overdue"


def test_a_right_never_reviewed_counts_from_its_approval() -> None:
    approved = {"approved_at": datetime(2026, 4, 10, 3, tzinfo=UTC), "opens_on": date(2026, 4, 10)}
    assert due("rights-reviewed", an_active_right(**approved), date(2026, 10, 1)) == date(
        2026, 10, 10
    )


@pytest.mark.parametrize("how", ["role", "account", "action"])
def test_a_privileged_right_is_reviewed_within_three_months(how: str) -> None:
    but = {
        "role": lambda: {"entitlement": an_entitlement(privileged=True)},
        "account": lambda: {"account": a_system_account(privileged=True)},
        "action": lambda: {"actions": ("read", "administer")},
    }[how]()
    right = an_active_right(last_reviewed_on=date(2026, 7, 10), **but)
    assert due("rights-reviewed", right, date(2026, 10, 1)) == date(2026, 10, 10)


def test_a_standard_role_is_reviewed_as_a_role_and_not_for_each_holder() -> None:
    role = an_entitlement(state="birthright", approved_on=date(2026, 4, 10))
    right = an_active_right(entitlement=role, basis="birthright")
    assert stood("rights-reviewed", right, date(2026, 10, 11)) is None
    assert state("standard-roles-reviewed", role, date(2026, 10, 10)) == "due_soon"
    assert state("standard-roles-reviewed", role, date(2026, 10, 11)) == "overdue"
    role.last_reviewed_on = date(2026, 10, 1)
    role.save()
    assert due("standard-roles-reviewed", role, date(2026, 10, 11)) == date(2027, 4, 1)


def test_an_item_is_decided_by_the_last_day_of_its_review() -> None:
    item = a_review_item(campaign=a_review_campaign(due_on=date(2026, 11, 30)))
    assert state("reviews-decided", item, date(2026, 11, 30)) == "due_soon"
    assert state("reviews-decided", item, date(2026, 12, 1)) == "overdue"
    item.state, item.decision = "confirmed", "keep"
    item.save()
    assert state("reviews-decided", item, date(2026, 12, 1)) == "kept"


def test_the_superior_has_five_more_business_days() -> None:
    calendar.ensure(date(2026, 11, 30))
    campaign = a_review_campaign(due_on=date(2026, 11, 30))
    item = a_review_item(campaign=campaign, state="escalated")
    assert due("reviews-decided", item, date(2026, 12, 1)) == date(2026, 12, 7)


def test_a_closed_review_asks_nobody() -> None:
    item = a_review_item(campaign=a_review_campaign(state="closed"), state="lapsed")
    assert stood("reviews-decided", item, date(2026, 12, 8)) is None
