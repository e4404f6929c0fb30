"""Consumers read every entry once, in order, together with their own effects."""

from typing import Any

import pytest

from sekisho.ledger.sequence import integrate
from sekisho.ledger.tail import batch, follow, position, reset, size
from tests.ledger.conftest import draft, happen

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> list[Any]:
    written = happen([draft(), draft(), draft()])
    integrate()
    return written


def test_a_new_consumer_begins_with_the_first_act(three: list[Any]) -> None:
    assert position("judge") == 0
    with batch("judge", 2) as items:
        assert [i.rec for i in items] == [w.rec for w in three[:2]]
        assert [i.pos for i in items] == [0, 1]
    assert position("judge") == 2


def test_a_consumer_goes_on_where_it_stopped(three: list[Any]) -> None:
    with batch("judge", 2):
        pass
    with batch("judge", 2) as items:
        assert [i.rec for i in items] == [three[2].rec]
    with batch("judge", 2) as items:
        assert items == []
    assert position("judge") == size() == 3


def test_a_consumer_that_fails_reads_the_same_again(three: list[Any]) -> None:
    with pytest.raises(RuntimeError), batch("judge", 2):
        raise RuntimeError
    assert position("judge") == 0
    with batch("judge", 9) as items:
        assert len(items) == 3


def test_consumers_do_not_disturb_each_other(three: list[Any]) -> None:
    with batch("judge"):
        pass
    assert (position("judge"), position("search")) == (3, 0)


def test_a_consumer_can_be_sent_back(three: list[Any]) -> None:
    with batch("judge"):
        pass
    reset("judge", 1)
    assert [i.pos for i in follow("judge")] == [1, 2]
    assert position("judge") == 1


def test_acts_of_the_consumer_are_read_next_time(three: list[Any]) -> None:
    with batch("judge"):
        (mine,) = happen([draft()])
    integrate()
    assert [i.id for i in follow("judge")] == [mine.id]
