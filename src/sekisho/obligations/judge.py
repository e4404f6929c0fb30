"""Judging: from a rule's due dates to a state for every subject, and counts that add up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, CharField, Count, DateField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from sekisho.obligations.obligation import Obligation
from sekisho.obligations.terms import Terms
from sekisho.obligations.words import NOBODY


class State(models.TextChoices):
    """How a subject stands; every subject is in exactly one."""

    KEPT = "kept", _("Kept")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    UNKNOWN = "unknown", _("Unknown")


class Seal(models.TextChoices):
    """How an obligation or a clause stands, worst first."""

    NOT_KEPT = "not_kept", _("Not kept")
    UNKNOWN = "unknown", _("Unknown")
    AWAITING = "awaiting", _("Awaiting decision")
    AT_RISK = "at_risk", _("At risk")
    KEPT = "kept", _("Kept")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")


SEVERITY = {str(seal): rank for rank, seal in enumerate(Seal.values)}


def worst(seals: Iterable[str], default: str = Seal.AWAITING) -> str:
    """The worst of ``seals``; out of scope counts only when there is nothing else."""
    return min(seals, key=SEVERITY.__getitem__, default=str(default))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many subjects stand how; ``kept + due_soon + overdue + unknown == population``."""

    population: int = 0
    kept: int = 0
    due_soon: int = 0
    overdue: int = 0
    unknown: int = 0
    excepted: int = 0

    def seal(self, terms: Terms, on: date) -> str:
        """The obligation's state: tolerance is zero unless the committee decided otherwise."""
        if terms.applies_from and on < terms.applies_from:
            return Seal.AWAITING
        if not self.population:
            return Seal.KEPT if terms.declared_empty else Seal.UNKNOWN
        if self.overdue * 100 > terms.tolerance * self.population:
            return Seal.NOT_KEPT
        if self.unknown:
            return Seal.UNKNOWN
        return Seal.AT_RISK if self.due_soon or self.overdue else Seal.KEPT


def stated(one: Obligation, on: date, terms: Terms) -> "QuerySet[Any]":
    """The population with ``judged``, ``judged_due`` (after the transition) and ``assignee``."""
    rows: QuerySet[Any] = one.judged(on)
    annotated = rows.query.annotations
    if "assignee" not in annotated:
        rows = rows.annotate(assignee=NOBODY)
    late_from = terms.lenient_until
    owed = "owed_on" if "owed_on" in annotated else "due_on"
    due: Any = F(owed)
    if late_from:  # nobody is late before the transition is over (auditor.md A6)
        lenient = Value(late_from, output_field=DateField())
        due = Case(
            When(**{f"{owed}__lt": late_from}, then=lenient), default=due, output_field=DateField()
        )
    rows = rows.annotate(judged_due=due)
    cases = [
        When(judged_due__lt=on, then=Value(State.OVERDUE.value)),
        When(judged_due__lte=on + timedelta(days=one.notice), then=Value(State.DUE_SOON.value)),
    ]
    if "unknown" in annotated:
        cases.insert(0, When(unknown=True, then=Value(State.UNKNOWN.value)))
    kept = Value(State.KEPT.value)
    found: QuerySet[Any] = rows.annotate(
        judged=Case(*cases, default=kept, output_field=CharField())
    )
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """One subject that is not kept."""

    rec: UUID
    state: str
    due: date | None
    assignee: UUID | None


def not_kept(
    one: Obligation, on: date, terms: Terms, recs: Iterable[UUID] | None = None
) -> list[Standing]:
    """Every subject that is due soon, overdue or unknown; of ``recs`` alone if given. One query."""
    rows = stated(one, on, terms)
    if recs is not None:
        rows = rows.filter(pk__in=list(recs))
    found = (
        rows.exclude(judged=State.KEPT)
        .order_by()
        .values_list("pk", "judged", "judged_due", "assignee")
    )
    return [Standing(*row) for row in found]


def population(one: Obligation, on: date) -> int:
    """How many subjects the obligation is about on ``on``."""
    return int(one.among(on).order_by().count())


def counted(one: Obligation, on: date, terms: Terms) -> Counts:
    """All counts of one obligation in one query, without exceptions."""
    states = {s.value: Count("pk", filter=Q(judged=s.value)) for s in State}
    found = stated(one, on, terms).order_by().aggregate(population=Count("pk"), **states)
    return Counts(**found)
