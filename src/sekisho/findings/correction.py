"""Corrective actions: what happened too late cannot be undone, only its cause put right.

A breach of an event obligation (auditor's distinction: a state is cured, an event is not) closes by
a corrective action with a cause, confirmed by somebody else; it stays in history and statistics.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.obligations.obligation import Kind, obligations
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Carried out")
    CONFIRMED = "confirmed", _("Confirmed")


LIFE = Workflow(
    states=State,
    initial=State.PLANNED,
    moves=(
        Move("carry_out", State.PLANNED, State.DONE, _("Carried out"), asks=("done_on",)),
        Move("confirm", State.DONE, State.CONFIRMED, _("Confirm"),
             other_than=("add", "carry_out"),
             sets=(("confirmed_by", "person"), ("confirmed_on", "day"))),
        Move("return", State.DONE, State.PLANNED, _("Return"), asks=("note",)),
    ),
)  # fmt: skip


class Corrections(Records):
    def confirmed(self, on: date) -> "Corrections":
        """Those somebody else had confirmed by ``on``."""
        return self.present().filter(state=State.CONFIRMED, confirmed_on__lte=on)


class Correction(Record):
    """One corrective action (是正処置) for one subject of one event obligation."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    obligation = models.CharField(_("obligation"), max_length=40)
    subject = models.UUIDField(_("record concerned"))
    cause = models.TextField(_("cause"), help_text=_("Why it happened, not who."))
    action = models.TextField(
        _("action"), help_text=_("What keeps it from happening again, also elsewhere.")
    )
    nonconformity = models.ForeignKey(
        "assurance.Nonconformity", models.PROTECT, null=True, blank=True,
        related_name="corrections", verbose_name=_("nonconformity"),
        help_text=_("The record that looks into it, when there is one."),
    )  # fmt: skip
    done_on = models.DateField(_("carried out on"), null=True, blank=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="corrections",
        verbose_name=_("unit"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED)
    note = models.TextField(_("note"), blank=True)
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="confirmed_corrections", verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    objects: ClassVar[Any] = Corrections.as_manager()

    class Meta:
        verbose_name = _("corrective action")

    def __str__(self) -> str:
        return self.number


@register
class CorrectionRegister(Register[Correction]):
    name = "corrections"
    title = _("Corrective actions")
    singular = _("corrective action")
    about = _("What was done about the cause of something that happened too late.")
    model = Correction
    number = "CAR-{year}-{n:03d}"
    key = ()
    columns = ("number", "obligation", "action", "done_on", "state", "confirmed_by")
    filters = ("obligation", "state", "unit", "done_on", "nonconformity")
    search = ("number", "cause", "action")
    order = ("-number",)
    unit_path = "unit"
    life = LIFE
    sealed = frozenset({"confirmed_by", "confirmed_on"})
    place = "improve"
    views = (View(_("To be confirmed"), {"state": State.DONE}),)
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "manager:unit", "operator"),
        add=(*LEADERS, "admin", "manager:unit"),
        change=(*LEADERS, "admin", "manager:unit"),
        withdraw=LEADERS,
        moves={
            "carry_out": (*LEADERS, "admin", "manager:unit"),
            "confirm": LEADERS,
            "return": LEADERS,
        },
    )

    def check(
        self, values: Mapping[str, Any], record: Correction | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        code = values["obligation"]
        if code not in obligations:
            yield "obligation", _("There is no obligation of this code.")
        elif obligations[code].kind != Kind.EVENT:
            yield (
                "obligation",
                _("This is put right in the records themselves; no corrective action is needed."),
            )
        if record is not None and record.state == State.CONFIRMED:
            yield "", _("This has been confirmed already. Please add a new one.")


def corrected(obligation: str, on: date) -> set[UUID]:
    """The subjects of an event obligation whose breach was closed by ``on``."""
    rows = Correction.objects.confirmed(on).filter(obligation=obligation)
    return set(rows.values_list("subject", flat=True))


def corrected_each(on: date) -> dict[str, set[UUID]]:
    """Obligation → its subjects whose breach was closed by ``on``, for every obligation at once."""
    found: dict[str, set[UUID]] = {}
    for code, subject in Correction.objects.confirmed(on).values_list("obligation", "subject"):
        found.setdefault(code, set()).add(subject)
    return found
