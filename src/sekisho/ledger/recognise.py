"""Entries as they should be, recognised a chunk at a time: verification spends its time here.

What the entries say is laid beside the columns list by list, so that the interpreter takes a few
steps for a chunk and not twenty for a row. A chunk that is not good in everything is looked at
again, entry by entry (``walk``), which names what is wrong; so nothing here needs to explain.
"""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any

import orjson

from sekisho.ledger.core import DOMAIN

ODD = (AttributeError, KeyError, TypeError, ValueError)  # no entry, or not even bytes
REMEMBER = 100_000  # records whose last entry is kept in mind; others are looked up
_said = itemgetter("kind", "rec", "ver", "at", "grp", "prev", "pay")


class Heads:
    """What the next entry of each record must say: its version, and the leaf of the one before.

    Two dictionaries of plain values: pairs would keep the garbage collector busy.
    """

    __slots__ = ("leaves", "vers")

    def __init__(self) -> None:
        self.vers: dict[str, int] = {}
        self.leaves: dict[str, str] = {}

    def of(self, kind: str, rec: str) -> tuple[int, str | None]:
        """For a record that was not met yet, what a first entry says."""
        name = f"{kind} {rec}"
        return self.vers.get(name, 1), self.leaves.get(name)

    def put(self, kind: str, rec: str, ver: int, leaf: str) -> None:
        self.vers[f"{kind} {rec}"], self.leaves[f"{kind} {rec}"] = ver + 1, leaf

    def follow(
        self,
        names: Sequence[str],
        vers: Sequence[int],
        prevs: Sequence[str | None],
        leaves: Sequence[str],
    ) -> bool:
        """Whether each entry follows the last of its record; if so, they are the last now."""
        if len(set(names)) != len(names):
            return self._one_by_one(names, vers, prevs, leaves)
        good = tuple(map(self.vers.get, names, repeat(1))) == vers
        if good := good and tuple(map(self.leaves.get, names)) == prevs:
            self.vers.update(zip(names, [ver + 1 for ver in vers], strict=True))
            self.leaves.update(zip(names, leaves, strict=True))
        return good

    def _one_by_one(
        self,
        names: Sequence[str],
        vers: Sequence[int],
        prevs: Sequence[str | None],
        leaves: Sequence[str],
    ) -> bool:
        """The same where a record comes more than once."""
        coming: dict[str, int] = {}
        last: dict[str, str] = {}
        for name, ver, prev, leaf in zip(names, vers, prevs, leaves, strict=True):
            known = name in last
            if (coming if known else self.vers).get(name, 1) != ver:
                return False
            if (last if known else self.leaves).get(name) != prev:
                return False
            coming[name], last[name] = ver + 1, leaf
        self.vers.update(coming)
        self.leaves.update(last)
        return True

    def shed(self) -> None:
        """Forget, before memory grows with the log."""
        if len(self.vers) > REMEMBER:
            self.vers.clear()
            self.leaves.clear()


def recognised(
    rows: Sequence[Sequence[Any]], first: int, heads: Heads, erased: set[str]
) -> list[bytes] | None:
    """The leaves of ``rows``, the entries from position ``first`` on; None unless all are good.

    ``erased``: leaves whose payload must be gone.
    """
    try:
        return _recognised(rows, first, heads, erased)
    except ODD:
        return None


def _recognised(
    rows: Sequence[Sequence[Any]], first: int, heads: Heads, erased: set[str]
) -> list[bytes] | None:
    sha, loads = hashlib.sha256, orjson.loads
    pos, cores, leaves, kinds, recs, vers, ats, grps, salts, bodies, keys = zip(*rows, strict=True)
    told = zip(*[_said(loads(core)) for core in cores], strict=True)
    said_kinds, said_recs, said_vers, said_ats, said_grps, prevs, pays = told
    hexed = [leaf.hex() for leaf in leaves]
    good = (
        pos == tuple(range(first, first + len(rows)))
        and [sha(b"\0" + core).hexdigest() for core in cores] == hexed
        and said_kinds == kinds
        and said_vers == vers
        and _lines(said_recs).replace("-", "") == _lines(recs)
        and _lines(said_grps).replace("-", "") == _lines(grps)
        and _lines(said_ats) == _moments(ats)
        and [sha(DOMAIN + s + b).hexdigest() for s, b in zip(salts, bodies, strict=True)]
        == list(pays)
        and set(keys) == {""}
        and erased.isdisjoint(hexed)
        and heads.follow([*map(" ".join, zip(kinds, recs, strict=True))], vers, prevs, hexed)
    )
    return list(leaves) if good else None


def _lines(values: Iterable[str]) -> str:
    """All values as one text, to be compared at once."""
    return "\n".join(values)


def _moments(values: Sequence[str]) -> str:
    """As entries write them; SQLite keeps a space for the T and leaves out the Z."""
    text = _lines(values)
    return text if text.endswith("Z") else text.replace(" ", "T").replace("\n", "Z\n") + "Z"
