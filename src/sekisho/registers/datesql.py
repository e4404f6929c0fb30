"""Dates computed by the database in its own words: Django's arithmetic on SQLite calls Python per row.

Every expression takes a date expression (a column, an annotation, a ``Value``), never a moment,
gives a ``DateField``, and stays NULL where the start is NULL. Each agrees with its Python twin.
"""

from datetime import date
from typing import Any

from django.db.models import DateField, F, Func, IntegerField, Value
from django.db.models.expressions import Combinable

Start = str | Combinable
Sql = tuple[str, tuple[Any, ...]]

_NUMBERED = """(SELECT sk_b.date FROM day sk_b, day sk_a WHERE sk_a.date = %(expressions)s
 AND sk_b.kind = 'workday' AND sk_b.ordinal = sk_a.ordinal + (%(steps)s))"""
_OPEN = "CASE sk_a.kind WHEN 'workday' THEN 0 ELSE 1 END"


class DateFunc(Func):
    """A date from expressions, by one template per database; ``%(expressions)s`` may repeat.

    PostgreSQL is told each type, for a bare NULL has none.
    """

    output_field = DateField()
    sqlite = postgresql = ""

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Sql:
        return self._as(self.sqlite, compiler, connection, extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Sql:
        return self._as(self.postgresql, compiler, connection, extra)

    def _as(self, template: str, compiler: Any, connection: Any, extra: Any) -> Sql:
        sql, values = self.as_sql(compiler, connection, template=template, **extra)
        times = template.count("%(expressions)s")
        return sql, tuple(values) * times


class After(DateFunc):
    """``days`` days later (earlier if negative)."""

    sqlite = "date(%(expressions)s, '%(days)d days')"
    postgresql = "(%(expressions)s::date + (%(days)d))"

    def __init__(self, start: Start, days: int) -> None:
        super().__init__(start, days=days)


class AfterDays(DateFunc):
    """As many days later as another column says."""

    sqlite = "date(%(expressions)s || ' days')"
    postgresql = "(%(expressions)s)"

    def __init__(self, start: Start, days: Start) -> None:
        super().__init__(start, days)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Sql:
        return self._as(self.sqlite, compiler, connection, extra | {"arg_joiner": ", "})

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Sql:
        return self._as(self.postgresql, compiler, connection, extra | {"arg_joiner": "::date + "})


class AfterMonths(DateFunc):
    """``months`` months later on the same day, or on the month's last day if it has none such."""

    sqlite = (
        "min(date(%(expressions)s, '%(months)d months'),"
        " date(%(expressions)s, 'start of month', '%(beyond)d months', '-1 day'))"
    )
    postgresql = "(%(expressions)s::date + interval '%(months)d months')::date"

    def __init__(self, start: Start, months: int) -> None:
        super().__init__(start, months=months, beyond=months + 1)


class MonthEnd(DateFunc):
    """The last day of the month that lies ``months`` months later."""

    sqlite = "date(%(expressions)s, 'start of month', '%(beyond)d months', '-1 day')"
    postgresql = (
        "(date_trunc('month', %(expressions)s::timestamp)"
        " + interval '%(beyond)d months' - interval '1 day')::date"
    )

    def __init__(self, start: Start, months: int = 0) -> None:
        super().__init__(start, beyond=months + 1)


class MonthEndAfter(DateFunc):
    """The last day of the month that lies as many months later as another column says."""

    sqlite = "date(%(expressions)s || ' months', '-1 day')"
    postgresql = (
        "(date_trunc('month', %(expressions)s * interval '1 month' - interval '1 day')::date"
    )

    def __init__(self, start: Start, months: str) -> None:
        super().__init__(start, F(months) + 1)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Sql:
        joined = {"arg_joiner": ", 'start of month', "}
        return self._as(self.sqlite, compiler, connection, extra | joined)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Sql:
        joined = {"arg_joiner": "::timestamp) + "}
        return self._as(self.postgresql, compiler, connection, extra | joined)


class BusinessAfter(DateFunc):
    """The ``n``-th business day after the start: ``Calendar.add_business`` as a join."""

    sqlite = f"COALESCE({_NUMBERED}, date(%(expressions)s, '%(n)d days'))"
    postgresql = f"COALESCE({_NUMBERED}, %(expressions)s::date + (%(n)d))"

    def __init__(self, start: Start, n: int) -> None:
        super().__init__(start, n=n, steps=f"{n}" if n > 0 else f"{n} + {_OPEN}")


class Rolled(DateFunc):
    """The start itself if a business day, else the ``next`` or ``previous`` one."""

    sqlite = f"COALESCE({_NUMBERED}, %(expressions)s)"
    postgresql = f"COALESCE({_NUMBERED}, %(expressions)s::date)"

    def __init__(self, start: Start, way: str) -> None:
        super().__init__(start, steps={"next": _OPEN, "previous": "0"}[way])


class BusinessOrdinal(DateFunc):
    """The business ordinal of a day; NULL outside the calendar."""

    output_field = IntegerField()  # type: ignore[assignment]
    sqlite = postgresql = "(SELECT sk_a.ordinal FROM day sk_a WHERE sk_a.date = %(expressions)s)"


def business_between(after: Start, until: Start) -> Combinable:
    """Business days after ``after`` up to ``until``; NULL when either is outside the calendar."""
    return BusinessOrdinal(until) - BusinessOrdinal(after)


def day(value: date | None) -> Value:
    """A fixed day as an expression, typed so that arithmetic works on both databases."""
    return Value(value, output_field=DateField())
