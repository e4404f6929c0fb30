"""Services found in lists: decided about in time, and then really brought to an end or into order."""

from datetime import date, timedelta

import pytest

from tests.given.assets import a_service
from tests.given.cloud import a_found_service
from tests.given.people import a_company
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
DAY = timedelta(days=1)


def test_a_service_found_is_decided_about_within_ten_business_days() -> None:
    one = a_found_service(first_seen_on=MONDAY, last_seen_on=MONDAY)
    last = due("found-services-triaged", one, MONDAY)
    assert last is not None and last > MONDAY + 9 * DAY
    assert state("found-services-triaged", one, last) == "due_soon"
    assert state("found-services-triaged", one, last + DAY) == "overdue"


def test_a_service_not_yet_found_is_not_asked_about() -> None:
    assert (
        stood("found-services-triaged", a_found_service(first_seen_on=MONDAY), MONDAY - DAY) is None
    )


def test_what_is_to_be_requested_is_approved_within_thirty_days() -> None:
    one = a_found_service(state="to_request", decided_on=MONDAY)
    assert due("found-services-triaged", one, MONDAY) == MONDAY + 30 * DAY
    unapproved = a_found_service(state="known", decided_on=MONDAY,
                                 service=a_service(approval="not_assessed"))  # fmt: skip
    assert due("found-services-triaged", unapproved, MONDAY) == MONDAY + 30 * DAY
    approved = a_found_service(state="known", decided_on=MONDAY, service=a_service())
    assert state("found-services-triaged", approved, MONDAY + 99 * DAY) == "kept"


def test_tolerating_ends_on_its_day() -> None:
    one = a_found_service(state="tolerated", decided_on=MONDAY, until=MONDAY + 20 * DAY)
    assert state("found-services-triaged", one, MONDAY + 20 * DAY) == "due_soon"
    assert state("found-services-triaged", one, MONDAY + 21 * DAY) == "overdue"


def test_what_is_blocked_is_not_seen_again() -> None:
    gone = a_found_service(state="blocked", decided_on=MONDAY, last_seen_on=MONDAY + 7 * DAY)
    assert due("found-services-triaged", gone, MONDAY) is None
    again = a_found_service(state="blocked", decided_on=MONDAY, last_seen_on=MONDAY + 8 * DAY)
    assert due("found-services-triaged", again, MONDAY + 8 * DAY) is not None


def test_somebody_looks_at_least_every_thirty_five_days() -> None:
    company = a_company(since=MONDAY)
    assert due("services-looked-for", company, MONDAY) == MONDAY + 35 * DAY
    a_found_service(listed_on=MONDAY + 10 * DAY)
    assert due("services-looked-for", company, MONDAY + 10 * DAY) == MONDAY + 45 * DAY
