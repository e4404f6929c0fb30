"""Opening what was handed over: plain, gzip or zip; bounded, and never all of it in memory at once."""

import gzip
import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import orjson
from django.utils.translation import gettext as _

from sekisho.domains.threats.formats.told import UnreadableError

DOCUMENT = 64 * 2**20
"""The largest single document; an archive may hold any number of them."""
WHOLE = 8 * 2**30
RATIO = 200  # of a packed file: beyond it, somebody wants to fill our disk
PIECE = 2**20


def sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def opened(path: Path) -> IO[bytes]:
    """The bytes, unpacked if gzip."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path, "rb")) if packed else path.open("rb")


def documents(path: Path, suffix: str = ".json") -> Iterator[tuple[str, bytes]]:
    """Each document of an archive, or the file itself: its name and its bytes."""
    if not zipfile.is_zipfile(path):
        with opened(path) as stream:
            yield path.name, _bounded(stream, path.name)
        return
    with zipfile.ZipFile(path) as archive:
        found = [one for one in archive.infolist() if one.filename.lower().endswith(suffix)]
        if sum(one.file_size for one in found) > WHOLE:
            raise UnreadableError(_("The archive is too large when unpacked."))
        for one in found:
            if one.file_size > RATIO * max(one.compress_size, 1024):
                raise UnreadableError(
                    _("%(name)s is packed in a suspicious way.") % {"name": one.filename}
                )
            with archive.open(one) as stream:
                yield one.filename, _bounded(stream, one.filename)


def json_documents(path: Path) -> Iterator[tuple[str, Any]]:
    """Each JSON document. Raises UnreadableError with the name of the first that is none."""
    for name, data in documents(path):
        try:
            yield name, orjson.loads(data)
        except orjson.JSONDecodeError as error:
            words = _("%(name)s is no JSON: line %(line)s.")
            raise UnreadableError(words % {"name": name, "line": error.lineno}) from None


def _bounded(stream: IO[bytes], name: str) -> bytes:
    try:
        data = stream.read(DOCUMENT + 1)
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        words = _("%(name)s cannot be unpacked: %(why)s") % {"name": name, "why": error}
        raise UnreadableError(words) from None
    if len(data) > DOCUMENT:
        raise UnreadableError(_("%(name)s is larger than 64 MB.") % {"name": name})
    return data
