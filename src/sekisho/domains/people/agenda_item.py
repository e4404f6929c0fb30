"""Items of an agenda: what a meeting of the committee is to deal with, proposed and then confirmed."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class Source(models.TextChoices):
    """Where an item comes from: somebody's own, or drawn from the records."""

    OWN = "own", _("Proposed by a person")
    DUTY = "duty", _("Obligation not kept or at risk")
    ACTION = "action", _("Open action or decision")
    PREVENTION = "prevention", _("Prevention after an incident")
    EXCEPTION = "exception", _("Exception that expires")
    REVIEW = "review", _("Review that falls due")


class ItemState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("On the agenda")
    LEFT_OUT = "left_out", pgettext_lazy("agenda", "Left out")


CHAIRING = ("director", "deputy", "chair")
LIFE = Workflow(
    ItemState,
    ItemState.PROPOSED,
    (
        Move("accept", ("proposed", "left_out"), "accepted", _("Put on the agenda"),
             sets=(("confirmed_by", "person"), ("confirmed_on", "day"))),
        Move("leave_out", ("proposed", "accepted"), "left_out", pgettext_lazy("agenda", "Leave out"), asks=("reason",),
             sets=(("confirmed_by", "person"), ("confirmed_on", "day"))),
    ),
)  # fmt: skip


class AgendaItems(Records):
    def on_agenda(self) -> "AgendaItems":
        return self.present().filter(state=ItemState.ACCEPTED)


class AgendaItem(Record):
    """``about`` names what it was drawn from, so that one thing is proposed once a meeting."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    meeting = models.ForeignKey(
        "people.CommitteeMeeting", models.PROTECT, related_name="items",
        verbose_name=_("committee meeting"),
    )  # fmt: skip
    title = models.CharField(_("agenda item"), max_length=200)
    text = models.TextField(_("details"), blank=True)
    source = models.CharField(_("where it comes from"), max_length=10, choices=Source,
                              default=Source.OWN)  # fmt: skip
    about = models.CharField(
        _("drawn from"), max_length=120, blank=True,
        help_text=_("Obligation or record, filled in when it was drawn from the records."),
    )  # fmt: skip
    proposer = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="agenda_items",
        verbose_name=_("proposed by"), help_text=_("Empty: yourself, or drawn from the records."),
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, editable=False,
        related_name="agenda_items_confirmed", verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=ItemState, default="proposed")

    objects: ClassVar[Any] = AgendaItems.as_manager()

    class Meta:
        verbose_name = _("agenda item")

    def __str__(self) -> str:
        return self.title


@register
class AgendaItemRegister(Register[AgendaItem]):
    name = "agenda_items"
    title = _("Agenda items of the committee")
    singular = _("agenda item")
    about = _("What a meeting of the committee is to deal with; the chair confirms each item.")
    model = AgendaItem
    rights = Rights(
        read=(*LEADERS, "manager", "auditor", "admin"),
        add=(*LEADERS, "manager", "engine"),
        change=("chair", "committee"),
        withdraw=("director", "chair"),
        moves={"accept": CHAIRING, "leave_out": CHAIRING},
    )
    number = "AG-{n:05d}"
    columns = ("number", "meeting", "title", "source", "proposer", "state")
    filters = ("meeting", "source", "proposer", "state")
    search = ("number", "title", "text")
    order = ("-meeting__held_on", "number")
    life = LIFE
    place = "improve"
    views = (View(_("To be confirmed"), {"state": "proposed"}),)

    def prepare(self, values: dict[str, Any], record: AgendaItem | None, act: Any) -> None:
        if record is None and values["source"] == Source.OWN:
            values["proposer"] = values["proposer"] or act.actor.person
