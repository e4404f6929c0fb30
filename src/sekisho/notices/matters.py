"""What there is to tell on a day, and to whom: tasks, clauses that turned, the director's summary."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.version import policy_in_force_or_draft
from sekisho.findings.clauses import Stood, stand
from sekisho.findings.finding import Standing
from sekisho.findings.task import State, Task
from sekisho.notices.answering import Answering, duties, named
from sekisho.notices.lines import Heading, Line, filled, joined
from sekisho.notices.memory import Red
from sekisho.notices.rules import LATE_AFTER, MANAGER_FROM, Span
from sekisho.obligations.judge import Seal
from sekisho.obligations.obligation import obligations
from sekisho.registers import calendar
from sekisho.registers.errors import Text
from sekisho.registers.rights import Role

TO_DO = (State.OPEN, State.DOING, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Matter:
    """A line for one person. ``task``: shown only if the guard lets the person see it."""

    person: UUID
    line: Line
    task: UUID | None = None
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unkept:
    """A clause that is not kept now."""

    stood: Stood
    codes: tuple[str, ...] = ()


def of_tasks(span: Span, answering: Answering, person: UUID | None = None) -> Iterator[Matter]:
    """Open tasks that a rule names in this round; of all people, or as far as ``person`` is told."""
    rows = Task.objects.present().filter(state__in=TO_DO).select_related("assignee", "unit")
    if not span.weekly():
        rows = rows.filter(_near(span))
    for task in rows.order_by("due_on", "number").iterator(chunk_size=1000):
        for one, heading in _told(task, span, answering):
            if person in {None, one}:
                yield _matter(one, task, heading, answering)


def _told(task: Task, span: Span, answering: Answering) -> Iterator[tuple[UUID, Heading]]:
    """Who is told of a task in this round, and under which heading."""
    people = answering.of_task(task)
    if heading := _heading(span, task.due_on):
        yield from ((one, heading) for one in people)
    if task.unit and span.late(task.due_on) >= MANAGER_FROM:
        above = answering.managers(task.unit.path)
        yield from ((one, Heading.TEAM) for one in above if one not in people)


def _near(span: Span) -> Q:
    """Due dates that can matter on an ordinary day, so that not every task is read."""
    first = calendar.add_business(span.after, -max(LATE_AFTER) - 1)
    return Q(due_on__gte=first, due_on__lte=calendar.add_business(span.on, 1))


def _heading(span: Span, due: date | None) -> Heading | None:
    if span.late(due):
        return Heading.LATE
    if span.due(due):
        return Heading.DUE
    if not span.weekly():
        return None
    return Heading.LATE if due and due < span.on else Heading.OPEN


def _matter(person: UUID, task: Task, heading: Heading, answering: Answering) -> Matter:
    whom = task.assignee.name if heading == Heading.TEAM and task.assignee else ""
    line = Line(
        heading, _what(task), f"/t/{task.number}", answering.why(task.obligation), task.due_on, whom
    )
    return Matter(person, line, task.pk, tuple(duties(task.obligation)))


def _what(task: Task) -> Text:
    """The obligation's own words, or the task's title; never its details."""
    own = not task.title and task.obligation in obligations
    what: Text = obligations[task.obligation].remedy if own else task.title
    if task.count == 1:
        return what
    found: Text = filled(_("%(what)s (%(n)s)"), {"what": what, "n": task.count})
    return found


def red_clauses(on: date) -> list[Unkept]:
    """Clauses not kept, from the newest standings stored up to ``on``; children speak for themselves."""
    version = policy_in_force_or_draft(on)
    newest = (
        Standing.objects.filter(on__lte=on).order_by("-on").values_list("on", flat=True).first()
    )
    if version is None or newest is None:
        return []
    seals = dict(Standing.objects.filter(on=newest).values_list("obligation", "seal"))
    found = []
    for stood in stand(version, on, seals):
        if stood.seal == Seal.NOT_KEPT:
            codes = tuple(c for c in stood.obligations if seals.get(c) == Seal.NOT_KEPT)
            found.append(Unkept(stood, codes))
    return found


def of_clauses(span: Span, answering: Answering, red: list[Unkept]) -> Iterator[Matter]:
    """Clauses that turned since the last round, to those who answer; red ones to the director."""
    since = dict(Red.objects.values_list("stable", "since"))
    directors = answering.holders(Role.DIRECTOR)
    for one in red:
        clause = one.stood.clause
        known = since.get(clause.stable)
        told: list[UUID] = []
        if known is None:
            told = answering.of_clause(one.codes)
            for person in told:
                yield Matter(person, _clause(Heading.RED, one))
        if span.monthly() or (known and span.long_red(known)):
            for person in directors:
                if person not in told:
                    yield Matter(person, _clause(Heading.SUMMARY, one))


def _clause(heading: Heading, one: Unkept) -> Line:
    clause = one.stood.clause
    what = joined([obligations[code].title for code in one.codes[:3]])
    return Line(heading, what, f"/c/{clause.number}", named(clause.number, clause.heading))


def remember(red: list[Unkept], on: date) -> None:
    """Keep which clauses are red, for the next round to see which turned."""
    now = {one.stood.clause.stable for one in red}
    Red.objects.exclude(stable__in=now).delete()
    Red.objects.bulk_create(
        [Red(stable=stable, since=on) for stable in now], ignore_conflicts=True, batch_size=500
    )
