"""Proposing answers: the likest questions of the library, by the pairs of letters they share. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.registers.parse import folded

LEAST = 0.25  # below this nothing is proposed
ASKS = (
    "質問",
    "設問",
    "確認事項",
    "確認内容",
    "チェック項目",
    "要求事項",
    "question",
    "item",
    "control",
)
ANSWERS = ("回答", "ご回答", "記入欄", "回答欄", "answer", "response", "対応状況")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet keeps questions and answers: the heading row and columns, from 1; 0: unknown."""

    heading: int
    question: int
    answer: int


@dataclass(frozen=True, slots=True)
class Likeness:
    index: int
    score: float


def guessed(cells: Sequence[Sequence[Any]]) -> Layout:
    """By the words of the heading; without any, the column with the longest texts asks."""
    for number, row in enumerate(cells[:40], 1):
        words = [folded(cell) if cell is not None else "" for cell in row]
        asks = _column(words, ASKS)
        answers = _column(words, ANSWERS, but=asks)
        if asks and answers:
            return Layout(number, asks, answers)
    width = max((len(row) for row in cells), default=0)
    lengths: list[int] = [
        sum(len(str(r[c] or "")) for r in cells if c < len(r)) for c in range(width)
    ]
    most = max(lengths, default=0)
    longest = lengths.index(most) + 1 if most else 0
    return Layout(0, longest, longest + 1 if longest else 0)


def _column(words: Sequence[str], wanted: Sequence[str], but: int = 0) -> int:
    """The column whose heading says one of ``wanted``; short headings first."""
    found = [
        (len(word), n)
        for n, word in enumerate(words, 1)
        if n != but and 0 < len(word) <= 30 and any(folded(w) in word for w in wanted)
    ]
    return min(found)[1] if found else 0


def questions(cells: Sequence[Sequence[Any]], layout: Layout) -> list[tuple[int, str]]:
    """(row, question) below the heading; a line without words asks nothing."""
    found = []
    for number, row in enumerate(cells, 1):
        text = str(row[layout.question - 1] or "").strip() if len(row) >= layout.question else ""
        if number > layout.heading and len(text) >= 4:
            found.append((number, text))
    return found


class Library:
    """The known questions by their pairs of letters; asking costs only what shares one."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.pairs = [_pairs(text) for text in texts]
        self.holders: dict[str, list[int]] = {}
        for index, pairs in enumerate(self.pairs):
            for pair in pairs:
                self.holders.setdefault(pair, []).append(index)

    def likest(self, text: str) -> Likeness | None:
        """The known question most like ``text``, by Dice's coefficient; None: none is like it."""
        asked = _pairs(text)
        shared: Counter[int] = Counter()
        for pair, n in asked.items():
            for index in self.holders.get(pair, ()):
                shared[index] += min(n, self.pairs[index][pair])
        scored = [(2 * both / max(1, asked.total() + self.pairs[index].total()), -index)
                  for index, both in shared.items()]  # fmt: skip
        score, index = max(scored, default=(0.0, 0))
        return Likeness(-index, score) if score >= LEAST else None


def _pairs(text: str) -> Counter[str]:
    bare = "".join(ch for ch in folded(text) if ch.isalnum())
    return Counter(bare[k : k + 2] for k in range(max(1, len(bare) - 1)))
