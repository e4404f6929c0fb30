"""Writing a sheet: the rows one may see, with headings that the importer reads back."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

import orjson
from django.db.models import QuerySet

from sekisho.registers.errors import Text
from sekisho.registers.exchange.table import formula
from sekisho.registers.labels import HIDDEN, Reader, called
from sekisho.registers.references import handles, joined
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import Field, schema
from sekisho.registers.state import plain

STEP = 2000


def headings(register: Register[Any]) -> list[Field]:
    """The fields of an export, in order: what the importer can read back first, then the rest."""
    fields = schema(register).fields
    return [f for f in fields if f.name == "number"] + [f for f in fields if f.name != "number"]


def rows_of(
    register: Register[Any],
    rows: "QuerySet[Any]",
    zone: str,
    reader: Reader,
    *,
    codes: bool = False,
) -> Iterator[list[Any]]:
    """One list of plain values per record; ``codes``: choices as codes, not as words."""
    fields = headings(register)
    show = [_shower(f, zone, codes=codes) for f in fields]
    names = ["extra", *(f.attname for f in fields if not f.extra)]
    places = {name: place for place, name in enumerate(names)}
    targets = {f.target for f in fields if f.target}
    for part in _parts(rows, names):
        words = _words(targets, fields, places, part, reader)
        for row in part:
            yield [
                show_one(_value(f, row, places), words)
                for f, show_one in zip(fields, show, strict=True)
            ]


def _value(one: Field, row: Sequence[Any], places: dict[str, int]) -> Any:
    return row[0].get(one.name) if one.extra else row[places[one.attname]]


def _parts(rows: "QuerySet[Any]", names: list[str]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows by primary key, some thousand at a time: memory stays flat."""
    found = rows.order_by("pk")
    last = None
    while True:
        page = found.filter(pk__gt=last) if last else found
        part = list(page.values_list(*names, "pk")[:STEP])
        if part:
            yield part
            last = part[-1][-1]
        if len(part) < STEP:
            return


def _words(
    targets: Iterable[str],
    fields: Sequence[Field],
    places: dict[str, int],
    part: Sequence[Sequence[Any]],
    reader: Reader,
) -> dict[Any, str]:
    """What stands for each record referred to: its number or code, and its name."""
    words: dict[Any, str] = {}
    for target in targets:
        ids = {row[places[f.attname]] for f in fields if f.target == target for row in part} - {
            None
        }
        register = registry[target]
        more = joined(register)
        shown = handles(register)[:1] or list(more)[:1] or ["pk"]
        if shown == ["number"]:
            shown += [n for n in ("name", "title") if n in handles(register)]
        rows = reader.visible(register).filter(pk__in=ids).annotate(**more)
        words |= {
            pk: " ".join(str(v) for v in values if v)
            for pk, *values in rows.values_list("pk", *shown)
        }
        for pk, one in called(register, ids - words.keys(), reader).items():
            words[pk] = one.words
    return words


def _shower(one: Field, zone: str, *, codes: bool) -> Any:
    labels: dict[str, Text] = {} if codes else dict(one.choices)
    if one.type == "reference":
        kept = str if codes else lambda _value: str(HIDDEN)
        return lambda value, words: (words.get(value) or kept(value)) if value else ""
    if one.type == "choice":
        return lambda value, _words: str(labels.get(value, value or ""))
    if one.type == "set":
        return lambda value, _words: "、".join(str(labels.get(v, v)) for v in value or ())
    if one.type == "words":
        return lambda value, _words: "\n".join(value or ())
    if one.type == "moment":
        local = ZoneInfo(zone)
        return lambda value, _words: _moment(value, local)
    return lambda value, _words: value


def _moment(value: datetime | None, local: ZoneInfo) -> str:
    return value.astimezone(local).strftime("%Y-%m-%d %H:%M") if value else ""


def safe(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front (CWE-1236)."""
    if isinstance(value, str) and formula(value):
        return f"'{value}"
    return value


def write_csv(
    out: IO[bytes], register: Register[Any], rows: "QuerySet[Any]", zone: str, reader: Reader
) -> int:
    """UTF-8 with a mark, so that Excel opens it right. Answers how many rows."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=False)
    sheet = csv.writer(text)
    sheet.writerow([str(f.label) for f in headings(register)])
    count = 0
    for row in rows_of(register, rows, zone, reader):
        sheet.writerow(["" if v is None else safe(plain(v)) for v in row])
        count += 1
    text.flush()
    text.detach()
    return count


def write_xlsx(
    out: IO[bytes], register: Register[Any], rows: "QuerySet[Any]", zone: str, reader: Reader
) -> int:
    """A workbook with a frozen heading, filters, lists to choose from, and A4 landscape print."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet(str(register.title)[:31])
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    date_format = book.add_format({"num_format": "yyyy/mm/dd"})
    fields = headings(register)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for place, one in enumerate(fields):
        sheet.set_column(place, place, 18)
        sheet.write_string(0, place, str(one.label), bold)
    count = 0
    for count, row in enumerate(rows_of(register, rows, zone, reader), start=1):
        _row(sheet, count, row, date_format)
    _choices(sheet, fields, count)
    sheet.autofilter(0, 0, count, len(fields) - 1)
    book.close()
    return count


def _row(sheet: Any, place: int, row: Sequence[Any], date_format: Any) -> None:
    from datetime import date

    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, date):
            sheet.write_datetime(place, column, value, date_format)
        elif isinstance(value, int) and not isinstance(value, bool):
            sheet.write_number(place, column, value)
        else:
            sheet.write_string(place, column, str(plain(value)))


def _choices(sheet: Any, fields: Sequence[Field], count: int) -> None:
    for place, one in enumerate(fields):
        words = [str(label) for _, label in one.choices]
        if one.type == "choice" and words and len(",".join(words)) <= 255:
            rule = {"validate": "list", "source": words, "error_type": "warning"}
            sheet.data_validation(1, place, count + 500, place, rule)


def write_json(
    out: IO[bytes], register: Register[Any], rows: "QuerySet[Any]", zone: str, reader: Reader
) -> int:
    """A list of objects by field name, choices as codes: what the importer reads back."""
    names = [f.name for f in headings(register)]
    count = 0
    out.write(b"[")
    for row in rows_of(register, rows, zone, reader, codes=True):
        out.write(b",\n" if count else b"\n")
        out.write(orjson.dumps(dict(zip(names, map(plain, row), strict=True))))
        count += 1
    out.write(b"\n]\n")
    return count


WRITERS = {".csv": write_csv, ".xlsx": write_xlsx, ".json": write_json}
