"""Inspections of storage: each half-year a drawn sample is looked at, put right and confirmed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.asset import Asset
from sekisho.domains.assets.sampling import draw, half_year, sample_size
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class CheckState(models.TextChoices):
    DRAWN = "drawn", _("To be looked at")
    GOOD = "good", _("Kept as prescribed")
    BAD = "bad", _("To be put right")
    MENDED = "mended", _("Put right")
    CONFIRMED = "confirmed", _("Confirmed")


LOOKED = (("checked_by", "person"), ("checked_on", "day"))
LIFE = Workflow(
    CheckState,
    CheckState.DRAWN,
    (
        Move("find_good", "drawn", "good", _("Kept as prescribed"), sets=LOOKED),
        Move("find_bad", "drawn", "bad", _("Not kept as prescribed"), asks=("found",), sets=LOOKED),
        Move("mend", "bad", "mended", _("Record what was put right"), asks=("mended",),
             sets=(("corrected_on", "day"),)),
        Move("confirm", ("good", "mended"), "confirmed", _("Confirm"),
             other_than=("find_good", "find_bad", "mend"),
             sets=(("confirmed_by", "person"), ("confirmed_on", "day"))),
    ),
)  # fmt: skip


class StorageCheckRows(Records):
    def looked_at(self, on: date) -> "StorageCheckRows":
        return self.present().filter(checked_on__lte=on)

    def settled(self, on: date) -> "StorageCheckRows":
        """Found in order, or put right: what remains is that another person confirms it."""
        right = Q(state=CheckState.GOOD) | Q(state=CheckState.CONFIRMED) | Q(corrected_on__lte=on)
        return self.looked_at(on).filter(right)


class StorageCheck(Record):
    """One asset in one sample."""

    period = models.CharField(
        _("half-year"), max_length=6, validators=[RegexValidator(r"^\d{4}H[12]\Z")],
        help_text=_("2026H1 is the first half of fiscal year 2026."),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="storage_checks", verbose_name=_("unit")
    )
    seed = models.CharField(
        _("seed of the draw"), max_length=60,
        help_text=_("With it anyone can draw the same sample again."),
    )  # fmt: skip
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="storage_checks", verbose_name=_("asset")
    )
    found = models.TextField(
        _("what was found"),
        blank=True,
        help_text=_("Where it was, and what was not as prescribed."),
    )
    mended = models.TextField(_("what was put right"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=CheckState, default="drawn")
    checked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="storage_checks", verbose_name=_("checked by"),
    )  # fmt: skip
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    corrected_on = models.DateField(_("corrected on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="storage_checks_confirmed", verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    objects: ClassVar[Any] = StorageCheckRows.as_manager()

    class Meta:
        verbose_name = _("storage inspection")
        constraints = (
            models.UniqueConstraint(fields=("period", "asset"), name="storage_check_once"),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.asset}"


def storage_sample(unit: UUID, on: date, seed: str, first_month: int = 4) -> list[dict[str, Any]]:
    """Lines for ``write_many``: the assets of ``unit`` to look at in the half-year of ``on``.

    What everybody may know is not inspected; what nobody has classified is.
    """
    rows = Asset.objects.in_use(on).filter(unit=unit).exclude(classification__rank=0)
    known = dict(rows.values_list("number", "pk"))
    period = half_year(on, first_month)
    return [
        {"period": period, "unit": unit, "seed": seed, "asset": known[number]}
        for number in draw(known, seed, sample_size(len(known)))
    ]


@register
class StorageChecks(Register[StorageCheck]):
    name = "storage_checks"
    title = _("Storage inspections")
    singular = _("storage inspection")
    about = _("Each half-year a drawn sample is looked at where it is kept, by the storage rules.")
    model = StorageCheck
    key = ("period", "asset")
    label_with = ("asset",)
    columns = (
        "period", "unit", "asset", "state", "checked_by", "checked_on", "corrected_on",
        "confirmed_by",
    )  # fmt: skip
    filters = ("period", "unit", "state", "checked_by", "confirmed_by")
    search = ("asset__name", "asset__number", "seed", "found")
    order = ("-period", "asset")
    unit_path = "unit"
    person_path = "asset__owner"
    sealed = frozenset({"checked_by", "checked_on", "corrected_on", "confirmed_by", "confirmed_on"})
    life: ClassVar[Workflow] = LIFE
    views = (
        View(_("To be looked at"), {"state": "drawn"}),
        View(_("To be put right"), {"state": "bad"}),
        View(_("To be confirmed"), {"state": "good,mended"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "checked_by": ("点検者",),
        "checked_on": ("点検日",),
        "corrected_on": ("是正日",),
        "confirmed_by": ("確認者",),
        "found": ("指摘", "点検結果"),
    }
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=(*LEADERS, "manager:unit", "operator"),
        change=(*LEADERS, "manager:unit", "operator"),
        withdraw=LEADERS,
        moves={
            "find_good": ("manager:unit", "committee", "employee:own"),
            "find_bad": ("manager:unit", "committee", "employee:own"),
            "mend": ("manager:unit", "employee:own"),
            "confirm": ("manager:unit", "chair", "committee"),
        },
    )

    def check(
        self, values: Mapping[str, Any], record: StorageCheck | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        """What was looked at stays what it was."""
        del act
        if record is None or record.state == CheckState.DRAWN:
            return
        now = {"period": record.period, "unit": record.unit_id, "asset": record.asset_id}
        for name, value in now.items():
            if values[name] != value:
                yield name, _("This has been looked at already. Draw a new sample instead.")
