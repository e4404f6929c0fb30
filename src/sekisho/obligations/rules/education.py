"""Education of people: at joining, every year, for contractors' staff; understood by everyone."""

from datetime import date

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, Subquery, UUIDField, When
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.models import CourseAssignment, CourseVersion
from sekisho.domains.education.terms import JOINING_DAYS, RETAKE_DAYS
from sekisho.domains.education.words import DONE, OPEN, Audience, Reason, State
from sekisho.domains.people.models import Person
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import after_leave, manager_of, paused, self_or_sponsor
from sekisho.obligations.rules.people import own_people
from sekisho.obligations.words import (
    FIRST_MONTH,
    NOBODY,
    NOTHING,
    exists,
    latest,
    the_earlier,
    truth,
    unless,
    yearly,
)
from sekisho.registers import settings
from sekisho.registers.datesql import After
from sekisho.registers.fiscal import fiscal_start, fiscal_year
from sekisho.registers.spans import running

RECORDS = {
    "people": "", "course_assignments": "course_assignments", "leaves": "leaves", "courses": None,
    "course_versions": None,
}  # fmt: skip
GENERAL = (Audience.JOINING, Audience.YEARLY)
PERSONAL = (Reason.JOINING, Reason.YEARLY, Reason.CONTRACTOR, Reason.DECLARED)
"""What the rules about people judge; every other assignment is judged by its own due day."""


def taken(on: date, *audiences: str) -> Rows:
    """Courses for ``audiences`` that somebody has passed by ``on``."""
    return CourseAssignment.objects.done(on).filter(course__audience__in=audiences)


def excused(on: date, *audiences: str) -> Q:
    rows = CourseAssignment.objects.excused(on).filter(course__audience__in=audiences)
    return Q(exists(rows, person="pk"))


def nothing_to_take(*audiences: str) -> Q:
    """No course for ``audiences`` is published: nobody can say how people stand."""
    published = CourseVersion.objects.published().filter(
        course__audience__in=audiences, course__withdrawn_at=None
    )
    return Q(~Exists(published))


def assigned_due(*audiences: str) -> Subquery:
    """The day by which an open assignment is due, the earliest."""
    rows = CourseAssignment.objects.open().filter(
        person=OuterRef("pk"), course__audience__in=audiences
    )
    return Subquery(rows.order_by("due_on").values("due_on")[:1], output_field=DateField())


def learner(nothing: Q) -> Case:
    """Who takes it; the office, while there is nothing that anybody could take."""
    return Case(When(nothing, then=NOBODY), default=self_or_sponsor(), output_field=UUIDField())


@obligation(
    "trained-on-joining",
    of=Person,
    among=own_people,
    duties=("O093",),
    title=_("Everyone has passed the joining course"),
    criterion=_("Within %(education.joining_days)s days of joining, and before confidential "
                "information is opened to them; earlier training counts when it is declared."),
    remedy=_("Take the joining course, or have an earlier record of it declared."),
    act=_("Take the course"),
    verb="add",
    reads=RECORDS,
    minutes=20,
    settings=("education.joining_days",),
)  # fmt: skip
def trained_on_joining(people: Rows, on: date) -> Rows:
    """Those who were here before the policy began show it by their yearly course as well."""
    began = settings.value("obligations.started_on") or date.min
    met = Q(exists(taken(on, Audience.JOINING), person="pk"))
    met |= Q(exists(taken(on, Audience.YEARLY), person="pk")) & Q(starts_on__lt=began)
    met |= excused(on, Audience.JOINING)
    people = people.annotate(first_due=After("starts_on", JOINING_DAYS()))
    return people.annotate(
        due_on=unless(met, due=after_leave("first_due")),
        unknown=truth(~met & nothing_to_take(Audience.JOINING)),
        assignee=learner(nothing_to_take(Audience.JOINING)),
    )


@obligation(
    "training-current",
    of=Person,
    among=own_people,
    duties=("O094",),
    title=_("Everyone has been trained this year"),
    criterion=_("A course passed (%(cadence.yearly)s), and each assigned one by its day. Leave pauses "
                "it until 14 days after the return."),
    remedy=_("Take the yearly course."),
    act=_("Take the course"),
    verb="add",
    reads=RECORDS,
    minutes=20,
    settings=("cadence.yearly", "calendar.first_month"),
)  # fmt: skip
def training_current(people: Rows, on: date) -> Rows:
    """By the year's end at the latest; an assignment that is open says an earlier day."""
    people = people.annotate(trained_on=latest(taken(on, *GENERAL), "passed_on", person="pk"))
    people = people.annotate(asked_by=assigned_due(Audience.YEARLY))
    by_year = yearly(F("trained_on"), since=F("starts_on"))
    owed = (
        Case(  # who has no record of earlier years is not late before the first day they were given
            When(trained_on=None, asked_by__isnull=False, then=F("asked_by")),
            default=the_earlier(F("asked_by"), by_year),
            output_field=DateField(),
        )
    )
    people = paused(people, unless(excused(on, Audience.YEARLY), due=owed))
    never = Q(trained_on=None) & nothing_to_take(*GENERAL) & ~excused(on, Audience.YEARLY)
    return people.annotate(unknown=truth(never), assignee=learner(never))


