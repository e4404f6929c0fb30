"""Which assets a role opens, from when to when: the way from a right to the information."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access import sheets
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights, everyone
from sekisho.registers.spans import ordered, running


class EntitlementAssetRows(Records):
    def open(self, on: date) -> "EntitlementAssetRows":
        return self.present().filter(running(on))


class EntitlementAsset(Record):
    entitlement = models.ForeignKey(
        "access.Entitlement", models.PROTECT, related_name="opens", verbose_name=_("entitlement")
    )
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="opened_by", verbose_name=_("asset opened")
    )
    starts_on = models.DateField(_("opened from"))
    ends_on = models.DateField(
        _("opened until"), null=True, blank=True,
        help_text=_("Last day. Enter it when the role no longer opens the asset."),
    )  # fmt: skip

    objects: ClassVar[Any] = EntitlementAssetRows.as_manager()

    class Meta:
        verbose_name = _("asset opened by an entitlement")
        indexes = (models.Index(fields=("asset", "starts_on"), name="entitlement_asset_day"),)

    def __str__(self) -> str:
        return f"{self.entitlement} → {self.asset.number}"  # everybody reads this, not the asset


@register
class EntitlementAssets(Register[EntitlementAsset]):
    name = "entitlement_assets"
    title = _("Assets opened by entitlements")
    singular = _("asset opened by an entitlement")
    about = _("Which information assets each role or permission opens, with its days.")
    model = EntitlementAsset
    key = ("entitlement", "asset", "starts_on")
    label_with = ("entitlement", "asset")
    columns = ("entitlement", "asset", "starts_on", "ends_on")
    filters = ("entitlement", "asset", "starts_on", "ends_on")
    search = ("entitlement__name", "asset__number")
    order = ("entitlement", "asset")
    unit_path = "asset__unit"
    asset_path = "asset"
    shut_when_frozen = frozenset({"add", "change"})
    headers = sheets.OPENS_HEADERS
    withdrawable = False
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
    )

    def check(
        self, values: Mapping[str, Any], record: EntitlementAsset | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        """What it opened in the past is a fact: only the end is still to be said."""
        yield from ordered(values)
        if record is None:
            return
        stands = {"entitlement": record.entitlement_id, "asset": record.asset_id}
        for name, value in (stands | {"starts_on": record.starts_on}).items():
            if values[name] != value:
                yield name, _("This stands as recorded. Enter its last day and add another line.")
        if values["ends_on"] != record.ends_on:
            yield from _end_ahead(values["ends_on"], record.ends_on, act.on)


def _end_ahead(new: date | None, old: date | None, on: date) -> Iterator[tuple[str, Text]]:
    if old is not None and old < on:
        yield "ends_on", _("This has ended. Please add another line.")
    elif new is not None and new < on:
        yield "ends_on", _("The last day cannot lie in the past.")
