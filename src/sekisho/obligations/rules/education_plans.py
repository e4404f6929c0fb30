"""Education is planned for every fiscal year, carried out as planned, and recorded."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import StartsWith
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.models import EducationPlan, TrainingSession
from sekisho.domains.education.plan import PlanState
from sekisho.domains.education.session import SessionState
from sekisho.domains.education.terms import CONFIRM_DAYS, SESSION_DAYS
from sekisho.domains.people.models import Company, Unit
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder, manager_of
from sekisho.obligations.rules.units import units
from sekisho.obligations.words import FIRST_MONTH, NOTHING, unless
from sekisho.registers.datesql import After
from sekisho.registers.fiscal import fiscal_start, fiscal_year
from sekisho.registers.rights import Role

YEARS = ("calendar.first_month",)
NOTICE = 60


def approved(on: date, year: int) -> Any:
    """Plans for a fiscal year that are approved by ``on``."""
    rows = EducationPlan.objects.present().filter(state=PlanState.APPROVED, approved_on__lte=on)
    return rows.filter(fiscal_year=year)


def by_the_year(this: Any, following: Any, on: date) -> Case:
    """This year's plan by the first day of the year, or of the subject's own days; then the next."""
    month = FIRST_MONTH()
    year = fiscal_year(on, month)
    start = Value(fiscal_start(year, month), output_field=DateField())
    return Case(
        When(this & following, then=NOTHING),
        When(this, then=Value(fiscal_start(year + 1, month), output_field=DateField())),
        default=Greatest(F("began"), start),
        output_field=DateField(),
    )


def year_of(on: date) -> int:
    return fiscal_year(on, FIRST_MONTH())


@obligation(
    "education-planned",
    of=Company,
    among=the_company,
    duties=("O047",),
    title=_("The company has an education plan for the year"),
    criterion=_("Approved by the first day of the fiscal year."),
    remedy=_("Draw up the education plan of the company and have it approved."),
    act=_("Draw up the plan"),
    verb="add",
    reads={"companies": "", "education_plans": None},
    notice=NOTICE,
    minutes=60,
    settings=YEARS,
)
def education_planned(companies: Rows, on: date) -> Rows:
    """Somebody else than who handed it in approves it; the next year's is asked for in time."""
    year = year_of(on)
    this = Q(Exists(approved(on, year).filter(unit=None)))
    following = Q(Exists(approved(on, year + 1).filter(unit=None)))
    companies = companies.annotate(began=F("since"))
    return companies.annotate(
        due_on=by_the_year(this, following, on), assignee=holder(Role.CHAIR, on)
    )


def planned(on: date, year: int) -> Q:
    """An approved plan of the year has a line for the unit, for one above it or for everyone."""
    lines = TrainingSession.objects.present().exclude(state=SessionState.CANCELLED)
    lines = lines.filter(plan__in=approved(on, year)).annotate(
        reach=Coalesce(F("unit__path"), F("plan__unit__path"), Value(""))
    )
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Q(Exists(lines.filter(Q(reach="") | StartsWith(here, F("reach")))))


@obligation(
    "units-education-planned",
    of=Unit,
    among=units,
    duties=("O091",),
    title=_("Education is planned for every department and project"),
    criterion=_("By the first day of the fiscal year an approved plan says for the unit who learns "
                "what, when, and how it is evaluated; a line for the whole company counts."),
    remedy=_("Add what the unit will learn to a plan, and have it approved."),
    act=_("Draw up the plan"),
    verb="add",
    reads={"units": "", "education_plans": None, "training_sessions": None,
           "appointments": "appointments"},
    answers="manager",
    notice=NOTICE,
    minutes=30,
    settings=YEARS,
)  # fmt: skip
def units_education_planned(rows: Rows, on: date) -> Rows:
    year = year_of(on)
    rows = rows.annotate(began=F("starts_on"))
    due = by_the_year(planned(on, year), planned(on, year + 1), on)
    return rows.annotate(due_on=due, assignee=manager_of("pk", on))


def lines(on: date) -> Rows:
    """What approved plans hold, as far as nobody cancelled it."""
    rows = TrainingSession.objects.present().exclude(state=SessionState.CANCELLED)
    return rows.filter(plan__state=PlanState.APPROVED, plan__approved_on__lte=on,
                       plan__withdrawn_at=None)  # fmt: skip


def in_charge(on: date) -> Coalesce:
    return Coalesce(manager_of("unit", on), holder(Role.CHAIR, on))


@obligation(
    "sessions-held",
    of=TrainingSession,
    among=lines,
    duties=("O092",),
    title=_("What the education plan says is carried out"),
    criterion=_("Held at most %(education.session_days)s days after the planned day."),
    remedy=_("Hold the session and record it, or cancel it with the reason."),
    act=_("Record the session"),
    verb="hold",
    reads={"training_sessions": "", "education_plans": "plan",
           "appointments": "unit__appointments"},
    minutes=60,
    settings=("education.session_days",),
)  # fmt: skip
def sessions_held(rows: Rows, on: date) -> Rows:
    held = Q(state__in=(SessionState.HELD, SessionState.CONFIRMED), held_on__lte=on)
    due = unless(held, due=After("planned_on", SESSION_DAYS()))
    return rows.annotate(due_on=due, assignee=in_charge(on))


def held(on: date) -> Rows:
    rows = TrainingSession.objects.present().filter(held_on__lte=on)
    return rows.filter(state__in=(SessionState.HELD, SessionState.CONFIRMED))


@obligation(
    "sessions-confirmed",
    of=TrainingSession,
    among=held,
    duties=("O092",),
    title=_("Every attendance list is confirmed by a second person"),
    criterion=_("Within %(education.confirm_days)s days of the session, with its evaluation."),
    remedy=_("Have somebody who did not hold the session confirm the attendance list."),
    act=_("Confirm the attendance"),
    verb="confirm",
    reads={"training_sessions": "", "appointments": "unit__appointments"},
    minutes=10,
    settings=("education.confirm_days",),
)
def sessions_confirmed(rows: Rows, on: date) -> Rows:
    met = Q(state=SessionState.CONFIRMED, confirmed_on__lte=on)
    due = unless(met, due=After("held_on", CONFIRM_DAYS()))
    return rows.annotate(due_on=due, assignee=in_charge(on))
