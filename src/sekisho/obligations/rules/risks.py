"""Risks are assessed once a year and after incidents, treated by their day, and the rest is borne by who may."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.models import Asset
from sekisho.domains.incidents.models import Incident
from sekisho.domains.incidents.words import Severity
from sekisho.domains.people.models import Unit
from sekisho.domains.risk.acceptance import AcceptanceState
from sekisho.domains.risk.models import Risk, RiskAcceptance, RiskAssessment
from sekisho.domains.risk.risk import RiskState, Treatment
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder, manager_of, manager_or_owner
from sekisho.obligations.rules.units import units
from sekisho.obligations.words import latest, the_latest, truth, unless, yearly
from sekisho.registers import settings
from sekisho.registers.datesql import After
from sekisho.registers.rights import Role

PRACTICE = _("Default of practice; the policy names no number.")
SINCE = date(2026, 4, 1)
GROUP = _("Risk")
IMPORTANT = settings.declare(
    "risk.important_from", 3, _("Importance from which an asset is assessed by name"),
    least=1, most=3, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
DECIDE_DAYS = settings.declare(
    "risk.decide_days", 30, _("Days to decide how a risk is treated"), unit=_("days"),
    least=1, most=180, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
CONFIRM_DAYS = settings.declare(
    "risk.confirm_days", 30, _("Days to confirm that a treatment works"), unit=_("days"),
    least=1, most=180, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
AFTER_DAYS = settings.declare(
    "risk.after_incident_days", 30, _("Days to assess the risks again after an incident"),
    unit=_("days"), least=1, most=180, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip


def assessed(on: date) -> Rows:
    return RiskAssessment.objects.confirmed(on)


@obligation(
    "units-risk-assessed",
    of=Unit,
    among=units,
    duties=("O039",),
    title=_("The risks of every department and project are assessed"),
    criterion=_(
        "A confirmed assessment with a method in force (%(cadence.yearly)s); listed risks, or the reason why there is none."
    ),
    remedy=_("Go through the threats for the unit, list the risks, and submit the assessment."),
    act=_("Assess the risks"),
    verb="add",
    reads={"units": "", "risk_assessments": "risk_assessments", "appointments": "appointments"},
    answers="manager",
    notice=30,
    minutes=60,
    settings=("cadence.yearly", "calendar.first_month"),
)
def units_assessed(rows: Rows, on: date) -> Rows:
    """Whatever of the unit was assessed counts: the unit, its assets, services and processes."""
    last = latest(assessed(on), "assessed_on", unit="pk")
    return rows.annotate(due_on=yearly(last, since=F("starts_on")), assignee=manager_of("pk", on))


def important(on: date) -> Rows:
    return Asset.objects.in_use(on).filter(importance__gte=IMPORTANT())


@obligation(
    "important-assets-risk-assessed",
    of=Asset,
    among=important,
    duties=("O039",),
    title=_("The risks of important assets are assessed by name"),
    criterion=_(
        "From importance %(risk.important_from)s on: a confirmed assessment of the asset, or a risk that names it (%(cadence.yearly)s)."
    ),
    remedy=_("Assess the risks of the asset, or name it in a risk of its unit."),
    act=_("Assess the risks"),
    verb="add",
    reads={"assets": "", "risk_assessments": "risk_assessments", "risks": "risks",
           "appointments": "unit__appointments"},
    answers="manager",
    notice=30,
    minutes=20,
    settings=("risk.important_from", "cadence.yearly", "calendar.first_month"),
)  # fmt: skip
def assets_assessed(rows: Rows, on: date) -> Rows:
    named = Risk.objects.present().filter(assessment__in=assessed(on))
    rows = rows.annotate(
        by_name=latest(assessed(on), "assessed_on", asset="pk"),
        in_risk=latest(named, "assessment__assessed_on", asset="pk"),
    )
    last = the_latest(Coalesce("by_name", "in_risk"), Coalesce("in_risk", "by_name"))
    return rows.annotate(
        due_on=yearly(last, since=F("registered_on")), assignee=manager_of("unit", on)
    )


def troubled(on: date) -> Rows:
    """Major and medium incidents closed by ``on``; exercises are none."""
    rows = Incident.objects.present().filter(
        drill=False, severity__in=(Severity.MAJOR, Severity.MODERATE)
    )
    return rows.annotate(over_on=TruncDate("closed_at")).filter(over_on__lte=on)


@obligation(
    "risks-reassessed-after-incidents",
    of=Incident,
    among=troubled,
    duties=("O039",),
    title=_("After an incident the risks of the unit are assessed again"),
    criterion=_(
        "Within %(risk.after_incident_days)s days after a major or medium incident is closed, the unit has an assessment made since it was noticed."
    ),
    remedy=_("Assess again the risks that the incident showed, and submit the assessment."),
    act=_("Assess the risks"),
    verb="add",
    reads={"incidents": "", "risk_assessments": None, "appointments": None},
    answers="manager",
    minutes=30,
    settings=("risk.after_incident_days",),
)
def reassessed(rows: Rows, on: date) -> Rows:
    rows = rows.annotate(noticed_on=TruncDate("noticed_at"))
    again = assessed(on).filter(unit=OuterRef("unit"), assessed_on__gte=OuterRef("noticed_on"))
    return rows.annotate(
        due_on=unless(Exists(again), due=After("over_on", AFTER_DAYS())),
        unknown=truth(Q(unit=None)),
        assignee=Coalesce(manager_of("unit", on), holder(Role.CHAIR, on)),
    )


def not_acceptable(on: date) -> Rows:
    return Risk.objects.open(on).filter(above=True)


def responsible(on: date) -> Coalesce:
    return Coalesce(
        F("owner_id"), manager_or_owner("assessment__unit", "owner", on), holder(Role.CHAIR, on)
    )


@obligation(
    "risks-treatment-decided",
    of=Risk,
    among=not_acceptable,
    duties=("O040",),
    title=_("For every risk that is not acceptable the treatment is decided"),
    criterion=_(
        "Within %(risk.decide_days)s days of the assessment: reduce, avoid, transfer or retain; plan, owner and day."
    ),
    remedy=_("Decide the treatment, who sees to it, and by when."),
    act=_("Decide the treatment"),
    verb="decide",
    reads={"risks": "", "risk_assessments": "assessment", "appointments": None},
    answers="manager",
    minutes=20,
    settings=("risk.decide_days",),
)
def treatment_decided(rows: Rows, on: date) -> Rows:
    met = Q(decided_on__lte=on) & ~Q(treatment="") & ~Q(plan="") & Q(owner__isnull=False)
    due = After("assessment__confirmed_on", DECIDE_DAYS())
    return rows.annotate(due_on=unless(met, due=due), assignee=responsible(on))


@obligation(
    "risks-treated",
    of=Risk,
    among=lambda on: not_acceptable(on).filter(decided_on__lte=on).exclude(treatment=Treatment.RETAIN),
    duties=("O040",),
    title=_("Risks are treated by their day, and somebody else confirms the effect"),
    criterion=_(
        "Carried out by the day of the plan; the effect confirmed within %(risk.confirm_days)s days by another person."
    ),
    remedy=_("Carry the treatment out and say how high the risk is afterwards; have it confirmed."),
    act=_("Open the risk"),
    verb="carry_out",
    reads={"risks": "", "risk_assessments": "assessment", "appointments": None},
    answers="manager",
    notice=21,
    minutes=30,
    settings=("risk.confirm_days",),
)  # fmt: skip
def treated(rows: Rows, on: date) -> Rows:
    done = Q(done_on__lte=on, state__in=(RiskState.DONE, RiskState.CONFIRMED))
    confirmed = Q(confirmed_on__lte=on, state=RiskState.CONFIRMED)
    late = unless(done, due=F("treat_by"))
    return rows.annotate(late=late).annotate(
        due_on=unless(confirmed, due=Coalesce(F("late"), After("done_on", CONFIRM_DAYS()))),
        assignee=responsible(on),
    )


def remaining(on: date) -> Rows:
    """Risks of which something above the acceptable remains by decision: retained, or after treatment."""
    kept = Q(treatment=Treatment.RETAIN, above=True, decided_on__lte=on)
    rest = Q(rest_above=True, done_on__lte=on)
    return Risk.objects.open(on).filter(kept | rest)


@obligation(
    "residual-risks-borne",
    of=Risk,
    among=remaining,
    duties=("O040",),
    title=_("What remains above the acceptable is accepted by whoever may, for a time"),
    criterion=_(
        "Each retained or remaining risk has an acceptance that holds within %(risk.decide_days)s days; from level %(risk.director_level)s on by the director."
    ),
    remedy=_("Ask for the acceptance of the rest, or treat the risk further."),
    act=_("Ask for acceptance"),
    verb="add",
    reads={"risks": "", "risk_assessments": "assessment", "risk_acceptances": "acceptance",
           "appointments": None},
    answers="manager",
    notice=30,
    minutes=15,
    settings=("risk.decide_days", "risk.director_level"),
)  # fmt: skip
def borne(rows: Rows, on: date) -> Rows:
    holds = RiskAcceptance.objects.decided(on).filter(pk=OuterRef("acceptance"), ends_on__gte=on)
    holds = holds.filter(Q(state=AcceptanceState.ACCEPTED) | Q(ended_on__gt=on))
    since = Coalesce(F("done_on"), F("decided_on"))
    rows = rows.annotate(since=since, holds_until=holds.values("ends_on")[:1])
    return rows.annotate(
        due_on=Coalesce(F("holds_until"), After("since", DECIDE_DAYS())),
        assignee=responsible(on),
    )
