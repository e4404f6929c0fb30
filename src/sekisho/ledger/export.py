"""The ledger as files that tools nobody here wrote can read (C2SP tlog-tiles)."""

import struct
from collections.abc import Iterator
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext as _

from sekisho.ledger import files
from sekisho.ledger.core import LedgerError
from sekisho.ledger.note import Checkpoint
from sekisho.ledger.sequence import newest
from sekisho.ledger.snapshot import snapshot
from sekisho.ledger.tree import TILE, leaf_hash, root

_ENTRIES = """
SELECT s.pos, e.core, p.salt, p.body FROM ledger_seq s
  JOIN ledger_entry e ON e.id = s.entry_id
  LEFT JOIN ledger_payload p ON p.entry_id = e.id AND p.section = ''
 WHERE s.pos >= %s AND s.pos < %s ORDER BY s.pos"""


def tile_path(level: int | str, index: int, width: int) -> str:
    """``tile/<level>/x001/x234/067``, with ``.p/<width>`` for a tile that is not full."""
    name = f"{index % 1000:03d}"
    while index >= 1000:
        index //= 1000
        name = f"x{index % 1000:03d}/{name}"
    return f"tile/{level}/{name}" + ("" if width == TILE else f".p/{width}")


def export(
    folder: Path,
    with_payloads: bool = False,
    using: str = DEFAULT_DB_ALIAS,
    data: Path | None = None,
) -> Checkpoint:
    """Write all that the newest checkpoint covers into ``folder`` (created; must be empty).

    ``checkpoint``, ``vkey``, ``tile/…``, ``verify.py`` and, if asked for, ``payloads/``: one JSON
    line per payload that has not been erased (pos, salt, body). Seal first to have the last acts in
    it. Raises LedgerError without a checkpoint, or for a folder that holds something.
    """
    connection = connections[using]
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise LedgerError(
            _("%(folder)s is not empty. Name a new folder for the export.") % {"folder": folder}
        )
    with snapshot(connection):
        last = newest(using)
        if not last:
            raise LedgerError(_("Nothing has been sealed yet, so there is nothing to export."))
        checkpoint, note = last
        leaves = list(_bundles(connection, folder, checkpoint.size, with_payloads))
    _hash_tiles(folder, leaves)
    (folder / "checkpoint").write_text(note)
    (folder / "vkey").write_text("".join(f"{one.vkey()}\n" for one in files.verifiers(data)))
    (folder / "verify.py").write_bytes(
        (resources("sekisho.ledger.verifier") / "verify.py").read_bytes()
    )
    return checkpoint


def _bundles(connection: Any, folder: Path, size: int, with_payloads: bool) -> Iterator[bytes]:
    """Write the entry bundles (and payloads); yields the leaf of each entry."""
    for index in range(-(-size // TILE)):
        start, end = index * TILE, min(size, (index + 1) * TILE)
        with connection.cursor() as cursor:
            cursor.execute(_ENTRIES, [start, end])
            rows = [(pos, bytes(core), salt, body) for pos, core, salt, body in cursor.fetchall()]
        bundle = b"".join(struct.pack(">H", len(core)) + core for _pos, core, *_rest in rows)
        _put(folder / tile_path("entries", index, end - start), bundle)
        if with_payloads:
            kept = ((pos, salt, body) for pos, _core, salt, body in rows if body is not None)
            _put(folder / "payloads" / f"{index:010d}.jsonl", b"".join(map(_line, kept)))
        yield from (leaf_hash(core) for _pos, core, *_rest in rows)


def _line(row: tuple[int, Any, Any]) -> bytes:
    pos, salt, body = row
    said = {"pos": pos, "salt": bytes(salt).hex(), "body": bytes(body).decode()}
    return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)


def _hash_tiles(folder: Path, leaves: list[bytes]) -> None:
    """Write every hash tile of every level; 32 bytes per entry are held in memory."""
    level, row = 0, leaves
    while row:
        above: list[bytes] = []
        for start in range(0, len(row), TILE):
            tile = row[start : start + TILE]
            _put(folder / tile_path(level, start // TILE, len(tile)), b"".join(tile))
            if len(tile) == TILE:
                above.append(root(tile))
        level, row = level + 1, above


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
