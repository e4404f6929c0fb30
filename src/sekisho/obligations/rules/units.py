"""Departments and projects: each with one manager, a yearly census and checked labels."""

from datetime import date, timedelta

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.census import Paper
from sekisho.domains.assets.models import Asset, Census, LabelCheck
from sekisho.domains.assets.words import Medium
from sekisho.domains.people.models import Appointment, Assignment, Unit
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder, manager_of
from sekisho.obligations.words import FIRST_MONTH, exactly, exists, latest, truth, unless, yearly
from sekisho.registers import settings
from sekisho.registers.datesql import After, day
from sekisho.registers.fiscal import fiscal_start, fiscal_year, month_end
from sekisho.registers.rights import Role

CORRECT_DAYS = settings.declare(
    "labels.correct_days", 7, _("Days to correct a wrong label"), unit=_("days"), most=90,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=_("Information assets"),
)  # fmt: skip


def units(on: date) -> Rows:
    return Unit.objects.active(on)


@obligation(
    "units-managed",
    of=Unit,
    among=units,
    duties=("O048",),
    title=_("Every department and project has exactly one manager, its leader"),
    criterion=_(
        "One person is appointed information security manager, and that person leads the unit."
    ),
    remedy=_("Appoint the leader of the unit as its manager; end other appointments."),
    act=_("Record the appointment"),
    verb="add",
    reads={"units": "", "appointments": None, "assignments": "assignments"},
    answers="director",
    dated=True,
)
def units_managed(rows: Rows, on: date) -> Rows:
    """Unknown where nobody is registered as the unit's leader: no one can tell who should be."""
    managers = Appointment.objects.in_force(on).of(Role.MANAGER)
    leaders = Assignment.objects.leading(on).filter(unit=OuterRef("unit"))
    leading = managers.filter(Exists(leaders.filter(person=OuterRef("person"))))
    one = exactly(1, managers, "person", unit="pk")
    met = Q(one) & Q(exists(leading, unit="pk"))
    ended = Appointment.objects.present().of(Role.MANAGER).filter(ends_on__lt=on)
    return rows.annotate(
        due_on=unless(met, due=Coalesce(latest(ended, "ends_on", unit="pk"), F("starts_on"))),
        unknown=truth(Q(one) & ~Q(exists(Assignment.objects.leading(on), unit="pk"))),
        assignee=holder(Role.DIRECTOR, on),
    )


@obligation(
    "units-counted",
    of=Unit,
    among=units,
    duties=("O006",),
    title=_("Every department and project counts its assets once a year"),
    criterion=_("The census is signed off (%(cadence.yearly)s); paper is registered, or "
                "said to be none."),
    remedy=_("Count the unit's assets, paper included, and sign the census off."),
    act=_("Sign off"),
    verb="sign_off",
    reads={"units": "", "censuses": "censuses", "assets": "assets",
           "appointments": "appointments"},
    answers="manager",
    notice=60,
    minutes=60,
    settings=("cadence.yearly", "calendar.first_month"),
)  # fmt: skip
def units_counted(rows: Rows, on: date) -> Rows:
    """Signed off within the year; who says that there is paper has registered some."""
    signed = Census.objects.signed().filter(signed_on__lte=on)
    newest = signed.filter(unit=OuterRef("pk")).order_by("-signed_on")
    rows = rows.annotate(
        counted_on=Subquery(newest.values("signed_on")[:1]),
        paper=Subquery(newest.values("paper")[:1]),
    )
    on_paper = exists(Asset.objects.in_use(on).of_medium(Medium.PAPER), unit="pk")
    due = Case(
        When(Q(paper=Paper.SOME) & ~Q(on_paper), then=F("counted_on")),
        default=yearly(F("counted_on"), since=F("starts_on")),
        output_field=DateField(),
    )
    return rows.annotate(due_on=due, assignee=manager_of("pk", on))


def labelled(on: date) -> Rows:
    """Units that hold something that must bear a label."""
    rows = Asset.objects.in_use(on).filter(classification__label_required=True)
    return units(on).filter(Exists(rows.filter(unit=OuterRef("pk"))))


def half_year(on: date) -> tuple[date, date]:
    """The first and the last day of the half of the fiscal year that ``on`` lies in."""
    month = FIRST_MONTH()
    start = fiscal_start(fiscal_year(on, month), month)
    if on > month_end(start, 5):
        start = month_end(start, 5) + timedelta(days=1)
    return start, month_end(start, 5)


@obligation(
    "labels-sampled",
    of=Unit,
    among=labelled,
    duties=("O051",),
    title=_("A sample of labels is checked every half-year"),
    criterion=_("A sample drawn by a seed on record is looked at to the last label."),
    remedy=_("Draw the sample of this half-year and look at every label in it."),
    act=_("Check the sample"),
    verb="add",
    reads={"units": "", "assets": "assets", "classes": "assets__classification",
           "label_checks": "label_checks", "appointments": "appointments"},
    answers="manager",
    notice=30,
    minutes=30,
    settings=("calendar.first_month",),
)  # fmt: skip
def labels_sampled(rows: Rows, on: date) -> Rows:
    """Due by the end of the half-year; the last half-year's while this one's is not done."""
    first, last = half_year(on)
    before = first - timedelta(days=1)
    looked = LabelCheck.objects.looked_at().exclude(seed="")
    checked = latest(looked.filter(checked_on__lte=on), "checked_on", unit="pk")
    pending = exists(LabelCheck.objects.present().filter(ok=None), unit="pk")
    new = Q(starts_on__gte=first)
    due = Case(
        When(Q(checked__gte=first) & ~Q(pending), then=day(month_end(last, 6))),
        When(Q(checked__gte=half_year(before)[0]) | new, then=day(last)),
        default=day(before),
        output_field=DateField(),
    )
    return rows.annotate(checked=checked).annotate(due_on=due, assignee=manager_of("pk", on))


@obligation(
    "labels-corrected",
    of=LabelCheck,
    among=lambda on: LabelCheck.objects.looked_at().filter(checked_on__lte=on),
    duties=("O051",),
    title=_("Every wrong label found is corrected"),
    criterion=_("Within %(labels.correct_days)s days of the check."),
    remedy=_("Correct the label and record the day."),
    act=_("Record the correction"),
    verb="change",
    reads={"label_checks": "", "appointments": "unit__appointments"},
    answers="manager",
    notice=7,
    settings=("labels.correct_days",),
)
def labels_corrected(checks: Rows, on: date) -> Rows:
    """A label found right is in order; a wrong one until it is corrected is not."""
    met = Q(ok=True) | Q(corrected_on__lte=on)
    return checks.annotate(
        due_on=unless(met, due=After("checked_on", CORRECT_DAYS())),
        assignee=manager_of("unit", on),
    )
