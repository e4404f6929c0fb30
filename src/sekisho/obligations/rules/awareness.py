"""Awareness: the company publishes, managers pass it on and guide their units, every quarter.

One act answers several duties (auditor.md C33): a post of the company counts for the company, and the
manager's sharing it, with or without a word of their own, counts for the unit as awareness and as guidance.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, F, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.guidance import AWARENESS
from sekisho.domains.education.models import AwarenessPost, Guidance
from sekisho.domains.people.models import Company, Unit
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder, in_charge, manager_of
from sekisho.obligations.words import FIRST_MONTH, latest
from sekisho.registers import settings
from sekisho.registers.datesql import Start, day
from sekisho.registers.fiscal import fiscal_end, fiscal_start, fiscal_year, month_end
from sekisho.registers.rights import Role

DAY = timedelta(days=1)
POST_MONTHS = settings.declare(
    "awareness.post_months", 3, _("Months within which the company publishes an awareness post"),
    unit=_("months"), least=1, most=12, group=_("Education"), since=date(2026, 4, 1),
    source=_("Default of practice: four a year; the policy names no number."),
)  # fmt: skip
UNIT_MONTHS = settings.declare(
    "awareness.unit_months", 3, _("Months within which a manager raises awareness and guides"),
    unit=_("months"), least=1, most=12, group=_("Education"), since=date(2026, 4, 1),
    source=_("Default of practice: once a quarter; the policy names no number."),
)  # fmt: skip


def period(on: date, months: int) -> tuple[date, date]:
    """First and last day of the span of ``months`` in the fiscal year that ``on`` lies in."""
    year, month = fiscal_year(on, FIRST_MONTH()), FIRST_MONTH()
    first = fiscal_start(year, month)
    while month_end(first, months - 1) < on:
        first = month_end(first, months - 1) + DAY
    return first, min(month_end(first, months - 1), fiscal_end(year, month))


def each_period(last: Any, since: Start, on: date, months: int) -> Case:
    """Due by the end of the span after the one of the ``last`` act; what is new has until the end
    of the span after it began, since nothing is owed from before it."""
    first, end = period(on, months)
    before = period(first - DAY, months)
    return Case(
        When(Q((f"{last}__gte", first)), then=day(period(end + DAY, months)[1])),
        When(Q((f"{last}__gte", before[0])) | Q((f"{since}__gte", before[0])), then=day(end)),
        default=day(before[1]),
        output_field=DateField(),
    )


@obligation(
    "awareness-posted",
    of=Company,
    among=the_company,
    duties=("O047",),
    title=_("The company raises awareness with posts all through the year"),
    criterion=_("At least one post for the whole company every %(awareness.post_months)s months "
                "of the fiscal year."),
    remedy=_("Publish an awareness post for the whole company; there are some to start from."),
    act=_("See the awareness posts"),
    verb="publish",
    reads={"companies": "", "awareness_posts": None, "appointments": None},
    answers="chair",
    notice=30,
    dated=True,
    minutes=15,
    settings=("awareness.post_months", "calendar.first_month"),
)  # fmt: skip
def awareness_posted(companies: Rows, on: date) -> Rows:
    """Posts of one unit do not count; those in the archive by now do."""
    posts = AwarenessPost.objects.out(on).filter(unit=None).order_by("-published_on")
    rows = companies.annotate(posted_on=Subquery(posts.values("published_on")[:1]))
    due = each_period("posted_on", "since", on, POST_MONTHS())
    return rows.annotate(due_on=due, assignee=holder(Role.CHAIR, on))


def units(on: date) -> Rows:
    return Unit.objects.active(on)


def _done(rows: Rows, on: date, given: Any) -> Rows:
    """Units with the last day of what was ``given``, or published for them, by whoever is in charge."""
    charged = in_charge("given_by", "given_on", "unit")
    posts = AwarenessPost.objects.out(on).filter(in_charge("published_by", "published_on", "unit"))
    told = rows.annotate(
        told_on=latest(given.filter(charged), "given_on", unit="pk"),
        posted_on=latest(posts, "published_on", unit="pk"),
    )
    return told.annotate(last_on=Case(
        When(Q(told_on=None) | Q(posted_on__gt=F("told_on")), then=F("posted_on")),
        default=F("told_on"), output_field=DateField(),
    ))  # fmt: skip


@obligation(
    "units-made-aware",
    of=Unit,
    among=units,
    duties=("O090",),
    title=_("Managers raise awareness in their units"),
    criterion=_("Every %(awareness.unit_months)s months of the fiscal year the manager shares a "
                "post, publishes one for the unit or tells it at a briefing."),
    remedy=_("Share an awareness post with your unit, with a word on what it means for your work."),
    act=_("Share a post"),
    verb="add",
    reads={"units": "", "guidance_log": "guidance", "awareness_posts": "awareness_posts",
           "appointments": None},
    answers="manager",
    notice=30,
    dated=True,
    settings=("awareness.unit_months", "calendar.first_month"),
)  # fmt: skip
def units_made_aware(rows: Rows, on: date) -> Rows:
    """An instruction alone raises no awareness."""
    given = Guidance.objects.given(on).filter(way__in=AWARENESS)
    due = each_period("last_on", "starts_on", on, UNIT_MONTHS())
    return _done(rows, on, given).annotate(due_on=due, assignee=manager_of("pk", on))


@obligation(
    "units-guided",
    of=Unit,
    among=units,
    duties=("O074",),
    title=_("Managers instruct and guide their units"),
    criterion=_("The guidance log has an entry every %(awareness.unit_months)s months of the "
                "fiscal year; a post that was shared counts."),
    remedy=_("Record what you told your unit, or share an awareness post with it."),
    act=_("Share a post"),
    verb="add",
    reads={"units": "", "guidance_log": "guidance", "awareness_posts": "awareness_posts",
           "appointments": None},
    answers="manager",
    notice=30,
    dated=True,
    settings=("awareness.unit_months", "calendar.first_month"),
)  # fmt: skip
def units_guided(rows: Rows, on: date) -> Rows:
    """Whatever the way it was told."""
    due = each_period("last_on", "starts_on", on, UNIT_MONTHS())
    return _done(rows, on, Guidance.objects.given(on)).annotate(
        due_on=due, assignee=manager_of("pk", on)
    )
