"""Who is in service, admitted, away, appointed: by the day, both ends included."""

from datetime import date, timedelta
from typing import Any

import pytest

from sekisho.domains.people.appointment import managed_units
from sekisho.domains.people.models import (
    Account,
    Appointment,
    Assignment,
    CommitteeMeeting,
    Leave,
    ManagementReview,
    MeetingAction,
    Person,
    Pledge,
    Unit,
)
from tests.given import (
    a_committee_meeting,
    a_contractor,
    a_leave,
    a_management_review,
    a_meeting_action,
    a_person,
    a_pledge,
    a_unit,
    an_account,
    an_appointment,
    an_assignment,
)

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)
EVE, MORROW = ON - timedelta(days=1), ON + timedelta(days=1)

SPANS = [
    ({"starts_on": ON}, True),
    ({"starts_on": MORROW}, False),
    ({"ends_on": ON}, True),
    ({"ends_on": EVE}, False),
    ({}, True),
]


@pytest.mark.parametrize(("dates", "there"), SPANS)
def test_a_unit_exists_from_its_first_to_its_last_day(dates: Any, there: bool) -> None:
    unit = a_unit(**dates)
    assert (unit in Unit.objects.active(ON)) is there


@pytest.mark.parametrize(("dates", "there"), SPANS)
def test_an_appointment_is_in_force_from_its_first_to_its_last_day(dates: Any, there: bool) -> None:
    appointment = an_appointment(**dates)
    assert (appointment in Appointment.objects.in_force(ON)) is there
    assert (appointment in Appointment.objects.in_force(ON).of("manager")) is there
    assert (appointment.unit in managed_units(appointment.person_id, ON)) is there


@pytest.mark.parametrize(("dates", "there"), SPANS)
def test_a_post_is_held_from_its_first_to_its_last_day(dates: Any, there: bool) -> None:
    post = an_assignment(leads=True, **dates)
    assert (post in Assignment.objects.in_force(ON)) is there
    assert (post in Assignment.objects.leading(ON)) is there
    assert an_assignment() not in Assignment.objects.leading(ON)


@pytest.mark.parametrize(("dates", "there"), [*SPANS, ({"last_working_on": EVE}, True)])
def test_a_person_is_in_service_from_joining_to_leaving(dates: Any, there: bool) -> None:
    assert (a_person(**dates) in Person.objects.in_service(ON)) is there


@pytest.mark.parametrize(("ends", "there"), [(ON, True), (EVE, False)])
def test_a_contractor_is_in_service_until_the_contract_ends(ends: date, there: bool) -> None:
    person = a_contractor(contract_ends_on=ends)
    assert (person in Person.objects.in_service(ON)) is there
    assert (person in Person.objects.admitted(ON)) is there


@pytest.mark.parametrize(
    ("dates", "by_work", "by_service"),
    [
        ({}, True, True),
        ({"last_working_on": ON}, True, True),
        ({"last_working_on": EVE}, False, True),
        ({"last_working_on": EVE, "ends_on": ON}, False, True),
        ({"last_working_on": EVE, "ends_on": EVE}, False, False),
        ({"ends_on": ON}, True, True),
        ({"ends_on": EVE}, False, False),
        ({"starts_on": MORROW}, False, False),
    ],
)
def test_access_ends_with_the_close_of_the_day_the_company_chose(
    dates: Any, by_work: bool, by_service: bool
) -> None:
    person = a_person(leaving="retire" if "ends_on" in dates else "", **dates)
    assert (person in Person.objects.admitted(ON, "last_working_on")) is by_work
    assert (person in Person.objects.admitted(ON, "ends_on")) is by_service


@pytest.mark.parametrize(
    ("dates", "admitted"),
    [
        ({"ends_on": MORROW}, True),
        ({"ends_on": ON}, False),
        ({"last_working_on": ON, "ends_on": MORROW}, False),
        ({"last_working_on": MORROW, "ends_on": MORROW}, True),
        ({"last_working_on": MORROW}, True),
        ({}, False),
    ],
)
@pytest.mark.parametrize("closes", ["last_working_on", "ends_on"])
def test_at_a_dismissal_access_ends_as_soon_as_the_day_begins(
    dates: Any, admitted: bool, closes: str
) -> None:
    person = a_person(leaving="dismissal", **dates)
    assert (person in Person.objects.admitted(ON, closes)) is admitted


