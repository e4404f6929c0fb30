"""The life of a job in the table: claimed for a lease, finished, retried, released, cancelled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from sekisho.jobs.models import LIVE, Job, State

LOST = "its worker ended without a word on the last attempt allowed"
LONGEST_WAIT = 3600.0
ERROR = 8000


def claim(now: datetime, lease: timedelta, queues: Sequence[str] = ()) -> Job | None:
    """Take the next job for ``lease``: one whose holder let the lease run out, else a ready one.

    No two workers get the same: PostgreSQL skips rows another has locked, SQLite lets one
    transaction write at a time. None when nothing is to be done.
    """
    if not _next(now, queues, lock=False):  # reading alone takes no lock on SQLite
        return None
    with transaction.atomic():
        while job := _next(now, queues, lock=True):
            if job.state == State.RUNNING and job.attempts >= job.max_attempts:
                _end(job, State.FAILED, now, error=LOST)
                continue
            job.state, job.lease_until = State.RUNNING, now + lease
            job.attempts += 1
            job.save(update_fields=["state", "lease_until", "attempts"])
            return job
    return None


def held(job: Job, **values: Any) -> int:
    """Change ``job`` as its holder; 0 when another holds it or nobody may any more."""
    rows = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
    return rows.update(**values)


def finish(job: Job, result: Any, now: datetime) -> None:
    """Done; ready once more if it was enqueued ``again`` meanwhile."""
    _end(job, State.DONE, now, result=result, error="")


def fail(job: Job, error: str, now: datetime, retry_after: float | None) -> None:
    """Not done: ready again after ``retry_after`` seconds, doubled with each attempt; else failed.

    ``retry_after`` None: no attempt will do.
    """
    if retry_after is None or job.attempts >= job.max_attempts:
        _end(job, State.FAILED, now, error=error[-ERROR:])
        return
    wait = min(LONGEST_WAIT, retry_after * 2.0 ** min(job.attempts - 1, 20))
    run_at = now + timedelta(seconds=wait)
    held(job, state=State.READY, lease_until=None, run_at=run_at, error=error[-ERROR:])


def release(job: Job, now: datetime) -> None:
    """Give a job back unfinished, without counting the attempt.

    ``attempts`` tells holders apart and so never goes back: one more is allowed instead.
    """
    held(job, state=State.READY, lease_until=None, run_at=now, max_attempts=job.max_attempts + 1)


def cancel(job: UUID, now: datetime | None = None) -> bool:
    """Cancel a live job; False when it is over. A running task leaves at its next ``ctx`` call."""
    rows = Job.objects.filter(pk=job, state__in=LIVE)
    moment = now or timezone.now()
    return bool(rows.update(state=State.CANCELLED, lease_until=None, finished_at=moment))


def tidy(before: datetime) -> int:
    """Delete jobs that were over before then; how many."""
    over = Job.objects.exclude(state__in=LIVE).filter(finished_at__lt=before)
    return over.delete()[0]


def _end(job: Job, state: State, now: datetime, **values: Any) -> None:
    with transaction.atomic():
        if held(job, state=state, lease_until=None, finished_at=now, **values):
            Job.objects.filter(pk=job.pk, again=True).update(
                state=State.READY, again=False, run_at=now, finished_at=None, saved={}, done=0,
                total=0, note="", max_attempts=F("attempts") + job.max_attempts,
            )  # fmt: skip


def _next(now: datetime, queues: Sequence[str], *, lock: bool) -> Job | None:
    # two questions, each answered by its own index in order, rather than one OR that sorts
    rows = Job.objects.filter(queue__in=queues) if queues else Job.objects.all()
    if lock and connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    lost = rows.filter(state=State.RUNNING, lease_until__lt=now).order_by("lease_until")
    ready = rows.filter(state=State.READY, run_at__lte=now).order_by("run_at")
    return lost.first() or ready.first()
