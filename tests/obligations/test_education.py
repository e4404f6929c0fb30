"""Education: at joining, every year, for contractors' staff, for offices; and understood."""

from datetime import date, timedelta

import pytest

from sekisho.domains.education.models import CourseAssignment
from tests.given.education import (
    a_course_assignment,
    a_passed_course,
    a_published_course,
    a_training_session,
    an_education_plan,
)
from tests.given.people import a_company, a_contractor, a_leave, a_person, a_unit, an_appointment
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
JOINED = date(2026, 11, 2)


def test_a_new_employee_has_fourteen_days_for_the_joining_course() -> None:
    course = a_published_course("joining").course
    new = a_person(starts_on=JOINED)
    assert stood("trained-on-joining", new, JOINED) == ("due_soon", date(2026, 11, 16), new.pk)
    assert state("trained-on-joining", new, date(2026, 11, 16)) == "due_soon"
    assert state("trained-on-joining", new, date(2026, 11, 17)) == "overdue"
    a_passed_course(new, date(2026, 11, 10), course=course)
    assert state("trained-on-joining", new, date(2026, 11, 9)) == "due_soon"
    assert state("trained-on-joining", new, date(2026, 11, 17)) == "kept"


def test_nobody_can_say_how_people_stand_while_there_is_no_course() -> None:
    new = a_person(starts_on=JOINED)
    assert state("trained-on-joining", new, JOINED) == "unknown"
    assert state("training-current", new, JOINED) == "unknown"
    a_passed_course(new, JOINED, "joining")
    assert state("trained-on-joining", new, JOINED) == "kept"
    assert stood("trained-on-joining", a_contractor(), JOINED) is None


def test_an_earlier_record_is_declared_and_a_failed_test_is_none() -> None:
    course = a_published_course("joining").course
    new = a_person(starts_on=JOINED)
    one = a_course_assignment(person=new, course=course, state="failed", failed_on=JOINED, score=50)
    assert state("trained-on-joining", new, date(2026, 11, 17)) == "overdue"
    CourseAssignment.objects.filter(pk=one.pk).update(state="declared", passed_on=date(2025, 4, 1))
    assert state("trained-on-joining", new, date(2026, 11, 17)) == "kept"


def test_those_who_were_here_before_show_it_by_the_yearly_course() -> None:
    a_published_course("joining")
    old = a_person()
    a_passed_course(old, date(2026, 6, 1), "yearly")
    assert state("trained-on-joining", old, JOINED) == "overdue"
    decide("obligations.started_on", "2026-04-01")
    assert state("trained-on-joining", old, JOINED) == "kept"


def test_everyone_is_trained_once_in_every_fiscal_year() -> None:
    person = a_person()
    course = a_passed_course(person, date(2026, 6, 1)).course
    assert state("training-current", person, JOINED) == "kept"
    assert due("training-current", person, JOINED) == date(2028, 3, 31)
    assert state("training-current", person, date(2028, 3, 31)) == "due_soon"
    assert state("training-current", person, date(2028, 4, 1)) == "overdue"
    assert state("training-current", a_person(starts_on=JOINED), date(2027, 3, 31)) == "due_soon"
    a_course_assignment(person=person, course=course, due_on=date(2027, 6, 30), cycle="2027")
    assert state("training-current", person, date(2027, 6, 30)) == "due_soon"
    assert state("training-current", person, date(2027, 7, 1)) == "overdue"


def test_leave_and_an_approved_exemption_pause_what_is_owed() -> None:
    course = a_published_course("yearly").course
    away, excused = a_person(), a_person()
    fields = {"course": course, "due_on": date(2026, 6, 30), "cycle": "2026"}
    a_course_assignment(person=away, **fields)
    a_leave(person=away, starts_on=date(2026, 5, 1), returned_on=date(2026, 11, 1))
    assert due("training-current", away, JOINED) == date(2026, 11, 15)
    one = a_course_assignment(
        person=excused,
        state="exempted",
        exempt_until=JOINED,
        exempted_on=date(2026, 5, 1),
        **fields,
    )
    assert state("training-current", excused, JOINED) == "kept"
    assert state("training-current", excused, JOINED + DAY) == "overdue"
    CourseAssignment.objects.filter(pk=one.pk).update(state="asked", exempted_on=None)
    assert state("training-current", excused, JOINED) == "overdue"


