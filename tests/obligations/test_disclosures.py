"""Disclosure outside: permitted before on a ground, recorded the same day, marked, settled."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.given.assets import a_class, a_classified_asset, an_asset
from tests.given.keeping import a_disclosure, a_disclosure_permit
from tests.given.people import a_person, an_appointment
from tests.given.suppliers import a_party, an_nda, an_oral_disclosure
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
THEN = date(2026, 11, 10)
AT = datetime(2026, 11, 10, 3, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def told(permit: dict[str, Any] | None = None, rank: int = 2, **but: Any) -> Any:
    """A disclosure on THEN; by default permitted the day before by the manager of the unit."""
    manager = an_appointment()
    asset = a_classified_asset(unit=manager.unit, classification=a_class(rank=rank))
    given = {
        "state": "approved", "approved_by": manager.person, "approved_on": THEN - DAY,
        "approved_at": AT - DAY, "asset": asset,
    }  # fmt: skip
    fields = {"disclosed_on": THEN, "created_at": AT}
    return a_disclosure(permit=a_disclosure_permit(**given | (permit or {})), **fields | but)


def late(one: Any) -> bool:
    return state("disclosures-permitted", one, THEN + DAY) == "overdue"


def test_a_permit_comes_before_the_disclosure() -> None:
    assert state("disclosures-permitted", told(), THEN + DAY) == "kept"
    assert late(a_disclosure(disclosed_on=THEN))
    assert late(told({"approved_on": THEN + DAY}))
    same = {"approved_on": THEN, "approved_at": AT}
    assert not late(told(same, disclosed_at=AT + HOUR))
    assert late(told(same, disclosed_at=AT - HOUR))


def test_a_permit_holds_for_its_receiver_asset_class_and_days_alone() -> None:
    assert late(told(party=a_party()))
    assert late(told(asset=a_classified_asset()))
    assert late(told({"classification": a_class(rank=1)}))
    assert late(told({"ends_on": THEN - DAY}))
    assert not late(told({"ends_on": THEN}))
    assert late(told({"ended_on": THEN}))


def test_nobody_permits_their_own_request_nor_for_another_unit() -> None:
    own = an_appointment(role="director").person
    assert late(told({"approved_by": own, "requested_by": own}))
    assert late(told({"approved_by": an_appointment().person}))


def test_an_agreement_must_be_valid_on_the_day_or_another_ground_given() -> None:
    party = a_party()
    over = an_nda(party=party, valid_until=THEN - DAY)
    assert late(told({"nda": over, "party": party}))
    last = an_nda(party=party, valid_until=THEN)
    assert not late(told({"nda": last, "party": party}))
    assert not late(told({"nda": None, "ground": "law", "ground_detail": "刑事訴訟法第197条第2項"}))


def test_the_strictest_class_needs_the_director_too() -> None:
    assert late(told(rank=3))
    director = an_appointment(role="director").person
    signed = {"director": director, "director_on": THEN, "director_at": AT}
    assert not late(told(signed, rank=3))
    assert late(told(signed, rank=3, disclosed_at=AT - HOUR))
    assert late(told(signed | {"director": a_person()}, rank=3))


def test_public_information_may_be_told_to_anybody() -> None:
    public = a_classified_asset(classification=a_class(rank=0))
    assert stood("disclosures-permitted", a_disclosure(asset=public), THEN) is None


def test_a_disclosure_is_recorded_on_its_day() -> None:
    assert state("disclosures-recorded", told(), THEN + DAY) == "kept"
    assert state("disclosures-recorded", told(created_at=AT + DAY), THEN + DAY) == "overdue"


def test_the_marking_its_agreement_asks_for_is_confirmed() -> None:
    party = a_party()
    asks = {"nda": an_nda(party=party, marking=True), "party": party}
    assert state("disclosures-marked", told(asks), THEN) == "unknown"
    assert state("disclosures-marked", told(asks, marked=True), THEN + DAY) == "kept"
    assert state("disclosures-marked", told(asks, marked=False), THEN + DAY) == "overdue"
    free = {"nda": an_nda(party=party, marking=False), "party": party}
    assert state("disclosures-marked", told(free), THEN + DAY) == "kept"


def test_what_was_said_leads_to_its_written_confirmation() -> None:
    party = a_party()
    nda = an_nda(party=party, oral=True, oral_days=30)
    asks = {"nda": nda, "party": party}
    assert state("disclosures-marked", told(asks, channel="oral"), THEN + DAY) == "overdue"
    line = an_oral_disclosure(nda=nda)
    said = told(asks, channel="oral", oral_record=line)
    assert state("disclosures-marked", said, THEN + DAY) == "kept"


def test_it_is_settled_by_the_day_agreed_with_proof() -> None:
    assert due("disclosures-settled", told(), THEN) is None
    one = told(return_due_on=THEN + 30 * DAY)
    assert stood("disclosures-settled", one, THEN) == ("kept", THEN + 30 * DAY, one.disclosed_by_id)
    assert state("disclosures-settled", one, THEN + 31 * DAY) == "overdue"
    closed = {"state": "closed", "closed_on": THEN, "fate": "destroyed"}
    bare = told(return_due_on=THEN + DAY, **closed)
    assert state("disclosures-settled", bare, THEN + 2 * DAY) == "overdue"
    done = told(return_due_on=THEN + DAY, proof="廃棄証明書 12", **closed)
    assert state("disclosures-settled", done, THEN + 2 * DAY) == "kept"


def test_a_permit_lasts_twelve_months_at_most() -> None:
    given = {"state": "approved", "approved_on": THEN, "starts_on": date(2026, 4, 1)}
    kept = a_disclosure_permit(**given, ends_on=date(2027, 4, 1))
    assert state("disclosure-permits-limited", kept, THEN + DAY) == "kept"
    longer = a_disclosure_permit(**given, ends_on=date(2027, 4, 2))
    assert state("disclosure-permits-limited", longer, THEN + DAY) == "overdue"


def test_the_asset_has_purposes_that_a_disclosure_can_serve() -> None:
    assert due("disclosures-purposed", told(), THEN) is None
    blank = told(asset=an_asset(purposes=()))
    assert state("disclosures-purposed", blank, THEN) == "unknown"
    assert state("disclosures-purposed", told(purpose=""), THEN + DAY) == "overdue"
