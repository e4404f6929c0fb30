"""The difference between two versions, clause by clause and word by word."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from sekisho.domains.documents.diff import compare, words
from sekisho.domains.documents.matching import alike, matched


@dataclass(frozen=True)
class Said:
    stable: str
    number: str
    text: str
    heading: str = ""


A, B, C, D = (Said(s, f"1.{i}", f"{s}を守る。") for i, s in enumerate("あいうえ", 1))
texts = st.text("教育は年一二回以上行う。、12 abAB", max_size=40)


def test_nothing_changed_is_said_as_nothing_changed() -> None:
    found = compare([A, B], [A, B])
    assert [(d.kind, d.moved, d.renumbered) for d in found] == [("same", False, False)] * 2


def test_a_new_clause_is_added_where_it_stands() -> None:
    assert [d.kind for d in compare([A, B], [A, C, B])] == ["same", "added", "same"]


def test_a_clause_taken_out_is_shown_after_its_old_neighbour() -> None:
    found = compare([A, B, C], [A, C])
    assert [(d.kind, (d.old or d.new).stable) for d in found] == [
        ("same", "あ"),
        ("removed", "い"),
        ("same", "う"),
    ]


def test_the_first_clause_taken_out_is_shown_first() -> None:
    assert [d.kind for d in compare([A, B], [B])] == ["removed", "same"]


def test_only_the_clause_that_changed_places_has_moved() -> None:
    found = compare([A, B, C, D], [D, A, B, C])
    assert [d.new.stable for d in found if d.moved] == ["え"]


def test_a_clause_pushed_down_by_a_new_one_is_renumbered_but_has_not_moved() -> None:
    pushed = Said(B.stable, "1.3", B.text)
    found = compare([A, B], [A, Said("new", "1.2", "新しい。"), pushed])
    assert (found[2].renumbered, found[2].moved) == (True, False)


def test_a_changed_clause_shows_which_words_changed() -> None:
    old, new = Said("s", "7.2", "教育は年1回行う。"), Said("s", "7.2", "教育は年2回行う。")
    (found,) = compare([old], [new])
    assert [(p.tone, p.text) for p in found.pieces] == [
        ("same", "教育は年"),
        ("removed", "1"),
        ("added", "2"),
        ("same", "回行う。"),
    ]


def test_words_are_not_torn_apart_in_the_middle() -> None:
    tones = [(p.tone, p.text) for p in words("情報資産を守る", "情報機器を守る")]
    assert tones[:2] == [("removed", "情報資産"), ("added", "情報機器")]


@given(texts, texts)
def test_the_pieces_hold_every_letter_of_both_texts(old: str, new: str) -> None:
    pieces = words(old, new)
    assert "".join(p.text for p in pieces if p.tone != "added") == old
    assert "".join(p.text for p in pieces if p.tone != "removed") == new


@given(st.permutations([A, B, C, D]), st.sets(st.integers(0, 3)))
def test_every_clause_of_either_version_is_shown_once(order: list[Said], out: set[int]) -> None:
    new = [clause for i, clause in enumerate(order) if i not in out]
    found = compare([A, B, C, D], new)
    assert sorted((d.new or d.old).stable for d in found) == sorted("あいうえ")
    assert [d.new for d in found if d.new] == new


def test_equal_words_are_the_same_clause_wherever_they_stand() -> None:
    assert matched([A, B], [Said("", "9.1", B.text), Said("", "9.2", A.text)]) == [1, 0]


def test_equal_words_under_the_same_number_go_first() -> None:
    twice = [Said("", "1.1", "守る。"), Said("", "2.1", "守る。")]
    assert matched(twice, list(reversed(twice))) == [1, 0]


def test_the_same_number_with_similar_words_is_the_same_clause() -> None:
    old = Said("", "7.2", "教育は全従業員を対象に年1回行う。")
    new = Said("", "7.2", "教育は全従業員と派遣社員を対象に年2回行う。")
    assert matched([old], [new]) == [0]


def test_the_same_number_with_other_words_is_another_clause() -> None:
    assert matched([Said("", "7.2", "教育を行う。")], [Said("", "7.2", "鍵をかける。")]) == [None]


def test_a_clause_that_moved_must_be_plainly_the_same() -> None:
    old = Said("", "7.2", "教育は全従業員を対象に、入社時と年1回行い、記録を残す。")
    near = Said("", "8.1", "教育は全従業員を対象に、入社時と年2回行い、記録を残す。")
    far = Said("", "8.2", "教育の記録は部門ごとに残す。")
    assert matched([old], [far, near]) == [None, 0]


@given(texts, texts)
def test_likeness_is_the_same_both_ways_and_full_for_equal_texts(old: str, new: str) -> None:
    assert 0 <= alike(old, new) == alike(new, old) <= 1
    assert alike(old, old) == 1


@given(st.lists(texts, max_size=6), st.lists(texts, max_size=6))
def test_no_former_clause_is_given_to_two_new_ones(old: list[str], new: list[str]) -> None:
    before = [Said("", f"1.{i}", t) for i, t in enumerate(old)]
    after = [Said("", f"1.{i}", t) for i, t in enumerate(new)]
    given_away = [i for i in matched(before, after) if i is not None]
    assert len(given_away) == len(set(given_away))
