"""The order of all acts, and the seal over it.

On SQLite an act takes its position itself: writers queue anyway. On PostgreSQL acts only add their
entry, and one sequencer at a time places what has been committed, so acts never wait for each other.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from sekisho.ledger import files
from sekisho.ledger.core import LedgerError
from sekisho.ledger.note import Checkpoint, parse_checkpoint
from sekisho.ledger.tiles import Tiles
from sekisho.ledger.tree import range_root

LOCK = 0x5EC1_5A0
LIMIT = 5000

_PLACE = """
INSERT INTO ledger_seq (pos, entry_id)
SELECT h.size + n.k, n.id
  FROM (SELECT coalesce(max(pos) + 1, 0) AS size FROM ledger_seq) h,
       (SELECT e.id, row_number() OVER (ORDER BY e.id) - 1 AS k
          FROM ledger_entry e LEFT JOIN ledger_seq s ON s.entry_id = e.id
         WHERE e.id > %s AND s.entry_id IS NULL ORDER BY e.id LIMIT %s) n"""
_SNAPSHOT = """
SELECT coalesce((SELECT max(id) FROM ledger_entry), 0),
       pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint
  FROM pg_current_snapshot() s"""
_KEEP_FLOOR = """
INSERT INTO ledger_floor (id, floor, mark, horizon) VALUES (1, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET floor = excluded.floor, mark = excluded.mark,
                               horizon = excluded.horizon"""


def size(using: str = DEFAULT_DB_ALIAS) -> int:
    """How many entries have a position."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT coalesce(max(pos) + 1, 0) FROM ledger_seq")
        return int(cursor.fetchone()[0])


def integrate(limit: int = LIMIT, using: str = DEFAULT_DB_ALIAS) -> int:
    """Place up to ``limit`` committed entries that have no position yet; how many there were.

    0 also when another process is at it.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        return 0
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if not _lead(connection, cursor):
            return 0
        floor, mark, horizon = _floor(cursor)
        cursor.execute(_SNAPSHOT)
        last, xmin, xmax = cursor.fetchone()
        # Ids of transactions still open may be missing below the newest one, so nothing is
        # passed over until all transactions that could fill a gap are over.
        cursor.execute(_PLACE, [floor, limit])
        placed = int(cursor.rowcount)
        if placed < limit and floor < last and (mark <= floor or xmin >= horizon):
            cursor.execute(_KEEP_FLOOR, [max(floor, mark), last, xmax])
        return placed


_REST = """INSERT INTO ledger_seq (pos, entry_id)
    SELECT (SELECT coalesce(max(pos) + 1, 0) FROM ledger_seq)
           + row_number() OVER (ORDER BY e.id) - 1, e.id
      FROM ledger_entry e LEFT JOIN ledger_seq s ON s.entry_id = e.id
     WHERE s.entry_id IS NULL"""


def place_rest(using: str) -> int:
    """Place what had no position yet when a backup was taken; nobody else may be writing."""
    with connections[using].cursor() as cursor:
        cursor.execute(_REST)
        return max(int(cursor.rowcount), 0)


def _lead(connection: Any, cursor: Any) -> bool:
    """Be the only sequencer until the transaction ends; never wait for another."""
    if connection.vendor == "sqlite":
        return True
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
    return bool(cursor.fetchone()[0])


def _floor(cursor: Any) -> tuple[int, int, int]:
    cursor.execute("SELECT floor, mark, horizon FROM ledger_floor WHERE id = 1")
    return cursor.fetchone() or (0, 0, 0)


def newest(using: str = DEFAULT_DB_ALIAS) -> tuple[Checkpoint, str] | None:
    """The largest checkpoint stored in the database, and its note as signed."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
        row = cursor.fetchone()
    return (parse_checkpoint(row[0]), row[0]) if row else None


def seal(at: datetime, using: str = DEFAULT_DB_ALIAS, data: Path | None = None) -> str | None:
    """Place what is committed; if the tree grew, sign a checkpoint, store it and write its file.

    Returns the note, or None when there was nothing new. Raises LedgerError rather than sign a
    tree that does not contain the last one signed.
    """
    while integrate(using=using):
        pass
    last = newest(using)
    if last and last[0].size == size(using):
        files.keep_checkpoint(last[0].size, last[1], data)
        return None
    if last is None and not size(using):
        return None
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        return _sign(connection, cursor, at, data) if _lead(connection, cursor) else None


def _sign(connection: Any, cursor: Any, at: datetime, data: Path | None) -> str | None:
    last, grown = newest(connection.alias), size(connection.alias)
    old = last[0].size if last else 0
    tiles = Tiles(connection)
    if last and (grown < old or range_root(tiles, 0, old) != last[0].root):
        raise LedgerError(
            f"the ledger no longer contains what checkpoint {old} sealed; nothing was signed. "
            "Run: sekisho ledger verify"
        )
    if grown == old:
        return None
    cursor.executemany(
        'INSERT INTO ledger_node (level, "index", hash) VALUES (%s, %s, %s)',
        list(tiles.grow(old, grown)),
    )
    signer = files.signer(data)
    note = signer.sign(Checkpoint(signer.name, grown, range_root(tiles, 0, grown)).text())
    cursor.execute(
        "INSERT INTO ledger_checkpoint (size, note, at) VALUES (%s, %s, %s)",
        [grown, note, connection.ops.adapt_datetimefield_value(at)],
    )
    transaction.on_commit(lambda: files.keep_checkpoint(grown, note, data), using=connection.alias)
    return note
