"""What a rule is given, and what it says when it does not hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sekisho.checkpoint.index.facts import (
    AssetFacts,
    ClassFacts,
    EmergencyFacts,
    PersonFacts,
    Terms,
)
from sekisho.checkpoint.index.index import Index


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
    """One question with everything it is decided from. ``limits``: moments at which the answer
    may change, noted by the rules that pass."""

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
    emergency: EmergencyFacts | None = None
    limits: list[float] = field(default_factory=list)

    @property
    def reads(self) -> bool:
        return self.action == "read"

    def until_day(self, day: int) -> None:
        """The answer holds through ``day``."""
        if day < 3_000_000:  # else it has no end
            start = datetime.combine(date.fromordinal(day + 1), datetime.min.time(), self.zone)
            self.limits.append(start.timestamp())

    def gap(self, failure: Failure) -> Failure | None:
        """``failure`` from a missing fact: it passes where the class's conditions say so, and
        never from 機密 on."""
        passes = self.terms.unknown_passes and self.kind is not None and self.kind.rank < 2
        return None if passes else failure._replace(unknown=True)


Test = Callable[[Case], Failure | None]


def iso(day: int) -> str:
    return date.fromordinal(min(day, 3_000_000)).isoformat()
