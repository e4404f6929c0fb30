"""Leafing through the ledger backwards: by position, narrowed by register, day and actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from sekisho.ledger.history import Item, item

STEP = 500
FARTHEST = 20_000
"""How many entries one page looks through for an actor, whom no column names."""


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first; ``before``: the position to go on from, None at the beginning."""

    items: Sequence[Item]
    before: int | None


def back(
    before: int | None = None,
    limit: int = 50,
    *,
    kind: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    actor: UUID | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> Page:
    """The ``limit`` entries placed before ``before``: of ``kind``, within [since, until), by ``actor``.

    A page may hold fewer although there are more to come: then ``before`` is not None.
    """
    found: list[Item] = []
    looked = 0
    while True:
        part = _part(before, STEP if actor else limit + 1, kind, since, until, using)
        for one in part:
            if actor is None or one.actor == actor:
                found.append(one)
            if len(found) > limit:
                return Page(found[:limit], found[limit - 1].pos)
        looked += len(part)
        if len(part) < (STEP if actor else limit + 1):
            return Page(found, None)
        before = part[-1].pos
        if looked >= FARTHEST:
            return Page(found, before)


def _part(
    before: int | None,
    limit: int,
    kind: str,
    since: datetime | None,
    until: datetime | None,
    using: str,
) -> list[Item]:
    connection = connections[using]
    stamp = connection.ops.adapt_datetimefield_value
    asked: list[tuple[str, Any]] = []
    if before is not None:
        asked.append(("s.pos < %s", before))
    if kind:
        asked.append(("e.kind = %s", kind))
    if since is not None:
        asked.append(("e.at >= %s", stamp(since)))
    if until is not None:
        asked.append(("e.at < %s", stamp(until)))
    where = " AND ".join(condition for condition, _value in asked) or "1 = 1"
    sql = f"""SELECT e.id, s.pos, e.core, e.leaf, NULL FROM ledger_seq s
              JOIN ledger_entry e ON e.id = s.entry_id
             WHERE {where} ORDER BY s.pos DESC LIMIT %s"""  # noqa: S608 - our own conditions
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(value for _condition, value in asked), limit])
        return [item(row) for row in cursor.fetchall()]
