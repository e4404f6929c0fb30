"""Nonconformities and requests of persons: found out, put right, confirmed, answered."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.given.assurance import a_corrected_nonconformity, a_nonconformity, a_personal_request
from tests.given.people import an_appointment
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_a_cause_is_found_within_fourteen_days() -> None:
    code = "nonconformities-planned"
    assert state(code, a_nonconformity(detected_on=TODAY - 14 * DAY), TODAY) == "due_soon"
    assert state(code, a_nonconformity(detected_on=TODAY - 15 * DAY), TODAY) == "overdue"
    planned = {"detected_on": TODAY - 15 * DAY, "state": "planned"}
    assert state(code, a_nonconformity(planned_on=TODAY, **planned), TODAY) == "kept"
    assert state(code, a_nonconformity(planned_on=TODAY + DAY, **planned), TODAY) == "overdue"
    assert stood(code, a_nonconformity(detected_on=TODAY + DAY), TODAY) is None


def test_the_manager_of_the_unit_finds_the_cause_else_the_chair() -> None:
    chair = an_appointment(role="chair").person
    found = a_nonconformity(detected_on=TODAY)
    assert stood("nonconformities-planned", found, TODAY)[2] == chair.pk  # type: ignore[index]
    manager = an_appointment(unit=found.unit).person
    assert stood("nonconformities-planned", found, TODAY)[2] == manager.pk  # type: ignore[index]


@pytest.mark.parametrize(
    ("but", "found"),
    [
        ({"state": "planned", "done_on": None, "action_due": TODAY}, "due_soon"),
        ({"state": "planned", "done_on": None, "action_due": TODAY - DAY}, "overdue"),
        ({"action_due": TODAY - DAY}, "kept"),
        ({"action_due": TODAY - DAY, "done_on": TODAY + DAY}, "overdue"),
        ({"action_due": TODAY - DAY, "similar": ""}, "overdue"),
    ],
)
def test_an_action_is_carried_out_and_the_same_looked_for_elsewhere(but: Any, found: str) -> None:
    told = {"detected_on": TODAY - 60 * DAY} | but
    assert state("nonconformities-corrected", a_corrected_nonconformity(**told), TODAY) == found


def test_somebody_confirms_within_thirty_days() -> None:
    code = "nonconformities-confirmed"
    done = {"done_on": TODAY - 31 * DAY}
    assert state(code, a_corrected_nonconformity(done_on=TODAY - 30 * DAY), TODAY) == "due_soon"
    assert state(code, a_corrected_nonconformity(**done), TODAY) == "overdue"
    closed = a_corrected_nonconformity(state="closed", confirmed_on=TODAY, **done)
    assert state(code, closed, TODAY) == "kept"
    assert stood(code, a_nonconformity(), TODAY) is None


def test_a_request_is_answered_within_two_weeks_and_a_late_answer_stays_late() -> None:
    code = "requests-answered"
    received = {"received_on": TODAY - 14 * DAY}
    assert state(code, a_personal_request(**received), TODAY) == "due_soon"
    assert state(code, a_personal_request(**received), TODAY + DAY) == "overdue"
    assert state(code, a_personal_request(answered_on=TODAY, **received), TODAY + DAY) == "kept"
    late = a_personal_request(answered_on=TODAY + DAY, **received)
    assert state(code, late, TODAY + 2 * DAY) == "overdue"
    assert stood(code, a_personal_request(received_on=TODAY + DAY), TODAY) is None


def test_a_complaint_has_thirty_days_and_the_company_may_set_others() -> None:
    complaint = a_personal_request(kind="complaint", received_on=TODAY)
    assert due("requests-answered", complaint, TODAY) == TODAY + 30 * DAY
    decide("requests.answer_days", 7)
    assert due("requests-answered", a_personal_request(received_on=TODAY), TODAY) == TODAY + 7 * DAY
