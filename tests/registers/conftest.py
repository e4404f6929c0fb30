"""A guard that lets everybody do everything, where the guard is not what is tested."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sekisho.registers import guard
from sekisho.registers.actor import Act, service


class Open:
    def decide(self, *_: Any) -> guard.Decision:
        return guard.Decision(True)

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
def act() -> Act:
    at = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    return Act(service("operator"), at, "test", date(2026, 11, 23))
