"""Actions decided by the committee: what, who, by when."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class MeetingActions(Records):
    def open(self) -> "MeetingActions":
        return self.present().filter(done_on=None)

    def late(self, on: date) -> "MeetingActions":
        """Those not done although their day has passed."""
        return self.open().filter(due_on__lt=on)


class MeetingAction(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    meeting = models.ForeignKey(
        "people.CommitteeMeeting", models.PROTECT, related_name="actions",
        verbose_name=_("committee meeting"),
    )  # fmt: skip
    decision = models.ForeignKey(
        "people.CommitteeDecision", models.PROTECT, null=True, blank=True, related_name="actions",
        verbose_name=_("decision"), help_text=_("The decision it follows from, if any."),
    )  # fmt: skip
    what = models.CharField(_("action to take"), max_length=300)
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="meeting_actions",
        verbose_name=_("in charge"),
    )  # fmt: skip
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)

    objects: ClassVar[Any] = MeetingActions.as_manager()

    class Meta:
        verbose_name = _("action of the committee")

    def __str__(self) -> str:
        return self.what


@register
class MeetingActionRegister(Register[MeetingAction]):
    name = "meeting_actions"
    title = _("Actions of the committee")
    singular = _("action of the committee")
    about = _("What the committee decided to have done, by whom and by when.")
    model = MeetingAction
    rights = Rights(
        read=(*LEADERS, "manager", "employee:own", "auditor", "admin"),
        add=("director", "chair", "committee"),
        change=("director", "chair", "committee", "employee:own"),
        withdraw=("director", "chair"),
    )
    number = "CA-{n:04d}"
    columns = ("number", "what", "owner", "due_on", "done_on", "meeting", "decision")
    filters = ("meeting", "decision", "owner", "due_on", "done_on")
    search = ("number", "what", "result", "owner__name", "owner__kana")
    order = ("due_on", "number")
    person_path = "owner"
    place = "improve"
