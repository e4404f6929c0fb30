"""A guard that lets everybody do everything; who may do what is tested beside it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from sekisho.registers import guard
from sekisho.registers.actor import Act, Actor
from sekisho.registers.guard import Decision
from tests.given.people import a_person

TODAY = date(2026, 11, 23)
Acts = Callable[..., Act]


class Open:
    def decide(self, *_: Any) -> Decision:
        return Decision(True)

    def visible(self, actor: Any, register: Any, rows: Any, on: date) -> Any:
        del actor, register, on
        return rows

    def reachable(self, actor: Any, verb: str, register: Any, rows: Any, on: date) -> Any:
        return rows

    def reach(self, *_: Any) -> frozenset[str]:
        return frozenset({"all"})

    def barring(self, *_: Any) -> str:
        return ""


@pytest.fixture(autouse=True)
def _open_guard() -> Iterator[None]:
    before = guard.guard()
    guard.install(Open())
    yield
    guard.install(before)


@pytest.fixture
def by() -> Acts:
    """``by(person, on)``: an act of that person (a new one by default) on that day."""

    def acts(person: Any = None, on: date = TODAY) -> Act:
        one = person or a_person()
        at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC) + timedelta(minutes=1)
        return Act(Actor(uuid4(), frozenset({"director"}), person=one.pk), at, "test", on)

    return acts
