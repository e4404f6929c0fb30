"""Numbers that Word draws by itself (ECMA-376 Part 1 §17.9): counted here as Word counts them."""

import re
from collections.abc import Callable
from typing import Any

from docx.document import Document
from docx.text.paragraph import Paragraph

from .numerals import GOJUON, IROHA

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KANJI = "〇一二三四五六七八九"


class Numbers:
    """Draws the label of each list paragraph, asked for in the order of the document."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._shared: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {a.get(f"{_W}abstractNumId"): a for a in root.iter(f"{_W}abstractNum")}
        for num in root.iter(f"{_W}num"):
            name = num.get(f"{_W}numId")
            target = num.find(f"{_W}abstractNumId").get(f"{_W}val")
            self._shared[name] = target
            self._levels[name] = _levels(abstract.get(target))

    def label(self, paragraph: Paragraph) -> tuple[str, int]:
        """What Word draws before the paragraph, and its list depth; ``("", -1)`` outside lists."""
        name, depth = _list_of(paragraph)
        levels = self._levels.get(name, {})
        if depth not in levels:
            return "", -1
        counts = self._counts.setdefault(self._shared[name], {})
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        form, pattern, _start = levels[depth]
        if form == "bullet":
            return "•", depth
        return re.sub(
            r"%(\d)", lambda hit: _drawn(levels, counts, int(hit.group(1)) - 1), pattern
        ), depth


def _levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
    found = {}
    for level in () if abstract is None else abstract.iter(f"{_W}lvl"):
        form = _value(level, "numFmt", "decimal")
        pattern = _value(level, "lvlText", "")
        if form != "none" and pattern:
            depth = int(level.get(f"{_W}ilvl"))
            found[depth] = form, pattern, int(_value(level, "start", "1"))
    return found


def _value(element: Any, name: str, default: str) -> str:
    child = element.find(f"{_W}{name}")
    return default if child is None else str(child.get(f"{_W}val") or default)


def _list_of(paragraph: Paragraph) -> tuple[str, int]:
    """numId and level of the paragraph itself, else of its style or the style's ancestors."""
    properties = [paragraph._p.pPr]
    style = paragraph.style
    while style is not None:
        properties.append(style.element.pPr)
        style = style.base_style
    for pr in properties:
        numbered = None if pr is None else pr.find(f"{_W}numPr")
        if numbered is not None:
            return _value(numbered, "numId", "0"), int(_value(numbered, "ilvl", "0"))
    return "0", 0


def _drawn(levels: dict[int, tuple[str, str, int]], counts: dict[int, int], depth: int) -> str:
    form, _pattern, start = levels.get(depth, ("decimal", "", 1))
    return _forms(form)(counts.get(depth, start))


def _forms(form: str) -> Callable[[int], str]:
    """How a number is written in one of Word's forms (ST_NumberFormat); unknown ones as digits."""
    if form.startswith("aiueo"):
        return lambda n: GOJUON[(n - 1) % len(GOJUON)]
    if form.startswith("iroha"):
        return lambda n: IROHA[(n - 1) % len(IROHA)]
    if "japanese" in form.casefold() or form in {"ideographDigital", "chineseCounting"}:
        return _kanji
    return _LATIN_FORMS.get(form, str)


def _roman(n: int) -> str:
    text = ""
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while n >= value:
            text, n = text + sign, n - value
    return text


def _kanji(n: int) -> str:
    if n < 10:
        return _KANJI[n]
    tens, ones = divmod(n, 10)
    return (_KANJI[tens] if tens > 1 else "") + "十" + (_KANJI[ones] if ones else "")


_LATIN_FORMS: dict[str, Callable[[int], str]] = {
    "lowerLetter": lambda n: chr(ord("a") + (n - 1) % 26),
    "upperLetter": lambda n: chr(ord("A") + (n - 1) % 26),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "decimalEnclosedCircle": lambda n: chr(ord("①") + n - 1) if n <= 20 else str(n),
}
