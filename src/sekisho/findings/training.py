"""Courses find their people: at joining, every fiscal year, by office, for contractors' staff.

A new employee is seen in the ledger within seconds; everything is looked through every night.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from sekisho.domains.education.assigning import assign
from sekisho.domains.education.models import Course, CourseAssignment
from sekisho.domains.education.terms import (
    JOINING_DAYS,
    OFFICE_DAYS,
    RETAKE_DAYS,
    YEARLY_DAYS,
    YEARLY_MONTH,
)
from sekisho.domains.education.words import DONE, Audience, Reason, State
from sekisho.domains.people.models import Appointment, Person
from sekisho.ledger import tail
from sekisho.ledger.history import Item
from sekisho.obligations.words import FIRST_MONTH
from sekisho.registers import settings
from sekisho.registers.actor import Act
from sekisho.registers.commands import move
from sekisho.registers.fiscal import fiscal_end, fiscal_start, fiscal_year
from sekisho.registers.register import registry

CONSUMER = "courses"
AHEAD = timedelta(days=30)
"""Joiners entered before their first day find the course there when they come."""
RECENT = timedelta(days=90)
GENERAL = (Audience.JOINING, Audience.YEARLY)
WHOLE = frozenset({"courses", "course_versions", "settings"})
Only = Collection[UUID] | None


def catch_up(act: Act, limit: int = 1000) -> int:
    """Give courses to those whom the next entries of the ledger are about; how many were read."""
    with tail.batch(CONSUMER, limit) as items:
        touched = _touched(items)
        if touched is None or touched:
            follow(act, touched)
        return len(items)


def _touched(items: Sequence[Item]) -> Only:
    """The people to look at; None: everyone."""
    if any(item.kind in WHOLE for item in items):
        return None
    people = {item.rec for item in items if item.kind == "people"}
    held = [item.rec for item in items if item.kind == "appointments"]
    return people | set(Appointment.objects.filter(pk__in=held).values_list("person", flat=True))


def follow(act: Act, only: Only = None) -> dict[str, int]:
    """Give every course to whom it is for and who does not have it; as often as one likes."""
    given = dict.fromkeys((kind.value for kind in RULES), 0)
    for course in Course.objects.ruled(*RULES):
        given[course.audience] += RULES[Audience(course.audience)](act, course, only)
    return given | {"resumed": _resume(act) if only is None else 0}


def _among(people: Any, only: Only) -> Any:
    return people if only is None else people.filter(pk__in=only)


def _joining(act: Act, course: Course, only: Only) -> int:
    """Who joined since the policy is in operation; those before show it by the yearly course."""
    since = settings.value("obligations.started_on") or act.on - RECENT
    people = Person.objects.present().exclude(employment="contractor")
    people = people.filter(Q(ends_on=None) | Q(ends_on__gte=act.on), starts_on__gte=since,
                           starts_on__lte=act.on + AHEAD)  # fmt: skip
    people = _without(people, Q(course__audience=Audience.JOINING))
    given, days = 0, timedelta(days=JOINING_DAYS())
    by_year: dict[int, dict[UUID, date]] = {}
    for pk, starts_on in _among(people, only).values_list("pk", "starts_on"):
        by_year.setdefault(_year(starts_on), {})[pk] = starts_on + days
    for year, due in by_year.items():
        given += assign(act, course, due, Reason.JOINING, str(year))
    return given


def _yearly(act: Act, course: Course, only: Only) -> int:
    """Everyone who was here when the year began; joiners of the year have their own course."""
    year = _year(act.on)
    first, last = fiscal_start(year, FIRST_MONTH()), fiscal_end(year, FIRST_MONTH())
    if act.on < _assigned_from(year):
        return 0
    people = Person.objects.in_service(act.on).exclude(employment="contractor")
    there = Q(course__audience__in=GENERAL, state__in=DONE, passed_on__gte=first)
    joining = Q(course__audience=Audience.JOINING, assigned_on__gte=first)
    due = min(act.on + timedelta(days=YEARLY_DAYS()), last)
    people = _among(people, only)
    pks = _without(people, there | joining).values_list("pk", flat=True)
    given = assign(act, course, list(pks), Reason.YEARLY, str(year), due)
    return given + _renewed(act, course, people, (first, due))


def _renewed(act: Act, course: Course, people: Any, days: tuple[date, date]) -> int:
    """What has changed so that people must know it is taken again by those who passed before."""
    first, due = days
    version = course.versions.filter(state="published", withdrawn_at=None).first()
    if version is None or not version.material or (version.published_on or date.min) < first:
        return 0
    before = CourseAssignment.objects.present().filter(
        course=course,
        state__in=DONE,
        passed_on__gte=first,
        passed_on__lt=version.published_on or first,
    )
    again = people.filter(Exists(before.filter(person=OuterRef("pk"))))
    cycle = f"{_year(act.on)}/{version.label}"[:24]
    pks = list(again.values_list("pk", flat=True))
    return assign(act, course, pks, Reason.RENEWED, cycle, due)


def _office(act: Act, course: Course, only: Only) -> int:
    held = Appointment.objects.in_force(act.on).filter(role=course.office)
    people = Person.objects.in_service(act.on).filter(Exists(held.filter(person=OuterRef("pk"))))
    due = act.on + timedelta(days=OFFICE_DAYS())
    pks = list(_among(people, only).values_list("pk", flat=True))
    return assign(act, course, pks, Reason.ROLE, str(_year(act.on)), due)


def _contractor(act: Act, course: Course, only: Only) -> int:
    """Those of whom it is decided that they need it; asked through their supplier."""
    people = Person.objects.in_service(act.on).filter(employment="contractor", training_needed=True)
    due = act.on + timedelta(days=JOINING_DAYS())
    pks = list(_among(people, only).values_list("pk", flat=True))
    return assign(act, course, pks, Reason.CONTRACTOR, str(_year(act.on)), due)


RULES = {
    Audience.JOINING: _joining, Audience.YEARLY: _yearly, Audience.ROLE: _office,
    Audience.CONTRACTOR: _contractor,
}  # fmt: skip


def _without(people: Any, there: Q) -> Any:
    """Those of ``people`` who have nothing like ``there`` yet."""
    rows = CourseAssignment.objects.present().exclude(state=State.CANCELLED).filter(there)
    return people.filter(~Exists(rows.filter(person=OuterRef("pk"))))


def _resume(act: Act) -> int:
    """Exemptions that have ended."""
    rows = CourseAssignment.objects.present().filter(
        state=State.EXEMPTED, exempt_until__lt=act.on, cycle=str(_year(act.on))
    )
    due = act.on + timedelta(days=RETAKE_DAYS())
    for one in list(rows):
        move(registry["course_assignments"], act, "resume", one, {"due_on": due})
    return len(rows)


def _year(day: date) -> int:
    return fiscal_year(day, FIRST_MONTH())


def _assigned_from(year: int) -> date:
    """The first day of the month in which the yearly course is given, within the fiscal year."""
    month = YEARLY_MONTH()
    return date(year + (month < FIRST_MONTH()), month, 1)
