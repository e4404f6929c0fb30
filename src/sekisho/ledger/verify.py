"""Is everything as it was sealed? Reads the whole ledger and names the first thing that is not."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext as _

from sekisho.ledger import evidence, files
from sekisho.ledger.erase import KIND as ERASURES
from sekisho.ledger.note import NoteError, Verifier, open_checkpoint
from sekisho.ledger.sequence import integrate, newest
from sekisho.ledger.snapshot import snapshot, stream
from sekisho.ledger.store import uuid
from sekisho.ledger.tiles import LEVELS, Tiles
from sekisho.ledger.tree import TILE, root
from sekisho.ledger.walk import Bad, Mark, Walk

State = tuple[UUID, int, str | None]
Records = Mapping[str, Callable[[str], Iterable[State]]]
"""Per kind, from a database's alias to every record in it, with its version and the hash of its
state, ordered by id."""


@dataclass(frozen=True, slots=True)
class Report:
    """``entries`` have a position, ``sealed`` of them lie under a checkpoint, ``erased`` have
    lost their payload lawfully. ``first_bad``: pos, kind, rec, why."""

    ok: bool
    entries: int
    sealed: int
    erased: int
    first_bad: dict[str, Any] | None
    checkpoint: str | None


def verify(
    against: str | None = None,
    records: Records | None = None,
    using: str = DEFAULT_DB_ALIAS,
    data: Path | None = None,
) -> Report:
    """Check every entry, link, payload, hash, checkpoint and record, and that evidence is there.

    ``against`` is a checkpoint kept elsewhere: its text, or the path of its file. Without one
    the newest checkpoint in the database and those in ``checkpoints/`` bound the log; whoever
    holds the database, these files *and* the signing key can still rewrite everything.
    Raises NoteError when ``against`` cannot be read or is signed by nobody known.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        while integrate(using=using):
            pass
    given = _given(against, files.verifiers(data)) if against else None
    with snapshot(connection):
        return _report(connection, given, records or {}, data)


def _report(connection: Any, given: Mark | None, records: Records, data: Path | None) -> Report:
    walk: Walk | None = None
    bad: Bad | None = None
    try:
        walk = Walk(connection, _marks(connection, given, data), _erased(connection))
        walk.run()
        _tiles(connection, walk)
        _strays(connection, walk)
        for kind, states in records.items():
            _records(connection, kind, states(connection.alias))
        _evidence(connection, data)
    except Bad as found:
        bad = found
    last = None if bad else newest(connection.alias)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_seq")
        entries = int(cursor.fetchone()[0])
    return Report(
        ok=bad is None,
        entries=entries,
        sealed=walk.good if walk else 0,
        erased=walk.missing if walk else 0,
        first_bad=bad.as_dict() if bad else None,
        checkpoint=last[0].text() if last else None,
    )


def _given(against: str, known: list[Verifier]) -> Mark:
    note = against if "\n" in against else Path(against).read_text()
    checkpoint = open_checkpoint(note, known)
    return Mark(checkpoint.size, checkpoint.root, _("the given checkpoint"))


def _marks(connection: Any, given: Mark | None, data: Path | None) -> Iterator[Mark]:
    """Every checkpoint there is, smallest first, with its signature checked; each once."""
    known = files.verifiers(data)
    stored = _stored(connection)
    kept = ((size, path.read_text(errors="replace")) for size, path in files.checkpoint_files(data))
    seen: tuple[int, str] | None = None
    for size, note in heapq.merge(stored, kept, key=lambda pair: pair[0]):
        if given and size >= given.size:
            yield given
            given = None
        if (size, note) != seen:
            yield _mark(size, note, known)
        seen = (size, note)
    if given:
        yield given


def _stored(connection: Any) -> Iterator[tuple[int, str]]:
    """The checkpoints of the database in pages: no cursor stays open when the walk ends early."""
    sql = "SELECT size, note FROM ledger_checkpoint WHERE size > %s ORDER BY size LIMIT 1000"
    last, rows = -1, [(0, "")]
    while rows:
        with connection.cursor() as cursor:
            cursor.execute(sql, [last])
            rows = cursor.fetchall()
        yield from rows
        last = rows[-1][0] if rows else last


def _mark(size: int, note: str, known: list[Verifier]) -> Mark:
    name = _("checkpoint %(size)d") % {"size": size}
    try:
        checkpoint = open_checkpoint(note, known)
    except NoteError as error:
        raise Bad(None, f"{name}: {error}") from error
    if checkpoint.size != size:
        raise Bad(None, _("%(name)s is stored in the wrong place") % {"name": name})
    return Mark(size, checkpoint.root, name)


def _erased(connection: Any) -> set[str]:
    """Leaves whose payload an erasure has taken away."""
    sql = """SELECT p.body FROM ledger_entry e JOIN ledger_payload p ON p.entry_id = e.id
              WHERE e.kind = %s"""
    found: set[str] = set()
    for (body,) in stream(connection, sql, [ERASURES]):
        try:
            found |= set(orjson.loads(bytes(body))["leaves"])
        except (ValueError, KeyError, TypeError):
            continue  # the walk names the erasure whose payload was changed
    return found


