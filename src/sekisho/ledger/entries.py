"""Appending: the one way in, inside the transaction of the act that the entries tell of."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from sekisho.ledger import store
from sekisho.ledger.core import (
    VERSION,
    LedgerError,
    commitment,
    encode_core,
    encode_payload,
    moment,
)
from sekisho.ledger.tree import leaf_hash

SALT_BYTES = 32
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """What happened to one record: ``ver`` is its version after the act, counted from 1.

    ``payload`` may hold anything JSON can say, and dates, moments, UUIDs, decimals and sets; it
    is erasable. ``sub`` are opaque ids of the people concerned; they stay for good.
    """

    act: str
    kind: str
    rec: UUID
    ver: int
    payload: Mapping[str, Any]
    sub: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Who did it, when (aware), by which door; ``grp`` ties the entries of one act together."""

    actor: UUID
    at: datetime
    via: str
    grp: UUID
    on_behalf: UUID | None = None
    request: str = ""
    auth: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """An entry that now stands in the ledger; ``leaf`` is its RFC 6962 leaf hash."""

    id: int
    kind: str
    rec: UUID
    ver: int
    leaf: bytes


def append(drafts: Sequence[Draft], origin: Origin, using: str = DEFAULT_DB_ALIAS) -> list[Written]:
    """Write the entries of one act, in order, into the transaction that is open.

    Raises LedgerError outside a transaction, and when a version does not follow the last one of
    its record; IntegrityError when another act has taken the version meanwhile.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise LedgerError("append() belongs inside the transaction of the act: transaction.atomic")
    written: list[Written] = []
    for start in range(0, len(drafts), CHUNK):
        chunk = drafts[start : start + CHUNK]
        rows = list(_rows(chunk, origin, _heads(connection, chunk)))
        ids = store.insert(connection, rows, origin.at, origin.grp)
        written += [
            Written(id_, row.kind, row.rec, row.ver, row.leaf)
            for id_, row in zip(ids, rows, strict=True)
        ]
    return written


Record = tuple[str, UUID]


def _heads(connection: Any, drafts: Iterable[Draft]) -> dict[Record, tuple[int, bytes]]:
    """Version and leaf each record stands at: one query for all that are not new."""
    first: dict[Record, int] = {}
    for draft in drafts:
        first.setdefault((draft.kind, draft.rec), draft.ver)
    wanted = [(kind, rec, ver - 1) for (kind, rec), ver in first.items() if ver > 1]
    found = store.leaves(connection, wanted) if wanted else {}
    return {(kind, rec): (ver, leaf) for (kind, rec, ver), leaf in found.items()}


def _rows(
    drafts: Iterable[Draft], origin: Origin, heads: dict[Record, tuple[int, bytes]]
) -> Iterator[store.Row]:
    common = {
        "actor": str(origin.actor),
        "at": moment(origin.at),
        "auth": dict(origin.auth),
        "grp": str(origin.grp),
        "on_behalf": str(origin.on_behalf) if origin.on_behalf else None,
        "req": origin.request,
        "v": VERSION,
        "via": origin.via,
    }
    for draft in drafts:
        record = (draft.kind, draft.rec)
        ver, prev = heads.get(record, (0, None))
        if draft.ver != ver + 1:
            raise LedgerError(
                f"{draft.kind} {draft.rec}: version {draft.ver} does not follow "
                f"{f'version {ver}' if ver else 'any entry of this record'}"
            )
        body, salt = encode_payload(draft.payload), os.urandom(SALT_BYTES)
        core = encode_core(
            common
            | {
                "act": draft.act,
                "kind": draft.kind,
                "pay": commitment(salt, body).hex(),
                "prev": prev.hex() if prev else None,
                "rec": str(draft.rec),
                "sub": [str(one) for one in draft.sub],
                "ver": draft.ver,
            }
        )
        leaf = leaf_hash(core)
        heads[record] = (draft.ver, leaf)
        yield store.Row(core, leaf, draft.kind, draft.rec, draft.ver, salt, body)
