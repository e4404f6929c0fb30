"""Word documents to lines: headings by style or outline level, automatic numbers, tables."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import docx
from django.utils.translation import gettext_lazy as _
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from .docx_numbers import Numbers
from .lines import Line, Unreadable

MAX_UNPACKED = 100_000_000
MAX_PARTS = 4000
MAX_RATIO = 300
_SMALL = 2_000_000
_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9])", re.IGNORECASE)
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, LookupError,
    AttributeError, TypeError, ValueError, SyntaxError, OSError,
)  # fmt: skip
_TITLE = re.compile(r"(?:title|表題)$", re.IGNORECASE)


def docx_lines(data: bytes) -> list[Line]:
    """Lines of a .docx; raises :class:`Unreadable` when damaged or packed like a bomb."""
    try:
        _check(data)
        document = docx.Document(io.BytesIO(data))  # lxml's errors are SyntaxErrors
    except DAMAGED as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            _("The Word document is damaged or not a .docx."),
            _("Open it in Word, save it as .docx and import that file."),
        ) from error
    numbers = Numbers(document)
    lines: list[Line] = []
    gap = False
    for block in _blocks(document):
        text, line = block if isinstance(block, tuple) else (block.text, block)
        rows = [row.strip() for row in text.splitlines() if row.strip()]
        for nth, row in enumerate(rows):
            lines.append(_line(row, line, numbers, at=len(lines) + 1, gap=gap, first=nth == 0))
        gap = not rows
    return lines


def _check(data: bytes) -> None:
    """Refuse archives that unpack to far more than a document holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    too_dense = unpacked > _SMALL and unpacked / packed > MAX_RATIO
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or too_dense:
        raise Unreadable(
            _("The Word document unpacks to too much data."),
            _("Import the text without pictures and embedded files."),
        )


def _blocks(document: Document) -> Iterator[Paragraph | tuple[str, None]]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from ((row, None) for row in _rows(block))
        else:
            yield block


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            text = " ".join(cell.text.split("\n")).strip()
            if text and (not cells or cells[-1] != text):
                cells.append(text)
        yield " | ".join(cells)


def _line(
    row: str, paragraph: Paragraph | None, numbers: Numbers, *, at: int, gap: bool, first: bool
) -> Line:
    if paragraph is None or not first:
        return Line(row, at, gap=gap and first)
    label, depth = numbers.label(paragraph)
    level, title = _level(paragraph)
    return Line(row, at, level, label, -1 if level else depth, gap, title)


def _level(paragraph: Paragraph) -> tuple[int, bool]:
    """Heading level by style name or outline level (0: body text), and whether it is the title."""
    style = paragraph.style
    while style is not None:
        name = style.name or ""
        if _TITLE.match(name):
            return 0, True
        if found := _HEADING.match(name):
            return int(found.group(1)), False
        style = style.base_style
    outline = paragraph._p.xpath("./w:pPr/w:outlineLvl/@w:val")
    return (int(outline[0]) + 1 if outline and int(outline[0]) < 9 else 0), False
