"""Nonconformities: what was not kept, why, and what keeps it from happening again, here and elsewhere.

A record of what went against a rule, a law, a contract or a standard, however it came to be known.
What somebody did is told without blame; a confined record is known to those who deal with it alone.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assurance.nonconformity_words import (
    LIFE,
    Kind,
    Similar,
    Source,
    State,
    Weight,
)
from sekisho.registers.actor import Act, Actor
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights

DUTY = re.compile(r"O\d{3}")
TRUSTED = frozenset({"director", "deputy", "chair"})
HANDLERS = (*LEADERS, "manager:unit", "auditor", "admin")
PLANNED = ("cause", "action", "owner", "action_due")


class Nonconformities(Records):
    def detected(self, on: date) -> Self:
        return self.present().filter(detected_on__lte=on)


class Nonconformity(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    detected_on = models.DateField(_("detected on"))
    source = models.CharField(_("how it became known"), max_length=14, choices=Source)
    kind = models.CharField(_("kind of nonconformity"), max_length=10, choices=Kind)
    weight = models.CharField(_("weight"), max_length=6, choices=Weight, default=Weight.MINOR)
    clause = models.CharField(
        _("clause concerned"), max_length=120, blank=True,
        help_text=_("Document and number of the clause, article or control."),
    )  # fmt: skip
    duty = models.CharField(
        _("duty"), max_length=4, blank=True, help_text=_("Its number, such as O053.")
    )
    what = models.TextField(
        _("what happened"), help_text=_("What was not kept, not who is to blame.")
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True,
        related_name="nonconformities", verbose_name=_("unit concerned"),
    )  # fmt: skip
    reported_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="nonconformities_reported", verbose_name=_("detected by"),
    )  # fmt: skip
    immediate = models.TextField(_("immediate fix"), blank=True)
    immediate_on = models.DateField(_("fixed on"), null=True, blank=True)
    cause = models.TextField(_("cause"), blank=True, help_text=_("Why it happened, not who."))
    action = models.TextField(
        _("corrective action"), blank=True, help_text=_("What removes the cause.")
    )
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="nonconformities", verbose_name=_("person in charge of the action"),
    )  # fmt: skip
    action_due = models.DateField(_("action due on"), null=True, blank=True)
    planned_on = models.DateField(_("planned on"), null=True, blank=True)
    done_on = models.DateField(_("carried out on"), null=True, blank=True)
    similar = models.CharField(
        _("the same elsewhere"), max_length=10, blank=True, choices=Similar,
        help_text=_("Units, systems and documents where the same could have happened."),
    )  # fmt: skip
    similar_note = models.TextField(_("where it was looked for"), blank=True)
    effect = models.TextField(
        _("effect confirmed"), blank=True, help_text=_("By which facts one sees that it works.")
    )
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="nonconformities_confirmed", verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confined = models.BooleanField(
        _("need to know only"), default=False,
        help_text=_("Known to the director, the deputy, the chair and the people named here alone."),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RECORDED)

    objects: ClassVar[Any] = Nonconformities.as_manager()

    class Meta:
        verbose_name = _("nonconformity")

    def __str__(self) -> str:
        return self.number


@register
class NonconformityRegister(Register[Nonconformity]):
    name = "nonconformities"
    title = _("Nonconformities")
    singular = _("nonconformity")
    about = _("What was not kept: cause, immediate fix, corrective action, the same elsewhere.")
    model = Nonconformity
    rights = Rights(
        read=(*HANDLERS, "employee:own", "operator"), add=HANDLERS, change=HANDLERS,
        withdraw=("director", "chair"),
        moves={
            "plan": HANDLERS, "plan_again": HANDLERS,
            "carry_out": (*HANDLERS, "employee:own"),
            "confirm": (*LEADERS, "auditor"), "return": (*LEADERS, "auditor"),
        },
    )  # fmt: skip
    number = "NC-{year}-{n:03d}"
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "detected_on": ("発生日", "検知日", "発行日"),
        "source": ("発生源",),
        "what": ("不適合内容", "違反内容", "内容"),
        "immediate": ("応急処置", "修正"),
        "cause": ("原因", "直接原因", "根本原因"),
        "action": ("是正処置", "是正処置計画"),
        "action_due": ("完了予定", "是正期限", "期限"),
        "owner": ("責任者", "是正担当"),
        "similar": ("類似有無", "水平展開"),
        "effect": ("有効性評価",),
    }
    columns = ("number", "detected_on", "kind", "weight", "what", "unit", "action_due", "state")
    filters = (
        "state",
        "kind",
        "source",
        "weight",
        "unit",
        "owner",
        "duty",
        "detected_on",
        "action_due",
    )
    search = ("number", "what", "cause", "action", "clause", "duty")
    order = ("-detected_on", "-number")
    unit_path = "unit"
    person_path = "owner"
    sealed = frozenset({"planned_on", "confirmed_by", "confirmed_on"})
    life = LIFE
    place = "improve"
    views = (
        View(_("Cause to be found"), {"state": State.RECORDED}),
        View(_("To be confirmed"), {"state": State.DONE}),
    )

    def known_to(self, actor: Actor) -> Q:
        if actor.roles & TRUSTED:
            return Q()
        named = Q(pk=None)
        if actor.person:
            named = Q(owner=actor.person) | Q(reported_by=actor.person)
        return Q(confined=False) | named

    def check(
        self, values: Mapping[str, Any], record: Nonconformity | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        if values.get("duty") and not DUTY.fullmatch(values["duty"]):
            words = _("%(duty)s is no duty number; write it like O053.")
            yield "duty", words % {"duty": values["duty"]}
        for name in ("detected_on", "immediate_on", "done_on"):
            if values.get(name) and values[name] > act.on:
                yield name, _("This day has not come yet.")
        yield from _kept_whole(values, record)


def _kept_whole(
    values: Mapping[str, Any], record: Nonconformity | None
) -> Iterator[tuple[str, Text]]:
    """What was planned stays said; what is closed stays closed."""
    if record is not None and record.state == values["state"] == State.CLOSED:
        yield "", _("This is closed. Please record a new one.")
    if values["state"] != State.RECORDED:
        for name in PLANNED:
            if not values.get(name):
                yield name, _("This belongs to the plan. Please fill this in.")
