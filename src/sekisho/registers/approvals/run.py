"""Approvals: one run for each request, from asking to its end."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.registers.actor import Act
from sekisho.registers.approvals.offices import sitting
from sekisho.registers.approvals.words import RunState
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register, registry
from sekisho.registers.rights import LEADERS, Rights, everyone
from sekisho.registers.workflow import Move, Workflow

ENDED = (("ended_on", "day"),)
AGAIN = (RunState.RETURNED, RunState.LAPSED, RunState.PULLED_BACK)
RUN = Workflow(
    RunState,
    RunState.WAITING,
    (
        Move("pull_back", "waiting", "pulled_back", _("Pull back"), sets=ENDED),
        Move("retract", "waiting", "retracted", _("Withdraw the request"), asks=("reason",),
             sets=ENDED, danger=True),
        Move("renew", AGAIN, "waiting", _("Ask again")),
        Move("finish", "waiting", "approved", _("All approvals are given"), sets=ENDED),
        Move("return", "waiting", "returned", _("Send back"), sets=ENDED),
        Move("lapse", "waiting", "lapsed", _("Let the request lapse"), sets=ENDED),
        Move("overtake", "waiting", "overtaken", _("End: another act came first"), sets=ENDED),
    ),
)  # fmt: skip
OWN_ONLY = tuple(f"{role}:own" for role in everyone())
NOT_YOURS = _("Only the person who asked can do this.")
BEGUN = _("Somebody has decided already. Please withdraw the request instead.")


class Approvals(Records):
    def live(self) -> "Approvals":
        return self.present().filter(state=RunState.WAITING)


class Approval(Record):
    """One request: about which record, as it stood, asked by whom, and how far it has come.

    ``came_from`` is the state from which the record was handed in; "" if it began by waiting.
    """

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    rule = models.ForeignKey(
        "registers.ApprovalRule", models.PROTECT, related_name="runs",
        verbose_name=_("line of the approval matrix"),
    )  # fmt: skip
    title = models.CharField(_("what is asked"), max_length=200)
    register = models.CharField(_("register"), max_length=40)
    rec = models.UUIDField(_("record"))
    record_ver = models.PositiveIntegerField(_("version of the record"), default=0)
    move = models.CharField(_("move"), max_length=40)
    came_from = models.CharField(_("state before"), max_length=20, blank=True)
    account = models.UUIDField(_("account of the requester"), null=True, blank=True)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="approvals_asked",
        verbose_name=_("asked by"),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="approvals",
        verbose_name=_("unit"),
    )  # fmt: skip
    asked_on = models.DateField(_("asked on"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    ended_on = models.DateField(_("ended on"), null=True, editable=False)
    note = models.TextField(_("reason"), blank=True)
    state = models.CharField(_("state"), max_length=11, choices=RunState, default=RunState.WAITING)

    objects: ClassVar[Any] = Approvals.as_manager()

    class Meta:
        verbose_name = _("approval")
        indexes = (models.Index(fields=("register", "rec", "state"), name="approval_of"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@register
class ApprovalRegister(Register[Approval]):
    name = "approvals"
    title = _("Approvals")
    singular = _("approval")
    about = _("What was asked, of whom, how they decided and when; one run for each request.")
    model = Approval
    number = "APR-{year}-{n:04d}"
    columns = ("number", "title", "person", "unit", "asked_on", "ended_on", "state")
    filters = ("state", "register", "person", "unit", "asked_on", "ended_on")
    search = ("number", "title")
    order = ("-asked_on", "-number")
    unit_path = "unit"
    person_path = "person"
    life = RUN
    place = "tasks"
    withdrawable = False
    views = (
        View(_("Waiting"), {"state": "waiting"}),
        View(pgettext_lazy("approval", "Sent back"), {"state": "returned"}),
    )
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "manager:unit", "employee:own", "contractor:own"),
        add=("engine",),
        moves={
            "pull_back": OWN_ONLY,
            "retract": OWN_ONLY,
            "renew": OWN_ONLY,
            **dict.fromkeys(("finish", "return", "lapse", "overtake"), ("engine",)),
        },
    )

    def prepare(self, values: dict[str, Any], record: Approval | None, act: Act) -> None:
        """Asked again: another round, about the record as it stands now."""
        del act
        if record is None or values["state"] != RunState.WAITING or record.state not in AGAIN:
            return
        about = registry[record.register].rows().filter(pk=record.rec)
        values["record_ver"] = about.values_list("ver", flat=True).first() or 0
        values["round"], values["ended_on"] = record.round + 1, None

    def own(self, person: UUID, on: date) -> Q:
        """What I asked for, and what I am asked, also in somebody's place."""
        seats = registry["approval_seats"].rows().filter(person__in=sitting(person, on))
        return Q(person=person) | Q(pk__in=seats.values("approval"))

    def against(self, act: Act, name: str, record: Approval) -> Iterable[tuple[str, Text]]:
        if name not in {"pull_back", "retract", "renew"}:
            return
        if act.actor.person is None or act.actor.person != record.person_id:
            yield "own", NOT_YOURS
        done = registry["approval_seats"].rows().filter(approval=record, round=record.round)
        if name == "pull_back" and done.exclude(decided_by=None).exists():
            yield "begun", BEGUN

    def moved(self, act: Act, name: str, record: Approval, said: Mapping[str, Any]) -> None:
        from sekisho.registers.approvals import engine

        if name in {"pull_back", "retract"}:
            engine.gone_back(act, record, name, str(said.get("reason", "")))
        elif name == "renew":
            engine.renewed(act, record)
