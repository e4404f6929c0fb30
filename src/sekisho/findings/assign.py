"""From findings to tasks: one task for each obligation and person, closed by the records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Min

from sekisho.domains.people.models import Person
from sekisho.findings.finding import Finding
from sekisho.findings.task import Task, TaskRegister
from sekisho.obligations.obligation import Obligation, obligations
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry


@dataclass(frozen=True, slots=True)
class Need:
    """What one person (or, without one, a role) has to put right."""

    count: int
    due: date | None


def needs(codes: Iterable[str]) -> Mapping[str, dict[UUID | None, Need]]:
    """Open findings of each obligation by the person who can put them right. One query."""
    found: dict[str, dict[UUID | None, Need]] = defaultdict(dict)
    rows = Finding.objects.open().filter(obligation__in=list(codes)).order_by()
    said = rows.values("obligation", "assignee").annotate(n=Count("pk"), first=Min("due"))
    for code, person, n, first in said.values_list("obligation", "assignee", "n", "first"):
        found[code][person] = Need(n, first)
    return found


def assign(act: Act, codes: Sequence[str]) -> None:
    """Bring the tasks of these obligations in step with their findings.

    Runs as the engine; every task opened, changed or closed is an entry of the ledger.
    """
    live, needed = _live(codes), needs(codes)
    lines: list[Line] = []
    for code in codes:
        wanted = needed[code]
        mine = live[code]
        homes = _homes(set(wanted) - set(mine) - {None})
        for person, need in wanted.items():
            values = {"due_on": need.due, "count": need.count}
            task = mine.get(person)
            if task is None:
                fresh = _fresh(obligations[code], person, need, homes, act.on)
                lines.append(Line(fresh, answers=("count",)))
            elif (task.due_on, task.count) != (need.due, need.count):
                lines.append(Line(values, task, answers=("count",)))
        _finish(act, [task for person, task in mine.items() if person not in wanted])
    if lines:
        write_many(_register(), act, lines)


def _register() -> Any:
    return registry[TaskRegister.name]


def _live(codes: Iterable[str]) -> Mapping[str, dict[UUID | None, Task]]:
    found: dict[str, dict[UUID | None, Task]] = defaultdict(dict)
    for task in Task.objects.live().filter(obligation__in=list(codes)).order_by("number"):
        found[task.obligation].setdefault(task.assignee_id, task)
    return found


def _homes(people: set[Any]) -> dict[UUID, UUID | None]:
    """Each person's unit, so that their manager sees the task."""
    homes: dict[UUID, UUID | None] = {}
    ids = list(people)
    for start in range(0, len(ids), 1000):
        rows = Person.objects.filter(pk__in=ids[start : start + 1000])
        homes |= dict(rows.values_list("pk", "unit_id"))
    return homes


def _fresh(
    one: Obligation, person: UUID | None, need: Need, homes: Mapping[UUID, UUID | None], on: date
) -> Any:
    return {
        "obligation": one.code,
        "assignee": person,
        "role": "" if person else one.answers,
        "unit": homes.get(person) if person else None,
        "due_on": need.due,
        "opened_on": on,
        "minutes": min(one.minutes * need.count, 240),
        "count": need.count,
    }


def _finish(act: Act, tasks: Iterable[Task]) -> None:
    for task in tasks:
        move(_register(), act, "finish", task)
