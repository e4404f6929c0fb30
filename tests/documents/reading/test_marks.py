import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.domains.documents.reading.marks import parse
from sekisho.domains.documents.reading.numerals import integer, roman, run


@pytest.mark.parametrize(
    ("line", "style", "tokens", "rest"),
    [
        ("第3条（目的）", "条", ("3",), "（目的）"),
        ("第十二条　定義", "条", ("十二",), "定義"),
        ("第３条の２　記録", "条", ("３", "２"), "記録"),
        ("7条（保管）", "条", ("7",), "（保管）"),
        ("第１章　総則", "章", ("１",), "総則"),
        ("1.1 目的", "dotted", ("1", "1"), "目的"),
        ("3.2.1.適用", "dotted", ("3", "2", "1"), "適用"),
        ("1. Purpose", "dot", ("1",), "Purpose"),
        ("１．目的", "dot", ("１",), "目的"),
        ("2　会議を開く", "num", ("2",), "会議を開く"),
        ("01 目的", "num", ("01",), "目的"),
        ("（１）点検", "paren-num", ("１",), "点検"),
        ("(ア) 点検", "paren-kana", ("ア",), "点検"),
        ("（一）点検", "paren-kanji", ("一",), "点検"),
        ("１）点検", "half-num", ("１",), "点検"),
        ("①点検", "circle", ("①",), "点検"),
        ("イ　点検", "kana", ("イ",), "点検"),
        ("二　点検", "kanji", ("二",), "点検"),
        ("(iv) review", "paren-latin", ("iv",), "review"),
        ("a) review", "half-latin", ("a",), "review"),
        ("・点検", "bullet・", (), "点検"),
        ("- check", "bullet-", (), "check"),
        ("● 点検", "bullet●", (), "点検"),
        ("Section 4: Access", "節", ("4",), "Access"),
        ("Article 5 Access", "条", ("5",), "Access"),
    ],
)
def test_a_mark_is_told_from_the_words(line, style, tokens, rest):
    mark = parse(line)
    assert mark is not None
    assert (mark.style, mark.tokens, mark.rest) == (style, tokens, rest)


@pytest.mark.parametrize(
    "line",
    [
        "第3条の規定により処分する。",
        "第3条第2項に定める者",
        "Section 4 applies to everyone.",
        "2025年10月14日",
        "2025.10.14",
        "12 months after joining",
        "2-factor sign-in is used",
        "○○株式会社",
        "アクセスは記録する",
        "3.5 million records",
        "十分な対策をとる",
        "-5 degrees",
    ],
)
def test_words_that_only_look_like_a_mark_are_left_alone(line):
    assert parse(line) is None


@given(st.integers(1, 99))
def test_kanji_numerals_read_as_they_are_written(n):
    ones = "〇一二三四五六七八九"
    tens, rest = divmod(n, 10)
    head = "" if tens == 0 else ("" if tens == 1 else ones[tens]) + "十"
    assert integer(head + (ones[rest] if rest else "")) == n


def test_roman_numerals_subtract():
    assert [roman(t) for t in ("i", "iv", "ix", "xiv", "XL")] == [1, 4, 9, 14, 40]


@pytest.mark.parametrize(
    ("tokens", "values"),
    [
        (["ア", "イ", "ウ"], [1, 2, 3]),
        (["イ", "ロ", "ハ"], [1, 2, 3]),
        (["a", "b", "c"], [1, 2, 3]),
        (["i", "ii", "iii"], [1, 2, 3]),
        (["h", "i", "j"], [8, 9, 10]),
        (["①", "②"], [1, 2]),
        (["⑴", "⑵"], [1, 2]),
    ],
)
def test_only_the_run_says_what_a_letter_counts(tokens, values):
    assert run(tokens) == values
