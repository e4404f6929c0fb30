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
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from sekisho.registers.datesql import After

NOTHING = Value(None, output_field=DateField())
NOBODY = Value(None, output_field=UUIDField())


def unless(met: Any, *, due: Any) -> Case:
    """Nothing is owed while ``met`` holds; otherwise it is owed by ``due`` (expression or day)."""
    when = Value(due, output_field=DateField()) if isinstance(due, date) else due
    return Case(When(met, then=NOTHING), default=when, output_field=DateField())


def every(days: int, *, last: Any, first: Any) -> Coalesce:
    """Due ``days`` after it was last done; if never done, on the ``first`` day."""
    return Coalesce(After(last, days), first, output_field=DateField())


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