@pytest.mark.parametrize(
    ("dates", "away"),
    [
        ({"starts_on": ON}, True),
        ({"starts_on": MORROW}, False),
        ({"ends_on": ON}, True),
        ({"ends_on": EVE}, False),
        ({"returned_on": MORROW}, True),
        ({"returned_on": ON}, False),
        ({"ends_on": EVE, "returned_on": MORROW}, True),
        ({"ends_on": MORROW, "returned_on": EVE}, False),
    ],
)
def test_leave_lasts_until_the_return_or_else_as_planned(dates: Any, away: bool) -> None:
    leave = a_leave(**dates)
    assert (leave in Leave.objects.running(ON)) is away
    assert (leave.person in Person.objects.on_leave(ON)) is away
    assert (leave.person in Person.objects.at_work(ON)) is not away


def test_a_manager_of_two_branches_manages_what_lies_below_both() -> None:
    top = a_unit()
    left, right, other = a_unit(parent=top), a_unit(parent=top), a_unit(parent=top)
    below = a_unit(parent=left)
    manager = an_appointment(unit=left).person
    an_appointment(unit=right, person=manager)
    an_appointment(unit=other)
    assert set(managed_units(manager.pk, ON)) == {left, below, right}


@pytest.mark.parametrize(
    ("pledge", "binds"),
    [
        ({}, True),
        ({"outcome": "", "signed_on": None}, False),
        ({"outcome": "signed", "signed_on": None}, False),
        ({"outcome": "refused", "signed_on": None}, False),
        ({"outcome": "refused", "signed_on": None, "alternative": ("rules",)}, True),
        ({"outcome": "declared", "signed_on": None}, True),
    ],
)
def test_a_pledge_binds_when_signed_declared_or_answered_otherwise(
    pledge: Any, binds: bool
) -> None:
    assert (a_pledge(**pledge) in Pledge.objects.answered()) is binds


@pytest.mark.parametrize(
    ("state", "held"),
    [("planned", False), ("held", True), ("approved", True), ("cancelled", False)],
)
def test_a_meeting_counts_once_it_took_place(state: str, held: bool) -> None:
    assert (a_committee_meeting(state=state) in CommitteeMeeting.objects.took_place()) is held


@pytest.mark.parametrize(
    ("dates", "is_open", "is_late"),
    [
        ({"due_on": ON}, True, False),
        ({"due_on": EVE}, True, True),
        ({"due_on": EVE, "done_on": ON}, False, False),
    ],
)
def test_an_action_is_late_after_its_day_until_done(
    dates: Any, is_open: bool, is_late: bool
) -> None:
    action = a_meeting_action(**dates)
    assert (action in MeetingAction.objects.open()) is is_open
    assert (action in MeetingAction.objects.late(ON)) is is_late


def test_a_review_counts_once_confirmed_and_for_its_own_kind() -> None:
    draft, done = a_management_review(), a_management_review(state="confirmed")
    assert set(ManagementReview.objects.confirmed("monthly")) == {done}
    assert draft not in ManagementReview.objects.confirmed("annual")


@pytest.mark.parametrize(
    ("but", "opens"),
    [
        ({}, True),
        ({"active": False}, False),
        ({"expires_on": ON}, True),
        ({"expires_on": EVE}, False),
    ],
)
def test_an_account_is_open_until_closed_or_expired(but: Any, opens: bool) -> None:
    assert (an_account(**but) in Account.objects.open(ON)) is opens


def test_an_account_that_nobody_answers_for_is_found() -> None:
    orphan = an_account(person=None)
    an_account()
    an_account(kind="auditor", expires_on=ON)
    assert set(Account.objects.of_nobody()) == {orphan}


def test_what_was_withdrawn_is_in_none_of_these() -> None:
    rows = [a_unit(), a_person(), an_appointment(), an_assignment(), a_leave()]
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(withdrawn_at=row.created_at)
    unit, person, appointment, post, leave = rows
    assert unit not in Unit.objects.active(ON)
    assert person not in Person.objects.in_service(ON)
    assert person not in Person.objects.admitted(ON)
    assert appointment not in Appointment.objects.in_force(ON)
    assert post not in Assignment.objects.in_force(ON)
    assert leave.person not in Person.objects.on_leave(ON)
