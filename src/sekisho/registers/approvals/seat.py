"""Seats: of whom an approval was asked, who decided, on whose behalf, when, and with which words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.registers.actor import Act
from sekisho.registers.approvals.offices import offices, sitting
from sekisho.registers.approvals.run import OWN_ONLY, Approval
from sekisho.registers.approvals.words import Mode, SeatState
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow

DECIDED = (("decided_by", "person"), ("decided_on", "day"))
SEAT = Workflow(
    SeatState,
    SeatState.WAITING,
    (
        Move("approve", "waiting", "approved", _("Approve"), may=("comment",), sets=DECIDED),
        Move("send_back", "waiting", "returned", _("Send back"), asks=("comment",), sets=DECIDED,
             danger=True),
        Move("pass_on", "waiting", "passed_on", _("Pass on to the next level")),
        Move("release", "waiting", "released", pgettext_lazy("approval", "No longer needed")),
    ),
)  # fmt: skip
NOT_ASKED = _("You are not asked to decide this.")
OWN = _("You asked for this yourself or it concerns you. Somebody else has to decide it.")
TWICE = _("You have decided in this step already. A second person is needed.")


class Seats(Records):
    def waiting(self) -> "Seats":
        return self.present().filter(state=SeatState.WAITING)


class ApprovalSeat(Record):
    """One person's part in a run. ``person`` None: nobody could be found who may decide."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    approval = models.ForeignKey(
        Approval, models.PROTECT, related_name="seats", verbose_name=_("approval")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    place = models.PositiveSmallIntegerField(pgettext_lazy("approval", "step"), default=1)
    mode = models.CharField(_("how"), max_length=7, choices=Mode, default=Mode.ONE)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="approval_seats",
        verbose_name=_("asked of"),
    )  # fmt: skip
    instead_of = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="approval_seats_left",
        verbose_name=_("in place of"),
        help_text=_("Whose seat it was: they asked themselves, or did not decide in time."),
    )  # fmt: skip
    asked_on = models.DateField(_("asked on"))
    due_on = models.DateField(_("to be decided by"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, editable=False,
        related_name="approval_seats_decided", verbose_name=_("decided by"),
    )  # fmt: skip
    proxy = models.BooleanField(_("decided on behalf"), default=False, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    comment = models.TextField(_("comment"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=SeatState, default=SeatState.WAITING)

    objects: ClassVar[Any] = Seats.as_manager()

    class Meta:
        verbose_name = _("seat in an approval")
        indexes = (models.Index(fields=("person", "state"), name="seat_of_person"),)

    def __str__(self) -> str:
        return f"{self.approval} / {self.place}"


@register
class ApprovalSeatRegister(Register[ApprovalSeat]):
    name = "approval_seats"
    title = _("Seats in approvals")
    singular = _("seat in an approval")
    about = _(
        "Of whom an approval was asked, who decided on whose behalf, when, and what was said."
    )
    model = ApprovalSeat
    number = "AN-{n:06d}"
    label_with = ("approval",)
    columns = (
        "number",
        "approval",
        "place",
        "mode",
        "person",
        "state",
        "decided_by",
        "proxy",
        "decided_on",
    )
    filters = ("approval", "person", "state", "mode", "due_on", "decided_on")
    search = ("number", "approval__number", "approval__title", "comment")
    order = ("-asked_on", "number")
    unit_path = "approval__unit"
    person_path = "person"
    life = SEAT
    place = "tasks"
    withdrawable = False
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "manager:unit", "employee:own", "contractor:own"),
        add=("engine",),
        moves={
            "approve": OWN_ONLY,
            "send_back": OWN_ONLY,
            "pass_on": ("engine",),
            "release": ("engine",),
        },
    )

    def own(self, person: UUID, on: date) -> Q:
        """My seats, those of people for whom I stand in, and those of what I asked for."""
        return Q(person__in=sitting(person, on)) | Q(
            approval__in=Approval.objects.filter(person=person).values("pk")
        )

    def prepare(self, values: dict[str, Any], record: ApprovalSeat | None, act: Act) -> None:
        del record, act
        decided = values["decided_by"]
        values["proxy"] = decided is not None and decided != values["person"]

    def against(self, act: Act, name: str, record: ApprovalSeat) -> Iterable[tuple[str, Text]]:
        """Nobody decides but the one asked, or who stands in for them; never about oneself."""
        if name not in {"approve", "send_back"}:
            return
        from sekisho.registers.approvals.seating import excluded

        person = act.actor.person
        if person is None or record.person_id not in sitting(person, act.on):
            yield "seat", NOT_ASKED
            return
        if person in excluded(record.approval) or act.actor.id == record.approval.account:
            yield "own", OWN
        others = ApprovalSeat.objects.filter(
            approval=record.approval_id, round=record.round, place=record.place, decided_by=person
        )
        if others.exclude(pk=record.pk).exists():
            yield "twice", TWICE

    def acting(self, act: Act, name: str, record: ApprovalSeat) -> Act:
        """Whoever decides in somebody's place is recorded as doing so (代理承認)."""
        if name not in {"approve", "send_back"} or record.person_id in {None, act.actor.person}:
            return act
        whose = offices().account(record.person_id)
        return replace(act, actor=replace(act.actor, on_behalf=whose)) if whose else act

    def moved(self, act: Act, name: str, record: ApprovalSeat, said: Mapping[str, Any]) -> None:
        from sekisho.registers.approvals import engine

        if name in {"approve", "send_back"}:
            engine.decided(act, record, said)

    def further(self, name: str, record: ApprovalSeat) -> tuple[Register[Any], Any, Move] | None:
        from sekisho.registers.approvals.answers import carried_out

        return carried_out(record) if name == "approve" else None

    def label(self, record: ApprovalSeat) -> str:
        return record.approval.title
