"""Files of the ledger beside the database: keys, checkpoints. Written whole or not at all."""

import base64
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from sekisho.ledger.note import Signer, Verifier, parse_vkey

DEFAULT_ORIGIN = "sekisho.localhost/ledger"


def data_folder(data: Path | None = None) -> Path:
    return Path(settings.DATA) if data is None else data


def origin_name() -> str:
    """The log's name in checkpoints and keys (setting SEKISHO_LEDGER_ORIGIN)."""
    return str(getattr(settings, "SEKISHO_LEDGER_ORIGIN", DEFAULT_ORIGIN))


def fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, content: bytes, mode: int = 0o644) -> None:
    """``path`` holds all of ``content`` afterwards, durably; a crash leaves the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


def signer(data: Path | None = None) -> Signer:
    """The signing key, made on first use: ``keys/ledger.key`` (0600), public ``keys/ledger.vkey``."""
    keys = data_folder(data) / "keys"
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = keys / "ledger.key"
    if not path.exists():
        _make_once(path, base64.b64encode(os.urandom(32)) + b"\n")
    found = Signer(origin_name(), base64.b64decode(path.read_bytes()))
    line = found.verifier.vkey()
    known = keys / "ledger.vkey"
    if not known.exists():
        write_atomically(known, f"{line}\n".encode())
    elif line not in (lines := known.read_text().splitlines()):
        # The log was renamed: notes under the old name must stay verifiable.
        write_atomically(known, "".join(f"{one}\n" for one in [*lines, line]).encode())
    return found


def _make_once(path: Path, content: bytes) -> None:
    """Two processes that start together agree on one key: the first link wins."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    write_atomically(draft, content, 0o600)
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    fsync_folder(path.parent)


def verifiers(data: Path | None = None) -> list[Verifier]:
    """The public keys this log has signed with; empty before the first checkpoint."""
    path = data_folder(data) / "keys" / "ledger.vkey"
    lines = path.read_text().splitlines() if path.exists() else []
    return [parse_vkey(line) for line in lines if line.strip()]


def checkpoint_path(size: int, data: Path | None = None) -> Path:
    return data_folder(data) / "checkpoints" / str(size)


def keep_checkpoint(size: int, note: str, data: Path | None = None) -> None:
    """Write ``checkpoints/<size>`` unless it is there already."""
    path = checkpoint_path(size, data)
    if not path.exists():
        write_atomically(path, note.encode())


def checkpoint_files(data: Path | None = None) -> Iterator[tuple[int, Path]]:
    """The checkpoints kept as files, smallest first."""
    folder = data_folder(data) / "checkpoints"
    names = (entry.name for entry in os.scandir(folder)) if folder.is_dir() else iter(())
    for size in sorted(int(name) for name in names if name.isascii() and name.isdigit()):
        yield size, folder / str(size)
