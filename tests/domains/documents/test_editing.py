"""Putting a draft's clauses right: nothing is lost, and new words are asked about anew."""

import pytest

from sekisho.domains.documents.binding import Binding
from sekisho.domains.documents.clause import Clause
from sekisho.domains.documents.editing import indent, merge, outdent, split
from sekisho.domains.documents.importing import import_policy
from sekisho.domains.documents.interpretation import Interpretation
from sekisho.registers.commands import move
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from tests.domains.documents.conftest import Acts
from tests.given.documents import a_clause, a_version_in_force

pytestmark = pytest.mark.django_db

TEXT = """情報セキュリティ方針
教育
全従業員に教育を行う。
管理者は定期的にアクセス権限を見直す。退職者の権限は直ちに削除する。
教育の記録を残す。
鍵
書庫に鍵をかける。
"""


@pytest.fixture
def draft(by: Acts):
    return import_policy(by(), TEXT.encode(), "policy.txt")[0]


def said(draft):
    return list(Clause.objects.of(draft).values_list("number", "text"))


def clause(draft, number):
    return Clause.objects.present().get(version=draft, number=number)


def test_a_clause_moved_in_becomes_a_part_of_the_one_before(by: Acts, draft) -> None:
    before = clause(draft, "1.2")
    indent(by(), before)
    assert [n for n, _ in said(draft)] == ["1.1", "1.1.1", "1.2", "2.1"]
    after = clause(draft, "1.1.1")
    assert (after.pk, after.parent.number) == (before.pk, "1.1")


def test_moving_out_undoes_moving_in(by: Acts, draft) -> None:
    before = said(draft)
    indent(by(), clause(draft, "1.2"))
    outdent(by(), clause(draft, "1.1.1"))
    assert said(draft) == before


def test_the_duties_of_a_clause_that_only_moved_stay_as_they_were(by: Acts, draft) -> None:
    row = clause(draft, "1.2")
    before = set(Binding.objects.filter(clause=row).values_list("pk", "ver"))
    indent(by(), row)
    assert set(Binding.objects.filter(clause=row).values_list("pk", "ver")) == before


def test_merging_joins_the_words_and_loses_none(by: Acts, draft) -> None:
    first, second = clause(draft, "1.1"), clause(draft, "1.2")
    merge(by(), second)
    assert clause(draft, "1.1").text == f"{first.text}\n{second.text}"
    assert clause(draft, "1.1").stable == first.stable
    assert [n for n, _ in said(draft)] == ["1.1", "1.2", "2.1"]


def test_splitting_parts_the_words_and_loses_none(by: Acts, draft) -> None:
    row = clause(draft, "1.2")
    split(by(), row, row.text.index("退職者"))
    texts = dict(said(draft))
    assert texts["1.2"] + texts["1.3"] == row.text
    assert texts["1.4"] == "教育の記録を残す。"
    assert clause(draft, "1.2").stable == row.stable != clause(draft, "1.3").stable


def test_splitting_asks_about_the_vague_word_of_each_half(by: Acts, draft) -> None:
    row = clause(draft, "1.2")
    split(by(), row, row.text.index("退職者"))
    open_ = Interpretation.objects.present().filter(clause__version=draft)
    assert set(open_.values_list("clause__number", "word")) == {
        ("1.2", "定期的に"),
        ("1.3", "直ちに"),
    }


def test_a_confirmed_duty_is_asked_about_again_when_the_words_are_joined(by: Acts, draft) -> None:
    binding = Binding.objects.filter(clause=clause(draft, "1.2")).first()
    move(registry["bindings"], by(), "confirm", binding)
    merge(by(), clause(draft, "1.2"))
    again = Binding.objects.present().get(clause=clause(draft, "1.1"), duty=binding.duty)
    assert again.state == "suggested"


def test_both_halves_confirmed_for_one_duty_ask_about_it_once(by: Acts, draft) -> None:
    for number in ("1.1", "1.2"):
        row = clause(draft, number)
        binding = Binding.objects.filter(clause=row, duty="O094").first()
        binding = binding or Binding.objects.filter(clause=row).first()
        move(registry["bindings"], by(), "confirm", binding)
    merge(by(), clause(draft, "1.2"))
    duties = Binding.objects.present().filter(clause=clause(draft, "1.1"))
    assert len(set(duties.values_list("duty"))) == duties.count() > 0


def test_parts_of_a_joined_clause_find_a_new_place(by: Acts, draft) -> None:
    indent(by(), clause(draft, "1.3"))
    merge(by(), clause(draft, "1.2"))
    part = Clause.objects.present().get(version=draft, text="教育の記録を残す。")
    assert part.parent == clause(draft, "1.1")


def test_what_makes_no_sense_is_refused_and_changes_nothing(by: Acts, draft) -> None:
    before = said(draft)
    for impossible in (
        lambda: indent(by(), clause(draft, "1.1")),
        lambda: outdent(by(), clause(draft, "1.1")),
        lambda: merge(by(), clause(draft, "1.1")),
        lambda: split(by(), clause(draft, "1.1"), 0),
    ):
        with pytest.raises(Invalid):
            impossible()
    assert said(draft) == before


def test_a_version_in_force_is_not_put_in_another_order(by: Acts) -> None:
    row = a_clause(version=a_version_in_force())
    with pytest.raises(Invalid):
        indent(by(), row)
