"""What an incident asks to be told outside: authorities, persons, clients, and other bodies."""

from datetime import date, timedelta

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.applies import Answer
from sekisho.domains.incidents.models import Incident, OutsideContact, ReportDuty
from sekisho.domains.incidents.outside import Decision
from sekisho.domains.incidents.report_duty import State as Duty
from sekisho.obligations.obligation import Kind, Rows, Scope, obligation
from sekisho.obligations.people import holder
from sekisho.obligations.rules.incident_terms import GROUP, READS, SINCE, SOURCE, major
from sekisho.obligations.words import exists, unless
from sekisho.packs.breach import rules
from sekisho.registers import settings
from sekisho.registers.datesql import BusinessAfter
from sekisho.registers.rights import Role

OUTSIDE = settings.declare(
    "incidents.outside_days", 2, _("Business days to decide which bodies outside are called in"),
    unit=_("business days"), source=SOURCE, since=SINCE, least=1, most=20, group=GROUP,
)  # fmt: skip
AUTHORITY = frozenset({"preliminary", "final"})


def owed(*stages: str) -> Scope:
    """The duties of the law and contracts of these stages that are owed, or may be."""
    codes = [code for code, rule in rules().items() if rule.stage in stages]

    def among(on: date) -> Rows:
        rows = ReportDuty.objects.present().filter(rule__in=codes, incident__drill=False)
        rows = rows.filter(incident__restricted=False).exclude(answer=Answer.NO)
        return rows.annotate(began=TruncDate("aware_at")).filter(began__lte=on)

    return among


def _in_time(rows: Rows) -> Rows:
    """Submitted by the last moment, or agreed by two people not to be owed."""
    met = Q(submitted_at__lt=F("due_at") + timedelta(minutes=1)) | Q(
        state__in=(Duty.NOT_OWED, Duty.WAIVED)
    )
    return rows.annotate(due_on=unless(met, due=TruncDate("due_at")))


@obligation(
    "authorities-told",
    of=ReportDuty,
    among=owed(*AUTHORITY),
    duties=("O108",),
    kind=Kind.EVENT,
    title=_("Authorities are told in time"),
    criterion=_(
        "Every report that is owed, or may be, is submitted by its last day, with the receipt."
    ),
    remedy=_("Submit the report; if it came late, record the cause and a corrective action."),
    act=_("Record as submitted"),
    verb="submit",
    reads={"report_duties": "", "incidents": "incident", "appointments": None},
    answers="director",
    notice=3,
)
def authorities(rows: Rows, on: date) -> Rows:
    return _in_time(rows).annotate(assignee=holder(Role.DIRECTOR, on))


@obligation(
    "persons-and-clients-told",
    of=ReportDuty,
    among=owed("persons", "client"),
    duties=("O109",),
    kind=Kind.EVENT,
    title=_("Persons concerned and clients are told in time"),
    criterion=_("Every notice that is owed, or may be, is given by its last day."),
    remedy=_("Give the notice; if it came late, record the cause and a corrective action."),
    act=_("Record as submitted"),
    verb="submit",
    reads={"report_duties": "", "incidents": "incident", "appointments": None},
    answers="director",
    notice=3,
)
def persons(rows: Rows, on: date) -> Rows:
    return _in_time(rows).annotate(assignee=holder(Role.DIRECTOR, on))


@obligation(
    "bodies-outside-decided",
    of=Incident,
    among=major,
    duties=("O107",),
    title=_("It is decided which bodies outside are called in"),
    criterion=_(
        "Police, JPCERT/CC, IPA, lawyer, insurer and others: decided within %(incidents.outside_days)s business days."
    ),
    remedy=_("Decide for each body whether it is contacted, with the reason."),
    act=_("Decide"),
    verb="change",
    reads=READS | {"outside_contacts": "contacts"},
    answers="director",
    notice=2,
    settings=("incidents.outside_days",),
)
def bodies(rows: Rows, on: date) -> Rows:
    contacts = OutsideContact.objects.present()
    open_ = exists(contacts.filter(decision=Decision.UNDECIDED), incident="pk")
    met = Q(exists(contacts, incident="pk")) & ~Q(open_)
    return rows.annotate(
        due_on=unless(met, due=BusinessAfter("told", OUTSIDE())), assignee=holder(Role.DIRECTOR, on)
    )
