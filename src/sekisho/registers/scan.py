"""Which files may come in: told by their content, limited in kind, looked at by a scanner."""

import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Invalid

SIGNATURES: list[tuple[bytes, str, tuple[str, ...]]] = [
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"GIF8", "image/gif", (".gif",)),
    (b"PK\x03\x04", "application/zip", (".docx", ".xlsx", ".pptx", ".zip")),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage", (".doc", ".xls", ".ppt", ".msg")),
]
TEXTS = {".txt", ".csv", ".md", ".json", ".log", ".eml", ".html", ".htm", ".xml"}
UNPACKED = 512 * 2**20
MEMBERS = 10_000
RATIO = 200

Scanner = Callable[[str], str]
_scanner: list[Scanner] = []


def install(scanner: Scanner) -> None:
    """Let ``scanner(sha256) -> verdict`` look at every stored file; it raises Invalid to refuse."""
    _scanner[:] = [scanner]


def scan(sha256: str) -> str:
    """The scanner's verdict, or "" when none is installed (unknown, not clean)."""
    return _scanner[0](sha256) if _scanner else ""


def accepted(stream: IO[bytes], name: str) -> str:
    """The media type of the content. Raises Invalid for kinds that are not taken."""
    suffix = PurePosixPath(name.lower()).suffix
    head = stream.read(4096)
    stream.seek(0)
    for mark, media, suffixes in SIGNATURES:
        if head.startswith(mark):
            if suffix not in suffixes:
                break
            if media == "application/zip":
                _unpackable(stream)
            return media
    else:
        if suffix in TEXTS and b"\x00" not in head:
            return "text/plain"
    words = _("Files of this kind cannot be taken, or the name does not fit the content.")
    raise Invalid({"file": [words]})


def _unpackable(stream: IO[bytes]) -> None:
    """Refuse archives that would swell beyond reason when opened."""
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
    except zipfile.BadZipFile:
        raise Invalid({"file": [_("The file is damaged and cannot be opened.")]}) from None
    finally:
        stream.seek(0)
    size = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if size > UNPACKED or len(infos) > MEMBERS or (size > 2**20 and size / packed > RATIO):
        raise Invalid({"file": [_("The file would become too large when opened.")]})
