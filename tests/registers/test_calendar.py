"""Business days, in Python and in SQL."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import DateField, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.registers import calendar as days
from sekisho.registers.calendar_models import Day, DayKind
from sekisho.registers.datesql import After, BusinessAfter, Rolled, business_between, day

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
SUMMER = {date(2026, 8, 13): "夏季休業", date(2026, 8, 14): "夏季休業"}
calm = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
around = st.dates(min_value=FIRST - timedelta(days=20), max_value=LAST + timedelta(days=20))


@pytest.fixture(autouse=True)
def _calendar(db: Any) -> None:
    days.rebuild(SUMMER, FIRST, LAST)


def by_sql(expression: Any) -> Any:
    """What the database makes of ``expression`` over one row."""
    return Day.objects.filter(date=FIRST).values_list(expression, flat=True).get()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026-09-18", DayKind.WORKDAY),
        ("2026-09-19", DayKind.WEEKEND),
        ("2026-09-21", DayKind.HOLIDAY),  # 敬老の日
        ("2026-09-22", DayKind.HOLIDAY),  # 国民の休日, between two holidays
        ("2026-09-23", DayKind.HOLIDAY),  # 秋分の日
        ("2026-09-24", DayKind.WORKDAY),
        ("2026-05-06", DayKind.HOLIDAY),  # 振替休日
        ("2026-08-13", DayKind.COMPANY),
        ("2026-12-31", DayKind.WORKDAY),  # a bank holiday, not a national one
    ],
)
def test_each_day_has_its_kind(text: str, kind: DayKind) -> None:
    one = Day.objects.get(date=text)
    assert one.kind == kind
    assert days.is_business(one.date) == (kind == DayKind.WORKDAY)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-09-18", 1, "2026-09-24"),
        ("2026-09-19", 1, "2026-09-24"),
        ("2026-09-24", -1, "2026-09-18"),
        ("2026-09-22", -1, "2026-09-18"),
        ("2026-09-22", 0, "2026-09-24"),
        ("2026-09-24", 0, "2026-09-24"),
        ("2026-08-12", 1, "2026-08-17"),
        ("2026-08-12", 2, "2026-08-18"),
    ],
)
def test_business_days_are_counted_over_holidays(start: str, n: int, end: str) -> None:
    assert days.add_business(date.fromisoformat(start), n) == date.fromisoformat(end)


def test_a_due_date_on_a_closed_day_rolls_as_asked() -> None:
    closed = date(2026, 9, 21)
    assert days.roll(closed, "next") == date(2026, 9, 24)
    assert days.roll(closed, "previous") == date(2026, 9, 18)
    assert days.roll(closed, "none") == closed
    assert days.roll(date(2026, 9, 24), "next") == date(2026, 9, 24)


def test_days_between_leave_out_the_first_and_count_the_last() -> None:
    assert days.business_between(date(2026, 9, 18), date(2026, 9, 24)) == 1
    assert days.business_between(date(2026, 9, 18), date(2026, 9, 23)) == 0
    assert days.business_between(date(2026, 9, 24), date(2026, 9, 18)) == -1


@calm
@given(around, st.integers(-15, 15))
def test_the_database_counts_business_days_as_python_does(start: date, n: int) -> None:
    assert by_sql(BusinessAfter(day(start), n)) == days.add_business(start, n)


@calm
@given(around, st.sampled_from(["next", "previous"]))
def test_the_database_rolls_as_python_does(start: date, way: Any) -> None:
    assert by_sql(Rolled(day(start), way)) == days.roll(start, way)


@calm
@given(st.dates(FIRST, LAST), st.dates(FIRST, LAST))
def test_the_database_counts_between_as_python_does(a: date, b: date) -> None:
    assert by_sql(business_between(day(a), day(b))) == days.business_between(a, b)


@calm
@given(st.dates(FIRST + timedelta(days=60), LAST - timedelta(days=60)), st.integers(1, 15))
def test_n_steps_forward_are_n_business_days_later(start: date, n: int) -> None:
    end = days.add_business(start, n)
    assert days.is_business(end)
    assert days.business_between(start, end) == n
    assert days.add_business(end, -n) == days.roll(start, "previous")


def test_a_whole_column_is_shifted_in_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        shifted = dict(Day.objects.values_list("date", BusinessAfter("date", 5)))
    assert len(shifted) == (LAST - FIRST).days + 1
    held = days.calendar()
    assert all(end == held.add_business(start, 5) for start, end in shifted.items())


def test_a_shifted_column_can_be_filtered_and_shifted_again() -> None:
    rows = Day.objects.annotate(due=BusinessAfter("date", 1)).filter(due__lt=After("date", 2))
    assert not rows.filter(date="2026-09-18").exists()
    assert rows.filter(date="2026-09-17").exists()
    twice = by_sql(BusinessAfter(BusinessAfter(day(date(2026, 9, 17)), 1), 1))
    assert twice == date(2026, 9, 24)


def test_nothing_comes_of_no_start() -> None:
    nothing = Value(None, output_field=DateField())
    assert by_sql(BusinessAfter(nothing, 3)) is None
    assert by_sql(Rolled(nothing, "next")) is None


def test_beyond_the_table_every_day_counts_so_that_due_dates_come_early() -> None:
    assert days.add_business(LAST + timedelta(days=1), 3) == LAST + timedelta(days=4)
    assert days.add_business(LAST, 5) == LAST + timedelta(days=5)


def test_rebuilding_keeps_company_days_unless_new_ones_are_given() -> None:
    assert not days.is_business(date(2026, 8, 13))
    days.rebuild(None, FIRST, LAST)
    assert not days.is_business(date(2026, 8, 13))
    days.rebuild({}, FIRST, LAST)
    assert days.is_business(date(2026, 8, 13))


def test_a_calendar_that_ends_soon_is_extended_and_another_is_left_alone() -> None:
    days.ensure(date(2026, 4, 1))
    assert Day.objects.order_by("-date").values_list("date", flat=True)[0] == days.LAST
    assert not days.is_business(date(2026, 8, 13))
    edition = days.calendar().edition
    days.ensure(date(2026, 4, 1))
    assert days.calendar().edition == edition
