"""What has to be done when somebody joins, moves or leaves: one line for each point."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.monitoring_rule import MonitoringRule
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class Point(models.TextChoices):
    ACCOUNTS = "accounts", _("Accounts and rights set up")
    PLEDGE = "pledge", _("Pledge asked for")
    CARD = "card", _("Entry card given")
    TRAINING = "training", _("First training")
    PC = "pc", _("PC returned")
    MEDIA = "media", _("Media returned")
    KEYS = "keys", _("Keys returned")
    ENTRY_CARD = "entry_card", _("Entry card returned")
    PAPER = "paper", _("Papers returned")
    PRIVATE_DEVICE = "private_device", _("Private devices wiped, confirmed")
    INTERVIEW = "interview", _("Interview held")
    TAKE_OUTS = "take_outs", _("Recent take-outs looked at")
    SHARED_PASSWORDS = "shared_passwords", _("Shared passwords changed")
    RIGHTS = "rights", _("Rights looked at again")


POINTS = {
    "joiner": ("accounts", "pledge", "card", "training"),
    "mover": ("rights", "keys", "paper", "shared_passwords"),
    "leaver": ("pc", "media", "keys", "entry_card", "paper", "private_device", "interview",
               "take_outs", "shared_passwords"),
}  # fmt: skip


class PointState(models.TextChoices):
    OPEN = "open", _("Not finished")
    DONE = "done", _("Done")
    NONE = "none", _("Not needed")


LIFE = Workflow(
    PointState,
    PointState.OPEN,
    (
        Move("finish", "open", "done", _("Done"),
             sets=(("done_by", "person"), ("done_on", "day"))),
        Move("leave_out", "open", "none", _("Not needed"), asks=("remark",),
             sets=(("done_by", "person"), ("done_on", "day"))),
        Move("reopen", ("done", "none"), "open", _("Open it again"), asks=("remark",)),
    ),
)  # fmt: skip


class StaffChangeItem(Record):
    change = models.ForeignKey(
        "access.StaffChange", models.PROTECT, related_name="items",
        verbose_name=_("joining, moving or leaving"),
    )  # fmt: skip
    point = models.CharField(_("point"), max_length=16, choices=Point)
    due_on = models.DateField(_("by"))
    proof = models.CharField(
        _("proof"), max_length=200, blank=True,
        help_text=_("Serial number, receipt, date of the interview, case number."),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=4, choices=PointState, default=PointState.OPEN)
    done_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="staff_points_done", verbose_name=_("done by"),
    )  # fmt: skip
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("point of the checklist")

    def __str__(self) -> str:
        return str(self.get_point_display())


@register
class StaffChangeItems(Register[StaffChangeItem]):
    name = "staff_change_items"
    title = _("Checklists of joining, moving, leaving")
    singular = _("point of the checklist")
    about = _("What is returned, wiped, talked about and changed when somebody moves or leaves.")
    model = StaffChangeItem
    key = ("change", "point")
    label_with = ("change",)
    columns = ("change", "point", "due_on", "state", "done_on", "done_by", "proof")
    filters = ("change", "point", "state", "due_on", "done_on")
    search = ("change__number", "change__person__name", "change__person__kana", "proof")
    order = ("due_on", "change", "point")
    unit_path = "change__person__unit"
    person_path = "change__person"
    sealed = frozenset({"done_by", "done_on"})
    life = LIFE
    views = (View(_("Not finished"), {"state": "open"}),)
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "operator"),
        add=("chair", "committee", "admin", "operator", "engine"),
        change=("chair", "committee", "admin", "manager:unit", "operator", "engine"),
        withdraw=("chair", "committee"),
        moves={
            "finish": ("chair", "committee", "admin", "manager:unit"),
            "leave_out": ("chair", "committee", "admin", "manager:unit"),
            "reopen": ("chair", "committee", "admin"),
        },
        never_own=("finish", "leave_out", "reopen"),
    )

    def prepare(self, values: dict[str, Any], record: StaffChangeItem | None, act: Act) -> None:
        del act
        if record is not None and values["state"] == PointState.OPEN:
            values["done_by"], values["done_on"] = None, None

    def settle(self, records: Sequence[StaffChangeItem], act: Act) -> None:
        """Raises Invalid where take-outs were looked at and no monitoring rule allows looking."""
        looked = any(r.point == Point.TAKE_OUTS and r.state == PointState.DONE for r in records)
        if looked and not MonitoringRule.objects.in_force(act.on).exists():
            words = _("There is no monitoring rule in force. Leave the point out, or make a rule.")
            raise Invalid({"": [words]})
