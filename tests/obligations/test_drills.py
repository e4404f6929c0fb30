"""Drills: once a year by mail and at the table, followed up, reviewed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.given.education_drills import a_drill
from tests.given.people import a_company
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CLOSED = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)
HELD = date(2026, 10, 5)


def closed(**but: Any) -> Any:
    return a_drill(**{"state": "closed", "closed_at": CLOSED, "held_on": None} | but)


@pytest.mark.parametrize(
    ("code", "kind", "other"),
    [("mail-drill-yearly", "targeted_mail", "tabletop"),
     ("incident-drill-yearly", "tabletop", "restore")],
)  # fmt: skip
def test_a_drill_of_each_kind_is_held_every_fiscal_year(code: str, kind: str, other: str) -> None:
    company = a_company(since=date(2026, 4, 1))
    a_drill(kind=kind)  # planned, not held
    closed(kind=other)
    assert stood(code, company, date(2027, 1, 30))[:2] == ("due_soon", date(2027, 3, 31))
    assert state(code, company, date(2027, 4, 1)) == "overdue"
    closed(kind=kind)
    assert state(code, company, date(2027, 4, 1)) == "kept"
    assert due(code, company, date(2027, 4, 1)) == date(2028, 3, 31)
    assert state(code, company, date(2028, 4, 1)) == "overdue"


def test_a_drill_held_later_says_nothing_of_an_earlier_day() -> None:
    company = a_company(since=date(2025, 4, 1))
    closed()
    assert state("mail-drill-yearly", company, HELD - DAY) == "overdue"
    assert state("mail-drill-yearly", company, HELD) == "kept"


def test_what_it_showed_is_followed_up_within_thirty_days() -> None:
    drill = closed()
    last = HELD + 30 * DAY
    assert stood("drills-followed-up", drill, last)[:2] == ("due_soon", last)
    assert state("drills-followed-up", drill, last + DAY) == "overdue"
    drill.followed_up_on = last
    drill.save()
    assert state("drills-followed-up", drill, last + DAY) == "kept"
    assert state("drills-followed-up", drill, last - DAY) == "due_soon"


def test_the_committee_reviews_it_within_its_days() -> None:
    drill = closed(kind="tabletop", held_on=HELD - 2 * DAY)
    last = HELD + 90 * DAY
    assert state("drills-reviewed", drill, last) == "due_soon"
    assert state("drills-reviewed", drill, last + DAY) == "overdue"
    drill.reviewed_on = last
    drill.save()
    assert state("drills-reviewed", drill, last + DAY) == "kept"
