"""Reading a sheet: any xlsx, csv (UTF-8 or CP932) or json file into rows of cells."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text
from sekisho.registers.parse import is_empty

MOST = 64 * 2**20
ENCODINGS = ("utf-8-sig", "cp932")
FORMULA = frozenset("=+-@\t\r＝＋－＠")


class Unreadable(Exception):  # noqa: N818
    """A file that cannot be read, with words on what to do."""

    def __init__(self, message: Text, hint: Text) -> None:
        self.message, self.hint = message, hint
        super().__init__(str(message))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a sheet. ``rows``: (row number as in the sheet, cells); the heading is apart."""

    name: str
    heading: list[str]
    rows: Sequence[tuple[int, Sequence[Any]]]


def read(data: bytes, name: str, known: Sequence[str] = ()) -> Table:
    """The table in a file. ``known`` are normalised headings, to find the heading row by.

    Raises Unreadable.
    """
    if len(data) > MOST:
        raise Unreadable(_("The file is larger than 64 MB."), _("Please split it into parts."))
    suffix = PurePosixPath(name.lower()).suffix
    if suffix == ".json":
        return _json(data, name)
    if suffix in {".xlsx", ".xls", ".xlsm", ".ods"}:
        cells = _workbook(data)
    elif suffix in {".csv", ".txt", ".tsv"}:
        cells = _csv(data, suffix)
    else:
        raise Unreadable(
            _("Files of this kind cannot be imported."), _("Please use .xlsx, .csv or .json.")
        )
    return _headed(cells, name, known)


def _workbook(data: bytes) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Unreadable(
            _("The workbook cannot be opened."), _("Please save it again as .xlsx.")
        ) from error


def _csv(data: bytes, suffix: str) -> list[list[Any]]:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable(
            _("The characters of the file cannot be read."), _("Please save it as UTF-8.")
        )
    mark = "\t" if suffix == ".tsv" or "\t" in text.split("\n", 1)[0] else ","
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        return [[plainly(cell) for cell in row] for row in rows]
    except csv.Error as error:
        raise Unreadable(_("The file is not a proper CSV."), str(error)) from error


def plainly(cell: str) -> str:
    """A cell without the apostrophe that an export puts before what looks like a formula."""
    return cell[1:] if cell[:1] == "'" and formula(cell) else cell


def formula(text: str) -> bool:
    """Whether a spreadsheet might run ``text``, or would take its apostrophe for our own."""
    return text.lstrip("'")[:1] in FORMULA


def _json(data: bytes, name: str) -> Table:
    try:
        found = orjson.loads(data)
        items = found["items"] if isinstance(found, dict) else found
        heading = list(dict.fromkeys(key for item in items for key in item))
    except (ValueError, TypeError, KeyError) as error:
        hint = _("A list of objects is expected, one for each record.")
        raise Unreadable(_("The file is not proper JSON."), hint) from error
    rows = [(n, [item.get(key) for key in heading]) for n, item in enumerate(items, start=2)]
    return Table(name, heading, rows)


def _headed(cells: list[list[Any]], name: str, known: Sequence[str]) -> Table:
    """Take the row among the first twenty with the most known headings as the heading."""
    from sekisho.registers.exchange.matching import norm

    def score(row: Sequence[Any]) -> int:
        words = {norm(cell) for cell in row if not is_empty(cell)}
        return len(words & set(known)) * 100 + len(words) if words & set(known) else 0

    head = cells[:20]
    best = max(range(len(head)), key=lambda n: (score(head[n]), -n), default=None)
    if best is None or not score(head[best]):
        best = next((n for n, row in enumerate(head) if not all(map(is_empty, row))), None)
    if best is None:
        raise Unreadable(_("The file is empty."), _("Please choose a file with a heading row."))
    heading = ["" if cell is None else str(cell).strip() for cell in cells[best]]
    rows = [
        (n, row)
        for n, row in enumerate(cells[best + 1 :], start=best + 2)
        if not all(map(is_empty, row))
    ]
    return Table(name, heading, rows)
