"""A learner's desk: one assignment, where its pages are, and who acts; signed in or by a link."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sekisho.domains.education import progress, taking
from sekisho.domains.education.course_version import CourseVersion
from sekisho.domains.education.models import CourseAssignment, CourseAttempt
from sekisho.domains.education.progress import Progress
from sekisho.domains.education.text import Chapter
from sekisho.domains.education.words import OPEN
from sekisho.registers.actor import Act


@dataclass(slots=True)
class Desk:
    """``prefix`` names the addresses (``learn`` or ``take``), ``args`` begin theirs; ``shell`` is the
    template around the pages."""

    act: Act
    assignment: CourseAssignment
    version: CourseVersion
    place: Progress
    prefix: str
    args: tuple[Any, ...]
    shell: str
    back: tuple[Any, str]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        return self.version.chapters()

    @property
    def href(self) -> str:
        return reverse(f"{self.prefix}-course", args=self.args)

    @property
    def quiz(self) -> str:
        return reverse(f"{self.prefix}-quiz", args=self.args)

    def chapter(self, key: str) -> str:
        return reverse(f"{self.prefix}-chapter", args=(*self.args, key))

    def file(self, name: str) -> str:
        return f"{self.href}/file/{name}"

    @property
    def unread(self) -> list[Chapter]:
        return [one for one in self.chapters if one.key not in self.place.read]

    @property
    def open(self) -> bool:
        return self.assignment.state in OPEN

    @property
    def onward(self) -> str:
        """Where to go on: the first chapter not read, else the test."""
        return self.chapter(self.unread[0].key) if self.unread else self.quiz

    def begin(self) -> None:
        self.assignment = taking.begin(self.act, self.assignment, self.version)

    def attempts(self) -> list[CourseAttempt]:
        rows = CourseAttempt.objects.present().filter(assignment=self.assignment)
        return list(rows.order_by("-attempt"))


def at(
    act: Act,
    assignment: CourseAssignment,
    prefix: str,
    args: tuple[Any, ...],
    shell: str,
    back: tuple[Any, str],
) -> Desk | None:
    """The desk; None while no version of the course is published."""
    version = taking.offered(assignment)
    if version is None:
        return None
    place = progress.of(assignment, version, act.at)
    return Desk(act, assignment, version, place, prefix, args, shell, back)
