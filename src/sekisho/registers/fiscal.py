"""Fiscal years (年度), and duties that return once a year without a drifting 365-day clock.

``start_month`` is the month the fiscal year begins with: 4 in most Japanese companies. A fiscal year
is named by the calendar year it begins in: 2026-04-01 to 2027-03-31 is 2026年度.
"""

from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import IntegerField
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from sekisho.registers.datesql import DateFunc, MonthEnd, Start

Yearly = Literal["fiscal", "month"]


def fiscal_year(day: date, start_month: int = 4) -> int:
    return day.year - (day.month < start_month)


def fiscal_start(year: int, start_month: int = 4) -> date:
    return date(year, start_month, 1)


def fiscal_end(year: int, start_month: int = 4) -> date:
    return fiscal_start(year + 1, start_month) - timedelta(days=1)


def fiscal_label(year: int) -> str:
    """The year's name in the active language: 2026年度, FY2026."""
    return _("FY%(year)d") % {"year": year}


def after_months(day: date, months: int) -> date:
    """``months`` months later on the same day, or on the month's last day if it has none such."""
    return min(month_end(day, months), _first(day, months) + timedelta(days=day.day - 1))


def month_end(day: date, months: int = 0) -> date:
    """The last day of the month that lies ``months`` months later."""
    return _first(day, months + 1) - timedelta(days=1)


def due_yearly(
    last: date | None, mode: Yearly, start_month: int = 4, first: date | None = None
) -> date | None:
    """The day by which a yearly duty is due again, given the day it was ``last`` done.

    ``fiscal``: once in every fiscal year, so by the end of the one after ``last``'s.
    ``month``: by the end of the same month next year.
    Never done: ``first``, the day by which it is due the first time (None: nothing is said).
    """
    if last is None:
        return first
    if mode == "fiscal":
        return fiscal_end(fiscal_year(last, start_month) + 1, start_month)
    return month_end(last, 12)


def _first(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


class FiscalYear(DateFunc):
    """``fiscal_year`` in SQL."""

    output_field = IntegerField()  # type: ignore[assignment]
    sqlite = (
        "CAST(substr(date(%(expressions)s, 'start of month', '%(back)d months'), 1, 4) AS INTEGER)"
    )
    postgresql = (
        "EXTRACT(YEAR FROM date_trunc('month', %(expressions)s::timestamp)"
        " + interval '%(back)d months')::integer"
    )

    def __init__(self, start: Start, start_month: int = 4) -> None:
        super().__init__(start, back=1 - start_month)


class FiscalEnd(DateFunc):
    """The last day of the fiscal year ``years`` after the one the start lies in."""

    sqlite = (
        "date(%(expressions)s, 'start of month', '%(back)d months', 'start of year',"
        " '%(on)d months', '-1 day')"
    )
    postgresql = (
        "(date_trunc('year', date_trunc('month', %(expressions)s::timestamp)"
        " + interval '%(back)d months') + interval '%(on)d months' - interval '1 day')::date"
    )

    def __init__(self, start: Start, start_month: int = 4, years: int = 0) -> None:
        super().__init__(start, back=1 - start_month, on=start_month + 11 + 12 * years)


def DueYearly(last: Start, mode: Yearly, start_month: int = 4, first: Any = None) -> Combinable:  # noqa: N802
    """``due_yearly`` in SQL. ``first``: an expression for subjects that never did it, or None."""
    again = FiscalEnd(last, start_month, years=1) if mode == "fiscal" else MonthEnd(last, 12)
    return again if first is None else Coalesce(again, first)
