"""Fiscal years, yearly duties and leave, in Python and in SQL."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import DateField, OuterRef, Value
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.registers.calendar_models import Day
from sekisho.registers.datesql import After, AfterDays, AfterMonths, MonthEnd, day
from sekisho.registers.fiscal import (
    DueYearly,
    FiscalEnd,
    FiscalYear,
    after_months,
    due_yearly,
    fiscal_end,
    fiscal_label,
    fiscal_start,
    fiscal_year,
    month_end,
)
from sekisho.registers.leave import Resumed, paused

pytestmark = pytest.mark.django_db

D = date
calm = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
any_day = st.dates(D(1950, 1, 1), D(2090, 12, 31))
month = st.integers(1, 12)
mode = st.sampled_from(["fiscal", "month"])


@pytest.fixture(autouse=True)
def _one_row(db: Any) -> None:
    Day.objects.create(date=D(2026, 4, 1), kind="workday", ordinal=1, edition=1)


def by_sql(expression: Any) -> Any:
    return Day.objects.values_list(expression, flat=True).get()


def test_the_fiscal_year_turns_on_the_first_of_april() -> None:
    assert fiscal_year(D(2026, 3, 31)) == 2025
    assert fiscal_year(D(2026, 4, 1)) == 2026
    assert (fiscal_start(2026), fiscal_end(2026)) == (D(2026, 4, 1), D(2027, 3, 31))
    assert fiscal_year(D(2026, 3, 31), start_month=1) == 2026
    assert fiscal_end(2026, start_month=1) == D(2026, 12, 31)


def test_a_fiscal_year_has_a_name_in_each_language() -> None:
    with override("en"):
        assert fiscal_label(2026) == "FY2026"
    with override("ja"):
        assert fiscal_label(2026) == "2026年度"


@pytest.mark.parametrize(
    ("last", "how", "due"),
    [
        ("2026-03-31", "fiscal", "2027-03-31"),
        ("2026-04-01", "fiscal", "2028-03-31"),
        ("2025-05-10", "month", "2026-05-31"),
        ("2024-02-29", "month", "2025-02-28"),
        ("2023-02-01", "month", "2024-02-29"),
    ],
)
def test_a_yearly_duty_returns_within_its_year_and_never_drifts(
    last: str, how: Any, due: str
) -> None:
    assert due_yearly(D.fromisoformat(last), how) == D.fromisoformat(due)


def test_what_was_never_done_is_due_on_its_first_day_and_not_said_otherwise() -> None:
    first = D(2026, 6, 30)
    nothing = Value(None, output_field=DateField())
    assert due_yearly(None, "fiscal", 4, first) == by_sql(
        DueYearly(nothing, "fiscal", 4, day(first))
    )
    assert due_yearly(None, "month") is None
    assert by_sql(DueYearly(nothing, "month")) is None


@calm
@given(any_day, mode, month)
def test_the_database_finds_the_same_yearly_due_date(last: date, how: Any, start: int) -> None:
    assert by_sql(DueYearly(day(last), how, start)) == due_yearly(last, how, start)


@calm
@given(any_day, month)
def test_the_database_knows_the_same_fiscal_year(one: date, start: int) -> None:
    assert by_sql(FiscalYear(day(one), start)) == fiscal_year(one, start)
    assert by_sql(FiscalEnd(day(one), start)) == fiscal_end(fiscal_year(one, start), start)


@calm
@given(any_day, st.integers(-40, 40))
def test_the_database_steps_by_days_and_months_as_python_does(one: date, n: int) -> None:
    assert by_sql(After(day(one), n)) == one + timedelta(days=n)
    assert by_sql(AfterDays(day(one), Value(n))) == one + timedelta(days=n)
    assert by_sql(AfterMonths(day(one), n)) == after_months(one, n)
    assert by_sql(MonthEnd(day(one), n)) == month_end(one, n)


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert after_months(D(2026, 1, 31), 1) == D(2026, 2, 28)
    assert after_months(D(2024, 2, 29), -12) == D(2023, 2, 28)


@calm
@given(any_day, mode, month)
def test_doing_it_on_the_due_date_never_makes_the_next_one_drift(
    last: date, how: Any, start: int
) -> None:
    due = due_yearly(last, how, start)
    assert due is not None
    again = due_yearly(due, how, start)
    assert again is not None
    assert (again.month, again.year) == (due.month, due.year + 1)


AWAY = (D(2026, 4, 1), D(2026, 9, 30))


@pytest.mark.parametrize(
    ("due", "leaves", "moved"),
    [
        ("2026-03-31", [AWAY], "2026-03-31"),  # it was due before the leave
        ("2026-04-01", [AWAY], "2026-10-15"),
        ("2026-09-30", [AWAY], "2026-10-15"),
        ("2026-10-05", [AWAY], "2026-10-15"),  # back, but within the days of grace
        ("2026-10-15", [AWAY], "2026-10-15"),
        ("2026-10-16", [AWAY], "2026-10-16"),
        ("2026-06-01", [(D(2026, 4, 1), None)], None),
        ("2026-06-01", [], "2026-06-01"),
        ("2026-06-01", [(D(2026, 10, 1), D(2026, 12, 31)), AWAY], "2027-01-15"),
    ],
)
def test_leave_moves_what_falls_on_it_to_two_weeks_after_the_return(
    due: str, leaves: Any, moved: str | None
) -> None:
    assert paused(D.fromisoformat(due), leaves) == (moved and D.fromisoformat(moved))


class Away(models.Model):
    """A table of leaves, for this test alone."""

    first = models.DateField()
    last = models.DateField(null=True)
    one = models.IntegerField()

    class Meta:
        app_label = "tests"

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


@pytest.mark.django_db(transaction=True)
def test_the_database_counts_leave_as_python_does() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Away)
    try:
        spans = [[AWAY], [(D(2026, 5, 1), None)], [AWAY, (D(2027, 1, 1), D(2027, 3, 31))], []]
        dues = [D(2026, 3, 1) + timedelta(days=n) for n in range(0, 500, 7)]
        for leaves in spans:
            Away.objects.all().delete()
            Away.objects.bulk_create([Away(first=a, last=b, one=1) for a, b in leaves])
            mine = Away.objects.filter(one=OuterRef("ordinal"))
            for due in dues:
                rows = Day.objects.annotate(due=day(due))
                rows = rows.annotate(due_on=Resumed(mine, due="due", first="first", last="last"))
                assert rows.get().due_on == paused(due, leaves), (due, leaves)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Away)
