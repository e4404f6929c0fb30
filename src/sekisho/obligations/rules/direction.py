"""Direction: who answers for security, and whether they look, meet and decide."""

from datetime import date

from django.db.models import Case, DateField, Exists, F, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.document import Kind
from sekisho.domains.documents.models import Version
from sekisho.domains.people.appointment import Covers
from sekisho.domains.people.models import Appointment, Company, ManagementReview
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Kind as Event
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder, in_office, vacant_after, vacant_since
from sekisho.obligations.words import at_least, exactly, truth, unless, yearly
from sekisho.registers import settings
from sekisho.registers.datesql import MonthEnd
from sekisho.registers.rights import Role

MEMBERS = settings.declare(
    "committee.members", 3, _("Members of the committee at least"), unit=_("members"), most=50,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=_("Direction and committee"),
)  # fmt: skip
STATUS_MONTHS = settings.declare(
    "direction.status_months", 1, _("Months to confirm the status of a month"), least=1, most=6,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    unit=_("months"), group=_("Direction and committee"),
)  # fmt: skip
CHARTER = settings.declare(
    "committee.charter", "", _("Code of the document that is the committee's charter"), type="text",
    source=_("The company's own numbering; a charter is asked for by practice."),
    since=date(2026, 4, 1), group=_("Direction and committee"),
)  # fmt: skip
APPOINTMENTS = {"companies": "", "appointments": None}
IN_CHARGE = (Role.DIRECTOR, Role.DEPUTY)


@obligation(
    "director-appointed",
    of=Company,
    among=the_company,
    duties=("O029",),
    title=_("A director in charge is appointed"),
    criterion=_("Exactly one, with the decision, its day and its minutes or letter on record."),
    remedy=_("Appoint one director in charge and record the decision and its minutes."),
    act=_("Record the appointment"),
    verb="add",
    reads=APPOINTMENTS,
    answers="chair",
    notice=30,
    minutes=15,
)
def director_appointed(companies: Rows, on: date) -> Rows:
    """One director, by a decision that can be shown; due soon when the term ends unfollowed."""
    now = Appointment.objects.in_force(on).of(Role.DIRECTOR)
    shown = now.filter(decided_on__lte=on).exclude(minute="").exclude(decided_by="")
    met = Q(exactly(1, now)) & Q(exactly(1, shown))
    due = Case(
        When(met, then=vacant_after(Role.DIRECTOR, on)),
        default=vacant_since(on, Role.DIRECTOR),
        output_field=DateField(),
    )
    return companies.annotate(due_on=due, assignee=holder(Role.CHAIR, on))


@obligation(
    "deputy-appointed",
    of=Company,
    among=the_company,
    duties=("O030",),
    title=_("The director in charge has a deputy"),
    criterion=_("Somebody else than the director is appointed deputy for the time being."),
    remedy=_("Appoint a deputy, so that decisions do not wait for one person."),
    act=_("Record the appointment"),
    verb="add",
    reads=APPOINTMENTS,
    answers="director",
    notice=30,
    dated=True,
    minutes=10,
)
def deputy_appointed(companies: Rows, on: date) -> Rows:
    """Approvals never stall; due soon when the deputy's term ends unfollowed."""
    directors = Appointment.objects.in_force(on).of(Role.DIRECTOR).values("person")
    now = Appointment.objects.in_force(on).of(Role.DEPUTY).exclude(person__in=directors)
    due = Case(
        When(at_least(1, now), then=vacant_after(Role.DEPUTY, on)),
        default=vacant_since(on, Role.DEPUTY),
        output_field=DateField(),
    )
    return companies.annotate(due_on=due, assignee=holder(Role.DIRECTOR, on))


@obligation(
    "committee-composed",
    of=Company,
    among=the_company,
    duties=("O033",),
    title=_("The committee has its chair, its members and their fields"),
    criterion=_(
        "One chair and at least %(committee.members)s people, covering information "
        "technology, legal and personnel, and business."
    ),
    remedy=_("Appoint the members who are missing and say which field each covers."),
    act=_("Record the appointment"),
    verb="add",
    reads=APPOINTMENTS,
    answers="director",
    minutes=15,
    dated=True,
    settings=("committee.members",),
)
def committee_composed(companies: Rows, on: date) -> Rows:
    """Chair, number and fields together, counted by person: one may hold two appointments."""
    roles = (Role.CHAIR, Role.COMMITTEE)
    now = Appointment.objects.in_force(on).filter(role__in=roles)
    met = Q(exactly(1, now.of(Role.CHAIR))) & Q(at_least(MEMBERS(), now, "person"))
    for field in Covers.values:
        met &= Q(at_least(1, now.filter(covers__contains=f",{field},")))
    return companies.annotate(
        due_on=unless(met, due=vacant_since(on, *roles)), assignee=holder(Role.DIRECTOR, on)
    )


