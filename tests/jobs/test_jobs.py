"""Jobs: enqueued once, run at least once, with their effects exactly once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from sekisho.jobs import queue
from sekisho.jobs.models import Job, State
from sekisho.jobs.task import task
from sekisho.jobs.worker import run_one, run_until_idle, work
from tests.jobs import chores

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 1, 3, tzinfo=UTC)
LEASE = timedelta(seconds=30)


class Clock:
    """A clock that the test winds."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def wind(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def _nothing_said() -> Iterator[None]:
    chores.said.clear()
    yield
    chores.said.clear()


def put(one: Any, *args: Any, **kwargs: Any) -> Job:
    return one.enqueue(*args, run_at=NOON, **kwargs)


def test_a_job_runs_with_its_arguments_and_keeps_its_result(clock: Clock) -> None:
    job = put(chores.say, "hello", loud=True)
    assert run_until_idle(clock) == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (State.DONE, "said hello", 1)
    assert (job.finished_at, chores.said) == (NOON, ["HELLO"])


def test_a_task_can_be_called_without_the_table() -> None:
    assert chores.say.call("hi") == "said hi"
    assert chores.count.call(2) == 2
    assert not Job.objects.filter(queue="default").exists()


def test_a_job_waits_for_its_moment(clock: Clock) -> None:
    chores.say.enqueue("later", run_at=NOON + timedelta(minutes=1))
    assert run_until_idle(clock) == 0
    clock.wind(minutes=1)
    assert run_until_idle(clock) == 1


def test_the_job_that_waited_longest_runs_first(clock: Clock) -> None:
    chores.say.enqueue("second", run_at=NOON - timedelta(minutes=1))
    chores.say.enqueue("first", run_at=NOON - timedelta(minutes=2))
    run_until_idle(clock)
    assert chores.said == ["first", "second"]


def test_a_job_enqueued_in_a_transaction_that_fails_never_was(clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put(chores.say, "x")
        raise ZeroDivisionError
    assert run_until_idle(clock) == 0


@pytest.mark.parametrize("bad", [(1, 2), {1: 2}, uuid4(), float("nan"), NOON])
def test_arguments_that_json_would_change_are_refused(bad: Any) -> None:
    with pytest.raises(TypeError):
        chores.say.enqueue(bad)
    assert not Job.objects.exists()


def test_a_key_is_unique_while_its_job_is_live_and_free_afterwards(clock: Clock) -> None:
    first = put(chores.say, "x", dedupe="k")
    assert put(chores.say, "x", dedupe="k").pk == first.pk
    assert put(chores.say, "x", dedupe="other").pk != first.pk
    assert put(chores.stumble, dedupe="k").pk != first.pk
    run_until_idle(clock)
    assert put(chores.say, "x", dedupe="k").pk != first.pk


def test_jobs_without_a_key_are_never_merged() -> None:
    assert put(chores.say, "x").pk != put(chores.say, "x").pk


def test_asked_for_while_it_runs_a_task_may_run_once_more(clock: Clock) -> None:
    job = put(chores.rejudge, dedupe="judge")
    assert run_until_idle(clock) == 2
    job.refresh_from_db()
    assert (job.state, chores.said) == (State.DONE, ["judged", "judged"])
    assert Job.objects.count() == 1


def test_a_failing_job_is_tried_again_later_each_time_and_then_fails_with_its_error(
    clock: Clock,
) -> None:
    job = put(chores.stumble)
    assert run_until_idle(clock) == 1
    clock.wind(seconds=9)
    assert run_until_idle(clock) == 0
    clock.wind(seconds=1)
    assert run_until_idle(clock) == 1
    clock.wind(seconds=19)
    assert run_until_idle(clock) == 0
    clock.wind(seconds=1)
    assert run_until_idle(clock) == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 3)
    assert "RuntimeError: the floor is wet" in job.error
    clock.wind(days=1)
    assert run_until_idle(clock) == 0


def test_a_job_that_cannot_succeed_fails_at_once(clock: Clock) -> None:
    job = put(chores.refuse)
    run_until_idle(clock)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 1)


def test_a_job_of_an_unknown_task_is_kept_and_says_so(clock: Clock) -> None:
    job = put(chores.say, "x")
    Job.objects.update(task="sekisho.gone")
    run_until_idle(clock)
    job.refresh_from_db()
    assert job.state == State.READY
    assert "no task named sekisho.gone" in job.error


