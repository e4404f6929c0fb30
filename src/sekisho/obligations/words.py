"""The few words rules are written in; dates are reckoned by the database itself."""

from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate
from django.db.models.lookups import Exact, GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from sekisho.registers import settings
from sekisho.registers.datesql import After
from sekisho.registers.fiscal import DueYearly, FiscalEnd

NOTHING = Value(None, output_field=DateField())
NOBODY = Value(None, output_field=UUIDField())

YEARLY = settings.declare(
    "cadence.yearly", "fiscal", _("What “once a year” means"), type="choice",
    choices=(("fiscal", _("Once in every fiscal year")),
             ("month", _("By the end of the same month next year"))),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=_("Obligations"),
)  # fmt: skip
FIRST_MONTH = settings.declare(
    "calendar.first_month", 4, _("First month of the fiscal year"), least=1, most=12,
    source=_("Most companies in Japan begin theirs in April."), since=date(2026, 4, 1),
    group=_("Obligations"),
)  # fmt: skip


def unless(met: Any, *, due: Any) -> Case:
    """Nothing is owed while ``met`` holds; otherwise it is owed by ``due`` (expression or day)."""
    when = Value(due, output_field=DateField()) if isinstance(due, date) else due
    return Case(When(met, then=NOTHING), default=when, output_field=DateField())


def every(days: int, *, last: Any, first: Any) -> Coalesce:
    """Due ``days`` after it was last done; if never done, on the ``first`` day."""
    return Coalesce(After(last, days), first, output_field=DateField())


def yearly(last: Any, *, since: Any) -> Any:
    """Due once a year as the company counts years; never done: in the first year after ``since``.

    By fiscal years, or by the end of the same month: never a clock of 365 days that drifts.
    """
    mode, month = YEARLY(), FIRST_MONTH()
    first = FiscalEnd(since, month) if mode == "fiscal" else DueYearly(since, mode, month)
    return DueYearly(last, mode, month, first)


def the_latest(*days: Any) -> Greatest:
    """The latest of several days, none of them empty."""
    return Greatest(*days, output_field=DateField())


def the_earlier(one: Any, other: Any) -> Least:
    """The earlier of two days; an empty one does not count."""
    return Least(Coalesce(one, other), Coalesce(other, one), output_field=DateField())


def registered() -> TruncDate:
    """The day the subject was entered here: the due day of what has no day of its own."""
    return TruncDate("created_at")


def how_many(rows: "QuerySet[Any]", column: str = "pk", **match: str) -> Subquery:
    """How many different values of ``column`` there are among ``rows`` (of the subject)."""
    found = rows.filter(**{name: OuterRef(path) for name, path in match.items()}).order_by()
    count = Func(
        column, function="COUNT", template="%(function)s(DISTINCT %(expressions)s)",
        output_field=IntegerField(),
    )  # fmt: skip
    return Subquery(found.annotate(sk_n=count).values("sk_n"), output_field=IntegerField())


def exactly(number: int, rows: "QuerySet[Any]", column: str = "pk", **match: str) -> Exact:
    return Exact(how_many(rows, column, **match), number)


def at_least(
    number: int, rows: "QuerySet[Any]", column: str = "pk", **match: str
) -> GreaterThanOrEqual:
    return GreaterThanOrEqual(how_many(rows, column, **match), number)


def latest(rows: "QuerySet[Any]", column: str, **match: str) -> Subquery:
    """The greatest ``column`` among ``rows`` whose ``match`` columns equal the subject's."""
    narrowed = rows.filter(**{name: OuterRef(path) for name, path in match.items()})
    ordered = narrowed.filter(**{f"{column}__isnull": False}).order_by(f"-{column}")
    return Subquery(ordered.values(column)[:1])


def exists(rows: "QuerySet[Any]", **match: str) -> Exists:
    """Whether any of ``rows`` has ``match`` columns equal to the subject's."""
    return Exists(rows.filter(**{name: OuterRef(path) for name, path in match.items()}))


def missing(*columns: str) -> Q:
    """Any of ``columns`` says nothing."""
    found = Q()
    for column in columns:
        found |= Q((f"{column}__isnull", True)) | Q((column, ""))
    return found


def is_null(*columns: str) -> Q:
    """Any of ``columns`` (dates, references, numbers) says nothing."""
    found = Q()
    for column in columns:
        found |= Q((f"{column}__isnull", True))
    return found


def truth(condition: Any) -> ExpressionWrapper:
    """A condition as a column, for ``unknown``."""
    return ExpressionWrapper(condition, output_field=BooleanField())


def day(column: str) -> F:
    return F(column)
