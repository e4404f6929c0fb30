"""Starter courses as data, in our own words: chapters in Markdown and a bank of questions.

One folder per course: ``course.json``, ``NN-slug.ja.md`` and ``NN-slug.en.md`` for each chapter (its
first line is its title), ``questions.json``. Japanese is the master. A course asks ``draw``
questions of its bank at a time, so that a retry and another year ask others.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from sekisho.packs.duties import Words

AUDIENCES = frozenset({"joining", "yearly", "role", "contractor", "incident", "other"})
KINDS = frozenset({"single", "multi", "true_false"})
SIGNS_A_MINUTE = 500  # of Japanese, read with care
QUESTIONS_A_MINUTE = 2


@dataclass(frozen=True, slots=True)
class Chapter:
    """A few minutes' reading; ``text`` is Markdown without the title."""

    key: str
    title: Words
    minutes: int
    text: Words


@dataclass(frozen=True, slots=True)
class Choice:
    text: Words
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One situation to judge. ``duty`` leads to the clause the answer comes from, ``chapter`` back
    to the reading."""

    key: str
    kind: str
    stem: Words
    choices: tuple[Choice, ...]
    explanation: Words
    duty: str
    chapter: str


@dataclass(frozen=True, slots=True)
class Course:
    code: str
    title: Words
    audience: str
    minutes: int
    pass_mark: int
    draw: int
    duties: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    questions: tuple[Question, ...]


@cache
def courses() -> tuple[Course, ...]:
    """Every starter course, in the order of their folders' ``order``."""
    folders = [
        at for at in resources.files(__package__).iterdir() if (at / "course.json").is_file()
    ]
    read = [(json.loads(_text(at / "course.json")), at) for at in folders]
    return tuple(_course(at, raw) for raw, at in sorted(read, key=lambda pair: pair[0]["order"]))


def _course(at: Traversable, raw: Mapping[str, Any]) -> Course:
    chapters = _chapters(at)
    asked = -(-raw["draw"] // QUESTIONS_A_MINUTE)
    return Course(
        code=at.name,
        title=Words(**raw["title"]),
        audience=raw["audience"],
        minutes=sum(chapter.minutes for chapter in chapters) + asked,
        pass_mark=raw.get("pass_mark", 80),
        draw=raw["draw"],
        duties=tuple(raw["duties"]),
        chapters=chapters,
        questions=tuple(_question(one) for one in json.loads(_text(at / "questions.json"))),
    )


def _chapters(at: Traversable) -> tuple[Chapter, ...]:
    japanese = sorted(file.name for file in at.iterdir() if file.name.endswith(".ja.md"))
    return tuple(_chapter(at, name.removesuffix(".ja.md")) for name in japanese)


def _chapter(at: Traversable, name: str) -> Chapter:
    title, text = zip(*(_titled(at / f"{name}.{said}.md") for said in ("en", "ja")), strict=True)
    return Chapter(
        key=name.partition("-")[2],
        title=Words(*title),
        minutes=max(1, round(len(text[1]) / SIGNS_A_MINUTE)),
        text=Words(*text),
    )


def _titled(file: Traversable) -> tuple[str, str]:
    first, _, rest = _text(file).partition("\n")
    return first.removeprefix("# ").strip(), rest.strip()


def _question(raw: Mapping[str, Any]) -> Question:
    return Question(
        key=raw["key"],
        kind=raw["kind"],
        stem=Words(**raw["stem"]),
        choices=tuple(Choice(Words(**one["text"]), one["right"]) for one in raw["choices"]),
        explanation=Words(**raw["explanation"]),
        duty=raw["duty"],
        chapter=raw["chapter"],
    )


def _text(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")
