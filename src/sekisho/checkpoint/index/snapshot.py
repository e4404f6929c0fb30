"""The index as a file, so that a process decides a moment after it starts and follows from there.

A snapshot is sealed with a key of this installation, and names the ledger entry it goes up to. One
that is torn, was touched, belongs to another ledger, another version or other facts is not used: the
index is then read from the database. It holds personal data as the database does: mode 0600.
"""

import gc
import hmac
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from sekisho import __version__
from sekisho.checkpoint.index.index import Index
from sekisho.checkpoint.index.packing import SHAPE, pack, unpack

FORMAT = 1
FOLDER, NAME = "checkpoint", "index.snapshot"
SEAL = 32
log = logging.getLogger(__name__)


class Loaded(NamedTuple):
    facts: Index
    pos: int
    newest: int
    on: date


def usual() -> Path:
    """Where the snapshot of this installation lies."""
    return Path(settings.DATA) / FOLDER / NAME


def keep(path: Path, index: Index, pos: int, newest: int, on: date) -> int:
    """Write ``index`` as of ``pos``, whole or not at all; how many bytes."""
    body = pack(index)
    told = {**_about(), "pos": pos, "newest": newest, "on": on.isoformat(), "leaf": _leaf(pos)}
    head = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.writelines((head, b"\n", _seal(head, body), body))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return len(body)


def load(path: Path) -> Loaded | None:
    """The index of a snapshot that may be used here and now; else None."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    head, _line, rest = raw.partition(b"\n")
    seal, body = rest[:SEAL], memoryview(rest)[SEAL:]
    if len(seal) != SEAL or not hmac.compare_digest(seal, _seal(head, body)):
        log.warning("the snapshot of the checkpoint is damaged or not ours, and is not used")
        return None
    told = orjson.loads(head)
    if not _fits(told):
        log.info("the snapshot of the checkpoint is of another version or ledger, and is not used")
        return None
    was = gc.isenabled()
    gc.disable()  # nothing becomes garbage while millions of objects come into being
    try:
        index = unpack(body)
    finally:
        if was:
            gc.enable()
    return Loaded(index, told["pos"], told["newest"], date.fromisoformat(told["on"]))


def _fits(told: Mapping[str, Any]) -> bool:
    same = all(told.get(name) == value for name, value in _about().items())
    return same and told["leaf"] is not None and told["leaf"] == _leaf(told["pos"])


def _about() -> dict[str, Any]:
    """What must be the same where a snapshot is read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(id) FROM django_migrations")
        schema = list(cursor.fetchone())
    shape = sha256(repr(SHAPE).encode()).hexdigest()
    return {"format": FORMAT, "python": list(sys.version_info[:2]), "sekisho": __version__,
            "shape": shape, "schema": schema, "zone": settings.TIME_ZONE}  # fmt: skip


def _leaf(pos: int) -> str | None:
    """The leaf hash of the last entry before ``pos``: of a ledger that was put back it differs."""
    sql = (
        "SELECT e.leaf FROM ledger_seq s JOIN ledger_entry e ON e.id = s.entry_id WHERE s.pos = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [pos - 1])
        row = cursor.fetchone()
    return bytes(row[0]).hex() if row else None


def _seal(head: bytes, body: Any) -> bytes:
    key = salted_hmac("sekisho.checkpoint", "snapshot", algorithm="sha256").digest()
    mac = hmac.new(key, head, "sha256")
    mac.update(b"\n")
    mac.update(body)
    return mac.digest()
