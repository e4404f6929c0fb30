"""Sheets in and out: every error at once, nothing written unless asked, undone as one act."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sekisho.domains.people.models import Person, Unit
from sekisho.ledger.history import history
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.exchange import table, writing
from sekisho.registers.exchange.guess import guesses
from sekisho.registers.exchange.imports import Import, import_file
from sekisho.registers.exchange.matching import headings, match
from sekisho.registers.exchange.run import Options, run
from sekisho.registers.exchange.undo import undo
from sekisho.registers.labels import Reader
from sekisho.registers.register import registry

pytestmark = pytest.mark.django_db
GOOD = "部署コード,名称,種類,開始日\nS1,営業一部,部門,2020/4/1\nS2,営業二部,部門,R2.4.1\n"


def sheet(text: str, name: str = "units", encoding: str = "utf-8-sig") -> table.Table:
    known = list(headings(registry[name]))
    return table.read(text.encode(encoding), "x.csv", known)


def units() -> list[str]:
    return list(Unit.objects.present().order_by("code").values_list("name", flat=True))


def heading_of(name: str, field: str) -> str:
    from sekisho.registers.schema import schema

    return str(schema(registry[name]).all[field].label)


@pytest.fixture
def good() -> str:
    names = [heading_of("units", f) for f in ("code", "name", "kind", "starts_on")]
    return ",".join(names) + "\nS1,営業一部,department,2020/4/1\nS2,営業二部,department,R2.4.1\n"


def test_rows_are_read_by_the_headings_people_use(good: str, act: Act) -> None:
    out = run(registry["units"], act, sheet(good), Options())
    assert (out.created, out.errors) == (2, [])
    assert units() == ["営業一部", "営業二部"]
    assert Unit.objects.get(code="S2").starts_on == date(2020, 4, 1)


def test_shift_jis_is_read_too(good: str, act: Act) -> None:
    out = run(registry["units"], act, sheet(good, encoding="cp932"), Options())
    assert out.created == 2


def test_a_dry_run_writes_nothing(good: str, act: Act) -> None:
    out = run(registry["units"], act, sheet(good), Options(dry_run=True))
    assert (out.created, out.act) == (2, None)
    assert units() == []


def test_one_wrong_row_keeps_all_rows_out_and_is_named_by_its_place(good: str, act: Act) -> None:
    out = run(registry["units"], act, sheet(good + "S3,,department,2020/13/1\n"), Options())
    assert {(e.row, e.field) for e in out.errors} == {(4, "name"), (4, "starts_on")}
    assert units() == []


def test_right_rows_go_in_when_asked(good: str, act: Act) -> None:
    out = run(registry["units"], act, sheet(good + "S3,,department,x\n"), Options(skip_errors=True))
    assert out.created == 2
    assert units() == ["営業一部", "営業二部"]


def test_the_same_sheet_again_changes_nothing(good: str, act: Act) -> None:
    run(registry["units"], act, sheet(good), Options())
    out = run(registry["units"], act, sheet(good), Options())
    assert (out.created, out.changed, out.same) == (0, 0, 2)
    assert len(history("units", Unit.objects.get(code="S1").pk)) == 1


def test_an_empty_cell_leaves_what_is_there(good: str, act: Act) -> None:
    run(registry["units"], act, sheet(good), Options())
    code, name = heading_of("units", "code"), heading_of("units", "name")
    run(registry["units"], act, sheet(f"{code},{name}\nS1,\nS2,営業第二部\n"), Options())
    assert units() == ["営業一部", "営業第二部"]


def test_two_rows_about_one_record_are_refused(good: str, act: Act) -> None:
    out = run(registry["units"], act, sheet(good + "S1,別名,department,2020/4/1\n"), Options())
    assert [e.row for e in out.errors] == [4]


def test_an_import_is_undone_as_one_act(good: str, act: Act) -> None:
    first = import_file(registry["units"], act, sheet(good), Options())
    assert Import.objects.get().created == 2
    undo(act, first.act)
    assert units() == []


def test_undoing_puts_changed_rows_back(good: str, act: Act) -> None:
    run(registry["units"], act, sheet(good), Options())
    second = run(registry["units"], act, sheet(good.replace("営業一部", "第一営業部")), Options())
    undo(act, second.act)
    assert units() == ["営業一部", "営業二部"]


def test_undoing_is_refused_with_names_when_somebody_changed_a_row_since(
    good: str, act: Act
) -> None:
    first = run(registry["units"], act, sheet(good), Options())
    write(registry["units"], act, {"name": "新営業部"}, Unit.objects.get(code="S1"))
    with pytest.raises(Invalid, match="新営業部"):
        undo(act, first.act)
    assert units() == ["新営業部", "営業二部"]


def test_a_word_that_is_nearly_right_gets_a_guess(good: str, act: Act) -> None:
    run(registry["units"], act, sheet(good), Options())
    names = [
        heading_of("people", f)
        for f in ("family_name", "given_name", "unit", "employment", "starts_on")
    ]
    rows = (
        ",".join(names) + "\n" + "\n".join(f"山田,{n},営業ニ部,employee,2020/4/1" for n in "太花次")
    )
    out = run(registry["people"], act, sheet(rows, "people"), Options())
    (guess,) = [g for g in guesses(registry["people"], act, out.errors) if g.field == "unit"]
    assert (guess.instead, guess.rows) == ("営業二部", 3)
    fixed = Options(fixes={("unit", guess.word): guess.instead})
    assert run(registry["people"], act, sheet(rows, "people"), fixed).created == 3
    assert Person.objects.count() == 3


def test_unknown_columns_are_named_and_left_out(good: str, act: Act) -> None:
    lines = good.strip().split("\n")
    text = "\n".join([lines[0] + ",血液型", *(line + ",A" for line in lines[1:])])
    out = run(registry["units"], act, sheet(text), Options())
    assert (out.created, out.unused) == (2, ["血液型"])


def test_the_heading_row_is_found_below_a_title() -> None:
    text = "部門一覧,,\n2026年度,,\n" + ",".join(
        heading_of("units", f) for f in ("code", "name", "kind")
    )
    found = sheet(text + "\nS1,営業一部,department\n")
    assert [number for number, _ in found.rows] == [4]
    assert set(match(registry["units"], found.heading).values()) == {"code", "name", "kind"}


@pytest.mark.parametrize("kind", [".csv", ".xlsx", ".json"])
def test_what_is_exported_is_read_back_as_the_same(good: str, act: Act, kind: str) -> None:
    register = registry["units"]
    run(register, act, sheet(good), Options())
    out = io.BytesIO()
    reader = Reader(act.actor, act.on)
    assert writing.WRITERS[kind](out, register, register.rows(), "Asia/Tokyo", reader) == 2
    again = table.read(out.getvalue(), f"x{kind}", list(headings(register)))
    result = run(register, act, again, Options())
    assert (result.errors, result.created, result.changed, result.same) == ([], 0, 0, 2)


@pytest.mark.parametrize("bad", [b"\x00\x01\x02", b"PK\x03\x04broken", b"", b"\xff\xfe\x00"])
@pytest.mark.parametrize("name", ["x.xlsx", "x.csv", "x.json", "x.exe"])
def test_nonsense_is_refused_with_a_way_out(bad: bytes, name: str) -> None:
    try:
        found = table.read(bad, name)
    except table.Unreadable as refused:
        assert str(refused.message)
        assert str(refused.hint)
    else:
        assert found.rows == []


class Formulas(TestCase):
    @given(st.text(min_size=1, max_size=20))
    def test_no_exported_text_begins_like_a_formula(self, text: str) -> None:
        safe = str(writing.safe(text))
        assert safe[0] not in table.FORMULA
        assert table.plainly(safe) == (text if text[0] in table.FORMULA else table.plainly(text))
