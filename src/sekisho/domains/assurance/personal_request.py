"""Requests of persons about their data, and complaints: checked, answered in time, confirmed."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assurance.personal_request_words import (
    LIFE,
    UNGRANTED,
    Channel,
    Ground,
    Identity,
    Kind,
    Outcome,
    State,
)
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights

HANDLERS = (*LEADERS, "manager:unit")
SETTLED = ("outcome", "answer", "ground")


class PersonalRequests(Records):
    def received(self, on: date) -> Self:
        return self.present().filter(received_on__lte=on)


class PersonalRequest(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    kind = models.CharField(_("kind of request"), max_length=10, choices=Kind)
    received_on = models.DateField(
        _("received on"), help_text=_("The day it reached the company, whoever received it first.")
    )
    channel = models.CharField(_("way of receipt"), max_length=6, choices=Channel)
    requester = models.CharField(
        _("who asks"), max_length=160, help_text=_("Name, and how the answer reaches the person.")
    )
    agent = models.BooleanField(_("through an agent"), default=False)
    what = models.TextField(_("what is asked for"))
    data = models.CharField(
        _("data concerned"), max_length=200, blank=True,
        help_text=_("Information asset or line of the personal data register."),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True,
        related_name="personal_requests", verbose_name=_("unit that holds the data"),
    )  # fmt: skip
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="personal_requests", verbose_name=_("person in charge"),
    )  # fmt: skip
    identity = models.CharField(_("identity check"), max_length=8, blank=True, choices=Identity)
    identified_on = models.DateField(_("identity checked on"), null=True, blank=True)
    identified_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="personal_requests_identified", verbose_name=_("identity checked by"),
    )  # fmt: skip
    outcome = models.CharField(_("how it is answered"), max_length=8, blank=True, choices=Outcome)
    ground = models.CharField(_("ground of refusal"), max_length=8, blank=True, choices=Ground)
    answer = models.TextField(
        _("wording of the answer"), blank=True,
        help_text=_("With the reason, if not everything is done that was asked."),
    )  # fmt: skip
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="personal_requests_confirmed", verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)

    objects: ClassVar[Any] = PersonalRequests.as_manager()

    class Meta:
        verbose_name = _("request or complaint")

    def __str__(self) -> str:
        return self.number


@register
class PersonalRequestRegister(Register[PersonalRequest]):
    name = "personal_requests"
    title = _("Requests and complaints of persons")
    singular = _("request or complaint")
    about = _("Disclosure, correction, ceasing of use and complaints: from intake to the answer.")
    model = PersonalRequest
    rights = Rights(
        read=(*HANDLERS, "employee:own", "auditor", "operator"),
        add=(*HANDLERS, "operator"), change=(*HANDLERS, "operator"), withdraw=("director", "chair"),
        moves={
            "identify": (*HANDLERS, "employee:own"), "decide": HANDLERS, "refuse": HANDLERS, "confirm": HANDLERS,
            "return": HANDLERS, "send": (*HANDLERS, "employee:own"),
        },
    )  # fmt: skip
    number = "RQ-{year}-{n:03d}"
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "kind": ("請求区分", "区分", "種別"),
        "received_on": ("受付日", "受領日"),
        "channel": ("受付方法",),
        "requester": ("請求者", "申出者"),
        "what": ("請求内容", "申出内容", "内容"),
        "answered_on": ("回答日",),
        "owner": ("担当", "担当者"),
    }
    columns = (
        "number",
        "kind",
        "received_on",
        "requester",
        "owner",
        "state",
        "outcome",
        "answered_on",
    )
    filters = ("state", "kind", "outcome", "ground", "unit", "owner", "received_on", "answered_on")
    search = ("number", "requester", "what", "data", "answer")
    order = ("-received_on", "-number")
    unit_path = "unit"
    person_path = "owner"
    sealed = frozenset({"identified_on", "identified_by", "confirmed_by", "confirmed_on"})
    life = LIFE
    place = "improve"
    views = (
        View(_("Complaints"), {"kind": Kind.COMPLAINT}),
        View(_("To be confirmed"), {"state": State.DECIDED}),
    )

    def check(
        self, values: Mapping[str, Any], record: PersonalRequest | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        received, answered = values.get("received_on"), values.get("answered_on")
        for name, day in (("received_on", received), ("answered_on", answered)):
            if day and day > act.on:
                yield name, _("This day has not come yet.")
        if received and answered and answered < received:
            yield "answered_on", _("It would be answered before it was received.")
        if record is not None and record.state == values["state"] and _reworded(values, record):
            yield "answer", _("This was decided already. Please send it back to decide anew.")
        if values["state"] not in {State.RECEIVED, State.IDENTIFIED}:
            yield from _sound(values)


def _reworded(values: Mapping[str, Any], record: PersonalRequest) -> bool:
    """Is an answer changed that somebody confirmed, or is asked to confirm?"""
    settled = record.state not in {State.RECEIVED, State.IDENTIFIED}
    return settled and any(values[name] != getattr(record, name) for name in SETTLED)


def _sound(values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """An answer rests on an identity check, a refusal on a ground and words that tell it."""
    outcome, identity = values.get("outcome"), values.get("identity")
    open_to_all = values["kind"] == Kind.COMPLAINT or outcome == Outcome.DROPPED
    if not identity and not open_to_all:
        yield "identity", _("Please record the identity check first.")
    if identity == Identity.FAILED and outcome in {Outcome.GRANTED, Outcome.PARTLY}:
        yield "outcome", _("The identity could not be established, so no data may be given.")
    if outcome in UNGRANTED and not values.get("ground"):
        yield "ground", _("Please give the ground for not doing all that was asked.")
    if outcome == Outcome.GRANTED and values.get("ground"):
        yield "ground", _("Everything was done as asked, so there is no ground of refusal.")