def contractors(on: date) -> Rows:
    return Person.objects.in_service(on).filter(employment="contractor")


@obligation(
    "contractors-trained",
    of=Person,
    among=contractors,
    duties=("O095",),
    title=_("Contractors' staff take our training where they need it"),
    criterion=_("Within %(education.joining_days)s days it is decided whether they need it; who does "
                "has passed the course by then, and again %(cadence.yearly)s."),
    remedy=_("Decide whether the person needs our course; if so, have it taken through the supplier."),
    act=_("Decide, or ask the supplier"),
    verb="change",
    reads=RECORDS | {"appointments": "unit__appointments"},
    answers="manager",
    minutes=5,
    settings=("education.joining_days", "cadence.yearly", "calendar.first_month"),
)  # fmt: skip
def contractors_trained(people: Rows, on: date) -> Rows:
    """Asked through the supplier's person in charge, so our responsible employee answers for it."""
    kinds = (*GENERAL, Audience.CONTRACTOR)
    people = people.annotate(
        trained_on=latest(taken(on, *kinds), "passed_on", person="pk"),
        first_due=After("starts_on", JOINING_DAYS()),
        asked_by=assigned_due(*kinds),
    )
    again = Case(
        When(trained_on=None, then=F("first_due")),
        default=yearly(F("trained_on"), since=F("starts_on")),
        output_field=DateField(),
    )
    due = Case(
        When(training_needed=None, then=F("first_due")),
        When(Q(training_needed=False) | excused(on, *kinds), then=NOTHING),
        default=the_earlier(F("asked_by"), again),
        output_field=DateField(),
    )
    lacking = Q(training_needed=True, trained_on=None) & nothing_to_take(*kinds)
    decides = When(training_needed=None, then=manager_of("unit", on))
    return people.annotate(
        due_on=due, unknown=truth(lacking), assignee=Case(decides, default=F("sponsor_id"))
    )


def here(on: date) -> Rows:
    """Assignments of people in service."""
    rows = CourseAssignment.objects.present().filter(assigned_on__lte=on)
    ends = running(on, "person__ends_on", "person__contract_ends_on", start="person__starts_on")
    return rows.filter(ends, person__withdrawn_at=None)


def others(on: date) -> Rows:
    """Assigned for another reason than joining or the year: an office, an incident, a drill …"""
    month = FIRST_MONTH()
    since = fiscal_start(fiscal_year(on, month), month)
    rows = here(on).exclude(reason__in=PERSONAL).exclude(state=State.CANCELLED)
    return rows.filter(Q(state__in=(*OPEN, State.ASKED, State.EXEMPTED)) | Q(passed_on__gte=since))


@obligation(
    "courses-taken",
    of=CourseAssignment,
    among=others,
    duties=("O074", "O092"),
    title=_("Courses given for an office, an incident or a drill are passed"),
    criterion=_("By the day on the assignment; leave pauses it until 14 days after the return."),
    remedy=_("Take the course."),
    act=_("Take the course"),
    verb="add",
    reads={"course_assignments": "", "people": "person", "leaves": "person__leaves"},
    minutes=15,
)
def courses_taken(rows: Rows, on: date) -> Rows:
    done = Q(state__in=DONE, passed_on__lte=on)
    done |= Q(state=State.EXEMPTED, exempt_until__gte=on)
    return rows.annotate(
        owed_on=unless(done, due=after_leave("due_on", "person")), assignee=taker()
    )


def taker() -> Case:
    """The learner; for a contractor's staff our employee who answers for them."""
    sponsored = When(person__employment="contractor", then=F("person__sponsor_id"))
    return Case(sponsored, default=F("person_id"), output_field=UUIDField())


def tested(on: date) -> Rows:
    """Assignments with a result of this fiscal year, and every one that is not passed yet."""
    month = FIRST_MONTH()
    since = fiscal_start(fiscal_year(on, month), month)
    passed = Q(state=State.PASSED, passed_on__gte=since, passed_on__lte=on)
    return here(on).filter(passed | Q(state=State.FAILED, failed_on__lte=on))


@obligation(
    "understanding-tested",
    of=CourseAssignment,
    among=tested,
    duties=("O096",),
    title=_("Whoever took a course has understood it"),
    criterion=_("A result that reaches the pass mark; who missed it passes within "
                "%(education.retake_days)s days."),
    remedy=_("Take the test again; other questions are asked."),
    act=_("Take the test again"),
    verb="add",
    reads={"course_assignments": "", "people": "person", "leaves": "person__leaves"},
    minutes=10,
    settings=("education.retake_days",),
)  # fmt: skip
def understanding_tested(rows: Rows, on: date) -> Rows:
    """Tested again until passed; a result that was passed without a mark would say nothing."""
    del on
    rows = rows.annotate(again_by=After("failed_on", RETAKE_DAYS()))
    met = Q(state=State.PASSED, score__isnull=False)
    return rows.annotate(
        owed_on=Case(
            When(met, then=NOTHING),
            When(state=State.PASSED, then=F("passed_on")),
            default=after_leave("again_by", "person"),
            output_field=DateField(),
        ),
        assignee=taker(),
    )
