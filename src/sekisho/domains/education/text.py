"""Chapters and questions as plain text that anybody can write, in the form of Markdown.

Chapters, each begun by a heading with its minutes and, if one likes, a key::

    # What to protect (2 min) {#assets}
    Any text.

Questions, each begun by a heading with its key, its duty and its chapter::

    ## usb (O017, assets)
    What do you do with a memory stick you found?
    - [ ] Look what is on it
    - [x] Hand it in
    > Nobody knows what it does when it is plugged in.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text

_CHAPTER = re.compile(
    r"#\s+(?P<title>.+?)\s*(?:[(（]\s*(?P<minutes>\d+)\s*(?:min|分)\s*[)）])?"
    r"\s*(?:\{#(?P<key>[\w-]+)\})?\s*"
)
_QUESTION = re.compile(
    r"##\s+(?P<key>[\w-]+)\s*(?:[(（]\s*(?P<duty>O\d{3})?\s*[,、]?\s*(?P<chapter>[\w-]+)?\s*[)）])?\s*"
)
_CHOICE = re.compile(r"-\s*\[(?P<right>[ xX✓])\]\s*(?P<text>.+)")
MOST = 12


@dataclass(frozen=True, slots=True)
class Chapter:
    key: str
    title: str
    minutes: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """``right``: which of ``choices``, by position; several: all of them must be chosen."""

    key: str
    stem: str
    choices: tuple[str, ...] = ()
    right: frozenset[int] = frozenset()
    explanation: str = ""
    duty: str = ""
    chapter: str = ""

    @property
    def several(self) -> bool:
        return len(self.right) > 1


@dataclass(slots=True)
class _Draft:
    head: Mapping[str, str | None]
    stem: list[str] = field(default_factory=list)
    choices: list[tuple[str, bool]] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        if found := _CHOICE.fullmatch(line.strip()):
            self.choices.append((found["text"].strip(), found["right"] != " "))
        elif line.startswith(">"):
            self.why.append(line[1:].strip())
        else:
            self.stem.append(line)

    def question(self) -> Question:
        right = frozenset(n for n, (_text, is_right) in enumerate(self.choices) if is_right)
        return Question(
            self.head["key"] or "", "\n".join(self.stem).strip(),
            tuple(text for text, _right in self.choices), right, " ".join(self.why).strip(),
            self.head["duty"] or "", self.head["chapter"] or "",
        )  # fmt: skip


def chapters(text: str) -> tuple[Chapter, ...]:
    """The chapters of a text; what stands before the first heading belongs to none."""
    found: list[tuple[re.Match[str], list[str]]] = []
    for line in text.splitlines():
        if head := _CHAPTER.fullmatch(line):
            found.append((head, []))
        elif found:
            found[-1][1].append(line)
    return tuple(
        Chapter(head["key"] or str(n), head["title"], int(head["minutes"] or 2),
                "\n".join(lines).strip())
        for n, (head, lines) in enumerate(found, 1)
    )  # fmt: skip


def questions(text: str) -> tuple[Question, ...]:
    found: list[_Draft] = []
    for line in text.splitlines():
        if head := _QUESTION.fullmatch(line):
            found.append(_Draft(head.groupdict()))
        elif found:
            found[-1].take(line)
    return tuple(draft.question() for draft in found)


def written_chapters(parts: Iterable[Chapter], minutes: str = "min") -> str:
    """The text that says ``parts``."""
    return "\n\n".join(
        f"# {c.title} ({c.minutes} {minutes}) {{#{c.key}}}\n\n{c.text}" for c in parts
    )


def written_questions(parts: Iterable[Question]) -> str:
    return "\n\n".join(_written(one) for one in parts)


def _written(one: Question) -> str:
    where = ", ".join(filter(None, (one.duty, one.chapter)))
    lines = [f"## {one.key}" + (f" ({where})" if where else ""), one.stem]
    lines += [f"- [{'x' if n in one.right else ' '}] {text}" for n, text in enumerate(one.choices)]
    return "\n".join([*lines, *([f"> {one.explanation}"] if one.explanation else [])])


def wrong_chapters(name: str, text: str) -> Iterator[tuple[str, Text]]:
    parts = chapters(text)
    if text.strip() and not parts:
        yield name, _("Begin each chapter with a line such as “# Title (2 min)”.")
    for key in _twice(one.key for one in parts):
        yield name, _("“%(key)s” stands there twice.") % {"key": key}


def wrong_questions(name: str, text: str) -> Iterator[tuple[str, Text]]:
    parts = questions(text)
    if text.strip() and not parts:
        yield name, _("Begin each question with a line such as “## key (O053, chapter)”.")
    for key in _twice(one.key for one in parts):
        yield name, _("“%(key)s” stands there twice.") % {"key": key}
    for one in parts:
        if not one.stem or not 2 <= len(one.choices) <= MOST:
            yield (
                name,
                _("Question “%(key)s” needs a text and two to twelve choices.") % {"key": one.key},
            )
        elif not one.right:
            yield (
                name,
                _("Question “%(key)s” has no right choice: mark it with [x].") % {"key": one.key},
            )


def differing(
    name: str, one: Sequence[Question], other: Sequence[Question]
) -> Iterator[tuple[str, Text]]:
    """Questions that are not the same in the other language: an answer must mean the same in both."""
    shapes = {q.key: (len(q.choices), q.right) for q in one}
    for question in other:
        if shapes.pop(question.key, None) != (len(question.choices), question.right):
            yield (
                name,
                _("Question “%(key)s” differs between the languages.") % {"key": question.key},
            )
    for key in shapes:
        yield name, _("Question “%(key)s” differs between the languages.") % {"key": key}


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, n in Counter(keys).items() if n > 1]
