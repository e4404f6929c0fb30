"""Work entrusted to suppliers: registered, assessed, under contract, kept, and returned at the end."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, F, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.assessment_answer import open_gaps
from sekisho.domains.suppliers.contract_clause import ContractClause
from sekisho.domains.suppliers.models import (
    Assessment,
    AssessmentAnswer,
    Contract,
    Engagement,
    PerformanceCheck,
    SubSupplier,
)
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_or_owner
from sekisho.obligations.words import (
    exists,
    is_null,
    latest,
    missing,
    truth,
    unless,
    yearly,
)
from sekisho.packs.questionnaires import clauses
from sekisho.registers import settings
from sekisho.registers.datesql import After

PRACTICE = _("Default of practice; the policy names no number.")
GROUP = _("Suppliers")
PLAN_DAYS = settings.declare(
    "suppliers.plan_days", 14, _("Days to plan how a supplier's gap is closed"), least=1, most=90,
    unit=_("days"), source=PRACTICE, since=date(2026, 4, 1), group=GROUP,
)  # fmt: skip
RETURN_DAYS = settings.declare(
    "suppliers.return_days", 30, _("Days after the end to confirm return or destruction"),
    least=1, most=180, unit=_("days"), source=PRACTICE, since=date(2026, 4, 1), group=GROUP,
)  # fmt: skip
LEADS = {"appointments": "unit__appointments"}


def running(on: date) -> Rows:
    return Engagement.objects.running(on)


def excused(on: date, path: str = "risk") -> Q:
    """Somebody accepted the risk of doing without, for a time that includes ``on``."""
    return Q(**{
        f"{path}__withdrawn_at": None, f"{path}__approved_on__lte": on,
        f"{path}__starts_on__lte": on, f"{path}__ends_on__gte": on,
        f"{path}__state": "accepted",
    })  # fmt: skip


@obligation(
    "engagements-complete",
    of=Engagement,
    among=running,
    duties=("O112",),
    title=_("Every work entrusted to a supplier is registered in full"),
    criterion=_(
        "Work, responsible unit, class, personal data, sub-contracting and contract are entered when "
        "it starts."
    ),
    remedy=_("Fill in what is missing."),
    act=_("Fill in"),
    verb="change",
    reads={"engagements": "", **LEADS},
    answers="manager",
)
def complete(rows: Rows, on: date) -> Rows:
    lacking = missing("title", "personal", "subcontracting")
    lacking |= is_null("unit", "classification", "contract")
    return rows.annotate(
        due_on=unless(~lacking, due=F("started_on")),
        assignee=manager_or_owner("unit", "owner", on),
    )


@obligation(
    "engagements-confirmed",
    of=Engagement,
    among=running,
    duties=("O112",),
    title=_("The register of suppliers is confirmed once a year"),
    criterion=_("Once a year the responsible unit confirms that the entry is right."),
    remedy=_("Read the entry, correct it, and confirm it."),
    act=_("Confirm the entry"),
    verb="confirm",
    reads={"engagements": "", **LEADS},
    answers="manager",
    notice=30,
    settings=("cadence.yearly",),
)
def confirmed(rows: Rows, on: date) -> Rows:
    last = Case(When(confirmed_on__lte=on, then=F("confirmed_on")), output_field=DateField())
    return rows.annotate(
        due_on=yearly(last, since="started_on"), assignee=manager_or_owner("unit", "owner", on)
    )


@obligation(
    "engagements-assessed",
    of=Engagement,
    among=running,
    duties=("O113",),
    title=_("The measures of every supplier are assessed before and during the work"),
    criterion=_(
        "An assessment of the depth of its tier is approved before the start and repeated before it "
        "runs out: every %(suppliers.reassess_strict)s months for personal data and the strictest class, "
        "else every %(suppliers.reassess_plain)s; or the risk is accepted."
    ),
    remedy=_("Send the questions and decide, or have the risk accepted."),
    act=_("Start an assessment"),
    verb="confirm",  # on the page of the work, where both are begun
    reads={
        "engagements": "", "assessments": "assessments", "risk_acceptances": "risk", **LEADS,
    },
    answers="manager",
    notice=60,
    minutes=60,
    settings=("suppliers.reassess_strict", "suppliers.reassess_plain"),
)  # fmt: skip
def assessed(rows: Rows, on: date) -> Rows:
    """Unknown while nobody said what information is handled: then nobody knows what to ask."""
    approvals = Assessment.objects.present().filter(
        state__in=("approved", "conditional"), decided_on__lte=on
    )
    until = latest(approvals, "valid_until", engagement="pk")
    owed = Case(
        When(excused(on), then=F("risk__ends_on")),
        default=Coalesce(until, F("started_on")),
        output_field=DateField(),
    )
    return rows.annotate(
        due_on=owed,
        unknown=truth(is_null("tier")),
        assignee=manager_or_owner("unit", "owner", on),
    )


@obligation(
    "supplier-gaps-closed",
    of=AssessmentAnswer,
    among=AssessmentAnswer.objects.gaps,
    duties=("O113",),
    title=_("Gaps found at suppliers are closed by the day planned"),
    criterion=_(
        "Each gap has a day within %(suppliers.plan_days)s days and is improved by then, or the risk "
        "is accepted."
    ),
    remedy=_("Ask the supplier; record the improvement, or have the risk accepted."),
    act=_("Record the improvement"),
    verb="change",
    reads={
        "assessment_answers": "", "assessments": "assessment", "risk_acceptances": "risk",
        "appointments": "assessment__engagement__unit__appointments",
    },
    answers="manager",
    minutes=30,
    settings=("suppliers.plan_days",),
)  # fmt: skip
def gaps_closed(rows: Rows, on: date) -> Rows:
    planned = Coalesce(F("due_on"), After("assessment__decided_on", PLAN_DAYS()))
    engagement = "assessment__engagement"
    return rows.annotate(
        owed_on=unless(~open_gaps(on), due=planned),
        assignee=manager_or_owner(f"{engagement}__unit", f"{engagement}__owner", on),
    )


@obligation(
    "engagements-under-contract",
    of=Engagement,
    among=running,
    duties=("O114",),
    title=_("Every work entrusted is under a contract with the terms it needs"),
    criterion=_(
        "The contract is concluded before the start and in force; each required term is in it, or "
        "what is missing was accepted as a risk."
    ),
    remedy=_("Conclude the contract, check its terms, or have the risk accepted."),
    act=_("Check the contract"),
    verb="confirm",  # on the page of the work, where both are begun
    reads={
        "engagements": "", "contracts": "contract", "contract_clauses": "contract__clauses",
        "risk_acceptances": ("risk", "contract__clauses__risk"), **LEADS,
    },
    answers="manager",
    minutes=30,
)  # fmt: skip
def under_contract(rows: Rows, on: date) -> Rows:
    signed = Contract.objects.signed(on).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    held = Q(exists(signed, pk="contract"))
    settled = ContractClause.objects.settled(on)
    private = ~Q(personal="") & ~Q(personal=",no,")
    for one in clauses().values():
        there = Q(exists(settled.filter(clause=one.code), contract="contract"))
        held &= (there | ~private) if one.only else there
    return rows.annotate(
        due_on=unless(held | excused(on), due=F("started_on")),
        assignee=manager_or_owner("unit", "owner", on),
    )


@obligation(
    "engagements-looked-after",
    of=Engagement,
    among=running,
    duties=("O115",),
    title=_("Once a year it is looked at whether suppliers keep what was agreed"),
    criterion=_("A report of the supplier, an inspection or an audit is recorded once a year."),
    remedy=_("Ask for the yearly report, or inspect; record what was seen."),
    act=_("Record a check"),
    verb="add",
    reads={"engagements": "", "performance_checks": "checks", **LEADS},
    answers="manager",
    notice=60,
    minutes=60,
    settings=("cadence.yearly",),
)
def looked_after(rows: Rows, on: date) -> Rows:
    last = latest(PerformanceCheck.objects.by(on), "checked_on", engagement="pk")
    return rows.annotate(
        due_on=yearly(last, since="started_on"), assignee=manager_or_owner("unit", "owner", on)
    )


@obligation(
    "sub-contracting-approved",
    of=SubSupplier,
    among=SubSupplier.objects.used,
    duties=("O115",),
    title=_("Suppliers hand work on only with our approval"),
    criterion=_("Each sub-contractor at work is approved, by somebody who did not enter it."),
    remedy=_("Decide, or have the sub-contracting stopped."),
    act=_("Decide"),
    verb="approve",
    reads={"sub_suppliers": "", "engagements": "engagement",
           "appointments": "engagement__unit__appointments"},
    answers="manager",
    minutes=15,
)  # fmt: skip
def sub_contracting(rows: Rows, on: date) -> Rows:
    return rows.annotate(
        due_on=unless(Q(approved_on__lte=on), due=F("starts_on")),
        assignee=manager_or_owner("engagement__unit", "engagement__owner", on),
    )


def over(on: date) -> Rows:
    """Work that ended in the last two years, since the policy was put into operation."""
    began = settings.value("obligations.started_on") or date.min
    return Engagement.objects.ended(on).filter(ended_on__gte=max(began, on - timedelta(days=731)))


@obligation(
    "engagements-returned",
    of=Engagement,
    among=over,
    duties=("O115",),
    title=_("When the work ends, our information is returned or destroyed, with proof"),
    criterion=_(
        "Within %(suppliers.return_days)s days of the end, what became of it is recorded with proof."
    ),
    remedy=_("Ask for the certificate and record it."),
    act=_("Record return or destruction"),
    verb="prove",
    reads={"engagements": "", **LEADS},
    answers="manager",
    minutes=20,
    settings=("suppliers.return_days",),
)
def returned(rows: Rows, on: date) -> Rows:
    done: Any = Q(returned_on__lte=on) & ~missing("ending", "return_proof")
    return rows.annotate(
        due_on=unless(done, due=After("ended_on", RETURN_DAYS())),
        assignee=manager_or_owner("unit", "owner", on),
    )
