"""Reading what happened: one record, one act, or the last word on many records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import DEFAULT_DB_ALIAS, connections

from sekisho.ledger.core import moment

CHUNK = 1000
SELECT = """
SELECT e.id, s.pos, e.core, e.leaf, p.body FROM ledger_entry e
  LEFT JOIN ledger_seq s ON s.entry_id = e.id
  LEFT JOIN ledger_payload p ON p.entry_id = e.id AND p.section = ''
"""

_LAST = """ WHERE e.kind = %%s AND e.rec IN (%s) AND e.ver =
 (SELECT max(l.ver) FROM ledger_entry l WHERE l.kind = e.kind AND l.rec = e.rec)"""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as people read it. ``pos`` is None until the sequencer has placed it;
    ``payload`` is None when it was erased."""

    id: int
    pos: int | None
    at: datetime
    act: str
    kind: str
    rec: UUID
    ver: int
    actor: UUID
    on_behalf: UUID | None
    via: str
    grp: UUID
    sub: tuple[UUID, ...]
    payload: dict[str, Any] | None
    erased: bool
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Deed:
    """Of an entry only who did what."""

    id: int
    act: str
    actor: UUID
    on_behalf: UUID | None


def item(row: Sequence[Any]) -> Item:
    """An Item from the columns id, pos, core, leaf, body."""
    id_, pos, core, leaf, body = row
    said = orjson.loads(bytes(core))
    return Item(
        id=id_,
        pos=pos,
        at=datetime.fromisoformat(said["at"]),
        act=said["act"],
        kind=said["kind"],
        rec=UUID(said["rec"]),
        ver=said["ver"],
        actor=UUID(said["actor"]),
        on_behalf=UUID(said["on_behalf"]) if said["on_behalf"] else None,
        via=said["via"],
        grp=UUID(said["grp"]),
        sub=tuple(UUID(one) for one in said["sub"]),
        payload=None if body is None else orjson.loads(bytes(body)),
        erased=body is None,
        leaf=bytes(leaf),
    )


def _items(connection: Any, sql: str, values: Sequence[Any]) -> list[Item]:
    with connection.cursor() as cursor:
        cursor.execute(SELECT + sql, values)
        return [item(row) for row in cursor.fetchall()]


def _id(connection: Any, value: UUID) -> Any:
    return value.hex if connection.vendor == "sqlite" else value


def history(
    kind: str, rec: UUID, limit: int = 50, before: int | None = None, using: str = DEFAULT_DB_ALIAS
) -> list[Item]:
    """The entries of one record, newest first; ``before`` is the ``ver`` to go on from."""
    connection = connections[using]
    values = [kind, _id(connection, rec), *([] if before is None else [before]), limit]
    older = "" if before is None else " AND e.ver < %s"
    where = f" WHERE e.kind = %s AND e.rec = %s{older} ORDER BY e.ver DESC LIMIT %s"
    return _items(connection, where, values)


def as_of(kind: str, rec: UUID, at: datetime, using: str = DEFAULT_DB_ALIAS) -> list[Item]:
    """The entries of one record up to the moment ``at`` (aware), oldest first."""
    connection = connections[using]
    moment(at)
    stamp = connection.ops.adapt_datetimefield_value(at)
    where = " WHERE e.kind = %s AND e.rec = %s AND e.at <= %s ORDER BY e.ver"
    return _items(connection, where, [kind, _id(connection, rec), stamp])


def group(grp: UUID, using: str = DEFAULT_DB_ALIAS) -> list[Item]:
    """Every entry of one act, in order."""
    connection = connections[using]
    return _items(connection, " WHERE e.grp = %s ORDER BY e.id", [_id(connection, grp)])


def latest(kind: str, recs: Sequence[UUID], using: str = DEFAULT_DB_ALIAS) -> dict[UUID, Item]:
    """The last entry of each of these records; one query per 1,000 records."""
    connection = connections[using]
    found: dict[UUID, Item] = {}
    for chunk in _chunks(recs):
        ids = [_id(connection, rec) for rec in chunk]
        where = _LAST % ", ".join(["%s"] * len(ids))
        found |= {one.rec: one for one in _items(connection, where, [kind, *ids])}
    return found


def deeds(kind: str, rec: UUID, using: str = DEFAULT_DB_ALIAS) -> list[Deed]:
    """Who did what to one record, newest first; without the payloads."""
    connection = connections[using]
    where = "kind = %s AND rec = %s ORDER BY ver DESC"
    return _deeds(connection, where, [kind, _id(connection, rec)])


def deeds_of_many(
    kind: str, recs: Sequence[UUID], since: int, using: str = DEFAULT_DB_ALIAS
) -> list[Deed]:
    """Who did what to any of these records from the entry ``since`` on."""
    connection = connections[using]
    found: list[Deed] = []
    for chunk in _chunks(recs):
        marks = ", ".join(["%s"] * len(chunk))
        ids = [_id(connection, rec) for rec in chunk]
        where = f"kind = %s AND id >= %s AND rec IN ({marks})"
        found += _deeds(connection, where, [kind, since, *ids])
    return found


def _deeds(connection: Any, where: str, values: Sequence[Any]) -> list[Deed]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, core FROM ledger_entry WHERE {where}", values)  # noqa: S608
        return [_deed(id_, orjson.loads(bytes(core))) for id_, core in cursor.fetchall()]


def _deed(id_: int, said: dict[str, Any]) -> Deed:
    behalf = UUID(said["on_behalf"]) if said["on_behalf"] else None
    return Deed(id_, said["act"], UUID(said["actor"]), behalf)


def every(kind: str, using: str = DEFAULT_DB_ALIAS) -> Iterator[Item]:
    """Every entry about records of ``kind``, oldest first, 1,000 to a query."""
    connection = connections[using]
    last = 0
    while True:
        where = " WHERE e.kind = %s AND e.id > %s ORDER BY e.id LIMIT %s"
        part = _items(connection, where, [kind, last, CHUNK])
        yield from part
        if len(part) < CHUNK:
            return
        last = part[-1].id


def of_records(
    kind: str, recs: Sequence[UUID], using: str = DEFAULT_DB_ALIAS
) -> dict[UUID, list[Item]]:
    """The entries of each of these records, oldest first; one query per 1,000 records."""
    connection = connections[using]
    found: dict[UUID, list[Item]] = {}
    for chunk in _chunks(recs):
        ids = [_id(connection, rec) for rec in chunk]
        marks = ", ".join(["%s"] * len(ids))
        where = f" WHERE e.kind = %s AND e.rec IN ({marks}) ORDER BY e.ver"
        for one in _items(connection, where, [kind, *ids]):
            found.setdefault(one.rec, []).append(one)
    return found


def deeds_of_each(
    kind: str, recs: Sequence[UUID], using: str = DEFAULT_DB_ALIAS
) -> dict[UUID, list[Deed]]:
    """``deeds`` of many records, newest first for each; one query per 1,000 records."""
    connection = connections[using]
    found: dict[UUID, list[Deed]] = {rec: [] for rec in recs}
    for chunk in _chunks(recs):
        marks = ", ".join(["%s"] * len(chunk))
        ids = [_id(connection, rec) for rec in chunk]
        sql = f"SELECT id, core FROM ledger_entry WHERE kind = %s AND rec IN ({marks}) ORDER BY ver DESC"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [kind, *ids])
            for id_, core in cursor.fetchall():
                said = orjson.loads(bytes(core))
                found[UUID(said["rec"])].append(_deed(id_, said))
    return found


def _chunks(recs: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(recs), CHUNK):
        yield recs[start : start + CHUNK]
