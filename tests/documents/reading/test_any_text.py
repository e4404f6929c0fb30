"""Whatever a file holds, reading it ends in clauses or in a clear refusal."""

import contextlib

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sekisho.domains.documents.reading import Unreadable, ambiguous, read, structure, suggest

fragments = st.sampled_from(
    [
        *(
            "第1章　総則",
            "第1条（目的）",
            "第２条",
            "2条の2",
            "附則",
            "（目的）",
            "1. Purpose",
            "2.1 守る。",
        ),
        *(
            "(1) 点検",
            "ア　点検",
            "① 点検",
            "１）点検",
            "01 点検",
            "一　点検",
            "・点検",
            "- check",
            "■ 体制",
        ),
        *(
            "委員会",
            "体制",
            "部門長は、次を行う。",
            "守る。",
            "Access control",
            "Staff shall help.",
            "# 見出し",
            "## 節",
        ),
        *(
            "最終改定日：令和7年10月14日",
            "株式会社見本",
            "",
            "---",
            "| a | b |",
            "(i) x",
            "i. x",
            "イ 点検",
            "ロ 点検",
        ),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(fragments, min_size=1, max_size=25), st.sampled_from(["a.txt", "a.md"]))
def test_any_mixture_of_styles_gives_unique_numbers_and_unchanged_texts(lines, name):
    text = "\n".join(lines)
    try:
        found = structure(read(text.encode(), name))
    except Unreadable:
        return
    assert len({c.number for c in found.clauses}) == len(found.clauses)
    assert all(c.text in text and c.text for c in found.clauses)
    assert all(c.level == c.number.count(".") for c in found.clauses)
    assert set(suggest(found.clauses)) == {c.number for c in found.clauses}


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=400), st.sampled_from(["a.txt", "a.md", "a.html"]))
@example("0\r>", "a.md")
def test_any_characters_at_all_are_read_or_refused(text, name):
    try:
        found = structure(read(text.encode("utf-8", "ignore"), name))
    except Unreadable:
        return
    for clause in found.clauses:
        ambiguous(clause.text)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.docx", "a.pdf"]))
def test_any_bytes_at_all_are_read_or_refused(data, name):
    with contextlib.suppress(Unreadable):
        structure(read(data, name))
