"""Writing into somebody else's workbook: the cells named change, everything else stays as it was."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from sekisho.registers.exchange.filling import column_of, filled, letters_of, spliced
from sekisho.registers.exchange.table import Unreadable


def a_workbook() -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "表紙"
    sheet = book.create_sheet("質問")
    sheet["B3"], sheet["C3"], sheet["D3"] = "設問", "回答", "備考"
    sheet["B4"], sheet["B5"], sheet["B7"] = "規程はありますか", "教育はしていますか", "暗号化は"
    sheet["C4"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["D4"] = "=1+1"
    sheet["D5"].font = Font(bold=True)
    sheet.merge_cells("C7:D7")
    sheet.column_dimensions["B"].width = 61
    rule = DataValidation(type="list", formula1='"はい,いいえ"')
    rule.add("C4:C9")
    sheet.add_data_validation(rule)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_answers_go_into_their_cells_and_the_layout_stays() -> None:
    before = a_workbook()
    cells = {
        (4, 3): "はい <確認済> & 毎年",
        (5, 3): "年1回\n全員",
        (7, 4): "保存時も",
        (6, 3): "行なし",
        (9, 1): "末尾",
    }
    after = filled(before, {1: cells})
    sheet = openpyxl.load_workbook(io.BytesIO(after))["質問"]
    assert sheet["C4"].value == "はい <確認済> & 毎年"
    assert sheet["C4"].fill.fgColor.rgb.endswith("FFFF00")
    assert sheet["C5"].value == "年1回\n全員"
    assert (sheet["C6"].value, sheet["A9"].value) == ("行なし", "末尾")
    assert sheet["C7"].value == "保存時も"  # merged: written where the cells begin
    assert sheet["D5"].font.bold and sheet.column_dimensions["B"].width == 61
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["C4:C9"]
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert old.namelist() == new.namelist()
        same = [n for n in old.namelist() if old.read(n) == new.read(n)]
    assert len(same) == len(new.namelist()) - 1


def test_rows_without_cells_prefixes_and_no_references_are_written_into() -> None:
    body = b'<x:worksheet xmlns:x="u"><x:sheetData><x:row r="2"/><x:row r="3"><x:c/><x:c s="7"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    done = spliced(body, {(2, 2): "a", (3, 2): "b", (3, 1): "c"}).decode()
    assert '<x:row r="2"><x:c r="B2" t="inlineStr"><x:is>' in done
    assert '<x:c r="B3" s="7" t="inlineStr">' in done and "<x:v>" not in done
    assert done.index('"A3"') < done.index('"B3"')


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nonsense", b"no zip at all"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        filled(data, {0: {(1, 1): "x"}})


def test_a_document_type_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.infolist():
            body = old.read(one)
            if one.filename.endswith("sheet2.xml"):
                body = b'<!DOCTYPE x [<!ENTITY a "b">]>' + body
            new.writestr(one, body)
    with pytest.raises(Unreadable):
        filled(out.getvalue(), {1: {(4, 3): "x"}})


def test_columns_have_letters() -> None:
    assert [letters_of(n) for n in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]
    assert [column_of(f"{letters_of(n)}12") for n in (1, 26, 27, 703)] == [1, 26, 27, 703]


def test_a_formula_is_never_written_over() -> None:
    with pytest.raises(Unreadable, match="D4"):
        filled(a_workbook(), {1: {(4, 4): "x"}})
