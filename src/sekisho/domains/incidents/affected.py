"""The information assets an incident touches."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import ChildRegister, of_incident
from sekisho.domains.incidents.secrecy import child_rights
from sekisho.registers.actor import Act
from sekisho.registers.record import Record, Records
from sekisho.registers.register import register


class Standing(models.TextChoices):
    SUSPECTED = "suspected", _("Perhaps affected")
    AFFECTED = "affected", _("Affected")
    CLEAN = "clean", _("Found unaffected")


class AffectedAsset(Record):
    """One asset in one incident."""

    incident = of_incident("affected")
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="incidents",
        verbose_name=_("information asset"),
    )  # fmt: skip
    standing = models.CharField(
        _("how it is affected"), max_length=9, choices=Standing, default=Standing.SUSPECTED
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("affected asset")
        constraints = (
            models.UniqueConstraint(fields=("incident", "asset"), name="incident_asset_once"),
        )

    def __str__(self) -> str:
        return str(self.asset)


@register
class AffectedAssets(ChildRegister[AffectedAsset]):
    name = "affected_assets"
    title = _("Affected assets")
    singular = _("affected asset")
    about = _("Which information assets an incident touches, or may touch.")
    model = AffectedAsset
    key = ("incident", "asset")
    label_with = ("asset",)
    columns = ("incident", "asset", "standing")
    filters = ("incident", "asset", "standing")
    order = ("-incident", "id")
    rights = child_rights("engine")

    def settle(self, records: Sequence[AffectedAsset], act: Act) -> None:
        """Contracts with those whose data it is may ask for a notice: clocks follow at once."""
        from sekisho.domains.incidents.incident import Incident
        from sekisho.domains.incidents.judging import follow

        for incident in Incident.objects.filter(pk__in={r.incident_id for r in records}):
            follow(incident, act)
