"""A personnel sheet as companies keep it becomes units and people."""

from typing import Any

import pytest

from sekisho.domains.people.models import Person, Unit
from sekisho.registers.actor import Act
from sekisho.registers.exchange.run import Options, run
from sekisho.registers.exchange.table import Table
from sekisho.registers.register import registry

pytestmark = pytest.mark.django_db

UNITS = (
    ["部署コード", "部署名", "上位部署", "種別", "開始日"],
    ["0100", "営業本部", "", "部署", "2020/4/1"],
    ["0110", "営業一部", "0100", "部署", "2020/4/1"],
    ["P001", "基幹刷新", "", "プロジェクト", "R8.4.1"],
)
PEOPLE = (
    ["社員番号", "氏名", "フリガナ", "所属", "役職", "雇用形態", "入社日", "退社日", "委託先", "受入責任者"],
    ["000123", "三浦　文枝", "ﾐｳﾗ ﾌﾐｴ", "0110", "課長", "正社員", "2018年4月1日", "", "", ""],
    ["000200", "佐々木 健", "ささき けん", "営業一部", "", "パート", "2024/10/1", "", "", ""],
    ["", "浜 渚", "ハマ ナギサ", "基幹刷新", "", "業務委託", "R8.4.1", "", "うみねこ", "000123"],
)  # fmt: skip


def taken(name: str, rows: Any, act: Act) -> Any:
    table = Table(name="人事.xlsx", heading=list(rows[0]), rows=list(enumerate(rows[1:], start=2)))
    return run(registry[name], act, table, Options())


def test_a_personnel_sheet_is_taken_in_with_its_own_headings_and_words(act: Act) -> None:
    units = taken("units", UNITS, act)
    assert (units.created, units.errors, units.unused) == (3, [], [])
    people = taken("people", PEOPLE, act)
    assert (people.created, people.errors, people.unused) == (3, [], [])
    miura, sasaki, hama = Person.objects.order_by("number")
    assert (miura.employee_number, miura.family_name, miura.kana) == (
        "000123",
        "三浦",
        "ミウラ フミエ",
    )
    assert (sasaki.unit.code, sasaki.employment) == ("0110", "part_time")
    assert (hama.employment, hama.supplier, hama.sponsor) == ("contractor", "うみねこ", miura)
    assert hama.unit.kind == "project"
    branch = Unit.objects.get(code="0110")
    assert branch.path == f"/{branch.parent.pk.hex}/{branch.pk.hex}/"


def test_the_same_sheet_again_changes_nobody_who_has_a_number(act: Act) -> None:
    taken("units", UNITS, act)
    taken("people", PEOPLE[:3], act)
    again = taken("people", PEOPLE[:3], act)
    assert (again.created, again.changed, again.same, again.errors) == (0, 0, 2, [])


def test_a_word_nobody_knows_is_an_error_of_its_cell(act: Act) -> None:
    taken("units", UNITS, act)
    wrong = [*PEOPLE[1][:5], "フレンズ", *PEOPLE[1][6:]]
    out = taken("people", (PEOPLE[0], wrong), act)
    assert [(error.row, error.field) for error in out.errors] == [(2, "employment")]
    assert not Person.objects.exists()


def test_rows_may_refer_to_rows_above_them_however_deep(act: Act) -> None:
    deep = [["部署コード", "部署名", "上位部署", "開始日"], ["1", "一", "", "2020/4/1"]]
    deep += [[str(n), f"第{n}", str(n - 1), "2020/4/1"] for n in range(2, 8)]
    out = taken("units", deep, act)
    assert (out.created, out.errors) == (7, [])
    assert Unit.objects.get(code="7").path.count("/") == 8


def test_a_row_may_not_refer_to_one_below_it(act: Act) -> None:
    turned = [UNITS[0], UNITS[2], UNITS[1]]
    out = taken("units", turned, act)
    assert [(error.row, error.field) for error in out.errors] == [(2, "parent")]
    assert not Unit.objects.exists()
