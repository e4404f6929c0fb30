"""The first hours and days of an incident: told, ordered, judged, contained, its evidence kept."""

from datetime import date, timedelta

from django.db.models import Case, DateField, F, Q, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.alert import As
from sekisho.domains.incidents.models import Alert, Containment, Evidence, Incident, IncidentStep
from sekisho.domains.incidents.step import State as Step
from sekisho.domains.incidents.words import OVER, Severity, Tri
from sekisho.obligations.obligation import Kind, Rows, obligation
from sekisho.obligations.people import holder, in_office, manager_of
from sekisho.obligations.rules.incident_terms import (
    COMMITTEE,
    CONTAIN_MAJOR,
    CONTAIN_MODERATE,
    FOLLOW,
    FULL,
    NEXT,
    ORDER,
    READS,
    REPORT,
    REPORT_MINOR,
    REPORT_MODERATE,
    STEPS,
    by_severity,
    full,
    incidents,
    major,
)
from sekisho.obligations.words import exists, unless
from sekisho.registers.datesql import After, BusinessAfter
from sekisho.registers.rights import Role


@obligation(
    "late-reports-followed-up",
    of=Incident,
    among=incidents,
    duties=("O098",),
    title=_("Incidents are reported at once, and late reports are followed up"),
    criterion=_(
        "Reported within %(incidents.report_minutes)s minutes of noticing; of a late one the cause of the "
        "delay is found in %(incidents.late_days)s days. The reporter is never judged."
    ),
    remedy=_("Ask what made reporting hard and write the cause into the incident."),
    act=_("Record the cause"),
    verb="change",
    reads=READS,
    answers="manager",
    settings=("incidents.report_minutes", "incidents.late_days"),
)
def reported(rows: Rows, on: date) -> Rows:
    in_time = Q(reported_at__lte=F("noticed_at") + timedelta(minutes=REPORT()))
    found = ~Q(cause_text="") | ~Q(lessons="")
    return rows.annotate(
        due_on=unless(in_time | found, due=After("told", FOLLOW())),
        assignee=manager_of("unit", on),
    )


@obligation(
    "incidents-told",
    of=Incident,
    among=incidents,
    duties=("O073", "O098"),
    kind=Kind.EVENT,
    title=_("Manager and committee are told of every incident"),
    criterion=_("Both within %(incidents.committee_minutes)s minutes of the report."),
    remedy=_("Record why they were not told in time, and a corrective action."),
    act=_("Add a corrective action"),
    verb="change",
    reads=READS | {"incident_alerts": "alerts"},
    settings=("incidents.committee_minutes",),
)
def told(rows: Rows, on: date) -> Rows:
    """An incident without a unit has no manager to be told."""
    del on
    soon = F("incident__reported_at") + timedelta(minutes=COMMITTEE())
    alerts = Alert.objects.present().filter(told_at__lte=soon)
    committee = exists(alerts.filter(capacity=As.COMMITTEE), incident="pk")
    manager = Q(exists(alerts.filter(capacity=As.MANAGER), incident="pk")) | Q(unit=None)
    return rows.annotate(due_on=unless(Q(committee) & manager, due=F("told")))


@obligation(
    "first-instructions-given",
    of=Incident,
    among=incidents,
    duties=("O072",),
    kind=Kind.EVENT,
    title=_("First instructions are given without delay"),
    criterion=_(
        "Major and moderate: within %(incidents.order_minutes)s minutes at any time. Minor: within %(incidents.next_days)s business day(s)."
    ),
    remedy=_("Record why the instructions came late, and a corrective action."),
    act=_("Add a corrective action"),
    verb="change",
    reads=READS,
    answers="manager",
    settings=(
        "incidents.next_days",
        "incidents.order_minutes",
    ),
)
def ordered(rows: Rows, on: date) -> Rows:
    """A near miss needs none; one not judged yet counts like a minor one."""
    soon = Q(first_order_at__lte=F("reported_at") + timedelta(minutes=ORDER()))
    rows = rows.annotate(ordered=TruncDate("first_order_at"), next=BusinessAfter("told", NEXT()))
    met = Q(severity=Severity.NEAR_MISS) | (FULL & soon) | (~FULL & Q(ordered__lte=F("next")))
    light = ~FULL & Q(state__in=OVER)
    due = Case(When(FULL, then=F("told")), default=F("next"), output_field=DateField())
    return rows.annotate(due_on=unless(met | light, due=due), assignee=manager_of("unit", on))


@obligation(
    "managers-report-incidents",
    of=Incident,
    among=incidents,
    duties=("O073",),
    kind=Kind.EVENT,
    title=_("The manager's first report reaches the committee"),
    criterion=_(
        "Situation, impact and instructions: major on the same day, moderate within %(incidents.moderate_report_days)s and minor within %(incidents.minor_report_days)s business days."
    ),
    remedy=_("Send the first report, or record why it came late and a corrective action."),
    act=_("Report to the committee as manager"),
    verb="report_up",
    reads=READS,
    answers="manager",
    settings=(
        "incidents.moderate_report_days",
        "incidents.minor_report_days",
    ),
)
def manager_reported(rows: Rows, on: date) -> Rows:
    rows = rows.annotate(
        limit=by_severity("told", 0, REPORT_MODERATE(), REPORT_MINOR()),
        given=TruncDate("manager_report_at"),
    )
    met = Q(severity=Severity.NEAR_MISS) | Q(given__lte=F("limit"))
    return rows.annotate(due_on=unless(met, due=F("limit")), assignee=manager_of("unit", on))


