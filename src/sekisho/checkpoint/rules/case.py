"""What a rule is given, and what it says when it does not hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sekisho.checkpoint.index.facts import (
    ALWAYS,
    AssetFacts,
    ClassFacts,
    PersonFacts,
    Terms,
)
from sekisho.checkpoint.index.index import Index

UNLOOKED = object()
"""The device of a case before anybody has looked for it."""


class Signals(NamedTuple):
    """What the enforcement point says of the moment. It fills gaps and never beats a register."""

    device: str = ""
    mfa_at: float | None = None
    methods: frozenset[str] = frozenset()
    zone: str = ""
    purpose: str = ""


class Failure(NamedTuple):
    """``words``: an English source string with ``values`` to be put in. ``unknown``: a fact is
    missing, which is not the same as a wrong one."""

    code: str
    words: str
    values: Mapping[str, Any] = {}
    unknown: bool = False
    advice: str = ""


@dataclass(slots=True)
class Case:
    """One question with everything it is decided from. ``last`` and ``until``: the last day, and
    the moment, up to which the rules that pass would pass. ``used``: the right that opens it.
    ``forbidden``: what company policies say of an action, once they were asked."""

    index: Index
    person: PersonFacts
    asset: AssetFacts
    kind: ClassFacts | None
    terms: Terms
    action: str
    signals: Signals
    now: float
    on: int
    hour: int
    zone: ZoneInfo
    device: Any = UNLOOKED
    last: int = ALWAYS
    until: float = inf
    used: str = ""
    forbidden: Any = None

    @property
    def reads(self) -> bool:
        return self.action == "read"

    def until_day(self, day: int) -> None:
        """The answer holds through ``day``."""
        self.last = min(self.last, day)

    def until_moment(self, moment: float) -> None:
        self.until = min(self.until, moment)

    def holds_until(self) -> float | None:
        """The moment up to which all that passed would pass; None: no end is known."""
        days = inf if self.last >= ALWAYS else midnight(self.last + 1, self.zone)
        found = min(days, self.until)
        return None if found == inf else found

    def gap(self, failure: Failure) -> Failure | None:
        """``failure`` from a missing fact: it passes where the class's conditions say so, and
        never from 機密 on."""
        passes = self.terms.unknown_passes and self.kind is not None and self.kind.rank < 2
        return None if passes else failure._replace(unknown=True)


Test = Callable[[Case], Failure | None]


@lru_cache(maxsize=4096)
def midnight(day: int, zone: ZoneInfo) -> float:
    """The moment at which ``day`` begins."""
    return datetime.combine(date.fromordinal(day), datetime.min.time(), zone).timestamp()


def iso(day: int) -> str:
    return date.fromordinal(min(day, 3_000_000)).isoformat()
