"""Protection measures: what protects an asset, or every asset of a class, since when."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class MeasureKind(models.TextChoices):
    ACCESS = "access_control", _("Access control")
    NAMED = "named_users", _("Access by named persons only")
    MFA = "mfa", _("Multi-factor authentication")
    ENCRYPTION = "encryption", _("Encryption")
    LOGGING = "logging", _("Logging and log review")
    BACKUP = "backup", _("Backup")
    LOCKED = "locked_storage", _("Locked storage")
    REMOTE_WIPE = "remote_wipe", _("Remote lock and wipe")
    MALWARE = "malware", _("Protection against malware")
    NETWORK = "network", _("Network separation")
    DLP = "export_control", _("Control of exports")
    TRAINING = "training", _("Instruction of the users")
    OTHER = "other", _("Other measure")


@dataclass(frozen=True, slots=True)
class Required:
    """``kind`` is required of assets of ``rank`` or stricter, or holding one of the ``personal``
    kinds; when ``media`` is given, only of those on one of these media."""

    kind: str
    rank: int | None = None
    personal: tuple[str, ...] = ()
    media: tuple[str, ...] = ()

    def applies(self) -> Q:
        """Assets of which the measure is required."""
        who = Q(classification__rank__gte=self.rank) if self.rank is not None else Q(pk=None)
        where = Q(pk=None) if self.media else Q()
        for kind in self.personal:
            who |= Q(personal__contains=f",{kind},")
        for medium in self.media:
            where |= Q(media__contains=f",{medium},")
        return who & where


@cache
def required() -> tuple[Required, ...]:
    """The shipped rules: which measures which assets need."""
    text = files("sekisho.packs").joinpath("measures/required.toml").read_text("utf-8")
    return tuple(
        Required(r["kind"], r.get("rank"), tuple(r.get("personal", ())), tuple(r.get("media", ())))
        for r in tomllib.loads(text)["rule"]
    )


class MeasureRows(Records):
    def in_place(self, on: date) -> "MeasureRows":
        """Working on the day ``on``."""
        return self.present().filter(Q(until=None) | Q(until__gte=on), since__lte=on)


def lacking(on: date, rules: Iterable[Required] | None = None) -> Q:
    """Assets without some measure required of them on ``on``, given to them or to their class.

    Sets that stand by themselves, so that the database reads each once and not once per asset.
    """
    missing = Q(pk=None)
    for rule in required() if rules is None else rules:
        there = Measure.objects.in_place(on).filter(kind=rule.kind)
        own = there.filter(asset__isnull=False).values("asset")
        shared = there.filter(classification__isnull=False).values("classification")
        missing |= rule.applies() & ~Q(pk__in=own) & ~Q(classification__in=shared)
    return missing


class Measure(Record):
    """One measure in place, for one asset or for a class of assets."""

    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True,
        related_name="measures", verbose_name=_("asset"),
    )  # fmt: skip
    classification = models.ForeignKey(
        "assets.Classification", models.PROTECT, null=True, blank=True,
        related_name="measures", verbose_name=_("every asset of the class"),
    )  # fmt: skip
    kind = models.CharField(_("measure"), max_length=16, choices=MeasureKind)
    since = models.DateField(_("in place since"))
    until = models.DateField(_("in place until"), null=True, blank=True)
    evidence = models.TextField(
        _("evidence"), blank=True, help_text=_("Where it can be seen that it works.")
    )

    objects: ClassVar[Any] = MeasureRows.as_manager()

    class Meta:
        verbose_name = _("protection measure")
        indexes = (models.Index(fields=("kind", "since"), name="measure_kind_since"),)

    def __str__(self) -> str:
        return str(self.get_kind_display())


@register
class Measures(Register[Measure]):
    name = "measures"
    title = _("Protection measures")
    singular = _("protection measure")
    about = _("What protects each asset, or all assets of a class.")
    model = Measure
    key = ("asset", "classification", "kind", "since")
    columns = ("asset", "classification", "kind", "since", "until", "evidence")
    filters = ("kind", "asset", "classification", "since", "until")
    search = ("asset__name", "asset__number", "evidence")
    order = ("-since", "id")
    unit_path = "asset__unit"
    person_path = "asset__owner"
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=(*LEADERS, "admin", "manager:unit"),
    )

    def check(
        self, values: Mapping[str, Any], record: Measure | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if (values["asset"] is None) == (values["classification"] is None):
            yield "asset", _("Please name either one asset or one class.")
        if values["until"] and values["until"] < values["since"]:
            yield "until", _("The end lies before the beginning.")
