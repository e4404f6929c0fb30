"""When an incident must be reported: rules and the facts they ask for, as data with sources.

A rule has a first and a last day in force: an incident is judged by the rules of the day on which
the company became aware of it, whatever has changed since.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from sekisho.packs.duties import Words

KINDS = frozenset({"law", "contract", "scheme"})
STAGES = frozenset({"preliminary", "final", "persons", "client"})
ROLLS = frozenset({"none", "government"})


@dataclass(frozen=True, slots=True)
class When:
    """Under which facts a rule applies: all of, at least one of, none of (names, or persons>1000)."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that may be owed, and its time limit.

    ``kind``: law (never waived), contract or scheme. Days are calendar days and day 1 is the day of
    awareness; ``target`` is the day aimed at where the source gives a span. ``hours``: instead of
    days, from the moment of awareness; ``hours_from``: the fact that holds them. ``exact``: the
    source sets the limit; else it says "promptly" and the limit is its guide value.
    ``malicious``: only for an unlawful purpose (True), only for others (False), for both (None).
    ``roll``: ``government`` moves a last day to the next day on which public offices are open.
    """

    code: str
    law: str
    authority: Words
    title: Words
    stage: str
    kind: str
    roll: str
    exact: bool
    source: Words
    in_force_from: date
    in_force_until: date | None = None
    malicious: bool | None = None
    when: When = field(default_factory=When)
    days: int = 0
    target: int = 0
    hours: int = 0
    hours_from: str = ""

    def in_force(self, on: date) -> bool:
        return self.in_force_from <= on <= (self.in_force_until or date.max)

    def concerns(self, *, malicious: bool) -> bool:
        return self.malicious in {None, malicious}


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact to be found out. ``kind``: yes_no or count."""

    code: str
    kind: str
    question: Words


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by code, in force or not, in the order of the file."""
    return MappingProxyType({code: _rule(code, raw) for code, raw in _read("rules.toml").items()})


@cache
def facts() -> Mapping[str, Asked]:
    """Every fact by code, in the order in which it is asked."""
    found = {
        code: Asked(code, raw["kind"], Words(**raw["question"]))
        for code, raw in _read("facts.toml").items()
    }
    return MappingProxyType(found)


def _read(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((resources.files(__package__) / name).read_text(encoding="utf-8"))


def _rule(code: str, raw: Mapping[str, Any]) -> Rule:
    words = {name: Words(**raw[name]) for name in ("authority", "title", "source")}
    when = When(**{name: tuple(facts) for name, facts in raw.get("when", {}).items()})
    return Rule(**{**raw, **words, "code": code, "when": when})
