"""After the first days of an incident: reports outside, the cause, recovery, and what was learnt."""

from datetime import date

from django.db.models import Case, DateField, F, Q, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.models import (
    Incident,
    Prevention,
    RecoveryCheck,
    SilenceCheck,
)
from sekisho.domains.incidents.prevention import State as Measure
from sekisho.domains.incidents.recovery import State as Restored
from sekisho.domains.incidents.words import Severity
from sekisho.domains.people.models import Person, Unit
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of
from sekisho.obligations.rules.incident_terms import FULL, READS, full, incidents
from sekisho.obligations.words import exists, latest, the_latest, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After, AfterMonths

SOURCE = _("Default of practice; the policy names no number.")
GROUP = _("Incidents")
SINCE = date(2026, 4, 1)
CAUSE = settings.declare(
    "incidents.cause_days", 30, _("Days to find the cause of an incident"), unit=_("days"),
    source=SOURCE, since=SINCE, least=1, most=366, group=GROUP,
)  # fmt: skip
REVIEW = settings.declare(
    "incidents.review_days", 30, _("Days after recovery to review an incident"), unit=_("days"),
    source=SOURCE, since=SINCE, least=1, most=366, group=GROUP,
)  # fmt: skip
QUIET = settings.declare(
    "incidents.quiet_months", 6, _("Months without a report after which a unit is asked"),
    unit=_("months"), source=SOURCE, since=SINCE, least=1, most=24, group=GROUP,
)  # fmt: skip


@obligation(
    "causes-found",
    of=Incident,
    among=incidents,
    duties=("O045", "O103"),
    title=_("The cause of every incident is found"),
    criterion=_(
        "Within %(incidents.cause_days)s days: its type and what caused it; in full for major and moderate "
        "ones."
    ),
    remedy=_("Write down the type of the cause and what caused it."),
    act=_("Record the cause"),
    verb="change",
    reads=READS,
    notice=7,
    minutes=60,
    settings=("incidents.cause_days",),
)
def causes(rows: Rows, on: date) -> Rows:
    met = ~Q(cause="") & ~Q(cause_text="") & (~FULL | ~Q(whys=()))
    return rows.annotate(
        due_on=unless(met, due=After("told", CAUSE())),
        assignee=Coalesce(F("commander_id"), manager_of("unit", on)),
    )


@obligation(
    "incidents-recovered",
    of=Incident,
    among=full,
    duties=("O104",),
    title=_("What an incident broke works again, checked by somebody else"),
    criterion=_("Within %(incidents.cause_days)s days; everything to be restored is checked."),
    remedy=_("Restore what is left and have somebody else check it."),
    act=_("Everything is restored"),
    verb="recover",
    reads=READS | {"recovery_checks": "recoveries"},
    answers="manager",
    notice=7,
    settings=("incidents.cause_days",),
)
def recovered(rows: Rows, on: date) -> Rows:
    open_ = exists(RecoveryCheck.objects.present().exclude(state=Restored.CHECKED), incident="pk")
    met = Q(recovered_at__isnull=False) & ~Q(open_)
    return rows.annotate(
        due_on=unless(met, due=After("told", CAUSE())), assignee=manager_of("unit", on)
    )


def finished(on: date) -> Rows:
    """Those that were brought to an end or restored: what was learnt is asked now."""
    rows = incidents(on).annotate(end=Coalesce(TruncDate("recovered_at"), TruncDate("closed_at")))
    return rows.filter(end__lte=on)


@obligation(
    "incidents-reviewed",
    of=Incident,
    among=lambda on: finished(on).exclude(severity=Severity.NEAR_MISS),
    duties=("O110",),
    title=_("Every incident is looked back on"),
    criterion=_(
        "Within %(incidents.review_days)s days of recovery the lessons are written; minor ones keep their "
        "cause."
    ),
    remedy=_("Look back on the incident and write down the lessons."),
    act=_("Record the lessons"),
    verb="change",
    reads=READS,
    notice=7,
    minutes=60,
    settings=("incidents.review_days",),
)
def reviewed(rows: Rows, on: date) -> Rows:
    del on
    met = (FULL & ~Q(lessons="")) | (~FULL & ~Q(cause_text=""))
    return rows.annotate(due_on=unless(met, due=After("end", REVIEW())), assignee=F("commander_id"))


