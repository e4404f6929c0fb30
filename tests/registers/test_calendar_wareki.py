"""Days as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.registers.wareki import GREGORIAN, parse_day, wareki

APRIL = date(2026, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-01", "2026/4/1", "2026.4.1", "2026年4月1日", "20260401", "R8.4.1", "r8/4/1",
        "R08.04.01", "令和8年4月1日", "令和８年４月１日", "2026-04-01", " 2026 年 4 月 1 日 ",
        "㋿8年4月1日", "令和八年四月一日", "二〇二六年四月一日", "2026年4月1日（水）",
        "2026-04-01 00:00:00", "2026-04-01T00:00", "46113", "46113.0", "平成38年4月1日",
    ],
)  # fmt: skip
def test_every_usual_way_of_writing_names_the_same_day(text: str) -> None:
    assert parse_day(text) == APRIL


@pytest.mark.parametrize(
    "text",
    [
        "", "tomorrow", "26/4/1", "2026-4", "2026-02-29", "2026-13-01", "2026/4-1", "R100.1.1",
        "2026元年4月1日", "元年4月1日", "8年4月1日", "2026-04-01 09:30", "4/1/2026", "2026", "01234",
        "123456", "令和0年5月1日", "十年一月一日", "X8.4.1", "99999999", "²026-04-01x", "R8.4.三",
    ],
)  # fmt: skip
def test_what_names_no_day_is_none_and_never_a_guess(text: str) -> None:
    assert parse_day(text) is None


def test_a_number_from_a_sheet_is_read_as_excel_counts_days() -> None:
    assert parse_day(46113) == parse_day(46113.75) == APRIL


@pytest.mark.parametrize(
    ("before", "last", "start", "first"),
    [
        ("明治", "明治45年7月29日", "1912-07-30", "大正元年7月30日"),
        ("大正", "大正15年12月24日", "1926-12-25", "昭和元年12月25日"),
        ("昭和", "昭和64年1月7日", "1989-01-08", "平成元年1月8日"),
        ("平成", "平成31年4月30日", "2019-05-01", "令和元年5月1日"),
    ],
)
def test_an_era_begins_on_its_first_day_and_not_before(
    before: str, last: str, start: str, first: str
) -> None:
    day = date.fromisoformat(start)
    assert wareki(day) == first
    eve = date.fromordinal(day.toordinal() - 1)
    assert wareki(eve) == last
    assert last.startswith(before)
    assert parse_day(first) == parse_day(first.replace("元", "1")) == day
    assert parse_day(f"{first[:2]}元年{eve.month}月{eve.day}日") is None


def test_era_dates_before_the_gregorian_calendar_are_refused() -> None:
    assert parse_day("明治6年1月1日") == GREGORIAN
    assert parse_day("明治5年12月2日") is None
    assert wareki(date(1872, 12, 31)) == "1872年12月31日"


@given(st.dates(min_value=GREGORIAN, max_value=date(2117, 12, 31)))
def test_what_is_printed_in_era_years_is_read_back(day: date) -> None:
    assert parse_day(wareki(day)) == day
    assert parse_day(day.isoformat()) == parse_day(f"{day:%Y%m%d}") == day