def test_it_is_decided_whether_a_contractors_worker_needs_the_course() -> None:
    boss = an_appointment(unit=a_unit()).person
    course = a_published_course("contractor").course
    unit = boss.appointments.get().unit
    open_one = a_contractor(starts_on=JOINED, unit=unit)
    assert stood("contractors-trained", open_one, JOINED) == (
        "due_soon",
        date(2026, 11, 16),
        boss.pk,
    )
    assert state("contractors-trained", open_one, date(2026, 11, 17)) == "overdue"
    free = a_contractor(starts_on=JOINED, training_needed=False)
    assert state("contractors-trained", free, date(2027, 11, 17)) == "kept"
    needs = a_contractor(starts_on=JOINED, training_needed=True)
    found = stood("contractors-trained", needs, date(2026, 11, 17))
    assert found == ("overdue", date(2026, 11, 16), needs.sponsor_id)
    a_passed_course(needs, date(2026, 11, 12), course=course)
    assert state("contractors-trained", needs, date(2026, 11, 17)) == "kept"
    assert state("contractors-trained", needs, date(2028, 4, 1)) == "overdue"


def test_a_course_for_another_reason_is_passed_by_its_day() -> None:
    one = a_course_assignment(reason="incident", due_on=JOINED)
    assert stood("courses-taken", one, JOINED) == ("due_soon", JOINED, one.person_id)
    assert state("courses-taken", one, JOINED + DAY) == "overdue"
    assert stood("courses-taken", a_course_assignment(reason="yearly"), JOINED) is None
    CourseAssignment.objects.filter(pk=one.pk).update(state="passed", passed_on=JOINED)
    assert state("courses-taken", one, JOINED) == "kept"
    assert state("courses-taken", one, JOINED - DAY) == "due_soon"


def test_who_missed_the_mark_passes_within_two_weeks() -> None:
    fields = {"state": "failed", "failed_on": JOINED, "score": 40}
    one = a_course_assignment(**fields)
    assert state("understanding-tested", one, date(2026, 11, 16)) == "due_soon"
    assert state("understanding-tested", one, date(2026, 11, 17)) == "overdue"
    CourseAssignment.objects.filter(pk=one.pk).update(state="passed", passed_on=JOINED, score=90)
    assert state("understanding-tested", one, date(2026, 11, 17)) == "kept"
    CourseAssignment.objects.filter(pk=one.pk).update(score=None)
    assert state("understanding-tested", one, date(2026, 11, 17)) == "overdue"


def test_the_company_plans_its_education_before_the_year_begins() -> None:
    company = a_company()
    assert state("education-planned", company, JOINED) == "overdue"
    plan = {"state": "approved", "approved_on": date(2026, 3, 20)}
    an_education_plan(unit=a_unit(), fiscal_year=2026, **plan)
    assert state("education-planned", company, JOINED) == "overdue"
    an_education_plan(fiscal_year=2026, **plan)
    assert state("education-planned", company, JOINED) == "kept"
    assert state("education-planned", company, date(2027, 3, 1)) == "due_soon"
    assert state("education-planned", company, date(2027, 4, 2)) == "overdue"
    an_education_plan(fiscal_year=2027, state="submitted")
    assert state("education-planned", company, date(2027, 3, 1)) == "due_soon"
    an_education_plan(fiscal_year=2027, state="approved", approved_on=date(2027, 3, 1))
    assert state("education-planned", company, date(2027, 3, 1)) == "kept"


def test_a_unit_is_planned_for_by_a_line_of_its_own_or_for_everyone() -> None:
    above = a_unit()
    unit, other = a_unit(parent=above), a_unit()
    plan = an_education_plan(state="approved", approved_on=date(2026, 3, 20))
    assert state("units-education-planned", unit, JOINED) == "overdue"
    a_training_session(plan=plan, unit=above)
    assert state("units-education-planned", unit, JOINED) == "kept"
    assert state("units-education-planned", other, JOINED) == "overdue"
    line = a_training_session(plan=plan, state="cancelled")
    assert state("units-education-planned", other, JOINED) == "overdue"
    type(line).objects.filter(pk=line.pk).update(state="planned")
    assert state("units-education-planned", other, JOINED) == "kept"


def test_a_planned_session_is_held_and_its_list_confirmed() -> None:
    plan = an_education_plan(state="approved", approved_on=date(2026, 3, 20))
    one = a_training_session(plan=plan, planned_on=date(2026, 10, 1))
    assert state("sessions-held", one, date(2026, 10, 31)) == "due_soon"
    assert state("sessions-held", one, date(2026, 11, 1)) == "overdue"
    assert stood("sessions-held", a_training_session(), JOINED) is None
    rows = type(one).objects.filter(pk=one.pk)
    rows.update(state="held", held_on=date(2026, 10, 20))
    assert state("sessions-held", one, date(2026, 11, 1)) == "kept"
    assert state("sessions-confirmed", one, date(2026, 11, 3)) == "due_soon"
    assert state("sessions-confirmed", one, date(2026, 11, 4)) == "overdue"
    rows.update(state="confirmed", confirmed_on=date(2026, 11, 3))
    assert state("sessions-confirmed", one, date(2026, 11, 4)) == "kept"
