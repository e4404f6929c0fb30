"""Starter posts of awareness, a month's worth each, in our own words: ja and en."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.translation import get_language

from sekisho.packs.duties import Words


@dataclass(frozen=True, slots=True)
class Starter:
    key: str
    title: Words
    text: Words
    duties: tuple[str, ...]

    @property
    def said(self) -> str:
        return self.title.said(get_language() or "ja")


@cache
def starters() -> tuple[Starter, ...]:
    """In the order of the fiscal year, from April."""
    raw = tomllib.loads((resources.files(__package__) / "posts.toml").read_text(encoding="utf-8"))
    return tuple(
        Starter(key, Words(**one["title"]), Words(**one["text"]), tuple(one["duties"]))
        for key, one in raw.items()
    )
