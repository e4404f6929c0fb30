"""Leave (産休・育休・休職) pauses what a person owes; it is due again some days after the return.

The same in SQL, for a queryset annotated with ``due`` and a table of leaves ``(first, last)``::

    leaves = Leave.objects.filter(person=OuterRef("pk"))
    people.annotate(due_on=Resumed(leaves, due="due", first="first", last="last"))

``Resumed`` looks at one leave, the latest that reaches the due date: leaves that follow each other
within ``resume_days`` are to be kept as one (a register's check can ask for it).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf

from sekisho.registers.datesql import After

Leave = tuple[date, date | None]
RESUME_DAYS = 14
NEVER = date(9999, 12, 31)


def paused(due: date, leaves: Iterable[Leave], resume_days: int = RESUME_DAYS) -> date | None:
    """The day a duty ``due`` on a day is due when the person's ``leaves`` are counted.

    A leave is its first and last day away (None: not yet known). A due date on a leave, or within
    ``resume_days`` of the return (the day after the last day away), moves to ``resume_days`` after
    it; one before the leave stays. None: nothing is owed while the return is open.
    """
    for first, last in sorted(leaves, key=lambda leave: leave[0]):
        if due < first:
            break
        if last is None:
            return None
        due = max(due, last + timedelta(days=1 + resume_days))
    return due


def Resumed(  # noqa: N802
    leaves: "QuerySet[Any]", *, due: str, first: str, last: str, resume_days: int = RESUME_DAYS
) -> Combinable:
    """``paused`` in SQL, by a correlated subquery over ``leaves`` (already narrowed to the person)."""
    never = Value(NEVER, output_field=DateField())
    reach = (
        leaves.filter(**{f"{first}__lte": OuterRef(due)})
        .annotate(sk_later=Coalesce(After(last, 1 + resume_days), never))
        .filter(sk_later__gt=OuterRef(due))
        .order_by("-sk_later")
        .values("sk_later")[:1]
    )
    return NullIf(Coalesce(Subquery(reach), F(due)), never)
