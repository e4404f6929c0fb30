"""The schedule: at most once per slot, however many workers there are."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.jobs.models import Job, Slot
from sekisho.jobs.schedule import enqueue_due, parse_every, prepare
from sekisho.jobs.task import Task

NOON = datetime(2026, 4, 1, 3, tzinfo=UTC)  # Wednesday, 12:00 in Japan


def nothing() -> None: ...


NIGHTLY = Task("nightly", nothing, every=parse_every("02:30"))
MINUTELY = Task("minutely", nothing, every=parse_every(60))
BOTH = [NIGHTLY, MINUTELY]


@pytest.mark.parametrize(
    ("rule", "now", "then"),
    [
        ("02:30", "2026-04-01T12:00+09:00", "2026-04-02T02:30+09:00"),
        ("12:00", "2026-04-01T12:00+09:00", "2026-04-02T12:00+09:00"),
        ("12:01", "2026-04-01T12:00+09:00", "2026-04-01T12:01+09:00"),
        ("mon 09:00", "2026-04-01T12:00+09:00", "2026-04-06T09:00+09:00"),
        ("wed 09:00", "2026-04-01T12:00+09:00", "2026-04-08T09:00+09:00"),
        (60, "2026-04-01T12:00+09:00", "2026-04-01T12:01+09:00"),
    ],
)
def test_the_next_slot_follows_the_rule(rule: Any, now: str, then: str) -> None:
    assert parse_every(rule).after(datetime.fromisoformat(now)) == datetime.fromisoformat(then)


@pytest.mark.parametrize("rule", ["", "24:00", "2:30", "daily", 0, -1, "someday 09:00", "02:30 "])
def test_a_rule_that_means_nothing_is_refused(rule: Any) -> None:
    with pytest.raises(ValueError, match="every="):
        parse_every(rule)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_the_next_slot_is_always_ahead_and_within_a_week(now: datetime) -> None:
    for rule in ("02:30", "sun 23:59", 5):
        assert now < parse_every(rule).after(now) <= now + timedelta(days=7)


@pytest.mark.django_db
def test_a_task_by_the_clock_waits_for_its_hour_and_one_by_seconds_starts_at_once() -> None:
    prepare(BOTH, NOON)
    assert enqueue_due(BOTH, NOON) == 1
    assert Job.objects.get().task == "minutely"
    assert Slot.objects.get(task="nightly").next_run == datetime(2026, 4, 1, 17, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_a_slot_is_taken_once() -> None:
    prepare(BOTH, NOON)
    assert [enqueue_due(BOTH, NOON) for _ in range(3)] == [1, 0, 0]


@pytest.mark.django_db
def test_of_two_workers_that_saw_the_same_slot_one_takes_it() -> None:
    from sekisho.jobs.schedule import _take

    prepare(BOTH, NOON)
    seen = Slot.objects.get(task="minutely")
    assert MINUTELY.every
    assert [_take(MINUTELY, MINUTELY.every, seen, NOON) for _ in range(2)] == [1, 0]
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_run_that_is_not_over_is_not_doubled() -> None:
    prepare(BOTH, NOON)
    enqueue_due(BOTH, NOON)
    assert enqueue_due(BOTH, NOON + timedelta(seconds=60)) == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_slots_missed_while_nothing_ran_are_made_up_for_once() -> None:
    prepare([NIGHTLY], NOON)
    later = NOON + timedelta(days=5)
    assert enqueue_due([NIGHTLY], later) == 1
    assert Slot.objects.get().next_run > later
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_changed_rule_is_timed_anew_and_an_unchanged_one_left_alone() -> None:
    prepare(BOTH, NOON)
    before = Slot.objects.get(task="nightly").next_run
    prepare(BOTH, NOON + timedelta(days=3))
    assert Slot.objects.get(task="nightly").next_run == before
    prepare([Task("nightly", nothing, every=parse_every("04:00"))], NOON)
    assert Slot.objects.get(task="nightly").next_run == datetime(2026, 4, 1, 19, 0, tzinfo=UTC)
