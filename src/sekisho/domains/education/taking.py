"""Taking a course: begun, read, answered. The result is reckoned here and nowhere else."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education import progress
from sekisho.domains.education.assignment import CourseAssignment
from sekisho.domains.education.attempt import CourseAttempt
from sekisho.domains.education.course_version import CourseVersion
from sekisho.domains.education.drawing import drawn, result
from sekisho.domains.education.progress import Progress
from sekisho.domains.education.text import Question
from sekisho.domains.education.words import OPEN, State
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry


def consequence(act: Act) -> Act:
    """The same act of the same account; that it may follows from what it is a consequence of."""
    return replace(act, actor=replace(act.actor, roles=frozenset({"engine"})))


def offered(assignment: CourseAssignment) -> CourseVersion | None:
    """The version to take: the published one; of what was passed, the one it was passed with."""
    if assignment.state not in OPEN and assignment.version_id:
        return assignment.version
    published: CourseVersion | None = (
        CourseVersion.objects.published().filter(course=assignment.course_id).first()
    )
    return published


def begin(act: Act, assignment: CourseAssignment, version: CourseVersion) -> CourseAssignment:
    """Note that it was begun, the first time it is opened."""
    if assignment.state != State.ASSIGNED:
        return assignment
    said = {"version": version.pk}
    begun: CourseAssignment = move(
        registry["course_assignments"], consequence(act), "start", assignment, said
    )
    return begun


def paper(assignment: CourseAssignment, place: Progress) -> list[Question]:
    """The questions of the present attempt, drawn when it begins."""
    questions = place.version.questions()
    by_key = {question.key: question for question in questions}
    if place.drawn and all(key in by_key for key in place.drawn):
        return [by_key[key] for key in place.drawn]
    return drawn(
        questions, assignment.course.draw, assignment.person_id, assignment.cycle,
        attempts(assignment) + 1,
    )  # fmt: skip


def attempts(assignment: CourseAssignment) -> int:
    n: int = CourseAttempt.objects.present().filter(assignment=assignment).count()
    return n


@transaction.atomic
def hand_in(act: Act, assignment: CourseAssignment, place: Progress) -> CourseAttempt:
    """Reckon the result, keep the attempt, and take the assignment on. Raises Invalid."""
    asked = paper(assignment, place)
    open_ones = [question for question in asked if question.key not in place.answers]
    if open_ones or not asked:
        raise Invalid({"answers": [_("Not every question is answered yet.")]})
    score, wrong = result(asked, place.answers)
    passed = score >= assignment.course.pass_mark
    act = consequence(act)
    one: CourseAttempt = write(registry["course_attempts"], act, {
        "assignment": assignment.pk, "version": place.version_id,
        "attempt": attempts(assignment) + 1,
        "answers": tuple(said(question, place.answers[question.key]) for question in asked),
        "wrong": ",".join(wrong), "score": score, "passed": passed, "on": act.on, "at": act.at,
        "via": act.via,
    })  # fmt: skip
    close(act, assignment, score, passed=passed, version=place.version_id)
    if passed:
        progress.forget(place)
    else:  # the chapters stay read; the next attempt draws anew
        progress.keep(place, act.at, drawn=[], answers={})
    return one


def said(question: Question, chosen: Sequence[int]) -> str:
    return f"{question.key}: {', '.join(str(n + 1) for n in sorted(chosen))}"


def close(act: Act, assignment: CourseAssignment, score: int, *, passed: bool, **said: Any) -> None:
    """Passed, or not yet; an assignment that is passed already stays so."""
    if assignment.state not in OPEN:
        return
    name, column = ("pass", "passed_on") if passed else ("fail", "failed_on")
    move(registry["course_assignments"], act, name, assignment,
         {"score": score, column: act.on, **said})  # fmt: skip
