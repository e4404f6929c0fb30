"""Where information is kept: by rules, inspected each half-year, put right, confirmed by another."""

from datetime import date, timedelta

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.models import Asset, Classification, StorageCheck, StorageRule
from sekisho.domains.assets.storage_check import CheckState
from sekisho.domains.assets.storage_rule import lock_unsaid, misplaced, unlocked
from sekisho.domains.assets.words import Medium
from sekisho.domains.people.models import Unit
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder, manager_of
from sekisho.obligations.rules.classes import in_force
from sekisho.obligations.rules.units import half_year, units
from sekisho.obligations.words import exists, latest, registered, truth, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After, day
from sekisho.registers.fiscal import month_end
from sekisho.registers.rights import Role

PLACE_DAYS = settings.declare(
    "storage.place_days", 14, _("Days to bring a new asset to its place"), unit=_("days"), most=90,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=_("Information assets"),
)  # fmt: skip
MEND_DAYS = settings.declare(
    "storage.correct_days", 7, _("Days to put right what a storage inspection found"),
    unit=_("days"), most=90, group=_("Information assets"), since=date(2026, 4, 1),
    source=_("Default of practice; the policy names no number."),
)  # fmt: skip
CONFIRM_DAYS = settings.declare(
    "confirmation.days", 14, _("Days until another person has confirmed"), unit=_("days"), most=90,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=_("Information assets"),
)  # fmt: skip


@obligation(
    "storage-ruled",
    of=Classification,
    among=lambda on: in_force(on).filter(Exists(Asset.objects.in_use(on).filter(
        classification=OuterRef("pk")))),
    duties=("O060",),
    title=_("Every class says where it may be kept on each medium"),
    criterion=_("Each medium that assets of the class are on has its storage rule."),
    remedy=_("Write the storage rule for the medium that lacks one."),
    act=_("Add a storage rule"),
    verb="add",
    reads={"classes": "", "assets": "assets", "storage_rules": "storage_rules",
           "appointments": None},
    answers="chair",
    minutes=10,
)  # fmt: skip
def storage_ruled(classes: Rows, on: date) -> Rows:
    lacking = Q(pk=None)
    for medium in Medium:
        held = Asset.objects.in_use(on).of_medium(medium).filter(classification=OuterRef("pk"))
        rule = exists(StorageRule.objects.present().filter(medium=medium), classification="pk")
        lacking |= Q(Exists(held)) & ~Q(rule)
    return classes.annotate(
        due_on=unless(~lacking, due=Coalesce(F("approved_on"), registered())),
        assignee=holder(Role.CHAIR, on),
    )


@obligation(
    "assets-stored",
    of=Asset,
    among=lambda on: Asset.objects.in_use(on).exclude(classification__rank=0),
    duties=("O060",),
    title=_("Every asset is kept where its class allows"),
    criterion=_("Within %(storage.place_days)s days its places are among those of the storage rule; paper and media are under lock."),
    remedy=_("Bring it to a place its class allows, or say where it is kept."),
    act=_("Write the place"),
    verb="change",
    reads={"assets": "", "classes": "classification", "appointments": "unit__appointments",
           "storage_rules": "classification__storage_rules"},
    answers="manager",
    minutes=3,
    settings=("storage.place_days",),
)  # fmt: skip
def stored(assets: Rows, on: date) -> Rows:
    """Unknown while nobody said what kind of place it is in, or whether that is locked."""
    unsaid = Q(places=()) | Q(classification=None) | lock_unsaid()
    return assets.annotate(
        due_on=unless(~(misplaced() | unlocked()), due=After("registered_on", PLACE_DAYS())),
        unknown=truth(unsaid),
        assignee=manager_of("unit", on),
    )


def holding(on: date) -> Rows:
    """Units that hold something not everybody may know."""
    rows = Asset.objects.in_use(on).exclude(classification__rank=0)
    return units(on).filter(Exists(rows.filter(unit=OuterRef("pk"))))


@obligation(
    "storage-inspected",
    of=Unit,
    among=holding,
    duties=("O060",),
    title=_("Storage is inspected in every unit each half-year"),
    criterion=_("A sample drawn by a seed on record is looked at to the last asset."),
    remedy=_("Draw the sample of this half-year and look at every asset in it."),
    act=_("Inspect the sample"),
    verb="add",
    reads={"units": "", "assets": "assets", "classes": "assets__classification",
           "storage_checks": "storage_checks", "appointments": "appointments"},
    answers="manager",
    notice=30,
    minutes=30,
    settings=("calendar.first_month",),
)  # fmt: skip
def inspected(rows: Rows, on: date) -> Rows:
    """Due by the end of the half-year; the last half-year's while this one's is not done."""
    first, last = half_year(on)
    before = first - timedelta(days=1)
    looked = StorageCheck.objects.looked_at(on).exclude(seed="")
    checked = latest(looked, "checked_on", unit="pk")
    waiting = StorageCheck.objects.present().filter(state=CheckState.DRAWN)
    pending = exists(waiting, unit="pk")
    new = Q(starts_on__gte=first)
    due = Case(
        When(Q(checked__gte=first) & ~Q(pending), then=day(month_end(last, 6))),
        When(Q(checked__gte=half_year(before)[0]) | new, then=day(last)),
        default=day(before),
        output_field=DateField(),
    )
    return rows.annotate(checked=checked).annotate(due_on=due, assignee=manager_of("pk", on))


@obligation(
    "storage-corrected",
    of=StorageCheck,
    among=StorageCheck.objects.looked_at,
    duties=("O060",),
    title=_("What a storage inspection found is put right"),
    criterion=_("Within %(storage.correct_days)s days of the inspection."),
    remedy=_("Put it right and record what was done."),
    act=_("Record what was put right"),
    verb="mend",
    reads={"storage_checks": "", "appointments": "unit__appointments"},
    answers="manager",
    notice=7,
    settings=("storage.correct_days",),
)
def corrected(checks: Rows, on: date) -> Rows:
    good = Exists(StorageCheck.objects.settled(on).filter(pk=OuterRef("pk")))
    return checks.annotate(
        due_on=unless(good, due=After("checked_on", MEND_DAYS())),
        assignee=manager_of("unit", on),
    )


@obligation(
    "storage-confirmed",
    of=StorageCheck,
    among=StorageCheck.objects.settled,
    duties=("O063",),
    title=_("Every storage inspection is confirmed by another person"),
    criterion=_(
        "Someone other than who looked and mended has confirmed it within %(confirmation.days)s days."
    ),
    remedy=_("Have another person look at the result and confirm it."),
    act=_("Confirm"),
    verb="confirm",
    reads={"storage_checks": "", "appointments": "unit__appointments"},
    answers="manager",
    notice=7,
    settings=("confirmation.days",),
)
def confirmed(checks: Rows, on: date) -> Rows:
    done = Q(confirmed_on__lte=on) & ~Q(confirmed_by=F("checked_by"))
    start = Coalesce(F("corrected_on"), F("checked_on"))
    return checks.annotate(
        due_on=unless(done, due=After(start, CONFIRM_DAYS())), assignee=manager_of("unit", on)
    )