@obligation(
    "severity-judged",
    of=Incident,
    among=incidents,
    duties=("O105",),
    title=_("It is judged how severe every incident is"),
    criterion=_(
        "Within %(incidents.next_days)s business day(s); never below what the facts call for without the director."
    ),
    remedy=_("Judge the incident: its kind and its severity."),
    act=_("Judge what it is"),
    verb="triage",
    reads=READS,
    answers="manager",
    notice=1,
    settings=("incidents.next_days",),
)
def judged(rows: Rows, on: date) -> Rows:
    return rows.annotate(
        due_on=unless(~Q(severity=""), due=BusinessAfter("told", NEXT())),
        assignee=manager_of("unit", on),
    )


@obligation(
    "major-incidents-commanded",
    of=Incident,
    among=major,
    duties=("O044", "O106"),
    kind=Kind.EVENT,
    title=_("Major incidents are commanded by the director or the committee"),
    criterion=_(
        "A commander in such an office is named within %(incidents.order_minutes)s minutes."
    ),
    remedy=_("Name the commander, or record why it was late and a corrective action."),
    act=_("Begin the response"),
    verb="respond",
    reads=READS,
    answers="director",
    settings=("incidents.order_minutes",),
)
def commanded(rows: Rows, on: date) -> Rows:
    rows = rows.annotate(named=TruncDate("commander_at"))
    office = in_office("commander", "named", Role.DIRECTOR, Role.DEPUTY, Role.CHAIR, Role.COMMITTEE)
    soon = Q(commander_at__lte=F("reported_at") + timedelta(minutes=ORDER()))
    return rows.annotate(
        due_on=unless(soon & Q(office), due=F("told")), assignee=holder(Role.DIRECTOR, on)
    )


@obligation(
    "playbooks-followed",
    of=Incident,
    among=full,
    duties=("O100",),
    title=_("Incidents are handled by the steps of the manual"),
    criterion=_(
        "Every mandatory step is done, or left out with a reason, within %(incidents.steps_days)s business days."
    ),
    remedy=_("Do the open steps, or leave them out with a reason."),
    act=_("Open the steps"),
    verb="change",
    reads=READS | {"incident_steps": "steps"},
    answers="manager",
    settings=("incidents.steps_days",),
)
def followed(rows: Rows, on: date) -> Rows:
    steps = IncidentStep.objects.present().filter(mandatory=True)
    left = exists(steps.filter(state=Step.OPEN), incident="pk")
    planned = exists(IncidentStep.objects.present(), incident="pk")
    return rows.annotate(
        due_on=unless(Q(planned) & ~Q(left), due=BusinessAfter("told", STEPS())),
        assignee=manager_of("unit", on),
    )


@obligation(
    "damage-contained",
    of=Incident,
    among=full,
    duties=("O101",),
    title=_("The damage of incidents is contained"),
    criterion=_(
        "Major within %(incidents.major_contain_days)s, moderate within %(incidents.moderate_contain_days)s business days; by a measure somebody else verified, or with the reason why there is nothing to contain."
    ),
    remedy=_("Carry out and verify a containment measure."),
    act=_("The damage is contained"),
    verb="contain",
    reads=READS | {"containments": "containments"},
    answers="manager",
    notice=1,
    settings=(
        "incidents.major_contain_days",
        "incidents.moderate_contain_days",
    ),
)
def contained(rows: Rows, on: date) -> Rows:
    verified = exists(
        Containment.objects.present().filter(verified_at__isnull=False), incident="pk"
    )
    met = Q(contained_at__isnull=False) & (Q(verified) | ~Q(uncontained_reason=""))
    return rows.annotate(
        due_on=unless(met, due=by_severity("told", CONTAIN_MAJOR(), *[CONTAIN_MODERATE()] * 2)),
        assignee=manager_of("unit", on),
    )


@obligation(
    "evidence-kept",
    of=Incident,
    among=full,
    duties=("O102",),
    title=_("Evidence of incidents is kept"),
    criterion=_(
        "Decided within %(incidents.next_days)s business day(s); if needed, kept with its hash or seal and custody."
    ),
    remedy=_("Decide about evidence and enter what is kept."),
    act=_("Enter evidence"),
    verb="change",
    reads=READS | {"evidence_items": "evidence"},
    answers="manager",
    notice=1,
    settings=("incidents.next_days",),
)
def evidence(rows: Rows, on: date) -> Rows:
    held = exists(Evidence.objects.present(), incident="pk")
    spared = Q(evidence_needed=Tri.NO) & ~Q(evidence_reason="")
    met = spared | (Q(evidence_needed=Tri.YES) & Q(held))
    return rows.annotate(
        due_on=unless(met, due=BusinessAfter("told", NEXT())), assignee=manager_of("unit", on)
    )
