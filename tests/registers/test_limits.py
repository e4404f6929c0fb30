"""Rates, the same for every process."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from sekisho.registers import limits

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 1, 3, tzinfo=UTC)


def test_as_many_as_allowed_go_through_at_once_and_no_more() -> None:
    assert [limits.take("a", 3, 60, NOON) for _ in range(5)] == [True] * 3 + [False] * 2


def test_one_comes_back_every_share_of_the_period() -> None:
    for _ in range(3):
        limits.take("a", 3, 60, NOON)
    assert not limits.take("a", 3, 60, NOON + timedelta(seconds=19))
    assert limits.take("a", 3, 60, NOON + timedelta(seconds=20))
    assert not limits.take("a", 3, 60, NOON + timedelta(seconds=21))


def test_being_refused_costs_nothing() -> None:
    for _ in range(100):
        limits.take("a", 1, 60, NOON)
    assert limits.take("a", 1, 60, NOON + timedelta(seconds=60))


def test_keys_do_not_share_and_are_not_readable_in_the_table() -> None:
    assert limits.take("taro@example.jp", 1, 60, NOON)
    assert limits.take("jiro@example.jp", 1, 60, NOON)
    assert not limits.Bucket.objects.filter(name__contains="@").exists()


def test_a_demand_says_when_to_come_back() -> None:
    limits.demand("a", 1, 60, NOON)
    with pytest.raises(limits.TooMany) as caught:
        limits.demand("a", 1, 60, NOON)
    assert caught.value.seconds == 60


def test_full_buckets_are_tidied_away_and_others_kept() -> None:
    limits.take("old", 1, 60, NOON - timedelta(hours=1))
    limits.take("new", 1, 60, NOON)
    assert limits.tidy(NOON) == 1
    assert not limits.take("new", 1, 60, NOON)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_take_more_than_there_is() -> None:
    taken: list[bool] = []

    def run() -> None:
        try:
            taken.extend(limits.take("shared", 10, 3600, NOON) for _ in range(5))
        finally:
            connection.close()

    threads: list[Any] = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 30
    assert sum(taken) == 10
