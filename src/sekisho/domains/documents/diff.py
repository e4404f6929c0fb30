"""What changed between two versions, clause by clause and word by word. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, Protocol

Kind = Literal["same", "added", "removed", "changed"]
Tone = Literal["same", "added", "removed"]

WORD = re.compile(r"[一-鿿々〆ヶ]+|[ァ-ヺー]+|[0-9０-９]+|[A-Za-zＡ-Ｚａ-ｚ']+|\s+|.", re.DOTALL)
ISLAND = 1  # so short a stretch of unchanged kana between two changes only disturbs the reader


class Said(Protocol):
    """A clause as far as comparing needs it."""

    @property
    def stable(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Piece:
    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause in two versions; ``old`` is None when added, ``new`` when removed.

    ``moved``: it stands elsewhere among the clauses that both versions have. ``renumbered``: its
    number differs. ``pieces``: its text, old and new words marked (for ``changed`` only).
    """

    kind: Kind
    old: Said | None
    new: Said | None
    moved: bool = False
    renumbered: bool = False
    pieces: tuple[Piece, ...] = ()


def compare(old: Sequence[Said], new: Sequence[Said]) -> list[Difference]:
    """Every clause of either version, in the new order; removed ones after their old neighbour."""
    before = {clause.stable: clause for clause in old}
    after = {clause.stable for clause in new}
    gone = _gone(old, after)
    kept = [clause.stable for clause in new if clause.stable in before]
    still = _in_order([clause.stable for clause in old], kept)
    found = [*gone.get("", ())]
    for clause in new:
        former = before.get(clause.stable)
        found.append(_pair(former, clause, moved=bool(former) and clause.stable not in still))
        found.extend(gone.get(clause.stable, ()))
    return found


def words(old: str, new: str) -> tuple[Piece, ...]:
    """``new`` against ``old`` in pieces: same and removed give ``old``, same and added ``new``."""
    left, right = WORD.findall(old), WORD.findall(new)
    match = SequenceMatcher(a=left, b=right, autojunk=False)
    runs = [
        (tag == "equal", "".join(left[a:b]), "".join(right[c:d]))
        for tag, a, b, c, d in match.get_opcodes()
    ]
    return tuple(_pieces(_without_islands(runs)))


Run = tuple[bool, str, str]


def _without_islands(runs: Sequence[Run]) -> list[Run]:
    """Changes parted by no more than ISLAND kana become one change."""
    joined: list[Run] = []
    for index, (same, was, now) in enumerate(runs):
        inner = same and 0 < index < len(runs) - 1 and len(was) <= ISLAND
        same = same and not inner
        if joined and joined[-1][0] == same:
            joined[-1] = (same, joined[-1][1] + was, joined[-1][2] + now)
        else:
            joined.append((same, was, now))
    return joined


def _pieces(runs: Sequence[Run]) -> Iterator[Piece]:
    for same, was, now in runs:
        if same:
            yield Piece("same", was)
            continue
        if was:
            yield Piece("removed", was)
        if now:
            yield Piece("added", now)


def _pair(old: Said | None, new: Said, *, moved: bool) -> Difference:
    if old is None:
        return Difference("added", None, new)
    renumbered = old.number != new.number
    if old.text == new.text and old.heading == new.heading:
        return Difference("same", old, new, moved, renumbered)
    return Difference("changed", old, new, moved, renumbered, words(old.text, new.text))


def _gone(old: Sequence[Said], after: set[str]) -> dict[str, list[Difference]]:
    """Removed clauses, by the kept clause they stood behind ("" for none)."""
    gone: dict[str, list[Difference]] = {}
    last = ""
    for clause in old:
        if clause.stable in after:
            last = clause.stable
        else:
            gone.setdefault(last, []).append(Difference("removed", clause, None))
    return gone


def _in_order(old: Sequence[str], kept: Sequence[str]) -> set[str]:
    """The most of ``kept`` that stand in the same order in ``old``; the others have moved."""
    place = {stable: index for index, stable in enumerate(old)}
    ends: list[int] = []
    chains: list[tuple[str, ...]] = []
    for stable in kept:
        at = bisect_left(ends, place[stable])
        chain = (*(chains[at - 1] if at else ()), stable)
        ends[at : at + 1] = [place[stable]]
        chains[at : at + 1] = [chain]
    return set(chains[-1]) if chains else set()