def _tiles(connection: Any, walk: Walk) -> None:
    """The stored roots of tiles are those of the walk, all of them and no others."""
    tiles = Tiles(connection)
    expected = here = 0
    for level in range(1, LEVELS):
        full = walk.good >> 8 * level
        expected += full
        here += _count(connection, level, level, full)
        for index in range(full if level > 1 else 0):
            below = tiles(level - 1, index * TILE, (index + 1) * TILE)
            if tiles(level, index, index + 1) != [root(below)]:
                raise Bad(index << 8 * level, _("a stored hash of the tree has been changed"))
    if not expected == here == _count(connection, 0, 99, 2**62):
        raise Bad(None, _("a stored hash of the tree has been added or removed"))


def _count(connection: Any, low: int, high: int, end: int) -> int:
    """How many nodes of the levels ``low`` to ``high`` stand before the index ``end``."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM ledger_node
                WHERE level BETWEEN %s AND %s AND "index" >= 0 AND "index" < %s""",
            [low, high, end],
        )
        return int(cursor.fetchone()[0])


def _evidence(connection: Any, data: Path | None) -> None:
    """Every file of the evidence store is there at its length; its bytes are hashed by night
    (``evidence.recheck``), for they may be many."""
    for sha256, length in stream(connection, "SELECT sha256, size FROM ledger_blob"):
        if evidence.length(sha256, data) != length:
            why = _("the evidence file is missing or has another length")
            raise Bad(None, why, "evidence", sha256)


_HOW_MANY = """
SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_payload),
       (SELECT count(*) FROM ledger_erased)"""
_UNPLACED = """
SELECT e.kind, e.rec FROM ledger_entry e LEFT JOIN ledger_seq s ON s.entry_id = e.id
 WHERE s.entry_id IS NULL {age} ORDER BY e.id LIMIT 1"""
_ALIEN = """
SELECT p.entry_id FROM ledger_payload p LEFT JOIN ledger_entry e ON e.id = p.entry_id
 WHERE e.id IS NULL OR p.section <> '' LIMIT 1"""
_ERASED = """
SELECT x.entry_id FROM ledger_erased x
  LEFT JOIN ledger_entry e ON e.id = x.entry_id
  LEFT JOIN ledger_entry b ON b.id = x.by_id AND b.kind = %s
  LEFT JOIN ledger_payload p ON p.entry_id = x.entry_id
 WHERE e.id IS NULL OR b.id IS NULL OR p.entry_id IS NOT NULL LIMIT 1"""


def _strays(connection: Any, walk: Walk) -> None:
    """Rows that belong to no place in the order. When there are as many entries and payloads as
    the walk has met, there are no others, and nobody needs to look for them."""
    sealed = walk.tree.size
    with connection.cursor() as cursor:
        cursor.execute(_HOW_MANY)
        if cursor.fetchone() == (sealed, sealed - walk.missing, 0):
            return
    # An entry may wait for the sequencer of PostgreSQL, but not for a minute.
    age = "" if connection.vendor == "sqlite" else "AND e.at < now() - interval '60 seconds'"
    with connection.cursor() as cursor:
        cursor.execute(_UNPLACED.format(age=age))
        if row := cursor.fetchone():
            why = _("the entry has no position: it was inserted behind the ledger's back")
            raise Bad(None, why, row[0], str(uuid(row[1])))
        cursor.execute(_ALIEN)
        if cursor.fetchone():
            raise Bad(None, _("a payload belongs to no entry"))
        cursor.execute(_ERASED, [ERASURES])
        if cursor.fetchone():
            raise Bad(None, _("a mark of erasure belongs to no erasure"))


_LAST = """
SELECT e.rec, e.ver, s.pos, p.body
  FROM (SELECT rec, max(ver) AS ver FROM ledger_entry WHERE kind = %s GROUP BY rec) l
  JOIN ledger_entry e ON e.kind = %s AND e.rec = l.rec AND e.ver = l.ver
  LEFT JOIN ledger_seq s ON s.entry_id = e.id
  LEFT JOIN ledger_payload p ON p.entry_id = e.id AND p.section = ''
 ORDER BY l.rec"""


def _records(connection: Any, kind: str, states: Iterable[State]) -> None:
    """Each record against its last entry."""
    with closing(stream(connection, _LAST, [kind, kind])) as rows:
        _pair(kind, ((uuid(rec), *rest) for rec, *rest in rows), states)


def _pair(kind: str, entries: Iterator[Any], states: Iterable[State]) -> None:
    """Both come ordered by id, so that one pass pairs them."""
    entry: Any = next(entries, None)
    before = None
    for rec, ver, state in (every := iter(states)):
        gone = entry is not None and entry[0] < rec
        if (before and rec <= before) or (gone and any(one[0] == entry[0] for one in every)):
            raise ValueError(f"the records of {kind} must come ordered by id")
        before = rec
        if gone:
            break
        if not entry or entry[0] > rec:
            raise Bad(None, _("the record has no entry"), kind, str(rec))
        _agree(kind, entry, ver, state)
        entry = next(entries, None)
    if entry:
        raise Bad(entry[2], _("the record has been removed"), kind, str(entry[0]))


def _agree(
    kind: str, entry: tuple[UUID, int, int | None, Any], ver: int, state: str | None
) -> None:
    rec, last, pos, body = entry
    if ver != last:
        why = _("the record stands at version %(ver)d, its last entry at %(last)d")
        raise Bad(pos, why % {"ver": ver, "last": last}, kind, str(rec))
    said = orjson.loads(bytes(body)).get("state") if body is not None else None
    if said is not None and state is not None and said != state:
        raise Bad(pos, _("the record was changed without an act"), kind, str(rec))
