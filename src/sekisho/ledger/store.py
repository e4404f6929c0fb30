"""The SQL of an append, for both databases: as few round trips as each of them allows."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID


class Row(NamedTuple):
    """One entry ready to be written."""

    core: bytes
    leaf: bytes
    kind: str
    rec: UUID
    ver: int
    salt: bytes
    body: bytes


Version = tuple[str, UUID, int]

_LEAVES_SQLITE = """
SELECT e.kind, e.rec, e.ver, e.leaf FROM json_each(%s) w CROSS JOIN ledger_entry e
 WHERE e.kind = json_extract(w.value, '$[0]') AND e.rec = json_extract(w.value, '$[1]')
   AND e.ver = json_extract(w.value, '$[2]')"""
_LEAVES_POSTGRES = """
SELECT e.kind, e.rec, e.ver, e.leaf
  FROM unnest(%s::text[], %s::uuid[], %s::int[]) AS w(kind, rec, ver)
  JOIN ledger_entry e USING (kind, rec, ver)"""

_HEAD_SQLITE = """
SELECT coalesce((SELECT max(id) FROM ledger_entry), 0),
       coalesce((SELECT max(pos) FROM ledger_seq), -1)"""
_ENTRY_SQLITE = """
INSERT INTO ledger_entry (id, core, leaf, kind, rec, ver, at, grp)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"""
_PAYLOAD_SQLITE = """
INSERT INTO ledger_payload (entry_id, section, salt, body, key_id) VALUES (%s, '', %s, %s, '')"""
_SEQ_SQLITE = "INSERT INTO ledger_seq (pos, entry_id) VALUES (%s, %s)"

# The sequencer relies on a transaction having its id before its entries have theirs; CASE alone
# fixes the order in which PostgreSQL evaluates the two.
_ONE_POSTGRES = """
WITH e AS (INSERT INTO ledger_entry (id, core, leaf, kind, rec, ver, at, grp)
           VALUES (CASE WHEN pg_current_xact_id() IS NOT NULL
                        THEN nextval('ledger_entry_id_seq') END, %s, %s, %s, %s, %s, %s, %s)
           RETURNING id)
INSERT INTO ledger_payload (entry_id, section, salt, body, key_id)
SELECT id, '', %s, %s, '' FROM e RETURNING entry_id"""
_MANY_POSTGRES = """
WITH r AS (SELECT * FROM unnest(%s::bytea[], %s::bytea[], %s::text[], %s::uuid[], %s::int[],
                                %s::bytea[], %s::bytea[])
                    WITH ORDINALITY AS r(core, leaf, kind, rec, ver, salt, body, n)),
     e AS (INSERT INTO ledger_entry (id, core, leaf, kind, rec, ver, at, grp)
           SELECT CASE WHEN pg_current_xact_id() IS NOT NULL
                       THEN nextval('ledger_entry_id_seq') END,
                  core, leaf, kind, rec, ver, %s, %s FROM r ORDER BY n
           RETURNING id, kind, rec, ver)
INSERT INTO ledger_payload (entry_id, section, salt, body, key_id)
SELECT e.id, '', r.salt, r.body, '' FROM e JOIN r USING (kind, rec, ver)
RETURNING entry_id"""


def leaves(connection: Any, wanted: Sequence[Version]) -> dict[Version, bytes]:
    """The leaf hashes of these versions of records, as far as they are in the ledger."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            rows = [(kind, rec.hex, ver) for kind, rec, ver in wanted]
            cursor.execute(_LEAVES_SQLITE, [json.dumps(rows)])
        else:
            cursor.execute(_LEAVES_POSTGRES, [list(column) for column in zip(*wanted, strict=True)])
        found = cursor.fetchall()
    return {(kind, uuid(rec), ver): bytes(leaf) for kind, rec, ver, leaf in found}


def uuid(value: Any) -> UUID:
    """A UUID column as the driver gives it: text on SQLite, a UUID on PostgreSQL."""
    return value if isinstance(value, UUID) else UUID(value)


def insert(connection: Any, rows: Sequence[Row], at: datetime, grp: UUID) -> list[int]:
    """Write entries and payloads; on SQLite, where writers queue anyway, their positions too."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            stamp = connection.ops.adapt_datetimefield_value(at)
            return _insert_sqlite(cursor, rows, stamp, grp.hex)
        return _insert_postgres(cursor, rows, at, grp)


def _insert_sqlite(cursor: Any, rows: Sequence[Row], at: str, grp: str) -> list[int]:
    cursor.execute(_HEAD_SQLITE)
    last, pos = cursor.fetchone()
    ids = list(range(last + 1, last + 1 + len(rows)))
    entries = [
        (id_, row.core, row.leaf, row.kind, row.rec.hex, row.ver, at, grp)
        for id_, row in zip(ids, rows, strict=True)
    ]
    payloads = [(id_, row.salt, row.body) for id_, row in zip(ids, rows, strict=True)]
    places = [(pos + 1 + n, id_) for n, id_ in enumerate(ids)]
    for sql, values in (
        (_ENTRY_SQLITE, entries),
        (_PAYLOAD_SQLITE, payloads),
        (_SEQ_SQLITE, places),
    ):
        if len(values) == 1:
            cursor.execute(sql, values[0])
        else:
            cursor.executemany(sql, values)
    return ids


def _insert_postgres(cursor: Any, rows: Sequence[Row], at: datetime, grp: UUID) -> list[int]:
    if len(rows) == 1:
        *entry, salt, body = rows[0]
        cursor.execute(_ONE_POSTGRES, [*entry, at, grp, salt, body])
    else:
        columns = [list(column) for column in zip(*rows, strict=True)]
        cursor.execute(_MANY_POSTGRES, [*columns, at, grp])
    # Ids were given in order of the rows, so sorting them restores it.
    return sorted(id_ for (id_,) in cursor.fetchall())
