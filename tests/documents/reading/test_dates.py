from datetime import date

import pytest

from sekisho.domains.documents.reading.dates import dates, is_date_line, revised


@pytest.mark.parametrize(
    "text",
    [
        "2025年10月14日",
        "2025/10/14",
        "2025-10-14",
        "2025.10.14",
        "令和7年10月14日",
        "令和７年１０月１４日",
        "R7.10.14",
        "October 14, 2025",
        "14 October 2025",
        "14th Oct 2025",
    ],
)
def test_a_date_is_read_in_every_usual_way(text):
    assert dates(f"改定日：{text}") == [date(2025, 10, 14)]


def test_the_first_year_of_an_era_is_gannen():
    assert dates("令和元年5月1日") == [date(2019, 5, 1)]


def test_impossible_days_are_left_out():
    assert dates("2025年2月30日") == []


def test_the_latest_revision_counts():
    assert revised("改定日 2024年4月1日、2025年4月1日") == date(2025, 4, 1)


def test_an_issue_date_is_a_date_line_but_no_revision():
    assert is_date_line("制定 2013年9月2日")
    assert revised("制定 2013年9月2日") is None


def test_a_sentence_that_mentions_a_day_is_no_date_line():
    assert not is_date_line(
        "2025年4月1日以降に採用した者には、会社が定める様式により研修を行い、その記録を五年間、部署ごとに保存しなければならないものとし、例外は認めない。"
    )
