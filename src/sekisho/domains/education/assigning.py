"""Giving a course to many people as one act; who has it in this cycle keeps theirs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sekisho.domains.education.assignment import CourseAssignment
from sekisho.domains.education.course import Course
from sekisho.domains.education.course_version import CourseVersion
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

CHUNK = 1000


def assign(
    act: Act,
    course: Course,
    people: "Iterable[UUID] | dict[UUID, date]",
    reason: str,
    cycle: str,
    due: date | None = None,
) -> int:
    """Assign ``course`` to ``people``; how many are new. ``due``: the same day for all, unless
    ``people`` says a day for each."""
    days = people if isinstance(people, dict) else dict.fromkeys(people, due or act.on)
    version = CourseVersion.objects.published().filter(course=course).first()
    rows = CourseAssignment.objects.filter(course=course, cycle=cycle)
    has = set(rows.values_list("person", flat=True))
    lines = [
        Line({"person": person, "course": course.pk, "version": version and version.pk,
              "cycle": cycle, "reason": str(reason), "assigned_on": act.on,
              "due_on": max(day, act.on)})
        for person, day in days.items() if person not in has
    ]  # fmt: skip
    grp = new_id(act.at)
    for part in _parts(lines):
        write_many(registry["course_assignments"], act, part, grp)
    return len(lines)


def _parts(lines: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(lines), CHUNK):
        yield lines[start : start + CHUNK]
