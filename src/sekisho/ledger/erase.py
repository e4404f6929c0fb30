"""Erasing what an entry told, and leaving the fact that it was erased."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from sekisho.ledger.core import LedgerError
from sekisho.ledger.entries import Draft, Origin, Written, append
from sekisho.ledger.ids import new_id
from sekisho.ledger.models import Entry, Erased, Payload

KIND = "erasures"


def erase(
    kind: str,
    rec: UUID,
    ids: Sequence[int] | None,
    origin: Origin,
    why: str,
    details: Mapping[str, Any] | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> Written:
    """Delete payload and salt of entries ``ids`` of one record (None: of all it has).

    The entries stay and the tree is untouched; an entry of kind ``erasures`` names the leaves it
    emptied, with the reason ``why`` and whatever ``details`` (legal basis, who decided) say: they
    must not repeat what is erased. Raises LedgerError when an entry is of another record, when
    nothing is left to erase, or for an erasure itself.
    """
    if kind == KIND:
        raise LedgerError("an erasure cannot itself be erased")
    with transaction.atomic(using=using):
        leaves = _leaves(kind, rec, ids, using)
        payload = {
            "kind": kind,
            "rec": rec,
            "leaves": sorted(leaf.hex() for leaf in leaves.values()),
            "why": why,
            "details": dict(details or {}),
        }
        draft = Draft("erase", KIND, new_id(origin.at), 1, payload, sub=(rec,))
        (written,) = append([draft], origin, using)
        _delete(list(leaves), written.id, using)
        return written


def _leaves(kind: str, rec: UUID, ids: Sequence[int] | None, using: str) -> dict[int, bytes]:
    """Leaf by entry id, of those entries that still have their payload."""
    rows = Entry.objects.using(using).filter(kind=kind, rec=rec)
    if ids is not None:
        rows = rows.filter(id__in=ids)
        if rows.count() != len(set(ids)):
            raise LedgerError(f"not every entry named belongs to {kind} {rec}")
    held = Payload.objects.using(using).filter(entry_id__in=rows.values("id"))
    here = set(held.values_list("entry_id", flat=True))
    found = {id_: bytes(leaf) for id_, leaf in rows.values_list("id", "leaf") if id_ in here}
    if not found:
        raise LedgerError(f"{kind} {rec} has nothing left to erase")
    return found


def _delete(ids: list[int], by: int, using: str) -> None:
    connection = connections[using]
    Erased.objects.using(using).bulk_create([Erased(entry_id=id_, by_id=by) for id_ in ids])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete=ON")  # overwrite, not only unlink
        cursor.executemany(
            "DELETE FROM ledger_payload WHERE entry_id = %s", [(id_,) for id_ in ids]
        )
