"""One walk over all entries in order: bytes, links, payloads, tiles and checkpoints."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from sekisho.ledger.core import DOMAIN
from sekisho.ledger.recognise import ODD, Heads, recognised
from sekisho.ledger.tree import TILE, Frontier, root

CHUNK = TILE  # small enough to stay in the cache of a processor
FIRST = (1, None)  # what the first entry of a record says

_ROWS = """
SELECT s.pos, e.core, e.leaf, e.kind, {columns}, p.salt, p.body, p.key_id
  FROM ledger_seq s
  LEFT JOIN ledger_entry e ON e.id = s.entry_id
  LEFT JOIN ledger_payload p ON p.entry_id = s.entry_id AND p.section = ''
 WHERE s.pos >= %s AND s.pos < %s ORDER BY s.pos"""
# As text, which costs less to compare than to parse.
_COLUMNS = {
    "sqlite": "e.rec, e.ver, CAST(e.at AS text), e.grp",
    "postgresql": """replace(CAST(e.rec AS text), '-', ''), e.ver,
 to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
 replace(CAST(e.grp AS text), '-', '')""",
}
_BEFORE = """
SELECT e.leaf, s.pos FROM ledger_entry e JOIN ledger_seq s ON s.entry_id = e.id
 WHERE e.kind = %s AND e.rec = %s AND e.ver = %s"""
_NODES = """
SELECT "index", hash FROM ledger_node WHERE level = 1 AND "index" >= %s AND "index" < %s"""


class Bad(Exception):  # noqa: N818
    """The first thing that is not as it was sealed."""

    def __init__(self, pos: int | None, why: str, kind: str = "", rec: str = "") -> None:
        self.pos, self.why, self.kind, self.rec = pos, why, kind, rec
        super().__init__(why)

    def as_dict(self) -> dict[str, Any]:
        return {"pos": self.pos, "kind": self.kind, "rec": self.rec, "why": self.why}


@dataclass(frozen=True, slots=True)
class Mark:
    """A checkpoint whose signature holds: at ``size`` the root must be ``root``."""

    size: int
    root: bytes
    name: str


class Walk:
    """``run()`` raises Bad at the first entry that is wrong; memory does not grow with the log."""

    def __init__(self, connection: Any, marks: Iterator[Mark], erased: set[str]) -> None:
        self.connection, self.erased = connection, erased
        self.tree = Frontier()
        self.good = self.missing = 0
        self._rows = _ROWS.format(columns=_COLUMNS[connection.vendor])
        self._marks = marks
        self._mark = next(marks, None)
        self._heads = Heads()
        self._suspect: int | None = None

    def run(self) -> int:
        """The number of entries walked over."""
        self._reach([])
        while rows := self._read():
            leaves = self._leaves(rows)
            nodes = self._nodes(len(leaves))
            for start in range(0, len(leaves), TILE):
                self._tile(leaves[start : start + TILE], nodes)
        if self._mark:
            raise Bad(
                self.tree.size,
                _(
                    "the end is cut off: %(name)s sealed %(sealed)d entries, "
                    "%(here)d of them are here"
                )
                % {"name": self._mark.name, "sealed": self._mark.size, "here": self.tree.size},
            )
        if self._suspect is not None:
            raise Bad(self._suspect, _("a stored hash of the tree has been changed"))
        return self.tree.size

    def _read(self) -> list[tuple[Any, ...]]:
        start = self.tree.size
        with self.connection.cursor() as cursor:
            cursor.execute(self._rows, [start, start + CHUNK])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            if not rows:
                cursor.execute("SELECT min(pos) FROM ledger_seq WHERE pos >= %s", [start])
                if cursor.fetchone()[0] is not None:
                    raise Bad(start, _("the entry at this position has been removed"))
        return rows

    def _leaves(self, rows: Sequence[Sequence[Any]]) -> list[bytes]:
        """The leaves of the next entries: recognised together, or looked at one by one."""
        leaves = recognised(rows, self.tree.size, self._heads, self.erased)
        if leaves is None:
            leaves = [self._entry(place, row) for place, row in enumerate(rows, self.tree.size)]
        self._heads.shed()
        return leaves

    def _entry(self, place: int, row: Sequence[Any]) -> bytes:
        pos, core, leaf, kind, rec, *rest = row
        if pos != place or core is None:
            raise Bad(place, _("the entry at this position has been removed"))
        found = hashlib.sha256(b"\0" + _bytes(core))
        if found.digest() != leaf:
            raise Bad(pos, _("the entry has been changed"), kind, _hyphened(rec))
        said = _read(core)
        if not said or not _fits(said, kind, rec, rest):
            raise Bad(pos, _("the columns do not say what the entry says"), kind, _hyphened(rec))
        self._link(pos, said)
        self._payload(pos, said, found.hexdigest(), rest[3:])
        self._heads.put(kind, rec, said["ver"], found.hexdigest())
        return found.digest()

    def _link(self, pos: int, said: dict[str, Any]) -> None:
        if (said["ver"], said["prev"]) != self._before(pos, said):
            raise Bad(
                pos,
                _("the entry does not follow the one before it of the same record"),
                said["kind"],
                said["rec"],
            )

    def _before(self, pos: int, said: dict[str, Any]) -> tuple[int, str | None]:
        """The version and the link to the one before that this entry must have."""
        known = self._heads.of(said["kind"], said["rec"].replace("-", ""))
        if known != FIRST or said["ver"] == 1:
            return known
        rec = UUID(said["rec"])
        wanted = [
            said["kind"],
            rec.hex if self.connection.vendor == "sqlite" else rec,
            said["ver"] - 1,
        ]
        with self.connection.cursor() as cursor:
            cursor.execute(_BEFORE, wanted)
            row = cursor.fetchone()
        return (said["ver"], bytes(row[0]).hex()) if row and row[1] < pos else FIRST

    def _payload(self, pos: int, said: dict[str, Any], leaf: str, payload: Sequence[Any]) -> None:
        salt, body, key_id = payload
        if body is None:
            self.missing += 1
            why = None if leaf in self.erased else _("the payload is gone and was never erased")
        elif leaf in self.erased:
            why = _("the payload was erased and is here again")
        else:
            pay = hashlib.sha256(DOMAIN + _bytes(salt) + _bytes(body)).hexdigest()
            fits = pay == said["pay"] and key_id == ""
            why = None if fits else _("the payload has been changed")
        if why:
            raise Bad(pos, why, said["kind"], said["rec"])

    def _nodes(self, count: int) -> dict[int, bytes]:
        first = self.tree.size // TILE
        with self.connection.cursor() as cursor:
            cursor.execute(_NODES, [first, first + count // TILE + 1])
            return {index: bytes(value) for index, value in cursor.fetchall()}

    def _tile(self, leaves: list[bytes], nodes: dict[int, bytes]) -> None:
        start = self.tree.size
        whole = root(leaves) if len(leaves) == TILE else None
        stored = nodes.get(start // TILE)
        if stored and self._suspect is None and whole != stored:
            self._suspect = start
        self._reach(leaves)
        if whole and self.tree.size == start:
            self.tree.join(whole, TILE)
        else:
            self.tree.extend(leaves[self.tree.size - start :])

    def _reach(self, leaves: list[bytes]) -> None:
        """Grow the tree to every checkpoint within the next ``leaves`` and compare roots."""
        start = self.tree.size
        while self._mark and self._mark.size <= start + len(leaves):
            self.tree.extend(leaves[self.tree.size - start : self._mark.size - start])
            if self.tree.root() != self._mark.root:
                values = {"name": self._mark.name, "first": self.good, "last": self._mark.size - 1}
                raise Bad(
                    max(self.good, self._suspect or 0),
                    _("%(name)s does not fit the entries %(first)d to %(last)d") % values,
                )
            self.good = self._mark.size
            self._mark = next(self._marks, None)


def _bytes(value: Any) -> bytes:
    """A column that should hold bytes; SQLite keeps whatever was put there behind our back."""
    return value if isinstance(value, bytes) else str(value).encode()


def _read(core: Any) -> dict[str, Any] | None:
    """What an entry says; None when it is no entry, although its hash is the one stored."""
    try:
        said = orjson.loads(core)
        words = all(isinstance(said[name], str) for name in ("kind", "rec", "grp", "at", "pay"))
        return said if words and isinstance(said["ver"], int) and "prev" in said else None
    except ODD:
        return None


def _fits(said: dict[str, Any], kind: str, rec: Any, rest: Sequence[Any]) -> bool:
    ver, at, grp = rest[:3]
    return bool(
        said["kind"] == kind
        and said["ver"] == ver
        and said["rec"].replace("-", "") == rec
        and said["grp"].replace("-", "") == grp
        and said["at"] == _stamp(at)
    )


def _hyphened(value: Any) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        return str(value)


def _stamp(at: Any) -> str:
    """A stored moment as entries write it; SQLite leaves out the T, the Z and zero microseconds."""
    text = str(at).replace(" ", "T").removesuffix("Z")
    return f"{text}Z" if "." in text else f"{text}.000000Z"
