"""Judging: from a rule's due dates to a state for every subject, and counts that add up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import BooleanField, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from sekisho.obligations.obligation import Kind, Obligation
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


@dataclass(frozen=True, slots=True)
class Standing:
    """One subject: its state, the day it is due (after any transition), who can put it right."""

    rec: UUID
    state: str
    due: date | None
    assignee: UUID | None


def standings(
    one: Obligation, on: date, terms: Terms, recs: Iterable[UUID] | None = None
) -> list[Standing]:
    """Every subject, kept ones too; of ``recs`` alone if given. One query."""
    rows, owed = _facts(one, on, recs)
    return _stood(one, on, terms, rows, owed)


def not_kept(
    one: Obligation, on: date, terms: Terms, recs: Iterable[UUID] | None = None
) -> list[Standing]:
    """Every subject that is due soon, overdue or unknown; of ``recs`` alone if given. One query.

    The rule's own expression stands in the WHERE clause once: the states follow from what is found.
    """
    rows, owed = _facts(one, on, recs)
    # A pause only moves a day back: what is not owed by then is not due by then either.
    first = "owed" if "owed" in rows.query.annotations else owed
    soon = Q((f"{first}__lte", on + timedelta(days=one.notice)))
    rows = rows.filter(soon if _known(rows) else soon | Q(unknown=True))
    found = _stood(one, on, terms, rows, owed)
    return [standing for standing in found if standing.state != State.KEPT]


def _facts(one: Obligation, on: date, recs: Iterable[UUID] | None) -> "tuple[QuerySet[Any], str]":
    """The population with what the rule says of each, and the name of the column that is owed."""
    rows: QuerySet[Any] = one.judged(on)
    said = rows.query.annotations
    if "assignee" not in said:
        rows = rows.annotate(assignee=NOBODY)
    if "unknown" not in said:
        rows = rows.annotate(unknown=Value(value=False, output_field=BooleanField()))
    if recs is not None:
        rows = rows.filter(pk__in=list(recs))
    return rows.order_by(), "owed_on" if "owed_on" in said else "due_on"


def _known(rows: "QuerySet[Any]") -> bool:
    """Whether the rule never says that something is unknown."""
    return isinstance(rows.query.annotations["unknown"], Value)


def _stood(
    one: Obligation, on: date, terms: Terms, rows: "QuerySet[Any]", owed: str
) -> list[Standing]:
    soon = on + timedelta(days=one.notice)
    found = []
    for rec, day, unknown, assignee in rows.values_list("pk", owed, "unknown", "assignee"):
        due = _after_transition(one, day, terms)
        found.append(Standing(rec, _state(due, on, soon, unknown=bool(unknown)), due, assignee))
    return found


def _after_transition(one: Obligation, day: date | None, terms: Terms) -> date | None:
    """Nobody is late before the transition is over; an event before the first day of application
    is not judged at all."""
    if day is None or not terms.applies_from:
        return day
    if one.kind == Kind.EVENT:
        return day if day >= terms.applies_from else None
    return max(day, terms.lenient_until) if terms.lenient_until else day


def _state(due: date | None, on: date, soon: date, *, unknown: bool) -> str:
    if unknown:
        return State.UNKNOWN.value
    if due is None or due > soon:
        return State.KEPT.value
    return State.OVERDUE.value if due < on else State.DUE_SOON.value


Sizes = dict[Any, int]
"""Scope of obligations → how many there are; for one judging, within which nothing changes."""


def population(one: Obligation, on: date, sizes: Sizes | None = None) -> int:
    """How many subjects the obligation is about on ``on``. ``sizes``: those counted already, for
    many obligations are about the same."""
    sizes = {} if sizes is None else sizes
    if one.among not in sizes:
        sizes[one.among] = int(one.among(on).order_by().count())
    return sizes[one.among]


def counted(one: Obligation, on: date, terms: Terms) -> Counts:
    """All counts of one obligation, without exceptions."""
    states = Counter(standing.state for standing in not_kept(one, on, terms))
    everyone = population(one, on)
    return Counts(population=everyone, kept=everyone - states.total(), **states)
