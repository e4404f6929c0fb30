"""Writing words into somebody else's workbook: only the cells named change, every other byte stays.

An .xlsx is a zip of XML parts. The part of a sheet is read by expat, which tells the byte at which
each row and cell begins and ends; the new cells are spliced in there. Styles, merged cells, drawings
and rules of validation are never parsed, so nothing of them can be lost (docs/decisions/0107).
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext_lazy as _

from sekisho.registers.exchange.table import MOST, Unreadable

Cells = Mapping[tuple[int, int], str]
"""(row, column), both from 1 → what to write."""
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(slots=True)
class _Row:
    number: int
    start: int
    tag_end: int = 0
    end: int = 0
    empty: bool = False
    cells: list[tuple[int, int, int, str]] = field(
        default_factory=list
    )  # column, start, end, style
    formulas: set[int] = field(default_factory=set)


def column_of(reference: str) -> int:
    """The number of the column of ``"AB12"``."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(column: int) -> str:
    """``28`` → ``"AB"``."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def filled(data: bytes, sheets: Mapping[int, Cells]) -> bytes:
    """The workbook with these cells written. ``sheets``: index of the sheet → cells. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(one.file_size for one in book.infolist()) > 4 * MOST:
                raise Unreadable(_("The workbook is too large."), _("Please split it into parts."))
            parts = dict(zip(range(10**6), _parts(book), strict=False))
            wanted = {parts[index]: cells for index, cells in sheets.items()}
            return _written(book, wanted)
    except (
        zipfile.BadZipFile,
        KeyError,
        expat.ExpatError,
        ValueError,
        NotImplementedError,
    ) as error:
        hint = _("Please save it again as .xlsx.")
        raise Unreadable(_("The workbook cannot be opened."), hint) from error