def test_a_claimed_job_is_nobody_elses_until_its_lease_is_over() -> None:
    put(chores.say, "x")
    first = queue.claim(NOON, LEASE)
    assert first is not None
    assert queue.claim(NOON + LEASE, LEASE) is None
    second = queue.claim(NOON + LEASE + timedelta(seconds=1), LEASE)
    assert second is not None
    assert (second.pk, second.attempts) == (first.pk, 2)


def test_a_holder_who_lost_the_lease_changes_nothing_any_more() -> None:
    put(chores.say, "x")
    first = queue.claim(NOON, LEASE)
    second = queue.claim(NOON + 2 * LEASE, LEASE)
    assert first and second
    queue.finish(first, "stale", NOON)
    queue.fail(first, "stale", NOON, None)
    queue.release(first, NOON)
    assert Job.objects.get().state == State.RUNNING
    queue.finish(second, "fresh", NOON)
    assert (Job.objects.get().state, Job.objects.get().result) == (State.DONE, "fresh")


def test_a_job_that_kills_every_worker_fails_after_its_last_attempt() -> None:
    job = put(chores.stumble)
    at = NOON
    for _ in range(3):
        assert queue.claim(at, LEASE)
        at += 2 * LEASE
    assert queue.claim(at, LEASE) is None
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, queue.LOST)


def test_progress_is_there_to_be_shown_and_every_step_left_one_mark(clock: Clock) -> None:
    job = put(chores.count, 3)
    run_one(Event(), now=clock)
    job.refresh_from_db()
    assert (job.done, job.total, job.note, job.result) == (3, 3, "step 3", 3)
    assert Job.objects.filter(queue="marks").count() == 3


def test_a_worker_told_to_stop_gives_the_job_back_and_another_resumes_it(clock: Clock) -> None:
    job = put(chores.stop_the_worker)
    run_one(Event(), now=clock)
    job.refresh_from_db()
    assert (job.state, job.saved, job.done) == (State.READY, {"was": "here"}, 1)
    run_one(Event(), now=clock)
    job.refresh_from_db()
    assert (job.state, job.result) == (State.DONE, "here")


def test_being_told_to_stop_uses_up_no_attempt(clock: Clock) -> None:
    job = put(chores.stop_the_worker)
    Job.objects.update(max_attempts=1)
    run_one(Event(), now=clock)
    job.refresh_from_db()
    assert job.attempts < job.max_attempts


def test_a_waiting_job_can_be_cancelled_and_a_finished_one_not(clock: Clock) -> None:
    job = put(chores.say, "x")
    assert queue.cancel(job.pk, NOON)
    assert run_until_idle(clock) == 0
    assert not queue.cancel(job.pk, NOON)
    assert not queue.cancel(uuid4(), NOON)
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_a_running_job_that_is_cancelled_leaves_with_its_step_undone(clock: Clock) -> None:
    job = put(chores.cancelled_midway)
    run_one(Event(), now=clock)
    job.refresh_from_db()
    assert (job.state, chores.said) == (State.CANCELLED, [])
    assert not Job.objects.filter(queue="marks").exists()


def test_what_a_late_holder_returns_is_thrown_away(clock: Clock) -> None:
    job = put(chores.taken_over_midway)
    run_one(Event(), now=clock)
    job.refresh_from_db()
    assert (job.state, job.result) == (State.RUNNING, None)


def test_a_worker_may_keep_to_some_queues(clock: Clock) -> None:
    put(chores.say, "x")
    put(chores.mark, 1)
    assert run_one(Event(), queues=["marks"], now=clock)
    assert not run_one(Event(), queues=["marks"], now=clock)
    assert chores.said == []


def test_finished_jobs_are_tidied_away_and_live_ones_kept(clock: Clock) -> None:
    put(chores.say, "x")
    run_until_idle(clock)
    put(chores.say, "y")
    assert queue.tidy(NOON) == 0
    assert queue.tidy(NOON + timedelta(seconds=1)) == 1
    assert Job.objects.get().state == State.READY


def test_a_task_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        task()(chores.say.body)


def test_a_worker_that_is_already_to_stop_does_nothing(clock: Clock) -> None:
    put(chores.say, "x")
    stop = Event()
    stop.set()
    work(stop, now=clock)
    assert chores.said == []
