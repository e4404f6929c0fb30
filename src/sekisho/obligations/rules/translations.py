"""Japanese and English of one clause say the same: a changed clause has its pair renewed."""

from datetime import date

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.models import Clause, Version
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder
from sekisho.obligations.words import exists, the_latest, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After
from sekisho.registers.rights import Role

PAIR_DAYS = settings.declare(
    "documents.pair_days", 30, _("Days to renew the English of a changed clause"), unit=_("days"),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    most=180, group=_("Policies and regulations"),
)  # fmt: skip


def paired(on: date) -> Rows:
    """Clauses in force of documents that are kept in two languages."""
    return Clause.objects.present().filter(version__in=Version.objects.in_force(on)).paired()


@obligation(
    "translations-in-step",
    of=Clause,
    among=paired,
    duties=("O035",),
    title=_("The English of every clause says what the Japanese says"),
    criterion=_("Within %(documents.pair_days)s days of a change of words, the English is renewed or found to fit still."),
    remedy=_("Renew the English of the clause, or confirm that it still fits."),
    act=_("Renew the English"),
    verb="change",
    reads={
        "clauses": ("", "version__clauses"), "versions": None, "documents": "version__document",
        "appointments": None,
    },
    minutes=10,
    settings=("documents.pair_days",),
)  # fmt: skip
def translations_in_step(clauses: Rows, on: date) -> Rows:
    """Counted from the day it fell behind, or from the first day in force if that came later."""
    late = exists(Clause.objects.behind(), pk="pk")
    since = the_latest(Coalesce("behind_since", "version__effective_on"), "version__effective_on")
    return clauses.annotate(
        due_on=unless(~late, due=After(since, PAIR_DAYS())),
        assignee=Coalesce(F("version__document__owner_id"), holder(Role.CHAIR, on)),
    )
