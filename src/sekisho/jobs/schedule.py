"""What runs on schedule, at most once per slot however many workers there are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from django.db import transaction
from django.utils.timezone import get_default_timezone

from sekisho.jobs.models import Job, Slot

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK = re.compile(r"(?:(mon|tue|wed|thu|fri|sat|sun) )?([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Every:
    """A rule: each ``seconds``, or at ``clock`` every day or on ``weekday`` (Monday = 0)."""

    text: str
    seconds: float = 0
    clock: time = time(0)
    weekday: int | None = None

    def first(self, now: datetime) -> datetime:
        """The first run of a task never seen before: at once, or at the next time of day."""
        return now if self.seconds else self.after(now)

    def after(self, now: datetime) -> datetime:
        """The next moment after ``now``; slots missed meanwhile are not made up for."""
        if self.seconds:
            return now + timedelta(seconds=self.seconds)
        zone = get_default_timezone()
        today = now.astimezone(zone).date()
        for ahead in range(9):
            day = today + timedelta(days=ahead)
            moment = datetime.combine(day, self.clock, zone)
            if moment > now and self.weekday in {None, day.weekday()}:
                return moment
        raise AssertionError(self)


def parse_every(rule: str | float) -> Every:
    """``60`` (seconds), ``"02:30"`` or ``"mon 09:00"``. Raises ValueError for anything else."""
    if isinstance(rule, int | float) and rule > 0:
        return Every(f"{rule:g} s", seconds=rule)
    if found := CLOCK.fullmatch(str(rule)):
        weekday = DAYS.index(found[1]) if found[1] else None
        return Every(str(rule), clock=time(int(found[2]), int(found[3])), weekday=weekday)
    raise ValueError(f'every={rule!r}: use seconds, "HH:MM" or "mon HH:MM"')


class Scheduled(Protocol):
    """The part of a task that a schedule needs."""

    @property
    def name(self) -> str: ...
    @property
    def every(self) -> Every | None: ...
    def enqueue(self, *, dedupe: str = "", run_at: datetime | None = None) -> Job: ...


def prepare(tasks: Iterable[Scheduled], now: datetime) -> None:
    """Bring the table in line with the tasks declared: add new ones, re-time changed ones."""
    with transaction.atomic():
        rules = dict(Slot.objects.values_list("task", "every"))
        for task in tasks:
            if not task.every or rules.get(task.name) == task.every.text:
                continue
            slot = Slot(task=task.name, every=task.every.text, next_run=task.every.first(now))
            if task.name in rules:
                slot.save(update_fields=["every", "next_run"])
            else:
                Slot.objects.bulk_create([slot], ignore_conflicts=True)


def enqueue_due(tasks: Iterable[Scheduled], now: datetime) -> int:
    """Enqueue every task whose slot has come; how many. A task still live is not doubled."""
    known = {task.name: (task, task.every) for task in tasks if task.every}
    due = Slot.objects.filter(next_run__lte=now, task__in=known)
    return sum(_take(*known[slot.task], slot, now) for slot in due)


def _take(task: Scheduled, every: Every, slot: Slot, now: datetime) -> int:
    """Move the slot on and enqueue, together; 0 when another worker has been quicker."""
    with transaction.atomic():
        mine = Slot.objects.filter(task=slot.task, next_run=slot.next_run)
        taken = mine.update(next_run=every.after(now))
        if taken:
            task.enqueue(dedupe="every", run_at=now)
    return taken
