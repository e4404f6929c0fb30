"""Joining, moving, leaving: one line for each, with the days by which access must follow."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class Change(models.TextChoices):
    JOINER = "joiner", _("Joining the company")
    MOVER = "mover", _("Move to another unit")
    LEAVER = "leaver", _("Leaving the company")


class ChangeState(models.TextChoices):
    OPEN = "open", _("Not finished")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Did not happen")


LIFE = Workflow(
    ChangeState,
    ChangeState.OPEN,
    (
        Move("finish", "open", "done", _("Everything is done"), sets=(("done_on", "day"),)),
        Move("cancel", "open", "cancelled", _("It does not happen"), asks=("remark",)),
        Move("reopen", ("done", "cancelled"), "open", _("Open it again"), asks=("remark",)),
    ),
)  # fmt: skip


class StaffChangeRows(Records):
    def happening(self) -> "StaffChangeRows":
        return self.present().exclude(state=ChangeState.CANCELLED)


class StaffChange(Record):
    """``effective_on``: the first day in the new place, or the last day on which access is open."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="staff_changes",
        verbose_name=_("person concerned"),
    )  # fmt: skip
    kind = models.CharField(_("kind of change"), max_length=6, choices=Change)
    effective_on = models.DateField(
        _("day of joining, moving or leaving"),
        help_text=_("First day of joiners and movers; of leavers the last day with access."),
    )
    at_once = models.BooleanField(
        _("access ends at once"), default=False, help_text=_("At a dismissal.")
    )
    from_unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="staff_leaving",
        verbose_name=_("from unit"),
    )  # fmt: skip
    to_unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="staff_coming",
        verbose_name=_("to unit"),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=ChangeState, default=ChangeState.OPEN
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects: ClassVar[Any] = StaffChangeRows.as_manager()

    class Meta:
        verbose_name = _("joining, moving or leaving")
        indexes = (models.Index(fields=("person", "kind"), name="staff_change_person"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person}"


@register
class StaffChanges(Register[StaffChange]):
    name = "staff_changes"
    title = _("Joining, moving, leaving")
    singular = _("joining, moving or leaving")
    about = _("Who joins, moves or leaves and when, with the list of what has to be done.")
    model = StaffChange
    number = "JL-{n:05d}"
    label_with = ("person",)
    columns = (
        "number",
        "person",
        "kind",
        "effective_on",
        "from_unit",
        "to_unit",
        "state",
        "done_on",
    )
    filters = ("kind", "state", "person", "effective_on", "from_unit", "to_unit", "done_on")
    search = ("number", "person__name", "person__kana")
    order = ("-effective_on", "number")
    unit_path = "person__unit"
    person_path = "person"
    sealed = frozenset({"done_on"})
    life = LIFE
    views = (
        View(_("Leaving the company"), {"kind": "leaver", "state": "open"}),
        View(_("Moving"), {"kind": "mover", "state": "open"}),
        View(_("Joining the company"), {"kind": "joiner", "state": "open"}),
    )
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=("chair", "committee", "admin", "operator", "engine"),
        change=("chair", "committee", "admin", "operator", "engine"),
        withdraw=("chair", "committee"),
        moves={
            "finish": ("chair", "committee", "admin", "manager:unit"),
            "cancel": ("chair", "committee", "admin", "engine"),
            "reopen": ("chair", "committee", "admin"),
        },
        never_own=("finish", "cancel", "reopen"),
    )

    def check(
        self, values: Mapping[str, Any], record: StaffChange | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act, record
        if values["kind"] == Change.MOVER and values["from_unit"] is None:
            yield "from_unit", _("Please say from which unit.")
