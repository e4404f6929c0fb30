"""Exceptions: accepted for a time, by a named person, with something done instead."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.obligations.obligation import obligations
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow

LONGEST = timedelta(days=366)


class State(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


APPROVED = (("approved_by", "person"), ("approved_on", "day"))
LIFE = Workflow(
    states=State,
    initial=State.REQUESTED,
    moves=(
        Move("approve", State.REQUESTED, State.APPROVED, _("Approve"),
             asks=("decision",), other_than=("add", "change"), sets=APPROVED),
        Move("refuse", State.REQUESTED, State.REFUSED, _("Refuse"),
             asks=("decision",), other_than=("add", "change"), sets=APPROVED),
        Move("end", State.APPROVED, State.ENDED, _("End the exception"),
             asks=("decision",), danger=True),
    ),
)  # fmt: skip


class Exceptions(Records):
    def valid(self, on: date) -> "Exceptions":
        """Approved by then, begun, and not over."""
        rows = self.present().filter(state=State.APPROVED, approved_on__lte=on)
        return rows.filter(starts_on__lte=on, ends_on__gte=on)


class Waiver(Record):
    """One exception (例外): one subject of one obligation is accepted as it is until a day."""

    obligation = models.CharField(_("obligation"), max_length=40)
    subject = models.UUIDField(_("record concerned"))
    reason = models.TextField(_("reason"))
    instead = models.TextField(_("what is done instead"), help_text=_("The compensating measure."))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="exceptions",
        verbose_name=_("unit"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.REQUESTED)
    decision = models.TextField(_("grounds of the decision"), blank=True)
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="approved_exceptions",
        verbose_name=_("decided by"),
    )  # fmt: skip
    approved_on = models.DateField(_("decided on"), null=True, blank=True)
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)

    objects: ClassVar[Any] = Exceptions.as_manager()

    class Meta:
        verbose_name = _("exception")

    def __str__(self) -> str:
        return self.number


@register
class ExceptionRegister(Register[Waiver]):
    name = "exceptions"
    title = _("Exceptions")
    singular = _("exception")
    about = _("What is accepted for a time, why, by whom, and what is done instead.")
    model = Waiver
    number = "EX-{year}-{n:03d}"
    key = ()
    columns = ("number", "obligation", "reason", "ends_on", "state", "approved_by")
    filters = ("obligation", "state", "ends_on", "unit")
    search = ("number", "obligation", "reason", "instead")
    order = ("-number",)
    unit_path = "unit"
    life = LIFE
    sealed = frozenset({"approved_by", "approved_on", "decision"})
    place = "improve"
    views = (View(_("To be decided"), {"state": State.REQUESTED}),)
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "manager:unit", "operator"),
        add=(*LEADERS, "admin", "manager:unit"),
        change=(*LEADERS, "admin", "manager:unit"),
        withdraw=LEADERS,
        moves={
            "approve": ("director", "deputy"),
            "refuse": ("director", "deputy"),
            "end": ("director", "deputy", "chair"),
        },
    )

    def check(
        self, values: Mapping[str, Any], record: Waiver | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        if values["obligation"] not in obligations:
            yield "obligation", _("There is no obligation of this code.")
        if values["ends_on"] < values["starts_on"]:
            yield (
                "ends_on",
                _("The last day lies before the first day. Please correct one of the two."),
            )
        elif values["ends_on"] > values["starts_on"] + LONGEST:
            yield "ends_on", _("At most one year.")
        decided = record is not None and record.state != State.REQUESTED
        if decided and any(
            values[n] != getattr(record, n) for n in ("reason", "instead", "ends_on")
        ):
            yield "", _("This has been decided already. Please request a new exception.")


def excepted(obligation: str, on: date) -> set[UUID]:
    """The subjects of one obligation under a valid exception on ``on``."""
    rows = Waiver.objects.valid(on).filter(obligation=obligation)
    return set(rows.values_list("subject", flat=True))


def excepted_each(on: date) -> dict[str, set[UUID]]:
    """Obligation → its subjects under a valid exception on ``on``, for every obligation at once."""
    found: dict[str, set[UUID]] = {}
    for code, subject in Waiver.objects.valid(on).values_list("obligation", "subject"):
        found.setdefault(code, set()).add(subject)
    return found
