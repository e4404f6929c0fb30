"""Spot checks of labels: each half-year a drawn sample is looked at, and wrong labels corrected."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.asset import Asset
from sekisho.domains.assets.sampling import draw, half_year, sample_size
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class LabelCheckRows(Records):
    def looked_at(self) -> "LabelCheckRows":
        return self.present().exclude(ok=None)

    def uncorrected(self) -> "LabelCheckRows":
        """Found wrong, and not put right yet."""
        return self.present().filter(ok=False, corrected_on=None)


class LabelCheck(Record):
    """One asset in one sample. ``ok`` None: nobody has looked yet."""

    period = models.CharField(
        _("half-year"), max_length=6, validators=[RegexValidator(r"^\d{4}H[12]\Z")],
        help_text=_("2026H1 is the first half of fiscal year 2026."),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="label_checks", verbose_name=_("unit")
    )
    seed = models.CharField(
        _("seed of the draw"), max_length=60,
        help_text=_("With it anyone can draw the same sample again."),
    )  # fmt: skip
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="label_checks", verbose_name=_("asset")
    )
    expected = models.ForeignKey(
        "assets.Classification", models.PROTECT,
        related_name="label_checks", verbose_name=_("class expected"),
    )  # fmt: skip
    found = models.CharField(
        _("label found"),
        max_length=80,
        blank=True,
        help_text=_("As it reads; “none” if there is no label."),
    )
    ok = models.BooleanField(_("label right"), null=True, blank=True)
    checked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="label_checks", verbose_name=_("checked by"),
    )  # fmt: skip
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    corrected_on = models.DateField(_("corrected on"), null=True, blank=True)

    objects: ClassVar[Any] = LabelCheckRows.as_manager()

    class Meta:
        verbose_name = _("label spot check")
        constraints = (
            models.UniqueConstraint(fields=("period", "asset"), name="label_check_once"),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.asset.number}"  # no name: the asset may lie elsewhere by now


def sample(unit: UUID, on: date, seed: str, first_month: int = 4) -> list[dict[str, Any]]:
    """Lines for ``write_many``: the labelled assets of ``unit`` to look at in the half-year of ``on``."""
    rows = Asset.objects.in_use(on).filter(unit=unit, classification__label_required=True)
    known = {n: (pk, c) for n, pk, c in rows.values_list("number", "pk", "classification_id")}
    period = half_year(on, first_month)
    return [
        {
            "period": period,
            "unit": unit,
            "seed": seed,
            "asset": known[n][0],
            "expected": known[n][1],
        }
        for n in draw(known, seed, sample_size(len(known)))
    ]


@register
class LabelChecks(Register[LabelCheck]):
    name = "label_checks"
    title = _("Label spot checks")
    singular = _("label spot check")
    about = _("Each half-year a sample is drawn by a seed; wrong labels are put right.")
    model = LabelCheck
    key = ("period", "asset")
    label_with = ("asset",)
    columns = ("period", "unit", "asset", "expected", "found", "ok", "checked_on", "corrected_on")
    filters = ("period", "unit", "ok", "expected", "checked_by")
    search = ("asset__name", "asset__number", "seed")
    order = ("-period", "asset")
    unit_path = "unit"
    views = (View(_("Not looked at"), {"ok": "none"}), View(_("Wrong label"), {"ok": "false"}))
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "operator"),
        add=(*LEADERS, "manager:unit", "operator"),
        change=(*LEADERS, "manager:unit", "operator"),
        withdraw=(*LEADERS,),
    )

    def check(
        self, values: Mapping[str, Any], record: LabelCheck | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if values["ok"] is not None and values["checked_on"] is None:
            yield "checked_on", _("Please write the day of the check.")
        if values["corrected_on"] is None:
            return
        if values["ok"] is not False:
            yield "corrected_on", _("Only a wrong label is corrected.")
        elif values["checked_on"] and values["corrected_on"] < values["checked_on"]:
            yield "corrected_on", _("The correction lies before the check.")
