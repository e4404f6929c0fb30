"""Number marks and bullets at the beginning of a line."""

import re
from dataclasses import dataclass

from .lines import Line
from .numerals import KANJI

_D = "[0-9０-９]"
_N = rf"(?:{_D}+|[{KANJI}]+)"
_KANA = "[ア-ン]"
_WIDE = "[^\\x00-\\x7f]"
_LETTERS = "[a-zA-Z]|[ivx]{2,4}|[IVX]{2,4}"

LEGAL = ("部", "編", "章", "節", "款", "条")
_ENGLISH = {"part": "部", "chapter": "章", "section": "節", "§": "節", "article": "条"}
_BULLETS = "-‐–—・･•●○◦■□◆◇▪▶►*＊+＋✓"


@dataclass(frozen=True, slots=True)
class Mark:
    """``style`` names the way of numbering, ``tokens`` the numerals as written, ``rest`` the text."""

    style: str
    tokens: tuple[str, ...]
    rest: str

    @property
    def ordered(self) -> bool:
        return bool(self.tokens)


_LEGAL = re.compile(
    rf"第\s*({_N})\s*([部編章節款条項号])(?:\s*の\s*({_N}))?(?=$|[\s(（【「.．、:：]|[^ぁ-ん第])[.．、:：]?\s*"
)
_LEGAL_BARE = re.compile(rf"({_N})\s*([章節条])(?:\s*の\s*({_N}))?(?=$|[\s(（【])\s*")
_NAMED = re.compile(
    r"((?i:part|chapter|section|article)|§)\s*(\d+(?:\.\d+)*|(?i:[ivxlc]+))\b[.:\s–—-]*(?=$|[^\sa-z])"
)
_DOTTED = re.compile(
    rf"({_D}{{1,3}}(?:[.．]{_D}{{1,3}})+|{_D}{{1,2}}(?:[-－‐]{_D}{{1,2}})+)(?![0-9０-９])[.．)）]?"
    rf"(?:\s+|(?={_WIDE}))(?=\S)(?![年月日a-z])"
)
_SIMPLE = (
    ("dot", re.compile(rf"({_D}{{1,3}})(?:[.．](?:\s+|(?={_WIDE}))|．\s*|、\s*)(?=\S)")),
    ("num", re.compile(rf"({_D}{{1,2}})[\s　]+(?=[^\sa-z0-9年月日])")),
    ("paren-num", re.compile(rf"[(（]\s*({_D}{{1,3}})\s*[)）]\s*")),
    ("paren-kanji", re.compile(rf"[(（]\s*([{KANJI}]+)\s*[)）]\s*")),
    ("paren-kana", re.compile(rf"[(（]\s*({_KANA})\s*[)）]\s*")),
    ("paren-latin", re.compile(rf"[(（]({_LETTERS})[)）]\s*")),
    ("half-num", re.compile(rf"({_D}{{1,2}})[)）]\s*")),
    ("half-kana", re.compile(rf"({_KANA})[)）]\s*")),
    ("half-latin", re.compile(rf"({_LETTERS})[)）]\s*")),
    ("circle", re.compile(r"([①-⑳㉑-㉟㊱-㊿])\s*")),
    ("enclosed", re.compile(r"([⑴-⒇])\s*")),
    ("kana", re.compile(rf"({_KANA})[\s　．.、]\s*(?=\S)")),
    ("kanji", re.compile(r"([一二三四五六七八九十]{1,3})[\s　、．.]\s*(?=\S)")),
    ("latin", re.compile(rf"({_LETTERS})[.．]\s+(?=\S)")),
)
_BULLET = re.compile(rf"([{re.escape(_BULLETS)}])(?!\1)(?:\s+|(?={_WIDE}))(?=\S)")


def find(line: Line) -> Mark | None:
    """The mark of ``line``: what the format draws beside it, else what is written in it."""
    if line.label:
        drawn = parse(f"{line.label.strip()} {line.text}")
        style = drawn.style if drawn else f"bullet{line.label}"
        tokens = drawn.tokens if drawn else ()
        deep = style if style in LEGAL or style == "dotted" else f"{style}@{line.depth}"
        return Mark(deep, tokens, line.text)
    found = parse(line.text)
    if found and line.depth >= 0:
        return Mark(f"{found.style}@{line.depth}", found.tokens, found.rest)
    return found


def parse(text: str) -> Mark | None:
    """The mark that ``text`` begins with, or None."""
    return _legal(text) or _dotted(text) or _simple(text) or _bullet(text)


def _legal(text: str) -> Mark | None:
    if found := _LEGAL.match(text) or _LEGAL_BARE.match(text):
        number, kind, branch = found.groups()
        return Mark(kind, (number, branch) if branch else (number,), text[found.end() :])
    if found := _NAMED.match(text):
        kind, number = found.groups()
        parts = tuple(number.split("."))
        return Mark(
            "dotted" if len(parts) > 1 else _ENGLISH[kind.casefold()], parts, text[found.end() :]
        )
    return None


def _dotted(text: str) -> Mark | None:
    found = _DOTTED.match(text)
    if not found:
        return None
    return Mark("dotted", tuple(re.split(r"[.．\-－‐]", found.group(1))), text[found.end() :])


def _simple(text: str) -> Mark | None:
    for style, pattern in _SIMPLE:
        if found := pattern.match(text):
            return Mark(style, (found.group(1),), text[found.end() :])
    return None


def _bullet(text: str) -> Mark | None:
    found = _BULLET.match(text)
    return Mark(f"bullet{found.group(1)}", (), text[found.end() :]) if found else None
