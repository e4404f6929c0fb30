"""The suppliers' people: known with the work they do, trained where it is needed, gone when it ends."""

from datetime import date, timedelta

from django.db.models import Case, DateField, F, Q, When
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people.models import Person
from sekisho.domains.suppliers.models import Engagement, EngagementPerson
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_or_owner
from sekisho.obligations.words import FIRST_MONTH, YEARLY, exists, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After
from sekisho.registers.fiscal import DueYearly

PRACTICE = _("Default of practice; the policy names no number.")
GROUP = _("Suppliers")
DECIDE_DAYS = settings.declare(
    "suppliers.training_decided", 14, _("Days to decide whether a supplier's worker is trained by us"),
    least=1, most=90, unit=_("days"), source=PRACTICE, since=date(2026, 4, 1), group=GROUP,
)  # fmt: skip
TRAIN_DAYS = settings.declare(
    "suppliers.training_days", 30, _("Days to train a supplier's worker where it is needed"),
    least=1, most=180, unit=_("days"), source=PRACTICE, since=date(2026, 4, 1), group=GROUP,
)  # fmt: skip
READS = {"engagement_people": "", "engagements": "engagement",
         "appointments": "engagement__unit__appointments"}  # fmt: skip


def working(on: date) -> Rows:
    """At work in an engagement that is under way."""
    return EngagementPerson.objects.working(on).filter(
        engagement__in=Engagement.objects.running(on).values("pk")
    )


@obligation(
    "contractors-belong-to-an-engagement",
    of=Person,
    among=lambda on: Person.objects.in_service(on).filter(employment="contractor"),
    duties=("O112",),
    title=_("Every contractor's worker is known with the work they do for us"),
    criterion=_("Within %(suppliers.training_decided)s days the person stands in an engagement."),
    remedy=_("Enter the person in the engagement they work in."),
    act=_("Add to an engagement"),
    verb="add",
    reads={"people": "", "engagement_people": "engagements_worked",
           "engagements": "engagements_worked__engagement"},
    answers="manager",
    settings=("suppliers.training_decided",),
)  # fmt: skip
def belong(people: Rows, on: date) -> Rows:
    there = Q(exists(working(on), person="pk"))
    return people.annotate(
        due_on=unless(there, due=After("starts_on", DECIDE_DAYS())), assignee=F("sponsor_id")
    )


@obligation(
    "supplier-training-decided",
    of=EngagementPerson,
    among=working,
    duties=("O116",),
    title=_("For every supplier's worker it is decided whether we train them"),
    criterion=_("Within %(suppliers.training_decided)s days: needed, or not needed with a reason."),
    remedy=_("Decide whether the training is needed."),
    act=_("Decide"),
    verb="change",
    reads=READS,
    answers="manager",
    settings=("suppliers.training_decided",),
)
def decided(rows: Rows, on: date) -> Rows:
    return rows.annotate(
        due_on=unless(~Q(training=""), due=After("starts_on", DECIDE_DAYS())),
        assignee=manager_or_owner("engagement__unit", "engagement__owner", on),
    )


@obligation(
    "supplier-people-trained",
    of=EngagementPerson,
    among=lambda on: working(on).filter(training="needed"),
    duties=("O116",),
    title=_("Suppliers' workers who need it are trained"),
    criterion=_(
        "Within %(suppliers.training_days)s days of the start and then once a year, arranged through "
        "the supplier's person in charge."
    ),
    remedy=_("Ask the supplier's person in charge to arrange it, and record the day."),
    act=_("Record the training"),
    verb="change",
    reads=READS,
    answers="manager",
    notice=21,
    minutes=10,
    settings=("suppliers.training_days", "cadence.yearly"),
)
def trained(rows: Rows, on: date) -> Rows:
    """What was done after ``on`` did not count on it."""
    first = After("starts_on", TRAIN_DAYS())
    last = Case(When(trained_on__lte=on, then=F("trained_on")), output_field=DateField())
    return rows.annotate(
        due_on=DueYearly(last, YEARLY(), FIRST_MONTH(), first),
        assignee=manager_or_owner("engagement__unit", "engagement__owner", on),
    )


def came(on: date) -> Rows:
    """Everybody at work, and whoever worked in an engagement that ended within a year."""
    ended = Engagement.objects.ended(on).filter(ended_on__gte=on - timedelta(days=366))
    rows = EngagementPerson.objects.present().filter(person__withdrawn_at=None, starts_on__lte=on)
    return rows.filter(Q(pk__in=working(on).values("pk")) | Q(engagement__in=ended.values("pk")))


@obligation(
    "supplier-people-leave-with-the-work",
    of=EngagementPerson,
    among=came,
    duties=("O115",),
    title=_("Suppliers' workers leave our register of people when their work ends"),
    criterion=_(
        "Whoever works in no other engagement has an end of the contract by one day after."
    ),
    remedy=_("Enter the end of the person's contract, or the engagement they work in now."),
    act=_("Enter the end"),
    verb="change",
    reads={"engagement_people": "", "engagements": "engagement", "people": "person"},
    answers="manager",
)
def leave(rows: Rows, on: date) -> Rows:
    """Signing in and entry end with that day, so it is not left to the end that was planned."""
    gone = ~Q(exists(Person.objects.in_service(on), pk="person"))
    there = Q(exists(working(on), person="person"))
    return rows.annotate(
        due_on=unless(gone | there, due=After("engagement__ended_on", 1)),
        assignee=manager_or_owner("engagement__unit", "engagement__owner", on),
    )
