"""Lines of a census: each asset seen where it should be, by scan or from the list, or missed."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class How(models.TextChoices):
    SCAN = "scan", _("By scanning its label")
    LIST = "list", _("From the list")


class CensusLineRows(Records):
    def missing(self) -> "CensusLineRows":
        return self.present().filter(found=False)


class CensusLine(Record):
    """One asset in one census."""

    census = models.ForeignKey(
        "assets.Census", models.PROTECT, related_name="lines", verbose_name=_("asset census")
    )
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="census_lines", verbose_name=_("asset")
    )
    found = models.BooleanField(_("there"))
    how = models.CharField(_("how it was confirmed"), max_length=4, choices=How, default=How.LIST)
    seen_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="census_lines", verbose_name=_("confirmed by"), help_text=_("Empty: yourself."),
    )  # fmt: skip
    seen_on = models.DateField(_("confirmed on"), blank=True, help_text=_("Empty: today."))
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("For what is missing: what is done about it."),
    )

    objects: ClassVar[Any] = CensusLineRows.as_manager()

    class Meta:
        verbose_name = _("census line")
        constraints = (
            models.UniqueConstraint(fields=("census", "asset"), name="census_line_once"),
        )

    def __str__(self) -> str:
        return f"{self.census} {self.asset}"


@register
class CensusLines(Register[CensusLine]):
    name = "census_lines"
    title = _("Census lines")
    singular = _("census line")
    about = _(
        "Each asset of a census: there or missing, confirmed by whom, by scan or from the list."
    )
    model = CensusLine
    key = ("census", "asset")
    label_with = ("census", "asset")
    columns = ("census", "asset", "found", "how", "seen_by", "seen_on", "note")
    filters = ("census", "found", "how", "seen_by", "seen_on")
    search = ("asset__name", "asset__number", "note")
    order = ("census", "asset")
    unit_path = "census__unit"
    person_path = "asset__owner"
    views = (View(_("Missing"), {"found": "false"}),)
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=("manager:unit", "employee:own", "operator"),
        change=("manager:unit", "employee:own", "operator"),
        withdraw=(*LEADERS, "manager:unit"),
    )

    def prepare(self, values: dict[str, Any], record: CensusLine | None, act: Act) -> None:
        del record
        values["seen_by"] = values["seen_by"] or act.actor.person
        values["seen_on"] = values["seen_on"] or act.on

    def check(
        self, values: Mapping[str, Any], record: CensusLine | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if values["found"] is False and not values["note"]:
            yield "note", _("Please write what is done about the missing asset.")

    def label(self, record: CensusLine) -> str:
        return f"{record.census.fiscal_year} {record.asset.name}"
