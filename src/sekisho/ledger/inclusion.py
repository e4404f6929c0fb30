"""The proof that one entry stands in the tree the newest checkpoint signs: RFC 6962, in JSON."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from sekisho.ledger import sequence
from sekisho.ledger.tiles import Tiles
from sekisho.ledger.tree import inclusion_proof

_ENTRY = """SELECT e.core, e.leaf FROM ledger_seq s JOIN ledger_entry e ON e.id = s.entry_id
 WHERE s.pos = %s"""


def proof(pos: int, using: str = DEFAULT_DB_ALIAS) -> dict[str, Any] | None:
    """The entry's core, its leaf, the way up the tree and the signed note; None: not sealed yet."""
    found = sequence.newest()
    if found is None or not 0 <= pos < found[0].size:
        return None
    signed, note = found
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_ENTRY, [pos])
        core, leaf = cursor.fetchone()
    way = inclusion_proof(Tiles(connection), pos, signed.size)
    return {
        "pos": pos,
        "size": signed.size,
        "core": bytes(core).decode(),
        "leaf": bytes(leaf).hex(),
        "proof": [one.hex() for one in way],
        "checkpoint": note,
    }
