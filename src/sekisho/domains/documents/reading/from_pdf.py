"""PDF to lines: page furniture dropped, lines that the page broke joined again."""

import io
import re
from collections import Counter

from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from .lines import Line, Unreadable
from .marks import parse
from .shape import is_heading, width

MAX_PAGES = 500
MAX_CHARACTERS = 4_000_000
_PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s*)?(?:page\s*|p\.?\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?(?:\s*(?:[-–—]|頁|ページ))?",
    re.IGNORECASE,
)
_FULL = 0.86


def pdf_lines(data: bytes) -> list[Line]:
    pages = _pages(data)
    furniture = _furniture(pages)
    rows = [row for page in pages for row in page if not _is_furniture(row, furniture)]
    return _joined(rows)


def _pages(data: bytes) -> list[list[str]]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(
                _("The PDF is locked with a password."), _("Save it without a password first.")
            )
        if len(reader.pages) > MAX_PAGES:
            raise Unreadable(
                _("The PDF has more than 500 pages."), _("Import one policy at a time.")
            )
        return _texts(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            _("The PDF is damaged or not a PDF."), _("Open it, save it again and import that file.")
        ) from error


def _texts(reader: PdfReader) -> list[list[str]]:
    pages, total = [], 0
    for page in reader.pages:
        text = page.extract_text()
        total += len(text)
        if total > MAX_CHARACTERS:
            raise Unreadable(
                _("The PDF holds too much text for a policy."), _("Import one policy at a time.")
            )
        pages.append([row.strip() for row in text.splitlines() if row.strip()])
    return pages


def _shape(row: str) -> str:
    return re.sub(r"\d+", "#", row)


def _furniture(pages: list[list[str]]) -> set[str]:
    """First and last rows that come back on at least half of the pages (of three or more)."""
    if len(pages) < 3:
        return set()
    edges = Counter(
        shape for page in pages for shape in {_shape(r) for r in (*page[:2], *page[-2:])}
    )
    return {shape for shape, times in edges.items() if times * 2 > len(pages)}


def _is_furniture(row: str, furniture: set[str]) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(row)) or _shape(row) in furniture


def _joined(rows: list[str]) -> list[Line]:
    full = max((width(r) for r in rows), default=0) * _FULL
    lines: list[Line] = []
    last = ""
    for at, row in enumerate(rows, 1):
        if lines and _goes_on(last, row, full):
            lines[-1] = Line(_glue(lines[-1].text, row), lines[-1].at)
        else:
            lines.append(Line(row, at))
        last = row
    return lines


def _goes_on(last: str, row: str, full: float) -> bool:
    if parse(row) or last[-1] in "。.!?:：！？":
        return False
    if row[0].islower() and row[0].isascii():
        return True
    return width(last) >= full and not (is_heading(last) and width(last) < full)


def _glue(before: str, row: str) -> str:
    """Japanese runs on; Latin words keep a space; a hyphen at the end of a row stays."""
    latin = before[-1].isascii() and row[0].isascii() and before[-1] != "-"
    return f"{before} {row}" if latin else before + row
