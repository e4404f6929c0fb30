"""Sheets of duties: there is one for each role, and whoever has the role acknowledges it."""

from datetime import date, timedelta
from typing import Any

import pytest

from sekisho.domains.documents.words import SheetRole
from sekisho.obligations.role_duties import lines, sheets_for
from tests.given.documents import (
    a_binding,
    a_campaign,
    a_clause,
    a_document,
    a_version_in_force,
    an_acknowledgement,
)
from tests.given.people import a_company, a_contractor, a_leave, a_person, an_appointment
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
CODE = "role-duties-acknowledged"


def a_sheet(role: str, day: date = TODAY) -> Any:
    term = dict.fromkeys(("approved_on", "published_on", "effective_on"), day)
    return a_version_in_force(document=a_document(kind="role_duties", role=role), **term)


def test_a_sheet_is_acknowledged_in_the_days_after_it_is_in_force() -> None:
    person = a_person()
    assert stood(CODE, person, TODAY) is None
    sheet = a_sheet("employee", TODAY - 14 * DAY)
    assert state(CODE, person, TODAY) == "due_soon"
    assert state(CODE, person, TODAY + DAY) == "overdue"
    an_acknowledgement(version=sheet, person=person, on=TODAY)
    assert state(CODE, person, TODAY + DAY) == "kept"


def test_a_role_newly_taken_over_has_a_sheet_of_its_own() -> None:
    person = a_person()
    an_acknowledgement(version=a_sheet("employee", TODAY - 90 * DAY), person=person, on=TODAY)
    a_sheet("manager", TODAY - 90 * DAY)
    assert state(CODE, person, TODAY) == "kept"
    an_appointment(person=person, starts_on=TODAY)
    assert due(CODE, person, TODAY) == TODAY + 14 * DAY


@pytest.mark.parametrize(
    ("role", "sheet"),
    [("chair", "committee"), ("deputy", "director"), ("admin", "admin"), ("auditor", "auditor")],
)
def test_each_post_reads_its_sheet(role: str, sheet: str) -> None:
    a_sheet(sheet, TODAY - 15 * DAY)
    holder = an_appointment(role=role).person
    assert state(CODE, holder, TODAY) == "overdue"
    assert state(CODE, a_person(), TODAY) == "kept"
    assert sheets_for([role, "employee"]) == ["employee", sheet]


def test_contractors_read_their_own_through_whoever_answers_for_them() -> None:
    a_sheet("employee", TODAY - 15 * DAY)
    contractor = a_contractor()
    assert state(CODE, contractor, TODAY) == "kept"
    a_sheet("contractor", TODAY - 15 * DAY)
    found = stood(CODE, contractor, TODAY)
    assert found
    assert (found.state, found.assignee) == ("overdue", contractor.sponsor_id)


def test_a_new_version_and_its_request_begin_anew_and_leave_pauses() -> None:
    person = a_person()
    first = a_sheet("employee", TODAY - 90 * DAY)
    an_acknowledgement(version=first, person=person, on=TODAY - 80 * DAY)
    first.superseded_on = TODAY
    first.save()
    second = a_version_in_force(document=first.document, published_on=TODAY, effective_on=TODAY)
    assert due(CODE, person, TODAY) == TODAY + 14 * DAY
    a_campaign(version=second, starts_on=TODAY, due_days=7)
    assert due(CODE, person, TODAY) == TODAY + 7 * DAY
    a_leave(person=person, starts_on=TODAY, returned_on=TODAY + 30 * DAY)
    assert due(CODE, person, TODAY) == TODAY + 44 * DAY


def test_every_role_that_somebody_holds_has_a_sheet() -> None:
    company, _person = a_company(), a_person()
    assert state("role-sheets-in-force", company, TODAY) == "overdue"
    a_sheet("employee")
    assert state("role-sheets-in-force", company, TODAY) == "kept"
    an_appointment(role="admin")
    assert state("role-sheets-in-force", company, TODAY) == "overdue"
    a_sheet("admin")
    assert state("role-sheets-in-force", company, TODAY) == "kept"


def test_the_lines_of_a_sheet_come_from_the_duties_the_policy_gives() -> None:
    every = {role: lines(role, TODAY) for role in SheetRole.values}
    assert all(every.values())
    assert "O002" in {duty for line in every["employee"] for duty in line.duties}
    version = a_version_in_force(document=a_document(kind="policy"))
    a_binding(clause=a_clause(version=version), duty="O002")
    (line,) = lines("employee", TODAY)[:1]
    assert {d for one in lines("employee", TODAY) for d in one.duties} == {"O002"}
    assert line.text != line.text_en
