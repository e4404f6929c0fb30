"""Systems: where accounts and rights live, and how far each is trusted (zero trust, per system)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access import sheets
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights, everyone
from sekisho.registers.spans import ordered, running


class SystemRows(Records):
    def in_use(self, on: date) -> "SystemRows":
        return self.present().filter(running(on))


class System(Record):
    """A system with accounts of its own. A yes-or-no left empty: nobody has said."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    name = models.CharField(_("system name"), max_length=120, unique=True)
    note = models.TextField(_("note"), blank=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="systems", verbose_name=_("unit in charge"),
        help_text=_("Its manager decides on rights, unless they open another unit's asset."),
    )  # fmt: skip
    admin = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="systems_run", verbose_name=_("administrator"),
    )  # fmt: skip
    service = models.ForeignKey(
        "assets.Service", models.PROTECT, null=True, blank=True,
        related_name="systems", verbose_name=_("cloud service"),
        help_text=_("If the system is a cloud service of ours."),
    )  # fmt: skip
    max_class = models.ForeignKey(
        "assets.Classification", models.PROTECT, null=True, blank=True,
        related_name="systems_up_to", verbose_name=_("strictest class allowed"),
    )  # fmt: skip
    sso = models.BooleanField(_("single sign-on"), null=True, blank=True)
    mfa = models.BooleanField(_("multi-factor authentication"), null=True, blank=True)
    device_rule = models.BooleanField(
        _("only managed devices"), null=True, blank=True,
        help_text=_("The state of the device is checked at every sign-in."),
    )  # fmt: skip
    least_privilege_on = models.DateField(
        _("least privilege reviewed on"), null=True, blank=True,
        help_text=_("When somebody last looked whether each role may do only what it needs."),
    )  # fmt: skip
    logs = models.BooleanField(_("access is logged"), null=True, blank=True)
    encrypted = models.BooleanField(_("stored data encrypted"), null=True, blank=True)
    import_days = models.PositiveSmallIntegerField(
        _("accounts compared every (days)"), null=True, blank=True,
        help_text=_("Empty: as the company's setting says."),
    )  # fmt: skip
    starts_on = models.DateField(_("in use from"))
    ends_on = models.DateField(_("in use until"), null=True, blank=True)

    objects: ClassVar[Any] = SystemRows.as_manager()

    class Meta:
        verbose_name = _("information system")

    def __str__(self) -> str:
        return self.name


@register
class Systems(Register[System]):
    name = "systems"
    title = _("Information systems")
    singular = _("information system")
    about = _("Systems with accounts of their own: who runs them, and how access is controlled.")
    model = System
    number = "SY-{n:03d}"
    key = ("name",)
    handles = ("name",)
    columns = ("number", "name", "unit", "admin", "max_class", "sso", "mfa", "device_rule",
               "least_privilege_on", "logs")  # fmt: skip
    filters = ("unit", "admin", "service", "max_class", "sso", "mfa", "device_rule", "logs",
               "encrypted", "starts_on", "ends_on")  # fmt: skip
    search = ("number", "name", "note")
    order = ("number",)
    unit_path = "unit"
    person_path = "admin"
    headers = sheets.SYSTEM_HEADERS
    views = (
        View(_("Multi-factor authentication missing"), {"mfa": "false"}),
        View(_("Multi-factor authentication unknown"), {"mfa": "none"}),
    )
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=(*LEADERS, "admin"),
    )

    def check(
        self, values: Mapping[str, Any], record: System | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        yield from ordered(values)
        reviewed = values["least_privilege_on"]
        if reviewed is not None and reviewed > act.on:
            yield "least_privilege_on", _("This day has not come yet.")
