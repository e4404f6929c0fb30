"""Emergency access: opened by two, reviewed by a third within three days."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.given.safeguards import an_emergency_access
from tests.obligations.judging import state

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 1, 3, tzinfo=UTC)


def stands(on: date, **but: Any) -> str | None:
    opened = {"state": "granted", "granted_at": AT, "until": AT + timedelta(hours=4)}
    return state("emergencies-reviewed", an_emergency_access(**opened | but), on)


def test_an_emergency_access_is_reviewed_within_three_days() -> None:
    assert stands(date(2026, 10, 4)) == "due_soon"
    assert stands(date(2026, 10, 5)) == "overdue"


def test_a_review_counts_from_its_day_on() -> None:
    done = {"state": "reviewed", "reviewed_on": date(2026, 10, 6)}
    assert stands(date(2026, 10, 5), **done) == "overdue"
    assert stands(date(2026, 10, 6), **done) == "kept"


def test_what_was_never_opened_owes_nothing() -> None:
    assert stands(date(2026, 10, 9), state="refused", granted_at=None, until=None) is None
