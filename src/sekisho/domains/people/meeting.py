"""Meetings of the committee and what was decided there."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class MeetingKind(models.TextChoices):
    REGULAR = "regular", _("Regular")
    EXTRAORDINARY = "extraordinary", _("Extraordinary")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held, minutes not approved")
    APPROVED = "approved", _("Minutes approved")
    CANCELLED = "cancelled", _("Called off")


LIFE = Workflow(
    MeetingState,
    "planned",
    (
        Move("hold", "planned", "held", _("Record as held"),
             asks=("attendees", "minutes"), sets=(("minutes_by", "person"),)),
        Move("approve", "held", "approved", _("Approve minutes"), other_than=("hold",),
             sets=(("approved_by", "person"), ("minutes_approved_on", "day"))),
        Move("reopen", "approved", "held", _("Reopen minutes"), asks=("reason",), danger=True),
        Move("cancel", "planned", "cancelled", _("Cancel meeting"), asks=("reason",), danger=True),
    ),
)  # fmt: skip


class Meetings(Records):
    def took_place(self) -> "Meetings":
        """Those that were held, whether or not the minutes are approved yet."""
        return self.present().filter(state__in=(MeetingState.HELD, MeetingState.APPROVED))


class CommitteeMeeting(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=13, choices=MeetingKind, default="regular")
    held_on = models.DateField(_("day of meeting"))
    agenda = models.TextField(_("agenda"), blank=True)
    attendees = WordsField(_("attendees"), help_text=_("One name a line."))
    minutes = models.TextField(_("minutes of the meeting"), blank=True)
    decisions = models.TextField(
        _("decisions"),
        blank=True,
        help_text=_("What has to be done goes into the list of actions."),
    )
    minutes_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, editable=False, related_name="minutes_written",
        verbose_name=_("minutes written by"),
    )  # fmt: skip
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, editable=False, related_name="minutes_approved",
        verbose_name=_("minutes approved by"),
    )  # fmt: skip
    minutes_approved_on = models.DateField(_("minutes approved on"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=MeetingState, default="planned")

    objects: ClassVar[Any] = Meetings.as_manager()

    class Meta:
        verbose_name = _("committee meeting")

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"


@register
class CommitteeMeetingRegister(Register[CommitteeMeeting]):
    name = "committee_meetings"
    title = _("Committee meetings")
    singular = _("committee meeting")
    about = _(
        "Meetings of the committee with minutes, approved by somebody else than their author."
    )
    model = CommitteeMeeting
    rights = Rights(
        read=(*LEADERS, "manager", "auditor", "admin"),
        add=("director", "chair", "committee"),
        change=("director", "chair", "committee"),
        withdraw=("director", "chair"),
        moves={
            "hold": ("director", "chair", "committee"),
            "approve": ("director", "chair", "committee"),
            "reopen": ("director", "chair"),
            "cancel": ("director", "chair"),
        },
    )
    number = "CM-{year}-{n:02d}"
    columns = ("number", "held_on", "kind", "state", "minutes_approved_on", "approved_by")
    filters = ("kind", "state", "held_on", "minutes_approved_on")
    search = ("number", "agenda", "minutes", "decisions", "attendees")
    order = ("-held_on", "number")
    life = LIFE
    place = "improve"
    views = (View(_("Minutes to approve"), {"state": "held"}),)

    def check(
        self, values: Mapping[str, Any], record: CommitteeMeeting | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        if record is not None and record.state == values.get("state") == MeetingState.APPROVED:
            yield "", _("The minutes are approved. Please reopen them before changing them.")
        if values.get("state") == MeetingState.HELD and values["held_on"] > act.on:
            yield "held_on", _("A meeting cannot have been held on a day to come.")
