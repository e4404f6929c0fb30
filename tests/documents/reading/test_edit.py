import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.domains.documents.reading import Unreadable, edit
from sekisho.domains.documents.reading.edit import CannotEdit, Node

from .helpers import reading

TREE = [
    Node("1.1", "甲", level=1),
    Node("1.2", "乙", level=1),
    Node("1.2.1", "丙", level=2),
    Node("1.3", "丁", level=1),
    Node("2.1", "戊", level=1),
]


def _shape(tree):
    return [(n.number, n.text) for n in tree]


def test_indent_puts_a_clause_under_the_one_above():
    assert _shape(edit.indent(TREE, 3)) == [
        *(("1.1", "甲"), ("1.2", "乙"), ("1.2.1", "丙"), ("1.2.2", "丁"), ("2.1", "戊")),
    ]


def test_indent_takes_the_children_along():
    assert [n.number for n in edit.indent(TREE, 1)] == ["1.1", "1.1.1", "1.1.1.1", "1.2", "2.1"]


def test_outdent_puts_a_clause_beside_its_parent():
    assert [n.number for n in edit.outdent(TREE, 2)] == ["1.1", "1.2", "1.3", "1.4", "2.1"]


def test_merge_joins_with_the_one_above_and_keeps_both_texts():
    found = edit.merge(TREE, 1)
    assert _shape(found) == [("1.1", "甲\n乙"), ("1.1.1", "丙"), ("1.2", "丁"), ("2.1", "戊")]


def test_split_cuts_the_text_and_the_second_half_keeps_the_children():
    found = edit.split([Node("1", "甲乙"), Node("1.1", "丙", level=1)], 0, 1)
    assert [n.text for n in found] == ["甲", "乙", "丙"]
    assert len({n.number for n in found}) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda: edit.indent(TREE, 0),
        lambda: edit.indent(TREE, 4),
        lambda: edit.indent(TREE, 2),
        lambda: edit.outdent(TREE, 0),
        lambda: edit.merge(TREE, 0),
        lambda: edit.split(TREE, 0, 0),
        lambda: edit.split(TREE, 0, 1),
        lambda: edit.split(TREE, 9, 1),
        lambda: edit.split(TREE, 0, -1),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(change):
    with pytest.raises(CannotEdit):
        change()


def test_renumber_leaves_a_sound_tree_as_it_is():
    assert edit.renumber(TREE) == TREE


rows = st.sampled_from(
    [
        *(
            "# 規程",
            "## 章",
            "### 節",
            "#### 款",
            "守る。",
            "次を行う。",
            "- 点検",
            "- 記録",
            "  - 細目",
            "1. 一つ",
            "2. 二つ",
        ),
        *("第1条 従う。", "第2条 備える。", "(1) 点検", "(2) 記録"),
    ]
)


@st.composite
def trees(draw):
    lines = draw(st.lists(rows, min_size=1, max_size=20))
    try:
        return edit.nodes(reading("\n".join([*lines, "終わる。"]), "a.md").clauses)
    except Unreadable:
        return []


CHANGES = [
    edit.indent,
    edit.outdent,
    edit.merge,
    lambda tree, at: edit.split(tree, at, 1),
]


@given(trees(), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 12)), max_size=8))
def test_no_character_is_lost_or_moved_by_any_changes(tree, changes):
    said = "".join("".join(n.text.split()) for n in tree)
    for change, at in changes:
        try:
            tree = CHANGES[change](tree, at)
        except CannotEdit:
            continue
        assert "".join("".join(n.text.split()) for n in tree) == said
        assert len({n.number for n in tree}) == len(tree)
        assert all(n.level == n.number.count(".") for n in tree)


def test_other_chapters_keep_the_numbers_they_have():
    tree = [Node("1.1", "甲", level=1), Node("1.2", "乙", level=1), Node("2.3", "丙", level=1)]
    assert [n.number for n in edit.merge(tree, 1)] == ["1.1", "2.3"]


def test_clauses_under_a_heading_without_a_clause_stay_there():
    tree = [
        Node("1.1", "甲乙", level=1),
        Node("1.2.1", "丙", level=2),
        Node("1.2.2", "丁", level=2),
        Node("1.3", "戊", level=1),
    ]
    assert [n.number for n in edit.merge(tree, 2)] == ["1.1", "1.2.1", "1.3"]
    assert [n.number for n in edit.split(tree, 0, 1)] == ["1.1", "1.2", "1.3.1", "1.3.2", "1.4"]
