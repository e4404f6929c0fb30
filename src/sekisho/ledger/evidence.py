"""Files kept as evidence: named by the SHA-256 of their bytes, written once, checked for ever."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext as _

from sekisho.ledger.core import LedgerError
from sekisho.ledger.files import data_folder, fsync_folder
from sekisho.ledger.models import Blob

PIECE = 1 << 20
ORPHAN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store; ``sha256`` is 64 hex digits."""

    sha256: str
    size: int


class TooLarge(LedgerError):  # noqa: N818
    """The file has more bytes than the ``limit`` allows."""


def put(
    stream: BinaryIO,
    limit: int,
    at: datetime,
    using: str = DEFAULT_DB_ALIAS,
    data: Path | None = None,
) -> Stored:
    """Store all of ``stream`` and return its name; the same bytes are stored once.

    The file is durable before its row is: a row always has its file. Call it within the
    transaction of the act. Raises TooLarge beyond ``limit`` bytes, leaving nothing behind.
    """
    drafts = data_folder(data) / "evidence" / "drafts"
    drafts.mkdir(parents=True, exist_ok=True)
    draft = drafts / secrets.token_hex(16)
    try:
        stored = _receive(stream, draft, limit)
        path = _path(stored.sha256, data)
        _make_folders(path.parent, data_folder(data))
        draft.replace(path)
        fsync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    Blob.objects.using(using).bulk_create(
        [Blob(sha256=stored.sha256, size=stored.size, stored_at=at, checked_at=at)],
        ignore_conflicts=True,
    )
    return stored


def _receive(stream: BinaryIO, draft: Path, limit: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > limit:
                words = _("The file is larger than %(limit)d bytes. Choose a smaller one.")
                raise TooLarge(words % {"limit": limit})
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return Stored(digest.hexdigest(), size)


def _make_folders(folder: Path, data: Path) -> None:
    """The two folder levels of a name, durable from the data folder down."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        for one in (folder.parent, folder.parent.parent, data):
            fsync_folder(one)


def _path(sha256: str, data: Path | None) -> Path:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise LedgerError(f"not the SHA-256 of a file: {sha256[:80]!r}")
    return data_folder(data) / "evidence" / sha256[:2] / sha256[2:4] / sha256


def open_(sha256: str, data: Path | None = None) -> BufferedReader:
    """The stored file, open for reading. Raises FileNotFoundError when it is not there."""
    return _path(sha256, data).open("rb")


def length(sha256: str, data: Path | None = None) -> int | None:
    """How many bytes the stored file has; None when it is not there."""
    try:
        return _path(sha256, data).stat().st_size
    except (OSError, LedgerError):
        return None


def recheck(
    portion: int, at: datetime, using: str = DEFAULT_DB_ALIAS, data: Path | None = None
) -> list[str]:
    """Hash again the ``portion`` files checked longest ago; the names of those gone or changed."""
    rows = list(Blob.objects.using(using).order_by("checked_at", "sha256")[:portion])
    bad = [row.sha256 for row in rows if not _sound(row, data)]
    for row in rows:
        row.checked_at = at
    Blob.objects.using(using).bulk_update(rows, ["checked_at"], batch_size=500)
    return bad


def _sound(row: Blob, data: Path | None) -> bool:
    try:
        with open_(row.sha256, data) as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return digest == row.sha256 and stream.tell() == row.size
    except (OSError, LedgerError):
        return False


def sweep(at: datetime, using: str = DEFAULT_DB_ALIAS, data: Path | None = None) -> int:
    """Remove files no row knows, left by acts that failed a day ago or earlier; how many."""
    oldest = (at - ORPHAN_AFTER).timestamp()
    store = data_folder(data) / "evidence"
    old = [path for path in store.rglob("*") if path.is_file() and path.stat().st_mtime < oldest]
    known = _known((path.name for path in old), using)
    orphans = [path for path in old if path.name not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _known(names: Iterable[str], using: str) -> set[str]:
    wanted, found = list(names), set()
    for start in range(0, len(wanted), 500):
        rows = Blob.objects.using(using).filter(sha256__in=wanted[start : start + 500])
        found |= set(rows.values_list("sha256", flat=True))
    return found
