"""What must be so with information assets: known, classified, marked, with a purpose."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.models import Asset
from sekisho.obligations.obligation import obligation
from sekisho.obligations.people import manager_of, manager_or_owner
from sekisho.obligations.words import missing, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After

CLASSIFY_DAYS = settings.declare(
    "assets.classify_days", 7, _("Days to classify a new asset"), unit=_("days"), most=90,
    source=_("Default of practice; the policy names no number."), group=_("Information assets"),
)  # fmt: skip


def in_use(on: date) -> "QuerySet[Asset]":
    return Asset.objects.in_use(on)


@obligation(
    "assets-classified",
    of=Asset,
    among=in_use,
    duties=("O026", "O050"),
    title=_("Every asset is classified by its manager"),
    criterion=_("The unit's manager decides the class within 7 days of registration."),
    remedy=_("Decide the class of the asset."),
    act=_("Decide the class"),
    verb="classify",
    reads={"assets": "", "classes": None},
    notice=3,
    answers="manager",
    settings=("assets.classify_days",),
)
def classified(assets: "QuerySet[Any]", on: date) -> "QuerySet[Any]":
    """Within some days of registration the manager of its unit has decided an asset's class."""
    decided = Q(classification__isnull=False, class_decided_on__lte=on)
    due = After("registered_on", CLASSIFY_DAYS())
    return assets.annotate(due_on=unless(decided, due=due), assignee=manager_of("unit", on))


@obligation(
    "assets-identified",
    of=Asset,
    among=in_use,
    duties=("O052",),
    title=_("Every asset has an owner, a place and a medium"),
    criterion=_("Number, owner, place and medium are registered."),
    remedy=_("Fill in the owner, the place and the medium."),
    act=_("Fill in"),
    verb="change",
    reads={"assets": ""},
    answers="manager",
)
def identified(assets: "QuerySet[Any]", on: date) -> "QuerySet[Any]":
    """An asset can be told apart and found: who owns it, where it is, on what."""
    blank = missing("location", "media") | Q(owner__isnull=True)
    return assets.annotate(
        due_on=unless(~blank, due=F("registered_on")),
        assignee=manager_or_owner("unit", "owner", on),
    )


@obligation(
    "assets-purposed",
    of=Asset,
    among=in_use,
    duties=("O067",),
    title=_("Every asset has its purposes of use"),
    criterion=_("At least one purpose is registered for each asset."),
    remedy=_("Write what the asset may be used for."),
    act=_("Write the purpose"),
    verb="change",
    reads={"assets": ""},
    answers="manager",
)
def purposed(assets: "QuerySet[Any]", on: date) -> "QuerySet[Any]":
    """An asset says what it may be used for."""
    stated = ~Q(purposes="")
    return assets.annotate(
        due_on=unless(stated, due=F("registered_on")), assignee=manager_of("unit", on)
    )
