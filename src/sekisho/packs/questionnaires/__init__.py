"""Questionnaires and required terms of contracts as data, read and checked; in our own words, ja and en.

A form is a TOML text: the shipped ones lie here, a company's own are records. The same format serves
every kind of form (suppliers, cloud services), so whoever asks needs no code of their own.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from sekisho.packs.duties import Words

GROUPS = ("organisation", "rules", "people", "physical", "technical", "operation",
          "subcontracting", "incident", "continuity", "law")  # fmt: skip
KINDS = frozenset({"measure", "fact"})
DEEPEST, SEVEREST = 3, 3


class Unreadable(ValueError):  # noqa: N818
    """A form that cannot be used; the words say where."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``depth``: the shallowest form that asks it. ``when``: asked only while each of
    these questions has one of these answers. ``credit``: schemes whose certificate answers it."""

    code: str
    group: str
    depth: int
    severity: int
    text: Words
    why: Words
    kind: str = "measure"
    controls: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire of one edition, its questions in order."""

    code: str
    edition: str
    title: Words
    questions: tuple[Question, ...]

    def of_depth(self, depth: int) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.depth <= depth)


@dataclass(frozen=True, slots=True)
class Clause:
    """A term that a contract must hold. ``only``: "personal" where personal data is entrusted."""

    code: str
    title: Words
    look: Words
    source: Words
    only: str = ""


def text_of(name: str) -> str:
    """A shipped form as text."""
    return (resources.files(__package__) / f"{name}.toml").read_text(encoding="utf-8")


@cache
def read(text: str) -> Form:
    """The form that ``text`` says. Raises Unreadable."""
    try:
        raw = tomllib.loads(text)
        head = raw.pop("form")
        questions = tuple(_question(code, one) for code, one in raw.items())
        form = Form(head["code"], str(head["edition"]), Words(**head["title"]), questions)
    except tomllib.TOMLDecodeError as wrong:
        raise Unreadable(str(wrong)) from None
    except (KeyError, TypeError, AttributeError, ValueError) as wrong:
        raise Unreadable(f"{wrong}") from None
    _sound(form)
    return form


@cache
def clauses() -> Mapping[str, Clause]:
    """Every required term by code, in order."""
    found = {
        code: Clause(
            code,
            Words(**one["title"]),
            Words(**one["look"]),
            Words(**one["source"]),
            one.get("only", ""),
        )
        for code, one in tomllib.loads(text_of("clauses")).items()
    }
    return MappingProxyType(found)


def _question(code: str, raw: Mapping[str, Any]) -> Question:
    try:
        when = {name: tuple(answers) for name, answers in raw.get("when", {}).items()}
        return Question(
            code, raw["group"], int(raw["depth"]), int(raw["severity"]), Words(**raw["text"]),
            Words(**raw["why"]), raw.get("kind", "measure"), tuple(raw.get("controls", ())),
            tuple(raw.get("credit", ())), when,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise Unreadable(f"{code}: {wrong}") from None


def _sound(form: Form) -> None:
    """Conditions look back alone, so that answering in order always knows what comes next."""
    seen: set[str] = set()
    if not form.questions:
        raise Unreadable("questions")
    for one in form.questions:
        if one.group not in GROUPS or one.kind not in KINDS or not one.text.ja.strip():
            raise Unreadable(f"{one.code}: group, kind, text")
        if not (0 <= one.depth <= DEEPEST and 1 <= one.severity <= SEVEREST):
            raise Unreadable(f"{one.code}: depth, severity")
        if unknown := one.when.keys() - seen:
            raise Unreadable(f"{one.code}: when {', '.join(sorted(unknown))}")
        seen.add(one.code)
