"""Any bytes at every importer: read, or refused with the declared error; and acts against a model."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sekisho.checkpoint.guard import Checkpoint
from sekisho.domains.documents import reading
from sekisho.ledger.history import history
from sekisho.registers import guard
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import withdraw, write
from sekisho.registers.errors import Conflict, Missing
from sekisho.registers.exchange import table
from sekisho.registers.exchange.run import Options, run
from sekisho.registers.register import registry

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
PDF = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>"
       b"endobj 3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj 4 0 obj<</Length 12>>stream\n"
       b"BT (abc) Tj ET\nendstream endobj trailer<</Root 1 0 R>>")  # fmt: skip


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["名称", "部署"], ["顧客台帳", "S1"], ["見積書", 3.5]]):
            sheet.write_row(row, 0, cells)
    return out.getvalue()


def document() -> bytes:
    import docx

    out, made = io.BytesIO(), docx.Document()
    made.add_heading("方針", 1)
    made.add_paragraph("情報資産を守ります。")
    made.save(out)
    return out.getvalue()


SHEETS = {".xlsx": workbook(), ".csv": "名称,部署\n台帳,S1\n".encode("cp932"), ".tsv": b"a\tb\n1\t2\n",
          ".json": '[{"名称": "台帳"}]'.encode(), ".ods": workbook(), ".xls": b"\xd0\xcf\x11\xe0" * 9}  # fmt: skip
TEXTS = {".txt": "１．方針\n情報資産を守ります。\n".encode(), ".md": b"# a\n\n- b\n", ".docx": document(),
         ".html": b"<h1>a</h1><p>b<p>c", ".pdf": PDF}  # fmt: skip


@some.composite
def spoiled(draw: Any, good: dict[str, bytes]) -> tuple[str, bytes]:
    """Pure noise, or a good file with bytes changed, removed or repeated."""
    suffix = draw(some.sampled_from(sorted(good)))
    raw = bytearray(good[suffix])
    way = draw(some.sampled_from(["noise", "bytes", "cut", "repeat"]))
    if way == "noise":
        return suffix, draw(some.binary(max_size=400))
    if way == "bytes":
        for place, byte in draw(some.lists(some.tuples(some.integers(0, len(raw) - 1), some.integers(0, 255)), max_size=20)):  # fmt: skip
            raw[place] = byte
        return suffix, bytes(raw)
    start, end = sorted((draw(some.integers(0, len(raw))), draw(some.integers(0, len(raw)))))
    if way == "cut":
        return suffix, bytes(raw[:start] + raw[end:])
    return suffix, bytes(raw[:end] + raw[start:])


@pytest.mark.filterwarnings("ignore")  # of libraries about broken files
@given(file=spoiled(SHEETS))
def test_any_bytes_as_a_sheet_are_read_or_refused(file: tuple[str, bytes]) -> None:
    suffix, data = file
    try:
        found = table.read(data, f"sheet{suffix}")
    except table.Unreadable as refused:
        assert str(refused.message)
        assert str(refused.hint)
    else:
        assert all(isinstance(cell, str) for cell in found.heading)


@pytest.mark.filterwarnings("ignore")
@given(file=spoiled(TEXTS))
def test_any_bytes_as_a_policy_are_read_or_refused(file: tuple[str, bytes]) -> None:
    suffix, data = file
    try:
        found = reading.read(data, f"policy{suffix}")
    except reading.Unreadable as refused:
        assert str(refused)
    else:
        reading.structure(found)


@pytest.fixture
def act() -> Iterator[Act]:
    before = guard.guard()
    guard.install(Checkpoint())
    yield Act(service("operator"), AT, "test", AT.date())
    guard.install(before)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(cells=some.lists(some.lists(some.one_of(some.text(max_size=20), some.integers(), some.floats(),
       some.booleans(), some.none(), some.datetimes()), min_size=6, max_size=6), max_size=4))  # fmt: skip
def test_any_cells_become_rows_or_errors_of_rows(act: Act, cells: list[list[Any]]) -> None:
    heading = ["name", "unit", "media", "registered_on", "integrity", "legal_hold"]
    sheet = table.Table("x.csv", heading, list(enumerate(cells, start=2)))
    found = run(registry["assets"], act, sheet, Options(dry_run=True))
    assert {error.row for error in found.errors} <= set(range(1, len(cells) + 2))


STEPS = some.lists(
    some.tuples(some.sampled_from(["add", "change", "stale", "withdraw"]), some.integers(0, 5)),
    max_size=25,
)


@pytest.mark.django_db
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(steps=STEPS)
def test_acts_do_to_records_what_they_do_to_a_model(act: Act, steps: list[tuple[str, int]]) -> None:
    """The model: name and version of each record, None once it is withdrawn."""
    units = registry["units"]
    before = units.rows().count()
    records: list[Any] = []
    model: list[tuple[str, int] | None] = []
    for turn, (step, which) in enumerate(steps):
        if step == "add" or not records:
            code = uuid4().hex[:12]
            records.append(
                write(units, act, {"code": code, "name": code, "starts_on": "2020-04-01"})
            )
            model.append((code, 1))
            continue
        n = which % len(records)
        _step(units, act, step, records[n], model, n, f"名前{turn}")
    for record, known in zip(records, model, strict=True):
        now = units.model.objects.get(pk=record.pk)
        assert (now.withdrawn_at is None) == (known is not None)
        if known:
            assert (now.name, now.ver) == known
        assert len(history("units", record.pk)) == now.ver
    assert units.rows().count() == before + sum(known is not None for known in model)


def _step(
    units: Any, act: Act, step: str, record: Any, model: list[Any], n: int, name: str
) -> None:
    known = model[n]
    if known is None:
        with pytest.raises(Missing):
            write(units, act, {"name": name}, record)
    elif step == "change":
        write(units, act, {"name": name}, record, known[1])
        model[n] = (name, known[1] + 1)
    elif step == "stale":
        with pytest.raises(Conflict):
            write(units, act, {"name": name}, record, known[1] - 1)
    elif step == "withdraw":
        withdraw(units, act, record, "統合しました")
        model[n] = None
