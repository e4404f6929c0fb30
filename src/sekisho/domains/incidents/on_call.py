"""Who is on call (当番): whom to ring now when something has happened, by day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.registers import spans
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights, everyone


class Turns(Records):
    def today(self, on: date) -> "Turns":
        """The turns of ``on``, the first to be rung first."""
        rows = self.present().filter(spans.running(on))
        return rows.select_related("person", "unit").order_by("backup", "starts_on", "id")

    def answering_for(self, path: str, on: date) -> "list[OnCallTurn]":
        """Whom to ring for a unit: those of the whole company, and of a unit at or above it."""
        rows = self.today(on)
        return [one for one in rows if one.unit is None or path.startswith(one.unit.path)]


class OnCallTurn(Record):
    """One person's turn. Nights and days may be two turns of the same days: ``hours`` says so."""

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="on_call_turns", verbose_name=_("on call")
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="on_call_turns",
        verbose_name=_("unit"), help_text=_("Empty: for the whole company."),
    )  # fmt: skip
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours = models.CharField(
        _("hours"), max_length=80, blank=True, help_text=_("Such as “nights and holidays”.")
    )
    phone = models.CharField(
        _("telephone"), max_length=60, blank=True,
        help_text=_("Empty: the number in the list of people."),
    )  # fmt: skip
    backup = models.BooleanField(
        _("second to be rung"), default=False, help_text=_("When the first does not answer.")
    )

    objects: ClassVar[Any] = Turns.as_manager()

    class Meta:
        verbose_name = _("on-call turn")
        constraints = (
            models.UniqueConstraint(fields=("person", "starts_on"), name="on_call_turn_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="on_call_turn_ends_last"
            ),
        )

    def __str__(self) -> str:
        return str(self.person)

    @property
    def number_to_ring(self) -> str:
        return self.phone or self.person.phone


@register
class OnCallTurns(Register[OnCallTurn]):
    name = "on_call_turns"
    title = _("On-call roster")
    singular = _("on-call turn")
    about = _(
        "Who is on call on which days. They are told of every report at once, with the manager."
    )
    model = OnCallTurn
    key = ("person", "starts_on")
    label_with = ("person",)
    columns = ("starts_on", "ends_on", "person", "unit", "hours", "phone", "backup")
    filters = ("person", "unit", "starts_on", "backup")
    search = ("person__name", "hours", "phone")
    order = ("-starts_on", "backup", "id")
    unit_path = "unit"
    person_path = "person"
    place = "incidents"
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=(*LEADERS, "admin", "manager:unit"),
    )

    def check(
        self, values: Mapping[str, Any], record: OnCallTurn | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        yield from spans.ordered(values)
