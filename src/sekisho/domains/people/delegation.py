"""Delegations (代理指名): who decides in whose place while somebody cannot, from day to day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.spans import ordered, running


class Delegations(Records):
    def in_force(self, on: date) -> "Delegations":
        return self.present().filter(running(on))


class Delegation(Record):
    """For a time, ``to`` decides in the place of ``person``; every decision is recorded as such."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="delegations", verbose_name=_("in place of")
    )
    to = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="delegated", verbose_name=_("who decides")
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), help_text=_("Last day."))
    reason = models.CharField(
        _("reason"), max_length=200, help_text=_("Such as a business trip or a holiday.")
    )

    objects: ClassVar[Any] = Delegations.as_manager()

    class Meta:
        verbose_name = _("delegation")

    def __str__(self) -> str:
        return self.number


@register
class DelegationRegister(Register[Delegation]):
    name = "delegations"
    title = _("Delegations")
    singular = _("delegation")
    about = _("Who decides in whose place, and on which days.")
    model = Delegation
    number = "DG-{n:04d}"
    columns = ("number", "person", "to", "starts_on", "ends_on", "reason")
    filters = ("person", "to", "starts_on", "ends_on")
    search = ("number", "person__name", "person__kana", "to__name", "reason")
    order = ("-starts_on", "number")
    unit_path = "person__unit"
    person_path = "person"
    place = "tasks"
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "employee:own", "manager:unit"),
        add=("director", "chair", "employee:own"),
        change=("director", "chair", "employee:own"),
        withdraw=("director", "chair", "employee:own"),
    )

    def check(
        self, values: Mapping[str, Any], record: Delegation | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        yield from ordered(values)
        if values["to"] == act.actor.person and values["person"] != act.actor.person:
            yield "to", _("Nobody names themselves to decide in another's place.")
        if values["to"] == values["person"]:
            yield "to", _("Please choose somebody else.")
        if record is not None and values["person"] != record.person_id:
            yield "person", _("A delegation stays that of its person. Please make a new one.")
