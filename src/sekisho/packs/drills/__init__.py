"""Scenarios of targeted-mail exercises: our own words, to be adapted by each company.

None takes the name of a real company, authority or colleague, and none lures with pay or illness.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from sekisho.packs.duties import Words

LINK, NAME = "{link}", "{name}"
"""Places in a text that are filled in for each person."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One mail. ``difficulty``: 1 to 3; ``asks_secret``: the page behind the link asks for a password;
    ``signs``: by what it could have been told, for the page that teaches."""

    code: str
    title: Words
    difficulty: int
    asks_secret: bool
    sender: Words
    subject: Words
    body: Words
    signs: tuple[Words, ...]


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Every scenario by code, in the order of the file."""
    file = resources.files(__package__) / "scenarios.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return MappingProxyType({code: _scenario(code, one) for code, one in raw.items()})


def _scenario(code: str, raw: Mapping[str, Any]) -> Scenario:
    words = {name: Words(**raw[name]) for name in ("title", "sender", "subject", "body")}
    signs = tuple(Words(**sign) for sign in raw["signs"])
    return Scenario(**{**raw, **words, "signs": signs, "code": code})