@obligation(
    "committee-chartered",
    of=Company,
    among=the_company,
    duties=("O033",),
    title=_("The committee has a charter in force"),
    criterion=_("The document named in the settings as its charter has a version in force."),
    remedy=_("Put the committee's charter in force and name its code in the settings."),
    act=_("Open the documents"),
    verb="change",
    reads={"companies": "", "versions": None, "documents": None, "appointments": None},
    answers="director",
    minutes=60,
    settings=("committee.charter",),
)
def committee_chartered(companies: Rows, on: date) -> Rows:
    """Without a code named, there is no charter that could be in force."""
    charter = Version.objects.in_force(on).filter(document__code=CHARTER() or "-")
    return companies.annotate(
        due_on=unless(Exists(charter), due=F("since")), assignee=holder(Role.DIRECTOR, on)
    )


def looked_at(kind: str, on: date) -> Rows:
    """Confirmed reviews that ended in a decision or in “no instructions”, by one in charge."""
    rows = ManagementReview.objects.confirmed(kind).filter(confirmed_on__lte=on)
    ended = ~Q(decisions="") | Q(no_instructions=True)
    return rows.filter(ended, in_office("confirmed_by", "confirmed_on", *IN_CHARGE))


@obligation(
    "status-confirmed",
    of=Company,
    among=the_company,
    duties=("O031",),
    title=_("The director confirms the status every month"),
    criterion=_(
        "With a decision or “no instructions”, by the director or the deputy, "
        "within %(direction.status_months)s month(s) of the end of the month it tells of."
    ),
    remedy=_("Look at the status of the month and record your decision, or “no instructions”."),
    act=_("Confirm the status"),
    verb="confirm",
    reads=APPOINTMENTS | {"management_reviews": None},
    answers="director",
    minutes=20,
    settings=("direction.status_months",),
)
def status_confirmed(companies: Rows, on: date) -> Rows:
    """The status of each month is confirmed by the end of the month after it."""
    last = looked_at("monthly", on).order_by("-period").values("period")[:1]
    later = STATUS_MONTHS()
    due = Coalesce(MonthEnd(Subquery(last), 1 + later), MonthEnd("since", later))
    return companies.annotate(due_on=due, assignee=holder(Role.DIRECTOR, on))


@obligation(
    "reviewed-by-management",
    of=Company,
    among=the_company,
    duties=("O031",),
    title=_("The director reviews the whole once a year"),
    criterion=_("A management review with inputs and decisions (%(cadence.yearly)s)."),
    remedy=_("Hold the management review, record inputs and decisions, and confirm it."),
    act=_("Record the review"),
    verb="add",
    reads=APPOINTMENTS | {"management_reviews": None},
    answers="director",
    notice=60,
    minutes=120,
    settings=("cadence.yearly", "calendar.first_month"),
)
def reviewed_by_management(companies: Rows, on: date) -> Rows:
    """Counted from the day it was held, once it is confirmed."""
    held = looked_at("annual", on).filter(held_on__lte=on).exclude(inputs="")
    last = Subquery(held.order_by("-held_on").values("held_on")[:1])
    return companies.annotate(
        due_on=yearly(last, since=F("since")), assignee=holder(Role.DIRECTOR, on)
    )


@obligation(
    "texts-approved-by-director",
    of=Version,
    among=lambda on: Version.objects.in_force(on).of_kind(Kind.POLICY, Kind.REGULATION),
    duties=("O032",),
    title=_("The policy and the regulations are approved by the director in charge"),
    criterion=_("Whoever approved the version was director or deputy on that day."),
    remedy=_("Have the version approved by the director in charge, as a new version if need be."),
    act=_("Open the versions"),
    verb="approve",
    reads={"versions": "", "documents": "document", "appointments": None},
    answers="director",
)
def texts_approved(versions: Rows, on: date) -> Rows:
    """Unknown where nobody recorded who approved the version, or when."""
    met = in_office("approved_by", "approved_on", *IN_CHARGE)
    unsaid = Q(approved_by__isnull=True) | Q(approved_on__isnull=True)
    return versions.annotate(
        due_on=unless(met, due=F("effective_on")),
        unknown=truth(unsaid),
        assignee=holder(Role.DIRECTOR, on),
    )


def begun(on: date) -> Rows:
    """Appointments that had begun by ``on``, ended or not."""
    return Appointment.objects.present().filter(starts_on__lte=on)


@obligation(
    "appointments-in-time",
    of=Appointment,
    among=begun,
    duties=("O004",),
    kind=Event.EVENT,
    title=_("Appointments are decided before they begin"),
    criterion=_("The day of the decision is not later than the first day of the appointment."),
    remedy=_("Record the cause and a corrective action for the late appointment."),
    act=_("Add a corrective action"),
    verb="change",
    reads={"appointments": ""},
    answers="chair",
    dated=True,
)
def decided_in_time(appointments: Rows, on: date) -> Rows:
    """Nobody acts in an office before being appointed to it."""
    del on  # an event: what is past stays as it was
    late = Q(decided_on__gt=F("starts_on"))
    return appointments.annotate(
        due_on=unless(~late, due=F("starts_on")), unknown=truth(Q(decided_on__isnull=True))
    )
