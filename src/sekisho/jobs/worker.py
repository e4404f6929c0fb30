"""The worker: takes due jobs one after the other, and starts what is on the schedule.

Any number may run, in one process or many, on both databases. A worker that dies holds its job
until the lease is over; then another runs it again.
"""

import logging
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

from django.db import Error, close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from sekisho.jobs import queue
from sekisho.jobs.context import Context, GiveUp, Gone, Stopped
from sekisho.jobs.models import Job
from sekisho.jobs.schedule import enqueue_due, prepare
from sekisho.jobs.task import Task, tasks

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=30)
QUICK, SLOW = 0.25, 1.0  # seconds between looks, when busy lately and when not
Now = Callable[[], datetime]


def discover() -> None:
    """Import the tasks of every app (its modules ``tasks`` and ``schedule``)."""
    autodiscover_modules("tasks")
    autodiscover_modules("schedule")


def work(
    stop: Event,
    *,
    lease: timedelta = LEASE,
    queues: Sequence[str] = (),
    now: Now = timezone.now,
) -> None:
    """Run jobs and the schedule until ``stop`` is set; a task that saves its state leaves early."""
    prepared, pause = False, QUICK
    while not stop.is_set():
        try:
            if not prepared:
                prepare(tasks, now())
                prepared = True
            enqueue_due(tasks, now())
            busy = run_one(stop, lease=lease, queues=queues, now=now)
        except Error:  # the database is away or too busy: it will be back
            log.exception("the worker could not use the database; trying again")
            connection.close()
            busy = False
        pause = QUICK if busy else min(SLOW, pause * 2)
        if not busy:
            close_old_connections()
            stop.wait(pause)
    connection.close()


def run_until_idle(now: Now = timezone.now, limit: int = 1000) -> int:
    """Run what is due now, at most ``limit`` jobs, and return how many: for commands and tests."""
    stop, count = Event(), 0
    while count < limit and run_one(stop, now=now):
        count += 1
    return count


def serve(lease: timedelta = LEASE, queues: Sequence[str] = ()) -> None:
    """``work`` as a process of its own: until SIGTERM or SIGINT."""
    stop = stop_on_signal()
    discover()
    work(stop, lease=lease, queues=queues)


def stop_on_signal() -> Event:
    """An event that SIGTERM and SIGINT set; for the main thread of a process."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # from a thread: the handler may interrupt a wait that holds the event's own lock
        signal.signal(number, lambda *_: Thread(target=stop.set, daemon=True).start())
    return stop


def run_one(
    stop: Event, *, lease: timedelta = LEASE, queues: Sequence[str] = (), now: Now = timezone.now
) -> bool:
    """Claim and run one job; False when none was due."""
    job = queue.claim(now(), lease, queues)
    if job is None:
        return False
    task = tasks.get(job.task)
    context = Context(job, lease=lease, stop=stop, now=now)
    try:
        with _renewed(context):
            result = _run(task, job, context)
    except Gone:
        log.info("job %s of %s was cancelled or taken over", job.pk, job.task)
    except Stopped:
        queue.release(job, now())
    except Exception as error:  # noqa: BLE001 - whatever a task raises is kept with its job
        _failed(task, job, error, now())
    else:
        queue.finish(job, result, now())
    return True


def _run(task: Task | None, job: Job, context: Context) -> Any:
    if task is None:
        raise LookupError(f"this version has no task named {job.task}")
    given = [context, *job.args["args"]] if task.takes_context else job.args["args"]
    return task.body(*given, **job.args["kwargs"])


def _failed(task: Task | None, job: Job, error: Exception, now: datetime) -> None:
    words = "".join(traceback.format_exception(error))
    log.warning(
        "job %s of %s, attempt %d: %s", job.pk, job.task, job.attempts, type(error).__name__
    )
    retry = None if isinstance(error, GiveUp) else (task.retry_after if task else 60)
    queue.fail(job, words, now, retry)


@contextmanager
def _renewed(context: Context) -> Iterator[None]:
    """Keep the lease while the task runs, from a thread of its own."""
    over = Event()
    thread = Thread(target=_renew, args=(context, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _renew(context: Context, over: Event) -> None:
    try:
        while not over.wait(context.lease.total_seconds() / 3):
            try:
                if not context.held():
                    return
            except Error:  # SQLite is busy with a long write: nobody else can claim either
                log.warning("could not renew the lease of job %s yet", context.job)
    finally:
        connection.close()
