"""Files to lines. The bytes stay with the caller; no word of the text is changed."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from .from_html import html_lines
from .from_text import markdown_lines, text_lines
from .lines import Line, Source, Unreadable

MAX_BYTES = 20_000_000
MAX_LINES = 20_000


def _docx(data: bytes) -> list[Line]:
    from .from_docx import docx_lines  # loads lxml, which only this kind needs

    return docx_lines(data)


def _pdf(data: bytes) -> list[Line]:
    from .from_pdf import pdf_lines  # loads pypdf, which only this kind needs

    return pdf_lines(data)


_KINDS: dict[str, Callable[[bytes], list[Line]]] = {
    "txt": text_lines,
    "md": markdown_lines,
    "docx": _docx,
    "pdf": _pdf,
    "html": html_lines,
}
_SUFFIXES = {"text": "txt", "markdown": "md", "htm": "html", "xhtml": "html"}


def read(file: Path | str | bytes, name: str = "") -> Source:
    """Read a policy text; ``name`` gives the kind by its suffix when ``file`` is bytes.

    Raises :class:`Unreadable` for an unknown kind, a damaged, empty or too large file.
    """
    if not isinstance(file, bytes):
        name = name or Path(file).name
        data = _bytes(Path(file))
    else:
        data = file
    kind = _kind(name)
    if len(data) > MAX_BYTES:
        raise Unreadable(
            _("The file is larger than 20 MB."), _("Import the text without pictures.")
        )
    lines = _KINDS[kind](data)
    if not lines:
        raise Unreadable(
            _("There is no text in the file."),
            _("A scanned document has to go through character recognition (OCR) first."),
        )
    if len(lines) > MAX_LINES:
        raise Unreadable(
            _("The file has more than 20,000 lines."), _("Import one policy at a time.")
        )
    return Source(name, kind, hashlib.sha256(data).hexdigest(), tuple(lines))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable(
                _("The file is larger than 20 MB."), _("Import the text without pictures.")
            )
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(
            _("The file cannot be opened."), _("Check the path and that you may read the file.")
        ) from error


def _kind(name: str) -> str:
    suffix = Path(name).suffix.lstrip(".").casefold()
    kind = _SUFFIXES.get(suffix, suffix)
    if kind not in _KINDS:
        raise Unreadable(
            _("This kind of file cannot be read."),
            _("Use .txt, .md, .docx, .pdf or .html; save an old .doc as .docx first."),
        )
    return kind
