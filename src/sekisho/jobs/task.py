"""Tasks: functions that run in a worker, with the names of Django's own tasks API (DEP 14).

    @task(every="02:30")
    def rehash() -> None: …

    @task(max_attempts=3)
    def import_rows(ctx: Context, upload: str) -> dict[str, int]: …

    import_rows.enqueue(str(upload.pk), dedupe=f"import:{upload.pk}")

**A task must be idempotent.** A job survives the death of its worker because another worker runs it
again, so it runs at least once. Effects in the database happen exactly once when they are written
inside ``with ctx.commit():``, which stores the place to resume from in the same transaction.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from inspect import signature
from typing import Any

from django.utils import timezone

from sekisho.jobs.context import Context
from sekisho.jobs.models import LIVE, Job, State
from sekisho.jobs.schedule import Every, parse_every

BODY = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Task:
    """A function under a name. ``retry_after``: seconds to the second attempt, doubling after it.

    ``again``: when it is enqueued under the dedupe key of a job that is running, that job runs once
    more, for it may have read its data already.
    """

    name: str
    body: BODY
    queue: str = "default"
    every: Every | None = None
    max_attempts: int = 5
    retry_after: float = 10
    takes_context: bool = False
    again: bool = False

    def enqueue(
        self, *args: Any, dedupe: str = "", run_at: datetime | None = None, **kwargs: Any
    ) -> Job:
        """Put a call into the table, in the caller's transaction: it runs when that commits.

        ``dedupe``: while a job of this task with the same key is live, that one is returned and
        none is added. Raises TypeError when an argument is no JSON.
        """
        given = {"args": list(args), "kwargs": kwargs}
        if json.loads(json.dumps(given)) != given:
            raise TypeError(f"{self.name}: a task's arguments must survive JSON; got {given}")
        now = timezone.now()
        job = Job(
            task=self.name, queue=self.queue, args=given, dedupe=dedupe, run_at=run_at or now,
            max_attempts=self.max_attempts, created_at=now,
        )  # fmt: skip
        while True:  # until it is in, or one like it is seen alive
            Job.objects.bulk_create([job], ignore_conflicts=bool(dedupe))
            live = self._live(dedupe) if dedupe else job
            if live:
                return live

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Run it here and now, without the table."""
        given = (Context(), *args) if self.takes_context else args
        return self.body(*given, **kwargs)

    def _live(self, dedupe: str) -> Job | None:
        rows = Job.objects.filter(task=self.name, dedupe=dedupe, state__in=LIVE)
        if self.again:
            rows.filter(state=State.RUNNING).update(again=True)
        return rows.first()


class Tasks:
    """Every task of the house, by name."""

    def __init__(self) -> None:
        self._by_name: dict[str, Task] = {}

    def add(self, task: Task) -> Task:
        if task.name in self._by_name:
            raise ValueError(f"task {task.name} is declared twice")
        self._by_name[task.name] = task
        return task

    def get(self, name: str) -> Task | None:
        return self._by_name.get(name)

    def __iter__(self) -> Iterator[Task]:
        return iter(self._by_name.values())


tasks = Tasks()


def _takes_context(body: BODY) -> bool:
    first = next(iter(signature(body).parameters.values()), None)
    return first is not None and first.annotation in {Context, "Context"}


def task(
    *, name: str = "", every: str | float | None = None, **terms: Any
) -> Callable[[BODY], Task]:
    """Declare a task. ``name`` is kept in the table: by default module and function.

    A body whose first parameter is annotated ``Context`` gets its job's context there.
    ``every``: seconds (``60``), a time of day (``"02:30"``) or of a weekday (``"mon 09:00"``), in
    the company's time zone; other terms are the attributes of ``Task``.
    """

    def declare(body: BODY) -> Task:
        full = name or f"{body.__module__}.{body.__qualname__}"
        rule = None if every is None else parse_every(every)
        context = _takes_context(body)
        return tasks.add(Task(full, body, every=rule, takes_context=context, **terms))

    return declare
