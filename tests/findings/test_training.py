"""Courses find their people, once in every cycle, and nobody who need not take them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from sekisho.domains.education.models import CourseAssignment
from sekisho.findings import training
from sekisho.registers import settings
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from tests.given.education import (
    a_course_assignment,
    a_course_version,
    a_passed_course,
    a_published_course,
    a_training_session,
    an_attendance,
)
from tests.given.people import a_contractor, a_person, a_unit, an_account, an_appointment
from tests.obligations.judging import decide

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _settings() -> Any:
    settings.forget()
    yield
    settings.forget()


def act(on: date = ON, **but: Any) -> Act:
    at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    return Act(**{"actor": service("engine"), "at": at, "via": "test", "on": on} | but)


def given(person: Any) -> list[tuple[str, str, date]]:
    rows = CourseAssignment.objects.filter(person=person).order_by("cycle", "reason")
    return list(rows.values_list("cycle", "reason", "due_on"))


def test_who_joins_is_given_the_joining_course_and_it_is_due_after_the_first_day() -> None:
    course = a_published_course("joining").course
    decide("obligations.started_on", "2026-04-01")
    new, soon, old = a_person(starts_on=ON), a_person(starts_on=date(2026, 12, 1)), a_person()
    assert training.follow(act())["joining"] == 2
    assert given(new) == [("2026", "joining", date(2026, 11, 24))]
    assert given(soon) == [("2026", "joining", date(2026, 12, 15))]
    assert given(old) == []
    assert training.follow(act())["joining"] == 0
    assert CourseAssignment.objects.filter(course=course).count() == 2


def test_everybody_has_the_yearly_course_once_a_year_but_the_years_joiners() -> None:
    course = a_published_course("yearly").course
    old, trained, new, out = a_person(), a_person(), a_person(starts_on=ON), a_contractor()
    gone = a_person(ends_on=date(2026, 11, 1))
    a_passed_course(trained, date(2026, 5, 1), course=course, cycle="2026")
    a_passed_course(new, ON, "joining", cycle="2026", assigned_on=ON)
    training.follow(act())
    assert given(old) == [("2026", "yearly", date(2027, 1, 9))]
    assert [len(given(one)) for one in (trained, new, out, gone)] == [1, 1, 0, 0]
    training.follow(act(date(2027, 4, 1)))
    assert ("2027", "yearly", date(2027, 5, 31)) in given(trained)
    decide("education.yearly_month", "10")
    fresh = a_person()
    assert training.follow(act(date(2027, 9, 30)))["yearly"] == 0
    assert training.follow(act(date(2027, 10, 1)))["yearly"] == 1
    assert len(given(fresh)) == 1


def test_a_version_that_changes_what_must_be_known_is_taken_again() -> None:
    version = a_published_course("yearly")
    person = a_person()
    a_passed_course(person, date(2026, 5, 1), course=version.course, cycle="2026")
    newer = a_course_version(course=version.course, label="2026-x", material=True)
    boss = an_account()
    an_appointment(person=boss.person, role="director")
    who = act(actor=boss_actor(boss))
    move(registry["course_versions"], who, "publish", newer)
    version.refresh_from_db()
    assert version.state == "retired"
    training.follow(act())
    assert ("2026/2026-x", "renewed", date(2027, 1, 9)) in given(person)


def boss_actor(account: Any) -> Any:
    from sekisho.domains.people.actors import actor_for

    return actor_for(account, ON)


def test_offices_and_contractors_who_need_it_have_courses_of_their_own() -> None:
    a_published_course("role", office="manager")
    a_published_course("contractor")
    manager = an_appointment(unit=a_unit()).person
    needs, free = a_contractor(training_needed=True), a_contractor(training_needed=False)
    training.follow(act())
    assert given(manager) == [("2026", "role", date(2026, 12, 10))]
    assert given(needs) == [("2026", "contractor", date(2026, 11, 24))]
    assert given(free) == []


def test_one_new_person_is_seen_in_the_ledger() -> None:
    a_published_course("joining")
    training.catch_up(act())
    values = {"name": "新田 葵", "employment": "employee", "starts_on": ON, "unit": a_unit().pk,
              "employee_number": "009999"}  # fmt: skip
    new = write(registry["people"], act(actor=service("operator")), values)
    from sekisho.ledger.sequence import integrate

    integrate()
    assert training.catch_up(act()) > 0
    assert given(new) == [("2026", "joining", date(2026, 11, 24))]


def test_a_confirmed_attendance_list_counts_as_the_course() -> None:
    course = a_published_course("yearly").course
    there, away, walked_in, low = (a_person() for _ in range(4))
    for person in (there, away, low):
        a_course_assignment(person=person, course=course, cycle="2026", due_on=date(2027, 1, 9))
    session = a_training_session(
        course=course, state="held", held_on=date(2026, 11, 5), evaluation="test"
    )
    for person, score in ((there, 90), (walked_in, 80), (low, 70)):
        an_attendance(session=session, person=person, score=score)
    an_attendance(session=session, person=away, attended=False)
    chair = an_account()
    an_appointment(person=chair.person, role="chair")
    move(registry["training_sessions"], act(actor=boss_actor(chair)), "confirm", session,
         {"result": "よく理解されていた。"})  # fmt: skip
    states = {a.person_id: a.state for a in CourseAssignment.objects.all()}
    assert states == {
        there.pk: "passed", away.pk: "assigned", walked_in.pk: "passed", low.pk: "failed",
    }  # fmt: skip
