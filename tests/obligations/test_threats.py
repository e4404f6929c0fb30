"""Threats: read daily, judged within days, owned, treated, notices decided and carried out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sekisho.registers import calendar
from tests.given.assets import an_asset
from tests.given.people import a_person, an_appointment
from tests.given.threats import a_feed, a_threat_notice, an_exposure, an_inventory
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 5, 11)
DAY = timedelta(days=1)


def test_a_feed_is_read_every_day() -> None:
    keeper = a_person()
    feed = a_feed(last_success_at=datetime(2026, 5, 10, 3, tzinfo=UTC), keeper=keeper)
    assert stood("feeds-read", feed, MONDAY) == ("kept", MONDAY, keeper.pk)
    assert state("feeds-read", feed, MONDAY + DAY) == "overdue"
    decide("threats.feed_days", 3)
    assert state("feeds-read", feed, MONDAY + DAY) == "kept"
    assert stood("feeds-read", a_feed(kind="mail"), MONDAY) is None
    assert stood("feeds-read", a_feed(ends_on=MONDAY - DAY), MONDAY) is None
    new = a_feed(starts_on=MONDAY)
    assert due("feeds-read", new, MONDAY) == MONDAY + 3 * DAY


def test_an_inventory_belongs_to_an_asset_and_is_renewed() -> None:
    asset = an_asset()
    one = an_inventory(asset=asset, taken_on=MONDAY)
    assert due("inventories-fresh", one, MONDAY) == MONDAY + 30 * DAY
    assert stood("inventories-fresh", one, MONDAY + 31 * DAY) == (
        "overdue", MONDAY + 30 * DAY, asset.owner_id,
    )  # fmt: skip
    assert (
        state("inventories-fresh", an_inventory(asset=None, taken_on=MONDAY), MONDAY) == "overdue"
    )


def test_what_is_found_is_judged_within_five_business_days_or_two_if_exploited() -> None:
    calendar.ensure(MONDAY)
    one = an_exposure(found_on=MONDAY)
    assert due("exposures-judged", one, MONDAY) == MONDAY + 7 * DAY
    assert state("exposures-judged", one, MONDAY + 8 * DAY) == "overdue"
    hot = an_exposure(found_on=MONDAY, exploited=True, state="triaging")
    assert due("exposures-judged", hot, MONDAY) == MONDAY + 2 * DAY
    later = an_exposure(found_on=MONDAY, exploited=True, exploited_on=MONDAY + 2 * DAY)
    assert due("exposures-judged", later, MONDAY + 2 * DAY) == MONDAY + 4 * DAY
    done = an_exposure(found_on=MONDAY, state="not_affected", triaged_on=MONDAY + DAY)
    assert state("exposures-judged", done, MONDAY + 30 * DAY) == "kept"
    assert state("exposures-judged", done, MONDAY) == "kept"
    again = an_exposure(found_on=MONDAY, state="new", triaged_on=MONDAY - 9 * DAY, returned=True)
    assert state("exposures-judged", again, MONDAY + 8 * DAY) == "overdue"


def test_what_concerns_us_has_somebody_in_charge() -> None:
    manager = an_appointment()
    asset = an_asset(unit=manager.unit)
    lost = an_exposure(asset=asset, owner=None, state="remediate", triaged_on=MONDAY)
    assert stood("exposures-owned", lost, MONDAY + DAY) == ("overdue", MONDAY, manager.person_id)
    held = an_exposure(state="remediate", triaged_on=MONDAY)
    assert state("exposures-owned", held, MONDAY + DAY) == "kept"
    assert (
        stood("exposures-owned", an_exposure(state="not_affected", triaged_on=MONDAY), MONDAY)
        is None
    )


def test_what_concerns_us_is_fixed_by_its_day() -> None:
    terms = {"triaged_on": MONDAY, "treat_by": MONDAY + 7 * DAY}
    one = an_exposure(state="remediate", **terms)
    assert stood("exposures-treated", one, MONDAY + 7 * DAY) == (
        "due_soon",
        MONDAY + 7 * DAY,
        one.owner_id,
    )
    assert state("exposures-treated", one, MONDAY + 8 * DAY) == "overdue"
    fixed = an_exposure(state="fixed_claimed", fixed_on=MONDAY + DAY, **terms)
    assert state("exposures-treated", fixed, MONDAY + 8 * DAY) == "kept"
    asked = an_exposure(state="accept_requested", accepted_until=MONDAY + 90 * DAY, **terms)
    assert state("exposures-treated", asked, MONDAY + 8 * DAY) == "overdue"


def test_an_acceptance_counts_up_to_its_last_day() -> None:
    one = an_exposure(
        state="accepted", triaged_on=MONDAY, accepted_on=MONDAY, accepted_until=MONDAY + 30 * DAY,
        treat_by=MONDAY + DAY,
    )  # fmt: skip
    assert state("exposures-treated", one, MONDAY + 30 * DAY) == "kept"
    assert state("exposures-treated", one, MONDAY + 31 * DAY) == "overdue"


def test_a_notice_is_judged_within_five_business_days_also_without_a_component() -> None:
    calendar.ensure(MONDAY)
    notice = a_threat_notice(received_on=MONDAY)
    assert due("threat-notices-judged", notice, MONDAY) == MONDAY + 7 * DAY
    assert state("threat-notices-judged", notice, MONDAY + 8 * DAY) == "overdue"
    seen = a_threat_notice(received_on=MONDAY, state="no_concern", judged_on=MONDAY + DAY)
    assert state("threat-notices-judged", seen, MONDAY + 8 * DAY) == "kept"
    assert stood("threat-notices-followed", seen, MONDAY + 8 * DAY) is None


def test_what_a_notice_calls_for_is_carried_out_by_its_day() -> None:
    owner = a_person()
    terms = {"received_on": MONDAY, "judged_on": MONDAY, "owner": owner, "act_by": MONDAY + 3 * DAY}
    one = a_threat_notice(state="risk_review", **terms)
    assert stood("threat-notices-followed", one, MONDAY + 3 * DAY) == (
        "due_soon", MONDAY + 3 * DAY, owner.pk,
    )  # fmt: skip
    assert state("threat-notices-followed", one, MONDAY + 4 * DAY) == "overdue"
    done = a_threat_notice(state="done", done_on=MONDAY + 3 * DAY, **terms)
    assert state("threat-notices-followed", done, MONDAY + 4 * DAY) == "kept"