@obligation(
    "recurrence-prevented",
    of=Incident,
    among=lambda on: finished(on).filter(FULL),
    duties=("O046", "O111"),
    title=_("For every incident it is decided how it is kept from happening again"),
    criterion=_(
        "A measure, or the reason why nothing further is done, in %(incidents.review_days)s days after "
        "recovery."
    ),
    remedy=_("Enter a preventive measure, or why nothing further is done."),
    act=_("Add a measure"),
    verb="change",
    reads=READS | {"preventions": "preventions"},
    notice=7,
    minutes=30,
    settings=("incidents.review_days",),
)
def prevented(rows: Rows, on: date) -> Rows:
    del on
    planned = exists(Prevention.objects.present(), incident="pk")
    return rows.annotate(
        due_on=unless(Q(planned) | ~Q(no_prevention_reason=""), due=After("end", REVIEW())),
        assignee=F("commander_id"),
    )


def measures(on: date) -> Rows:
    del on
    rows = Prevention.objects.present().filter(incident__drill=False, incident__restricted=False)
    return rows.filter(incident__withdrawn_at=None)


@obligation(
    "measures-carried-out",
    of=Prevention,
    among=measures,
    duties=("O111",),
    title=_("Measures against recurrence are carried out and checked for effect"),
    criterion=_("Carried out by their day; the effect checked by somebody else in time."),
    remedy=_("Carry the measure out, or have its effect checked by somebody else."),
    act=_("Carried out"),
    verb="carry_out",
    reads={"preventions": "", "incidents": "incident"},
    minutes=30,
)
def carried_out(rows: Rows, on: date) -> Rows:
    del on
    return rows.annotate(
        owed_on=unless(
            Q(state=Measure.EFFECTIVE),
            due=Coalesce(_then("check_on", done=True), _then("due_on", done=False)),
        ),
        assignee=F("owner_id"),
    )


def _then(column: str, *, done: bool) -> Case:
    """``column`` of measures that are carried out, or are not."""
    state = Measure.DONE if done else Measure.PLANNED
    return Case(When(state=state, then=F(column)), output_field=DateField())


def quiet(on: date) -> Rows:
    """Units with people of their own that have been there for as long as silence is remarkable."""
    working = Person.objects.in_service(on).order_by()
    return Unit.objects.active(on).annotate(
        since=AfterMonths("starts_on", QUIET())
    ).filter(exists(working, unit="pk"), since__lte=on)  # fmt: skip


@obligation(
    "silence-asked-about",
    of=Unit,
    among=quiet,
    duties=("O099",),
    title=_("Units that never report are asked"),
    criterion=_(
        "A report, even of a near miss, or the manager's word that there was none, in "
        "%(incidents.quiet_months)s months."
    ),
    remedy=_("Ask in the unit for incidents and near misses, and record the answer."),
    act=_("Record the answer of the unit"),
    verb="add",
    reads={"units": "", "incidents": "incidents", "silence_checks": "silence_checks",
           "people": "people", "appointments": "appointments"},
    answers="manager",
    minutes=15,
    settings=("incidents.quiet_months",),
)  # fmt: skip
def silence(units: Rows, on: date) -> Rows:
    # What only a few may know of moves no date that others see.
    told = Incident.objects.real().filter(restricted=False)
    reports = told.annotate(told=TruncDate("reported_at")).filter(told__lte=on)
    asked = SilenceCheck.objects.present().filter(asked_on__lte=on)
    last = the_latest(
        Coalesce(latest(reports, "told", unit="pk"), F("starts_on")),
        Coalesce(latest(asked, "asked_on", unit="pk"), F("starts_on")),
    )
    return units.annotate(last=last).annotate(
        due_on=AfterMonths("last", QUIET()), assignee=manager_of("pk", on)
    )
