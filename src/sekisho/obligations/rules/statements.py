"""Clauses that records cannot tell of are stated by a person, in time."""

from datetime import date
from typing import Any

from django.db.models import DateField, F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.clause import Clause, Scope
from sekisho.domains.documents.statement import Statement
from sekisho.domains.documents.version import Version
from sekisho.obligations.obligation import obligation
from sekisho.obligations.words import latest
from sekisho.registers import settings
from sekisho.registers.datesql import After

FIRST_DAYS = settings.declare(
    "statements.first_days", 30, _("Days to state for the first time how a clause is kept"),
    unit=_("days"), most=366, source=_("Default of practice; the policy names no number."),
    since=date(2026, 4, 1), group=_("Policies and regulations"),
)  # fmt: skip


def stated_clauses(on: date) -> Any:
    """Clauses of documents in force that are known by a statement."""
    versions = Version.objects.in_force(on)
    return Clause.objects.present().filter(version__in=versions, scope=Scope.STATEMENT)


@obligation(
    "clauses-stated",
    of=Clause,
    among=stated_clauses,
    duties=(),
    title=_("Clauses that records cannot tell of are stated once a year"),
    criterion=_(
        "A named person states how the clause is kept, within %(statements.first_days)s days, then every year."
    ),
    remedy=_("State how the clause is kept, and what that rests on."),
    act=_("State it"),
    verb="add",
    reads={"clauses": "", "versions": None, "statements": "statements"},
    notice=30,
    answers="chair",
    settings=("statements.first_days",),
)
def stated(clauses: Any, on: date) -> Any:
    """A clause known by a statement has one that still counts, though said of a former version."""
    until = latest(
        Statement.objects.known(on),
        "valid_until",
        clause__stable="stable",
        clause__version__document="version__document",
    )
    first = After("scope_on", FIRST_DAYS())
    return clauses.annotate(
        due_on=Coalesce(until, first, output_field=DateField()), assignee=F("scope_by_id")
    )
