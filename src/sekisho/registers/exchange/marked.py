"""The sheet given back, with the cells to correct coloured and a note on each."""

import io
from typing import Any

from sekisho.registers.exchange.run import Outcome
from sekisho.registers.exchange.table import Table
from sekisho.registers.state import plain


def workbook(sheet: Table, out: Outcome) -> bytes:
    """Every row of ``sheet``; a last column says what to do, bad cells are red with a comment."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1})
    red = book.add_format({"bg_color": "#F9DAD3", "border": 1, "border_color": "#C53A20"})
    columns = {name: index for index, name in out.columns.items()}
    problems: dict[int, list[tuple[int | None, str]]] = {}
    for error in out.errors:
        place = columns.get(error.field)
        problems.setdefault(error.row, []).append((place, str(error.message)))
    for index, word in enumerate([*sheet.heading, "→"]):
        page.write_string(0, index, word, bold)
    page.freeze_panes(1, 0)
    for line, (number, cells) in enumerate(sheet.rows, start=1):
        bad = problems.get(number, [])
        places = {place for place, _words in bad}
        for index, value in enumerate(cells):
            _write(page, line, index, value, red if index in places else None)
        for place, words in bad:
            if place is not None:
                page.write_comment(line, place, words)
        if bad:
            page.write_string(line, len(sheet.heading), " / ".join(words for _place, words in bad))
    book.close()
    return made.getvalue()


def _write(page: Any, line: int, index: int, value: Any, form: Any) -> None:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        page.write_string(line, index, "" if value is None else str(value), form)
    elif isinstance(value, int | float):
        page.write_number(line, index, value, form)
    else:
        page.write_string(line, index, str(plain(value)), form)
