"""Which column is which field: by name, by either label, by words seen in other sheets."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import override

from sekisho.registers.parse import folded
from sekisho.registers.register import Register
from sekisho.registers.schema import Field, schema

NEAR = 0.75
_NOISE = re.compile(r"[\s_()\[\]【】・:：*＊※\-/]+")


def norm(word: Any) -> str:
    """A heading without width, case, spaces, brackets and marks."""
    return _NOISE.sub("", folded(word))


def headings(register: Register[Any]) -> dict[str, str]:
    """Normalised heading → field name, the surest words winning."""
    found: dict[str, str] = {}
    fields = [f for f in schema(register).fields if f.writable or f.name == "number"]
    for words in (_names, _labels):
        for one in fields:
            for word in words(one):
                found.setdefault(norm(word), one.name)
    for name, others in register.headers.items():
        for word in others:
            found.setdefault(norm(word), name)
    return found


def _names(one: Field) -> list[str]:
    return [one.name]


def _labels(one: Field) -> list[str]:
    labels = []
    for language in ("ja", "en"):
        with override(language):
            labels.append(str(one.label))
    return labels


def match(
    register: Register[Any], heading: Sequence[str], given: Mapping[str, str] | None = None
) -> dict[int, str]:
    """Column index → field name. ``given``: heading → field ("" to leave the column out)."""
    given = given or {}
    known = headings(register)
    chosen: dict[int, str] = {}
    for index, word in enumerate(heading):
        name = given[word] if word in given else known.get(norm(word), "")
        if name and name not in chosen.values():
            chosen[index] = name
    for index, word in enumerate(heading):
        if index not in chosen and word and word not in given:
            near = _near(norm(word), known)
            if near and near not in chosen.values():
                chosen[index] = near
    return chosen


def _near(word: str, known: Mapping[str, str]) -> str:
    scored = [(SequenceMatcher(None, word, other).ratio(), name) for other, name in known.items()]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= NEAR else ""
