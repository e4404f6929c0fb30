"""Business days: Monday to Friday, less Japan's holidays and the company's own closed days.

National holidays follow 国民の祝日に関する法律 (昭和23年法律第178号), as jpholiday computes them; the two
equinoxes of later years are forecasts until the February before. Beyond the table's last day every
day counts as a business day, so that a due date falls early rather than not at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count
from secrets import randbelow
from typing import Literal

from django.db import connection, transaction

from sekisho.registers.calendar_models import Day, DayKind

FIRST, LAST = date(2015, 1, 1), date(2040, 12, 31)
INSERT = "INSERT INTO day (date, kind, name, ordinal, edition) VALUES (%s, %s, %s, %s, %s)"
Roll = Literal["next", "previous", "none"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """One edition of the table, for single dates; the expressions of ``datesql`` agree with it."""

    edition: int
    ordinals: Mapping[date, int]
    business: tuple[date, ...]

    def is_business(self, day: date) -> bool:
        number = self.ordinals.get(day)
        return number is None or (number > 0 and self.business[number - 1] == day)

    def add_business(self, day: date, n: int) -> date:
        """The ``n``-th business day after ``day``, before it if negative.

        From a closed day the count starts at the next one met: Saturday + 1 is Monday,
        Saturday - 1 is Friday; + 0 is the day itself, or Monday.
        """
        number = self.ordinals.get(day)
        if number is None:
            return day + timedelta(days=n)
        if n <= 0 and not self.is_business(day):
            number += 1
        return self._numbered(number + n) or day + timedelta(days=n)

    def roll(self, day: date, way: Roll) -> date:
        """``day`` if it is a business day or ``way`` is none; else the next or previous one."""
        if way == "none" or self.is_business(day):
            return day
        return self._numbered(self.ordinals[day] + (way == "next")) or day

    def business_between(self, after: date, until: date) -> int:
        """How many business days lie after ``after``, up to and including ``until``."""
        first, last = self.ordinals.get(after), self.ordinals.get(until)
        return (until - after).days if first is None or last is None else last - first

    def _numbered(self, number: int) -> date | None:
        return self.business[number - 1] if 0 < number <= len(self.business) else None


def rebuild(
    company_days: Mapping[date, str] | None = None, first: date = FIRST, last: date = LAST
) -> int:
    """Write the table anew from ``first`` to ``last``; the new edition's number.

    ``company_days``: closed days and their names; None keeps those already in the table.
    """
    with transaction.atomic():
        if company_days is None:
            rows = Day.objects.filter(kind=DayKind.COMPANY)
            company_days = dict(rows.values_list("date", "name"))
        # by chance, not by counting: a backup restored or a transaction undone never repeats one
        edition = 1 + randbelow(2**31 - 1)
        Day.objects.all().delete()
        with connection.cursor() as cursor:  # ten thousand rows: as objects they cost tenfold
            cursor.executemany(INSERT, list(_days(company_days, first, last, edition)))
    return edition


def ensure(on: date) -> None:
    """Fill the table when it is empty or ends within ten years of ``on``; else do nothing."""
    last = Day.objects.order_by("-date").values_list("date", flat=True).first()
    if last is None or last < on + timedelta(days=3653):
        rebuild(last=max(LAST, date(on.year + 12, 12, 31)))


def calendar() -> Calendar:
    """The current edition; one small query tells whether the copy held here still is."""
    edition = Day.objects.order_by("date").values_list("edition", flat=True).first() or 0
    held = _held[0]
    if held.edition != edition or not edition:
        held = _held[0] = _read(edition)
    return held


def is_business(day: date) -> bool:
    return calendar().is_business(day)


def add_business(day: date, n: int) -> date:
    return calendar().add_business(day, n)


def roll(day: date, way: Roll) -> date:
    return calendar().roll(day, way)


def business_between(after: date, until: date) -> int:
    return calendar().business_between(after, until)


def _read(edition: int) -> Calendar:
    rows = Day.objects.order_by("date").values_list("date", "ordinal", "kind")
    ordinals, business = {}, []
    for day, ordinal, kind in rows:
        ordinals[day] = ordinal
        if kind == DayKind.WORKDAY:
            business.append(day)
    return Calendar(edition, ordinals, tuple(business))


_held = [Calendar(0, {}, ())]


def _days(
    company: Mapping[date, str], first: date, last: date, edition: int
) -> Iterator[tuple[str, str, str, int, int]]:
    """The rows of the table, as ``INSERT`` takes them."""
    years = range(first.year, last.year + 1)
    national = {day: name for year in years for day, name in _national(year)}
    numbers, number = count(1), 0
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        kind, name = _kind(day, national, company)
        if kind == DayKind.WORKDAY:
            number = next(numbers)
        yield day.isoformat(), kind.value, name, number, edition


@cache
def _national(year: int) -> tuple[tuple[date, str], ...]:
    """The national holidays of a year; jpholiday asks each day in turn, so once is enough."""
    import jpholiday  # slow to load, and needed here alone

    return tuple(jpholiday.year_holidays(year))


def _kind(
    day: date, national: Mapping[date, str], company: Mapping[date, str]
) -> tuple[DayKind, str]:
    if name := national.get(day):
        return DayKind.HOLIDAY, name
    if day in company:
        return DayKind.COMPANY, company[day]
    return (DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY), ""
