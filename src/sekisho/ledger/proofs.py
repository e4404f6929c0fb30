"""Single entries with their way up the sealed tree: a part of the ledger that can be checked alone."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files as resources
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from sekisho.ledger import sequence
from sekisho.ledger.history import CHUNK
from sekisho.ledger.tiles import Tiles
from sekisho.ledger.tree import inclusion_proof

_ROWS = """SELECT s.pos, e.core, p.salt, p.body FROM ledger_entry e
  JOIN ledger_seq s ON s.entry_id = e.id
  LEFT JOIN ledger_payload p ON p.entry_id = e.id AND p.section = ''
 WHERE e.kind = %%s AND e.rec IN (%s) ORDER BY s.pos"""
COPIED = "# Every bundle holds what follows, behind the functions of verify.py.\n"


def proofs(
    records: Mapping[str, Iterable[UUID]], using: str = DEFAULT_DB_ALIAS
) -> Iterator[dict[str, Any]]:
    """Every sealed entry of these records: its core, its payload with the salt, its proof.

    All lead to the root of the newest checkpoint; an erased payload stays out. Seal first.
    """
    newest = sequence.newest(using)
    if newest is None:
        return
    connection, size = connections[using], newest[0].size
    tiles = Tiles(connection)
    for kind, recs in records.items():
        for pos, core, salt, body in _rows(connection, kind, list(recs)):
            if pos < size:
                yield {
                    "pos": pos,
                    "core": bytes(core).decode(),
                    "salt": None if salt is None else bytes(salt).hex(),
                    "body": None if body is None else bytes(body).decode(),
                    "proof": [one.hex() for one in inclusion_proof(tiles, pos, size)],
                }


def _rows(connection: Any, kind: str, recs: list[UUID]) -> Iterator[Any]:
    for start in range(0, len(recs), CHUNK):
        chunk = recs[start : start + CHUNK]
        ids = [rec.hex if connection.vendor == "sqlite" else rec for rec in chunk]
        with connection.cursor() as cursor:
            cursor.execute(_ROWS % ", ".join(["%s"] * len(ids)), [kind, *ids])
            yield from cursor.fetchall()


def verifier() -> bytes:
    """The program that travels with a bundle: one file, made of the two that are tested here."""
    home = resources("sekisho.ledger.verifier")
    ledger = (home / "verify.py").read_text(encoding="utf-8").split('"""', 2)[2]
    _empty, words, bundle = (home / "bundle.py").read_text(encoding="utf-8").split('"""', 2)
    functions, own = ledger.partition("def main(")[0], bundle.partition(COPIED)[2]
    return f'"""{words}"""{functions}{own}'.encode()
