"""Emergency access (break-glass): opened by a second person for some hours, reviewed by a third."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.settings import declare
from sekisho.registers.workflow import Move, Workflow

HOURS = declare(
    "checkpoint.emergency_hours", 4, _("Emergency access lasts at most"), unit=_("hours"),
    least=1, most=72, source=_("Default of practice; the policy names no number."),
    group=_("Checkpoint"),
)  # fmt: skip


class EmergencyState(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    GRANTED = "granted", _("Opened")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended, to be reviewed")
    REVIEWED = "reviewed", _("Reviewed")


LIFE = Workflow(
    EmergencyState,
    EmergencyState.REQUESTED,
    (
        Move("grant", "requested", "granted", _("Open"), other_than=("add",),
             sets=(("granted_by", "person"), ("granted_at", "moment"))),
        Move("refuse", "requested", "refused", _("Refuse"), asks=("remark",)),
        Move("end", "granted", "ended", _("Close now")),
        Move("review", ("granted", "ended"), "reviewed", _("Review"), asks=("finding",),
             other_than=("add", "grant"),
             sets=(("reviewed_by", "person"), ("reviewed_on", "day"))),
    ),
)  # fmt: skip


class EmergencyAccesses(Records):
    def granted(self) -> "EmergencyAccesses":
        return self.present().filter(state=EmergencyState.GRANTED)

    def open(self, at: datetime) -> "EmergencyAccesses":
        """Those by which somebody gets in at the moment ``at``."""
        return self.granted().filter(granted_at__lte=at, until__gt=at)


class EmergencyAccess(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="emergency_accesses",
        verbose_name=_("person concerned"),
    )  # fmt: skip
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="emergency_accesses",
        verbose_name=_("information asset"),
    )  # fmt: skip
    writes = models.BooleanField(_("also to change it"), default=False)
    reason = models.TextField(_("reason"), help_text=_("What would happen without it."))
    granted_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="emergencies_granted", verbose_name=_("opened by"),
    )  # fmt: skip
    granted_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    until = models.DateTimeField(_("open until"), null=True, blank=True, editable=False)
    finding = models.TextField(
        _("result of the review"),
        blank=True,
        help_text=_("What was done, and whether it was right."),
    )
    reviewed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="emergencies_reviewed", verbose_name=_("reviewed by"),
    )  # fmt: skip
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=EmergencyState, default="requested")

    objects: ClassVar[Any] = EmergencyAccesses.as_manager()

    class Meta:
        verbose_name = _("emergency access")

    def __str__(self) -> str:
        return self.number


FIRM = ("person", "asset", "writes", "reason")


@register
class EmergencyRegister(Register[EmergencyAccess]):
    name = "emergency_accesses"
    title = _("Emergency access")
    singular = _("emergency access")
    about = _("Doors opened in an emergency: by two people, for some hours, and reviewed after.")
    model = EmergencyAccess
    number = "EA-{year}-{n:03d}"
    key = ()
    columns = ("number", "person", "asset", "reason", "granted_by", "until", "reviewed_on", "state")
    filters = ("state", "person", "asset")
    search = ("number", "reason", "asset__name", "person__name")
    order = ("-number",)
    unit_path = "asset__unit"
    person_path = "person"
    life = LIFE
    sealed = frozenset({"granted_by", "granted_at", "reviewed_by", "reviewed_on", "finding"})
    place = "checkpoint"
    withdrawable = False
    views = (View(_("To be reviewed"), {"state": "ended"}),)
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own"),
        add=(*LEADERS, "admin", "manager:unit", "employee:own"),
        moves={
            "grant": (*LEADERS, "manager:unit"),
            "refuse": (*LEADERS, "manager:unit"),
            "end": (*LEADERS, "admin", "manager:unit", "employee:own"),
            "review": (*LEADERS, "auditor"),
        },
        never_own=("grant", "review"),
    )

    def prepare(self, values: dict[str, Any], record: EmergencyAccess | None, act: Act) -> None:
        granted = values["state"] == EmergencyState.GRANTED
        if granted and record is not None and record.state == EmergencyState.REQUESTED:
            values["until"] = act.at + timedelta(hours=HOURS())

    def check(
        self, values: Mapping[str, Any], record: EmergencyAccess | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        if record is None or record.state == EmergencyState.REQUESTED:
            return
        for name in FIRM:
            before = getattr(record, EmergencyAccess._meta.get_field(name).attname)  # type: ignore[union-attr]
            if values[name] != before:
                yield name, _("This was decided and stands. Please request it anew.")
