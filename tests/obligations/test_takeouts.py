"""Take-outs: permitted before, by an allowed way, back in time, confirmed by another person."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.given.assets import a_class, a_classified_asset, an_asset
from tests.given.keeping import a_takeout, a_transport_rule
from tests.given.people import a_person, a_unit, an_appointment
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
LEFT = date(2026, 11, 10)
AT = datetime(2026, 11, 10, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def gone(**but: Any) -> Any:
    """Out since LEFT, approved an hour before by the manager of the division above the unit."""
    unit = a_unit(parent=a_unit())
    manager = an_appointment(unit=but.pop("managed", None) or unit.parent).person
    class_ = a_class()
    a_transport_rule(classification=class_)
    fields = {
        "asset": a_classified_asset(unit=unit, classification=class_), "state": "out",
        "left_on": LEFT, "left_at": AT, "approved_by": manager, "approved_on": LEFT,
        "approved_at": AT - HOUR, "due_back_on": date(2026, 11, 20),
    }  # fmt: skip
    return a_takeout(**fields | but)


def test_the_manager_permits_it_before_it_leaves() -> None:
    assert state("takeouts-permitted", gone(), LEFT) == "kept"
    assert stood("takeouts-permitted", gone(), LEFT - DAY) is None
    late = gone(approved_at=AT + HOUR)
    assert state("takeouts-permitted", late, LEFT + DAY) == "overdue"
    never = gone(approved_by=None, approved_on=None, approved_at=None)
    assert state("takeouts-permitted", never, LEFT + DAY) == "overdue"


def test_neither_a_stranger_nor_the_carrier_permits_it() -> None:
    stranger = gone(managed=a_unit())
    assert state("takeouts-permitted", stranger, LEFT + DAY) == "overdue"
    director = an_appointment(role="director").person
    assert state("takeouts-permitted", gone(approved_by=director), LEFT + DAY) == "kept"
    own = gone(approved_by=director, carrier=director)
    assert state("takeouts-permitted", own, LEFT + DAY) == "overdue"


def test_it_goes_by_a_way_its_class_allows() -> None:
    assert state("takeouts-by-allowed-way", gone(), LEFT + DAY) == "kept"
    assert state("takeouts-by-allowed-way", gone(method="post"), LEFT + DAY) == "overdue"
    assert state("takeouts-by-allowed-way", gone(asset=an_asset()), LEFT + DAY) == "unknown"


def test_it_is_back_on_its_day_and_its_carrier_is_asked() -> None:
    out = gone()
    assert stood("takeouts-returned", out, LEFT) == ("kept", date(2026, 11, 20), out.carrier_id)
    assert state("takeouts-returned", out, date(2026, 11, 20)) == "due_soon"
    assert state("takeouts-returned", out, date(2026, 11, 21)) == "overdue"
    back = gone(returned_on=date(2026, 11, 19))
    assert state("takeouts-returned", back, date(2026, 11, 21)) == "kept"


def test_a_return_is_confirmed_by_somebody_else_within_fourteen_days() -> None:
    carrier = a_person()
    back = {"state": "back", "returned_on": LEFT, "returned_by": carrier, "carrier": carrier}
    assert due("takeouts-confirmed", gone(**back), LEFT) == LEFT + 14 * DAY
    own = gone(**back, confirmed_by=carrier, confirmed_on=LEFT)
    assert state("takeouts-confirmed", own, LEFT + 15 * DAY) == "overdue"
    other = gone(**back, confirmed_by=a_person(), confirmed_on=LEFT)
    assert state("takeouts-confirmed", other, LEFT + 15 * DAY) == "kept"


def test_a_permit_lasts_three_months_at_most() -> None:
    at_most = gone(starts_on=date(2026, 8, 20))
    assert state("takeouts-limited", at_most, LEFT + DAY) == "kept"
    longer = gone(starts_on=date(2026, 8, 19))
    assert state("takeouts-limited", longer, LEFT + DAY) == "overdue"
