"""Issues of the offline kit: when it was printed anew, and where the copies lie."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import differs
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class OfflineKit(Record):
    """One issue; the paper itself is attached, with its hash."""

    issued_at = models.DateTimeField(_("issued at"), blank=True, help_text=_("Empty: now."))
    kept = models.TextField(
        _("where the copies are kept"),
        help_text=_("Such as safe of the office, duty folder, USB stick."),
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="kits_issued",
        verbose_name=_("issued by"),
    )  # fmt: skip

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("issue of the offline kit")

    def __str__(self) -> str:
        return f"{self.issued_at:%Y-%m-%d %H:%M}"


@register
class OfflineKits(Register[OfflineKit]):
    name = "offline_kits"
    title = _("Issues of the offline kit")
    singular = _("issue of the offline kit")
    about = _("When the kit for emergencies was printed, and where it lies.")
    model = OfflineKit
    key = ("issued_at",)
    columns = ("issued_at", "kept", "person")
    filters = ("issued_at", "person")
    order = ("-issued_at",)
    place = "incidents"
    withdrawable = False
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager", "operator"),
        add=(*LEADERS, "admin", "operator"),
        attach=(*LEADERS, "admin", "operator"),
    )

    def prepare(self, values: dict[str, Any], record: OfflineKit | None, act: Act) -> None:
        values["issued_at"] = values["issued_at"] or act.at
        if record is None:
            values["person"] = values["person"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: OfflineKit | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        if record is not None and differs(self, values, record):
            yield "", _("An issue stays as it was. Issue the kit anew.")
        if values["issued_at"] > act.at:
            yield "issued_at", _("This moment has not come yet.")
