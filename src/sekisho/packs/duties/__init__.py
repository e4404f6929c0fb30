"""The catalogue of duties O001–O124 as data: one file per theme, in our own words, ja and en."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

ROLES = frozenset(
    [
        "board",
        "director",
        "committee",
        "manager",
        "employee",
        "admin",
        "hr",
        "legal",
        "procurement",
        "general_affairs",
        "auditor",
    ]
)
BASES = frozenset({"policy", "default", "law"})
STRONG, WEAK = 3.0, 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages of the product."""

    en: str
    ja: str

    def said(self, language: str) -> str:
        return self.ja if language.startswith("ja") else self.en


@dataclass(frozen=True, slots=True)
class Cadence(Words):
    """How often; ``basis`` says whether a policy, the law or only our default demands it."""

    basis: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody owes under an information security policy.

    ``theme`` is the catalogue's file, ``role`` the codes of :data:`ROLES` who owe it, ``words`` the
    field's terms by which sentences about it are found, with weights.
    """

    id: str
    theme: str
    title: Words
    criterion: Words
    role: tuple[str, ...]
    cadence: Cadence
    evidence: Words
    words: Mapping[str, float]


@cache
def duties() -> Mapping[str, Duty]:
    """Every duty by id, in the order of the ids."""
    found = {}
    for file in resources.files(__package__).iterdir():
        if file.name.endswith(".toml") and not file.name.startswith("_"):
            theme = file.name.removesuffix(".toml")
            for name, raw in tomllib.loads(file.read_text(encoding="utf-8")).items():
                found[name] = _duty(name, theme, raw)
    return MappingProxyType(dict(sorted(found.items())))


@cache
def concepts() -> Mapping[str, tuple[str, ...]]:
    """Things of the field by name, each with the words for it in both languages."""
    file = resources.files(__package__) / "_concepts.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return MappingProxyType({name: tuple(words) for name, words in raw.items()})


def _duty(name: str, theme: str, raw: Mapping[str, Any]) -> Duty:
    weights = dict.fromkeys(raw["words"]["weak"], WEAK)
    weights |= dict.fromkeys(raw["words"]["strong"], STRONG)
    return Duty(
        id=name,
        theme=theme,
        title=Words(**raw["title"]),
        criterion=Words(**raw["criterion"]),
        role=tuple(raw["role"]),
        cadence=Cadence(**raw["cadence"]),
        evidence=Words(**raw["evidence"]),
        words=MappingProxyType(weights),
    )
