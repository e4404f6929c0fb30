"""Inventories: what is installed in one place, by a list or bill of materials, and how fresh that is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class Reach(models.TextChoices):
    INTERNET = "internet", _("From the internet")
    INTERNAL = "internal", _("From inside the company")
    ISOLATED = "isolated", _("Isolated")


class InventoryFormat(models.TextChoices):
    CYCLONEDX = "cyclonedx", _("CycloneDX")
    SPDX = "spdx", _("SPDX")
    CSV = "csv", _("CSV sheet")
    OSQUERY = "osquery", _("osquery")


COUNTED = ("format", "taken_on", "sha256", "components", "unplaced", "unread")


class Inventories(Records):
    def taken(self, on: date) -> "Inventories":
        return self.present().filter(taken_on__lte=on)


class Inventory(Record):
    """``reach`` empty: nobody said, and it counts as reachable. The components are in tables of their
    own (``tables``); the entry holds the hash of the file they came from."""

    name = models.CharField(
        _("name"),
        max_length=120,
        unique=True,
        help_text=_("Such as a server, an image or a product."),
    )
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True, related_name="inventories",
        verbose_name=_("asset concerned"), help_text=_("Its owner answers for what is found."),
    )  # fmt: skip
    reach = models.CharField(
        _("reachable"), max_length=8, choices=Reach, blank=True,
        help_text=_("Empty: not said; then the shorter periods hold."),
    )  # fmt: skip
    format = models.CharField(_("format"), max_length=9, choices=InventoryFormat, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    components = models.PositiveIntegerField(_("components"), null=True, blank=True)
    unplaced = models.PositiveIntegerField(
        _("known by name alone"), null=True, blank=True,
        help_text=_("No feed speaks of these by number or package; a confirmed product name helps."),
    )  # fmt: skip
    unread = models.PositiveIntegerField(_("without a version"), null=True, blank=True)

    objects: ClassVar[Any] = Inventories.as_manager()

    class Meta:
        verbose_name = _("inventory")
        verbose_name_plural = _("inventories")

    def __str__(self) -> str:
        return self.name


@register
class InventoryRegister(Register[Inventory]):
    name = "inventories"
    title = _("Software inventories")
    singular = _("software inventory")
    about = _(
        "What is installed where: components of an asset, from a bill of materials or a list."
    )
    model = Inventory
    key = ("name",)
    columns = ("name", "asset", "reach", "taken_on", "components", "unplaced", "unread")
    filters = ("asset", "reach", "format", "taken_on")
    search = ("name", "asset__name", "asset__number")
    order = ("name",)
    unit_path = "asset__unit"
    person_path = "asset__owner"
    asset_path = "asset"
    sealed = frozenset(COUNTED)
    views = (View(_("Without an asset"), {"asset": "none"}),)
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {"name": ("ホスト名", "機器名", "構成名")}
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=("admin", "committee", "chair", "manager:unit", "operator"),
        change=("admin", "committee", "chair", "manager:unit", "operator"),
        withdraw=("admin", "chair", "committee"),
    )

    def settle(self, records: Sequence[Inventory], act: Act) -> None:
        """What is withdrawn is no longer installed anywhere."""
        from sekisho.domains.threats.stock import clear

        del act
        clear([record.pk for record in records if record.withdrawn_at])
