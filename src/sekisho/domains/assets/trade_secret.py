"""Trade secret sheets: why the information is useful, why it is not public, how staff were told.

Unfair Competition Prevention Act, art. 2 (6): managed as secret, useful, not publicly known. The first
is shown from the records as they are (class, label, access, notice); the other two are written here.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class TradeSecretRows(Records):
    def complete(self) -> "TradeSecretRows":
        """Everything is written, and somebody has looked whether it still holds."""
        blank = models.Q(usefulness="") | models.Q(not_public="") | models.Q(told="")
        return self.present().exclude(blank).filter(checked_on__isnull=False)


class TradeSecretSheet(Record):
    """What one trade secret stands on, besides the measures of its class."""

    asset = models.OneToOneField(
        "assets.Asset", models.PROTECT, related_name="trade_secret_sheet", verbose_name=_("asset")
    )
    usefulness = models.TextField(
        _("usefulness"), blank=True,
        help_text=_("What the business gains from it: cost, quality, sales, research."),
    )  # fmt: skip
    not_public = models.TextField(
        _("not publicly known"), blank=True,
        help_text=_("How it was checked that it is in no publication, patent or product to be read from."),
    )  # fmt: skip
    told = models.TextField(
        _("how staff know that it is secret"), blank=True,
        help_text=_("Marking, instruction, pledge, training."),
    )  # fmt: skip
    checked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="trade_secrets_checked", verbose_name=_("checked by"),
    )  # fmt: skip
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    objects: ClassVar[Any] = TradeSecretRows.as_manager()

    class Meta:
        verbose_name = _("trade secret sheet")

    def __str__(self) -> str:
        return str(self.asset)


@register
class TradeSecretSheets(Register[TradeSecretSheet]):
    name = "trade_secrets"
    title = _("Trade secret sheets")
    singular = _("trade secret sheet")
    about = _("For each trade secret: usefulness, that it is not public, and how staff know.")
    model = TradeSecretSheet
    key = ("asset",)
    label_with = ("asset",)
    columns = ("asset", "usefulness", "not_public", "checked_by", "checked_on")
    filters = ("asset", "checked_by", "checked_on")
    search = ("asset__name", "asset__number", "usefulness", "not_public")
    order = ("asset",)
    unit_path = "asset__unit"
    person_path = "asset__owner"
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "usefulness": ("有用性",), "not_public": ("非公知性",), "told": ("周知",),
    }  # fmt: skip
    rights = Rights(
        read=(*LEADERS, "auditor", "manager:unit", "employee:own", "operator"),
        add=(*LEADERS, "manager:unit", "operator"),
        change=(*LEADERS, "manager:unit", "operator"),
        withdraw=LEADERS,
    )

    def check(
        self, values: Mapping[str, Any], record: TradeSecretSheet | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        if values["checked_on"] and values["checked_on"] > act.on:
            yield "checked_on", _("This day has not come yet.")
