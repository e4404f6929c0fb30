"""Everyone is told what their roles ask of them, and says so; again whenever a role is new."""

from datetime import date

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.document import Kind
from sekisho.domains.documents.models import Acknowledgement, Campaign, Version
from sekisho.domains.documents.words import SheetRole
from sekisho.domains.people.models import Appointment, Company, Person
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder, paused, self_or_sponsor
from sekisho.obligations.role_duties import HELD, holding
from sekisho.obligations.words import the_latest, unless
from sekisho.registers import settings
from sekisho.registers.datesql import AfterDays
from sekisho.registers.rights import Role

TELL_DAYS = settings.declare(
    "duties.acknowledge_days", 14, _("Days to acknowledge the duties of a role"), unit=_("days"),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    most=90, group=_("Policies and regulations"),
)  # fmt: skip


def in_force(role: str, on: date) -> Rows:
    """The versions of the sheet of ``role`` that are in force."""
    return Version.objects.in_force(on).of_kind(Kind.DUTIES).filter(document__role=role)


@obligation(
    "role-sheets-in-force",
    of=Company,
    among=the_company,
    duties=("O017",),
    title=_("For every role there is a sheet that says what it must do"),
    criterion=_("A sheet is approved and in force for each role that somebody holds."),
    remedy=_("Draw up the missing sheets of duties, have them approved and publish them."),
    act=_("Open the duties of roles"),
    verb="publish",
    reads={
        "companies": "", "documents": None, "versions": None, "people": None, "appointments": None,
    },
    answers="chair",
    minutes=60,
)  # fmt: skip
def role_sheets_in_force(companies: Rows, on: date) -> Rows:
    """Somebody who holds a role without a sheet cannot know what it asks."""
    lacking = Q(pk=None)
    for role in SheetRole.values:
        held = Exists(holding(Person.objects.in_service(on), role, on))
        lacking |= Q(held) & ~Q(Exists(in_force(role, on)))
    return companies.annotate(
        due_on=unless(~lacking, due=F("since")), assignee=holder(Role.CHAIR, on)
    )


def told(on: date) -> Rows:
    """Everyone in service, once there is a sheet for anybody."""
    there = Exists(Version.objects.in_force(on).of_kind(Kind.DUTIES))
    return Person.objects.in_service(on).filter(there)


@obligation(
    "role-duties-acknowledged",
    of=Person,
    among=told,
    duties=("O017",),
    title=_("Everyone has acknowledged the duties of their roles"),
    criterion=_("Within %(duties.acknowledge_days)s days of the sheet, of joining or of taking over the role; leave pauses it."),
    remedy=_("Read the duties of your roles and acknowledge them."),
    act=_("Read and acknowledge"),
    verb="add",
    reads={
        "people": "", "acknowledgements": "acknowledgements", "leaves": "leaves",
        "appointments": "appointments", "campaigns": None, "versions": None, "documents": None,
    },
    answers="employee",
    minutes=10,
    settings=("duties.acknowledge_days",),
)  # fmt: skip
def role_duties_acknowledged(people: Rows, on: date) -> Rows:
    """For each role the person has: its sheet in force, acknowledged in the days after it was due."""
    rows = _unread(on).annotate(since=_since(on)).filter(since__isnull=False)
    asked = Campaign.objects.started(on).filter(version=OuterRef("pk")).order_by("starts_on")
    first = Coalesce(Subquery(asked.values("starts_on")[:1]), F("published_on"))
    days = Coalesce(
        Subquery(asked.values("due_days")[:1]), TELL_DAYS(), output_field=IntegerField()
    )
    start = the_latest(first, "published_on", "effective_on", "since")
    due = rows.annotate(due=AfterDays(start, days)).order_by("due").values("due")
    return paused(people, Subquery(due[:1])).annotate(assignee=self_or_sponsor())


def _unread(on: date) -> Rows:
    """Sheets in force that the person of the outer query has not acknowledged."""
    read = Acknowledgement.objects.by(on).filter(
        version=OuterRef("pk"), person=OuterRef(OuterRef("pk"))
    )
    rows = Version.objects.in_force(on).of_kind(Kind.DUTIES).filter(~Exists(read))
    work = ExpressionWrapper(OuterRef("employment"), CharField())
    return rows.annotate(work=work)


def _since(on: date) -> Case:
    """Since when the person of the outer query has the role of the sheet; NULL: has it not."""
    joined = ExpressionWrapper(OuterRef("starts_on"), DateField())
    sent = Q(document__role=SheetRole.CONTRACTOR, work="contractor")
    own = Q(document__role=SheetRole.EMPLOYEE) & ~Q(work="contractor")
    posts = [When(document__role=role, then=_began(role, on)) for role in HELD]
    return Case(When(sent | own, then=joined), *posts, output_field=DateField())


def _began(role: str, on: date) -> Subquery:
    posts = Appointment.objects.in_force(on).filter(role__in=HELD[role])
    mine = posts.filter(person=OuterRef(OuterRef("pk"))).order_by("starts_on")
    return Subquery(mine.values("starts_on")[:1])
