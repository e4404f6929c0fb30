"""Drills: held each year, followed up, and looked at by the committee."""

from datetime import date
from typing import Any

from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.drill_words import Kind
from sekisho.domains.education.models import Drill
from sekisho.domains.people.models import Company
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder
from sekisho.obligations.words import unless, yearly
from sekisho.registers import settings
from sekisho.registers.datesql import After
from sekisho.registers.rights import Role

SINCE = date(2026, 4, 1)
GROUP = _("Drills")
FOLLOW_DAYS = settings.declare(
    "drills.follow_days", 30, _("Days to follow up what a drill showed"), unit=_("days"),
    source=_("Default of practice; the policy names no number."), since=SINCE, least=1, most=366,
    group=GROUP,
)  # fmt: skip
REVIEW_DAYS = settings.declare(
    "drills.review_days", 92, _("Days for the committee to review a drill"), unit=_("days"),
    source=_("Default of practice; the policy names no number."), since=SINCE, least=1, most=366,
    group=GROUP,
)  # fmt: skip
COMPANY: dict[str, Any] = {"companies": "", "drills": None, "appointments": None}


def took_place(on: date) -> Rows:
    """Drills that were over by ``on``, with the day of each."""
    rows = Drill.objects.held().annotate(day=Coalesce("held_on", TruncDate("closed_at")))
    return rows.filter(day__lte=on, closed_at__isnull=False)


def _each_year(companies: Rows, kind: Kind, on: date) -> Rows:
    last = Subquery(took_place(on).filter(kind=kind).order_by("-day").values("day")[:1])
    return companies.annotate(
        due_on=yearly(last, since=F("since")), assignee=holder(Role.CHAIR, on)
    )


@obligation(
    "mail-drill-yearly",
    of=Company,
    among=the_company,
    duties=("O097",),
    title=_("A drill with targeted mail is held every year"),
    criterion=_(
        "At least one a fiscal year, with the director’s consent and announced in general."
    ),
    remedy=_("Plan a drill with targeted mail and ask the director for consent."),
    act=_("Plan a drill"),
    verb="add",
    reads=COMPANY,
    notice=60,
    minutes=60,
    dated=True,
)
def mail_drill(companies: Rows, on: date) -> Rows:
    return _each_year(companies, Kind.TARGETED_MAIL, on)


@obligation(
    "incident-drill-yearly",
    of=Company,
    among=the_company,
    duties=("O097",),
    title=_("A tabletop exercise of an incident is held every year"),
    criterion=_("At least one a fiscal year, with those who would handle the incident."),
    remedy=_("Plan a tabletop exercise with an incident entered as an exercise."),
    act=_("Plan a drill"),
    verb="add",
    reads=COMPANY,
    notice=60,
    minutes=60,
    dated=True,
)
def incident_drill(companies: Rows, on: date) -> Rows:
    return _each_year(companies, Kind.TABLETOP, on)


@obligation(
    "drills-followed-up",
    of=Drill,
    among=took_place,
    duties=("O097",),
    title=_("What a drill showed is followed up"),
    criterion=_(
        "Within %(drills.follow_days)s days of a drill; those who clicked are taught, not blamed."
    ),
    remedy=_("Teach or put right what the drill showed, and record it."),
    act=_("Record the follow-up"),
    verb="follow_up",
    reads={"drills": "", "appointments": None},
    dated=True,
    minutes=30,
    settings=("drills.follow_days",),
)
def followed_up(drills: Rows, on: date) -> Rows:
    met = Q(followed_up_on__lte=on)
    return drills.annotate(
        due_on=unless(met, due=After("day", FOLLOW_DAYS())),
        assignee=Coalesce(F("organiser"), holder(Role.CHAIR, on)),
    )


@obligation(
    "drills-reviewed",
    of=Drill,
    among=took_place,
    duties=("O097",),
    title=_("The committee reviews every drill"),
    criterion=_(
        "Within %(drills.review_days)s days of a drill, by somebody else than who closed it."
    ),
    remedy=_("Review the drill in the committee and write down what it showed."),
    act=_("Review the drill"),
    verb="review",
    reads={"drills": "", "appointments": None},
    dated=True,
    minutes=30,
    settings=("drills.review_days",),
)
def reviewed(drills: Rows, on: date) -> Rows:
    met = Q(reviewed_on__lte=on)
    return drills.annotate(
        due_on=unless(met, due=After("day", REVIEW_DAYS())), assignee=holder(Role.CHAIR, on)
    )
