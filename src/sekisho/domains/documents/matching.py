"""Which clause of a new text is which clause of the former one. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

ALIKE_HERE = 0.4  # under the same number, so much in common is enough
ALIKE_ELSEWHERE = 0.7  # a clause that moved must be plainly the same
COMMON = 40  # a pair of letters in more clauses than this tells nothing


class Said(Protocol):
    @property
    def number(self) -> str: ...
    @property
    def text(self) -> str: ...


def matched(old: Sequence[Said], new: Sequence[Said]) -> list[int | None]:
    """For each clause of ``new``, the index of the same clause in ``old``, or None.

    Equal words first, then the same number with similar words, then plainly similar words
    anywhere; every old clause is given once.
    """
    found: list[int | None] = [None] * len(new)
    free = dict.fromkeys(range(len(old)))
    for step in (_equal, _numbered, _similar):
        for was, now in step(old, new, list(free), [i for i, f in enumerate(found) if f is None]):
            if was in free and found[now] is None:
                found[now] = was
                del free[was]
    return found


def alike(left: str, right: str) -> float:
    """Dice's coefficient over pairs of letters, 0 to 1."""
    return _dice(_pairs(left), _pairs(right))


Pairs = Iterator[tuple[int, int]]


def _equal(old: Sequence[Said], new: Sequence[Said], left: list[int], right: list[int]) -> Pairs:
    """Equal words; among several of them the same number first, then the order of the text."""
    exact = {(old[i].text, old[i].number): i for i in reversed(left)}
    yield from ((exact[key], j) for j in right if (key := (new[j].text, new[j].number)) in exact)
    for j in right:
        yield from ((i, j) for i in left if old[i].text == new[j].text)


def _numbered(old: Sequence[Said], new: Sequence[Said], left: list[int], right: list[int]) -> Pairs:
    numbers = {old[i].number: i for i in left}
    for j in right:
        i = numbers.get(new[j].number)
        if i is not None and alike(old[i].text, new[j].text) >= ALIKE_HERE:
            yield i, j


def _similar(old: Sequence[Said], new: Sequence[Said], left: list[int], right: list[int]) -> Pairs:
    """Most alike first; only clauses that share an uncommon pair of letters are compared."""
    before = {i: _pairs(old[i].text) for i in left}
    holders: dict[str, list[int]] = {}
    for i, pairs in before.items():
        for pair in pairs:
            holders.setdefault(pair, []).append(i)
    scores = []
    for j in right:
        pairs = _pairs(new[j].text)
        near = {i for p in pairs if len(holders.get(p, ())) <= COMMON for i in holders.get(p, ())}
        scores += [(_dice(before[i], pairs), i, j) for i in near]
    for score, i, j in sorted(scores, key=lambda s: (-s[0], s[1], s[2])):
        if score >= ALIKE_ELSEWHERE:
            yield i, j


def _pairs(text: str) -> Counter[str]:
    bare = "".join(text.split())
    return Counter(bare[k : k + 2] for k in range(max(1, len(bare) - 1)))


def _dice(left: Counter[str], right: Counter[str]) -> float:
    both = sum((left & right).values())
    return 2 * both / max(1, left.total() + right.total())
