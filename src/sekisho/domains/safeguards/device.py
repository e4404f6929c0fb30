"""Devices: what people work on, whose it is, and the state in which it was last seen.

Facts about its protection alone are kept; neither what is on it nor where it is.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.spans import ordered, running

POSTURE = ("disk_encrypted", "screen_lock", "firewall", "updated", "antivirus")


class DeviceKind(models.TextChoices):
    PC = "pc", _("Computer")
    PHONE = "phone", _("Smartphone")
    TABLET = "tablet", _("Tablet")
    SERVER = "server", _("Server")
    OTHER = "other", _("Other device")


class DeviceOwner(models.TextChoices):
    COMPANY = "company", _("The company's")
    PRIVATE = "private", _("Private")


class DeviceRows(Records):
    def in_use(self, on: date) -> "DeviceRows":
        return self.present().filter(running(on))


class Device(Record):
    """One device. A fact of its protection left empty: nobody has looked."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    tag = models.CharField(
        _("device name"), max_length=80, unique=True,
        help_text=_("As it calls itself, or the number on its sticker."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=6, choices=DeviceKind, default=DeviceKind.PC)
    ownership = models.CharField(
        _("ownership"), max_length=7, choices=DeviceOwner, default=DeviceOwner.COMPANY
    )
    holder = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="devices", verbose_name=_("used by"),
    )  # fmt: skip
    consented_on = models.DateField(
        _("consent of the owner"), null=True, blank=True,
        help_text=_("For a private device: the day its owner agreed that these facts are kept."),
    )  # fmt: skip
    os = models.CharField(_("operating system"), max_length=80, blank=True)
    disk_encrypted = models.BooleanField(_("storage encrypted"), null=True, blank=True)
    screen_lock = models.BooleanField(_("screen lock"), null=True, blank=True)
    firewall = models.BooleanField(_("firewall"), null=True, blank=True)
    updated = models.BooleanField(_("updates applied"), null=True, blank=True)
    antivirus = models.BooleanField(_("malware protection"), null=True, blank=True)
    checked_at = models.DateTimeField(
        _("state as of"), null=True, blank=True, help_text=_("When these facts were last read.")
    )
    noncompliant_at = models.DateTimeField(
        _("reported not compliant at"), null=True, blank=True,
        help_text=_("By a device or identity service. Emptied by whoever has looked into it."),
    )  # fmt: skip
    lost_on = models.DateField(_("lost or stolen on"), null=True, blank=True)
    starts_on = models.DateField(_("in use from"))
    ends_on = models.DateField(_("in use until"), null=True, blank=True)

    objects: ClassVar[Any] = DeviceRows.as_manager()

    class Meta:
        verbose_name = _("device")

    def __str__(self) -> str:
        return self.tag


@register
class Devices(Register[Device]):
    name = "devices"
    title = _("Devices")
    singular = _("device")
    about = _("What people work on, whose it is, and how it is protected.")
    model = Device
    number = "DV-{n:04d}"
    key = ("tag",)
    handles = ("tag",)
    columns = ("number", "tag", "kind", "ownership", "holder", *POSTURE, "checked_at")
    filters = ("kind", "ownership", "holder", *POSTURE, "lost_on", "ends_on")
    search = ("number", "tag", "os", "holder__name", "holder__kana")
    order = ("tag",)
    unit_path = "holder__unit"
    person_path = "holder"
    views = (
        View(_("Private devices"), {"ownership": "private"}),
        View(_("Storage not encrypted"), {"disk_encrypted": "false"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "tag": ("端末名", "管理番号", "資産タグ"),
        "holder": ("使用者", "利用者"),
        "os": ("OS",),
        "checked_at": ("確認日時",),
    }
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "contractor:own",
              "operator"),
        add=("admin", "operator"),
        change=("admin", "operator"),
        withdraw=("admin",),
    )  # fmt: skip

    def check(
        self, values: Mapping[str, Any], record: Device | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        yield from ordered(values)
        told = any(values.get(name) is not None for name in POSTURE)
        if told and values.get("checked_at") is None:
            yield "checked_at", _("Please say when the device was in this state.")
        private = values.get("ownership") == DeviceOwner.PRIVATE
        if private and told and values.get("consented_on") is None:
            yield "consented_on", _("Of a private device facts are kept with its owner's consent.")
