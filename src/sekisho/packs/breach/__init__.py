"""When the law wants a breach of personal data reported: rules as data, each with its source.

A rule has a first and a last day in force: an incident is judged by the rules of the day on which
the company became aware of it, whatever has changed since.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

from sekisho.packs.duties import Words

Roll = Literal["none", "government"]
Stage = Literal["preliminary", "final"]


@dataclass(frozen=True, slots=True)
class Clock:
    """One time limit. Days are calendar days and day 1 is the day of awareness.

    ``target``: the day aimed at, where the source gives a span; ``days``: the last day in time.
    ``exact``: the source sets the day; else it says "promptly" and the day is its guide value.
    ``malicious``: only for acts suspected of an unlawful purpose (True), only for others (False),
    for both (None). ``roll``: ``government`` moves a last day off to the next day on which public
    offices are open.
    """

    code: str
    authority: Words
    stage: Stage
    malicious: bool | None
    days: int
    target: int
    roll: Roll
    exact: bool
    source: Words
    in_force_from: date
    in_force_until: date | None

    def in_force(self, on: date) -> bool:
        return self.in_force_from <= on <= (self.in_force_until or date.max)

    def concerns(self, *, malicious: bool) -> bool:
        return self.malicious in {None, malicious}


@cache
def clocks() -> tuple[Clock, ...]:
    """Every time limit, in force or not, in the order of the file."""
    file = resources.files(__package__) / "clocks.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(_clock(code, one) for code, one in raw.items())


def _clock(code: str, raw: dict[str, Any]) -> Clock:
    return Clock(
        code=code,
        authority=Words(**raw["authority"]),
        stage=raw["stage"],
        malicious=raw.get("malicious"),
        days=raw["days"],
        target=raw.get("target", raw["days"]),
        roll=raw["roll"],
        exact=raw["exact"],
        source=Words(**raw["source"]),
        in_force_from=raw["in_force_from"],
        in_force_until=raw.get("in_force_until"),
    )
