"""A confirmed session counts as the course it taught, for those who were there and understood."""

from typing import Any

from sekisho.domains.education.assigning import assign
from sekisho.domains.education.assignment import CourseAssignment
from sekisho.domains.education.course import Course
from sekisho.domains.education.session import TrainingSession
from sekisho.domains.education.taking import consequence
from sekisho.domains.education.words import OPEN, Evaluation, Reason
from sekisho.registers.actor import Act
from sekisho.registers.moving import move_many
from sekisho.registers.register import registry


def count(act: Act, session: TrainingSession, course: Course) -> int:
    """Pass, or fail, everybody on the list; how many passed.

    Who had no assignment open gets one for this session: what was learnt is on record either way.
    """
    act = consequence(act)
    there = session.attendances.filter(withdrawn_at=None, attended=True)
    results = dict(there.values_list("person", "score"))
    rows = CourseAssignment.objects.present().filter(course=course)
    known = set(rows.filter(state__in=OPEN, person__in=results).values_list("person", flat=True))
    assign(act, course, [p for p in results if p not in known], Reason.OTHER,
           session.number, session.held_on or act.on)  # fmt: skip
    # One for each person: the assignment that is due first.
    first: dict[Any, CourseAssignment] = {}
    for one in rows.filter(state__in=OPEN, person__in=results).order_by("due_on", "pk"):
        first.setdefault(one.person_id, one)
    by_result: dict[tuple[bool, int], list[CourseAssignment]] = {}
    for person, one in first.items():
        by_result.setdefault(_result(session, course, results[person]), []).append(one)
    for (passed, score), group in by_result.items():
        name, column = ("pass", "passed_on") if passed else ("fail", "failed_on")
        said = {"score": score, column: session.held_on, "source": str(session)[:200]}
        move_many(registry["course_assignments"], act, name, group, said)
    return sum(len(group) for (passed, _score), group in by_result.items() if passed)


def _result(session: TrainingSession, course: Course, score: int | None) -> tuple[bool, int]:
    """A written test by its mark; otherwise attending, with what the trainer saw, is what counts."""
    if session.evaluation != Evaluation.TEST:
        return True, 100 if score is None else score
    return (score or 0) >= course.pass_mark, score or 0
