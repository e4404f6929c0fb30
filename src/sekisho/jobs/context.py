"""What a running task knows of its job: progress to show, a place to resume from, when to stop."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.db import transaction
from django.utils import timezone

from sekisho.jobs.models import Job
from sekisho.jobs.queue import held

NOTE = 200


class Halt(BaseException):
    """Leaves the task at once: BaseException, so that no ``except Exception`` of a task holds it."""


class Gone(Halt):
    """The job is no longer this worker's: cancelled, or its lease ran out and another has it."""


class Stopped(Halt):
    """The worker is to stop: the job goes back to the table and resumes from what it saved."""


class GiveUp(Exception):  # noqa: N818
    """Raised by a task whose job cannot succeed at any later time: it fails without a retry."""


class Context:
    """Handed to a task whose first parameter is annotated so. Without a job (``Task.call``) it only holds.

    ``state``: a JSON object of the task's own, empty at first and as last saved after a restart.
    """

    def __init__(
        self,
        job: Job | None = None,
        *,
        lease: timedelta = timedelta(seconds=30),
        stop: Event | None = None,
        now: Callable[[], datetime] = timezone.now,
    ) -> None:
        self.job, self.lease, self.now = job, lease, now
        self.stop = stop or Event()
        self.state: dict[str, Any] = dict(job.saved) if job else {}
        self.done, self.total, self.note = (job.done, job.total, job.note) if job else (0, 0, "")

    @property
    def attempt(self) -> int:
        return self.job.attempts if self.job else 1

    def progress(self, done: int, total: int = 0, note: str = "") -> None:
        """Show ``done`` of ``total`` (0: not known), and save ``state``. Call it between steps.

        Raises Halt when the task is to leave, with everything saved.
        """
        self.done, self.total, self.note = done, total, note[:NOTE]
        self._save()
        if self.stop.is_set():
            raise Stopped

    @contextmanager
    def commit(self) -> Iterator[None]:
        """One step whose effects happen exactly once: they and ``state`` commit together.

            while batch := rows[ctx.state.get("at", 0):][:500]:
                with ctx.commit():
                    write_many(…, batch)
                    ctx.state["at"] = ctx.state.get("at", 0) + len(batch)

        Raises Halt, and rolls the step back, when the job has been cancelled or taken over.
        """
        before = dict(self.state)
        try:
            with transaction.atomic():
                yield
                self._save()
        except BaseException:
            self.state = before
            raise
        if self.stop.is_set():
            raise Stopped

    def held(self) -> bool:
        """Renew the lease; False when the job is no longer this worker's."""
        return self.job is None or bool(held(self.job, lease_until=self.now() + self.lease))

    def _save(self) -> None:
        values = {"done": self.done, "total": self.total, "note": self.note, "saved": self.state}
        if self.job and not held(self.job, lease_until=self.now() + self.lease, **values):
            raise Gone