def _written(book: zipfile.ZipFile, wanted: Mapping[str, Cells]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one in book.infolist():
            body = book.read(one)
            made.writestr(
                one, spliced(body, wanted[one.filename]) if one.filename in wanted else body
            )
    return out.getvalue()


def _parts(book: zipfile.ZipFile) -> Iterator[str]:
    """The parts of the sheets, in the order people see them."""
    targets = {
        at["Id"]: at["Target"]
        for at in _tags(book.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    for at in _tags(book.read("xl/workbook.xml"), "sheet"):
        name = next(v for k, v in at.items() if k.endswith(":id") or k == "id")
        target = targets[name]
        yield target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _parser() -> Any:
    """Expat without documents types: no entity of a stranger is ever expanded."""
    parser = expat.ParserCreate()

    def refuse(*_: Any) -> None:
        raise ValueError("document type")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _tags(body: bytes, wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, at: (
        found.append(at) if name.rpartition(":")[2] == wanted else None
    )
    parser.Parse(body, True)
    return found


def spliced(body: bytes, cells: Cells) -> bytes:
    """The sheet's XML with ``cells`` in it. A cell inside merged ones is written where they begin."""
    rows, merged, insert, prefix = _scanned(body)
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), words in cells.items():
        row, column = merged.get((row, column), (row, column))
        by_row.setdefault(row, {})[column] = words
    edits: list[tuple[int, int, bytes]] = []
    for number in sorted(by_row):
        found = rows.get(number)
        if found is not None:
            edits += _row_edits(body, found, by_row[number], prefix)
            continue
        later = min((r.start for r in rows.values() if r.number > number), default=insert)
        made = b"".join(_cell(number, c, w, "", prefix) for c, w in sorted(by_row[number].items()))
        edits.append((later, later, _tag(prefix, f'row r="{number}"', made, "row")))
    done, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        done += [body[at:start], new]
        at = end
    return b"".join([*done, body[at:]])


def _row_edits(
    body: bytes, row: _Row, wanted: Mapping[int, str], prefix: str
) -> list[tuple[int, int, bytes]]:
    edits: list[tuple[int, int, bytes]] = []
    there = {column: (start, end, style) for column, start, end, style in row.cells}
    fresh: list[tuple[int, bytes]] = []
    for column, words in sorted(wanted.items()):
        if column in row.formulas:  # the chain of calculation knows it: Excel would call it broken
            place = {"cell": f"{letters_of(column)}{row.number}"}
            raise Unreadable(_("The cell %(cell)s holds a formula.") % place,
                             _("Please choose another column for the answers."))  # fmt: skip
        if column in there:
            start, end, style = there[column]
            edits.append((start, end, _cell(row.number, column, words, style, prefix)))
            continue
        new = _cell(row.number, column, words, "", prefix)
        later = min((start for c, start, _e, _s in row.cells if c > column), default=0)
        if later:
            edits.append((later, later, new))
        else:
            fresh.append((column, new))
    if fresh:
        new = b"".join(one for _column, one in fresh)
        if row.empty:  # <row …/> has to open first
            tag = body[row.start : row.tag_end].rstrip()[:-2] + b">"
            edits.append((row.start, row.end, tag + new + f"</{prefix}row>".encode()))
        else:
            edits.append((row.end, row.end, new))
    return edits


def _cell(row: int, column: int, words: str, style: str, prefix: str) -> bytes:
    """A cell with its words in it (no shared table), in the style it had."""
    text = escape(_FORBIDDEN.sub("", words))
    kept = f" s={quoteattr(style)}" if style else ""
    head = f'c r="{letters_of(column)}{row}"{kept} t="inlineStr"'
    inner = f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
    return _tag(prefix, head, inner.encode(), "c")


def _tag(prefix: str, head: str, inner: bytes, name: str) -> bytes:
    return f"<{prefix}{head}>".encode() + inner + f"</{prefix}{name}>".encode()


def _scanned(
    body: bytes,
) -> tuple[dict[int, _Row], dict[tuple[int, int], tuple[int, int]], int, str]:
    """Rows with the bytes of their cells, where merged cells begin, where rows end, the prefix."""
    scan = _Scan(body)
    scan.parser.Parse(body, True)
    if not scan.insert:
        raise ValueError("no rows")
    return scan.rows, scan.merged, scan.insert, scan.prefix


class _Scan:
    """Expat's events of one sheet; ``CurrentByteIndex`` is where the present tag begins."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.rows: dict[int, _Row] = {}
        self.merged: dict[tuple[int, int], tuple[int, int]] = {}
        self.insert, self.prefix, self._last = 0, "", 0
        self._row: _Row | None = None
        self._cell: tuple[int, int, str] | None = None
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, at: dict[str, str]) -> None:
        before, _colon, local = name.rpartition(":")
        here = self.parser.CurrentByteIndex
        if local == "row":
            self._last = int(at.get("r", self._last + 1))
            stop = self.body.index(b">", here) + 1
            self._row = _Row(self._last, here, stop, empty=self.body[stop - 2 : stop] == b"/>")
        elif local == "c" and self._row is not None:
            last = self._row.cells[-1][0] if self._row.cells else 0
            column = column_of(at["r"]) if "r" in at else last + 1
            self._cell = (column, here, at.get("s", ""))
        elif local == "f" and self._row is not None and self._cell is not None:
            self._row.formulas.add(self._cell[0])
        elif local == "mergeCell":
            self._merge(at["ref"])
        elif local == "sheetData":
            self.prefix = f"{before}:" if before else ""

    def _end(self, name: str) -> None:
        local, here = name.rpartition(":")[2], self.parser.CurrentByteIndex
        if local == "c" and self._row is not None and self._cell is not None:
            column, start, style = self._cell
            self._row.cells.append((column, start, self._after(here), style))
            self._cell = None
        elif local == "row" and self._row is not None:
            self._row.end = self._row.tag_end if self._row.empty else here
            self.rows[self._row.number], self._row = self._row, None
        elif local == "sheetData":
            self.insert = here

    def _after(self, here: int) -> int:
        """Past the closing tag; of an empty element both events stand at the same byte."""
        return self.body.index(b">", here) + 1

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        top, left = int(re.sub(r"\D", "", first)), column_of(first)
        bottom, right = int(re.sub(r"\D", "", last or first)), column_of(last or first)
        if (bottom - top + 1) * (right - left + 1) > 10_000:
            return
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.merged[row, column] = (top, left)
