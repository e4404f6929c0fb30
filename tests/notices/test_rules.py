"""When somebody is told: both sides of every rule, over weekends, holidays and missed rounds."""

from datetime import date, timedelta

import pytest

from sekisho.notices.rules import Span
from sekisho.registers import calendar

pytestmark = pytest.mark.django_db

# 2026-11-23 (Monday) is 勤労感謝の日; 11-03 (Tuesday) is 文化の日.
MON, TUE, WED, FRI = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 20)
SAT, HOLIDAY, AFTER = date(2026, 11, 21), date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _calendar() -> None:
    calendar.ensure(MON)


def span(on: date) -> Span:
    """A round the business day before, and one on this day."""
    return Span.until(on, calendar.add_business(on, -1))


@pytest.mark.parametrize(("on", "told"), [(MON, True), (TUE, False), (FRI, False), (AFTER, True)])
def test_the_weekly_digest_comes_on_monday_or_after_the_holiday(on: date, told: bool) -> None:
    assert span(on).weekly() is told


@pytest.mark.parametrize(("on", "told"), [(date(2026, 11, 2), True), (date(2026, 11, 4), False)])
def test_the_monthly_summary_comes_on_the_first_business_day(on: date, told: bool) -> None:
    assert span(on).monthly() is told


@pytest.mark.parametrize(
    ("due", "on", "told"),
    [(WED, WED, True), (WED, TUE, False), (SAT, FRI, True), (HOLIDAY, FRI, True), (HOLIDAY, AFTER, False),
     (None, WED, False)],
)  # fmt: skip
def test_a_due_date_is_told_on_the_day_or_before_the_closed_days(
    due: date | None, on: date, told: bool
) -> None:
    assert span(on).due(due) is told


@pytest.mark.parametrize(
    ("on", "days"),
    [(date(2026, 11, 10), 0), (date(2026, 11, 11), 1), (date(2026, 11, 12), 0), (date(2026, 11, 13), 3),
     (MON, 0), (date(2026, 11, 19), 7), (FRI, 0)],
)  # fmt: skip
def test_an_overdue_task_is_told_one_three_and_seven_business_days_later(
    on: date, days: int
) -> None:
    assert span(on).late(date(2026, 11, 10)) == days


@pytest.mark.parametrize(("on", "told"), [(MON, False), (TUE, True), (WED, False), (FRI, False)])
def test_a_decision_is_named_three_business_days_before(on: date, told: bool) -> None:
    assert span(on).soon(FRI) is told


@pytest.mark.parametrize(("age", "told"), [(6, False), (7, False), (8, True), (9, False)])
def test_a_clause_red_for_more_than_seven_days_is_told_once(age: int, told: bool) -> None:
    assert span(FRI).long_red(FRI - timedelta(days=age)) is told


def test_a_day_without_a_round_delays_what_it_would_have_told_and_never_swallows_it() -> None:
    late = Span.until(WED, MON)
    assert late.due(TUE)
    assert not Span.until(WED, TUE).due(TUE)
    assert Span.until(TUE, date(2026, 11, 13)).weekly()


def test_after_a_long_silence_only_the_last_business_day_counts() -> None:
    assert Span.until(WED, date(2026, 1, 5)) == Span(TUE, WED)
    assert Span.until(WED, None) == Span(TUE, WED)
