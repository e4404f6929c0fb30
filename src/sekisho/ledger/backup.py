"""One file from which everything comes back: tables, evidence, checkpoints, and the keys if asked."""

import hashlib
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend
from django.utils.translation import gettext as _

from sekisho.ledger import sealing, tables
from sekisho.ledger.core import LedgerError, moment
from sekisho.ledger.files import data_folder, fsync_folder
from sekisho.ledger.sequence import place_rest
from sekisho.ledger.snapshot import snapshot
from sekisho.ledger.verify import Records, Report, verify

FORMAT = "sekisho-backup-1"
MANIFEST = "manifest.json"
FOLDERS = ("evidence", "checkpoints")


def backup(
    target: Path,
    at: datetime,
    passphrase: str = "",
    with_keys: bool = False,
    using: str = DEFAULT_DB_ALIAS,
    data: Path | None = None,
) -> Path:
    """Write a consistent copy to ``target`` (a new file; it appears whole or not at all).

    With a ``passphrase`` the file is encrypted and holds the keys; without, it holds them only if
    ``with_keys``: whoever has them can sign as this log. Raises LedgerError if ``target`` exists.
    """
    if target.exists():
        raise LedgerError(_("%(file)s exists already. Name a new file.") % {"file": target})
    home = data_folder(data)
    draft = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as work:
            _collect(Path(work), at, using, home, bool(passphrase) or with_keys)
            _write(Path(work), draft, home, passphrase)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    fsync_folder(target.parent)
    return target


def _collect(work: Path, at: datetime, using: str, home: Path, keys: bool) -> None:
    """The tables as files in ``work``, and the manifest of everything that goes in."""
    (work / "tables").mkdir()
    with snapshot(connections[using]):
        tables.dump(work / "tables", using)
        shape = tables.migrations(using)
    listed = {f"tables/{path.name}": path for path in sorted((work / "tables").iterdir())}
    # Files are only ever added, and rows follow their files: these hold all the tables name.
    for folder in (*FOLDERS, *(("keys",) if keys else ())):
        listed |= dict(_files(home, folder))
    public = home / "keys" / "ledger.vkey"
    if public.exists():  # whoever restores can verify; signing takes the secret key
        listed["keys/ledger.vkey"] = public
    manifest = {
        "format": FORMAT,
        "at": moment(at),
        "migrations": shape,
        "files": {name: _sha256(path) for name, path in listed.items()},
    }
    (work / MANIFEST).write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))


def _files(home: Path, folder: str) -> Iterator[tuple[str, Path]]:
    for path in sorted((home / folder).rglob("*")):
        parts = path.relative_to(home).parts
        passing = any(part.startswith(".") for part in parts) or parts[:2] == ("evidence", "drafts")
        if path.is_file() and not passing:
            yield "/".join(parts), path


def _write(work: Path, draft: Path, home: Path, passphrase: str) -> None:
    plain = work / "plain.tar"
    with tarfile.open(plain, "w") as tar:
        tar.add(work / MANIFEST, MANIFEST)
        for name in orjson.loads((work / MANIFEST).read_bytes())["files"]:
            tar.add((work if name.startswith("tables/") else home) / name, name)
    if passphrase:
        with plain.open("rb") as source, draft.open("xb") as target:
            sealing.encrypt(source, target, passphrase)
    else:
        shutil.copyfile(plain, draft)
    draft.chmod(0o600)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def restore(
    source: Path,
    folder: Path,
    passphrase: str = "",
    using: str | None = None,
    records: Records | None = None,
) -> Report:
    """Bring a backup back into ``folder``, and say whether the ledger in it verifies.

    The tables go into ``sekisho.sqlite3`` there, or into the empty database ``using``. Raises
    LedgerError when something is there already, or when the file is damaged; nothing stays then.
    """
    occupied = [name for name in ("sekisho.sqlite3", *FOLDERS) if (folder / name).exists()]
    if (using is None and occupied) or (using and _holds_tables(using)):
        words = _("%(folder)s is not empty. Restore into an empty folder and an empty database.")
        raise LedgerError(words % {"folder": folder})
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        manifest = _unpack(source, Path(work), passphrase)
        with _database(folder, using) as alias:
            tables.load(Path(work) / "tables", manifest["migrations"], connections[alias])
            place_rest(alias)
            _move_in(Path(work), folder)
            return verify(records=records, using=alias, data=folder)


def prove(
    source: Path, passphrase: str = "", records: Records | None = None, room: Path | None = None
) -> Report:
    """Restore into a temporary folder (within ``room``) and verify: a backup that was never
    restored is a hope."""
    with tempfile.TemporaryDirectory(dir=room) as folder:
        return restore(source, Path(folder), passphrase, records=records)


def _holds_tables(using: str) -> bool:
    return bool(connections[using].introspection.table_names())


def _unpack(source: Path, work: Path, passphrase: str) -> Any:
    """Every file of the backup in ``work``, with its hash checked; returns the manifest."""
    plain = source
    with source.open("rb") as stream:
        if sealing.encrypted(stream):
            plain = work / "plain.tar"
            with plain.open("xb") as target:
                sealing.decrypt(stream, target, passphrase)
    try:
        with tarfile.open(plain) as tar:
            tar.extractall(work, filter="data")
        manifest = orjson.loads((work / MANIFEST).read_bytes())
        wrong = [name for name, sha in manifest["files"].items() if _sha256(work / name) != sha]
    except (OSError, KeyError, ValueError, tarfile.TarError) as error:
        words = _("%(file)s is no backup of Sekisho, or it is damaged: %(error)s")
        raise LedgerError(words % {"file": source, "error": error}) from error
    if manifest["format"] != FORMAT or wrong:
        words = _("%(file)s is damaged: %(names)s does not fit the manifest.")
        raise LedgerError(words % {"file": source, "names": ", ".join(wrong) or MANIFEST})
    return manifest


def _move_in(work: Path, folder: Path) -> None:
    for name in (*FOLDERS, "keys"):
        if (work / name).is_dir():
            shutil.copytree(work / name, folder / name, dirs_exist_ok=True)
    for path in (folder / "keys").glob("*"):
        path.chmod(0o600)


@contextmanager
def _database(folder: Path, using: str | None) -> Iterator[str]:
    """The alias to load into: ``using``, or a new SQLite file in ``folder``; removed on failure."""
    if using:
        yield using
        return
    alias, path = f"restore-{folder.name}", folder / "sekisho.sqlite3"
    settings = dict(connections.settings[DEFAULT_DB_ALIAS])
    settings |= {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
        "CONN_MAX_AGE": 0,
    }
    connections[alias] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, alias)
    try:
        yield alias
        connections[alias].cursor().execute("PRAGMA journal_mode=WAL")
    except BaseException:
        connections[alias].close()
        for one in (path, *(folder / name for name in FOLDERS)):
            shutil.rmtree(one, ignore_errors=True) if one.is_dir() else one.unlink(missing_ok=True)
        raise
    finally:
        connections[alias].close()
        del connections[alias]
