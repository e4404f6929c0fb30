"""Freezes: access to an asset, by a person or to a whole unit, stopped at once.

Written in an incident, before its cause is known; every decision process follows within a second.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow

SCOPES = ("asset", "person", "unit")


class FreezeState(models.TextChoices):
    FROZEN = "frozen", _("Frozen")
    LIFTED = "lifted", _("Lifted")


LIFE = Workflow(
    FreezeState,
    FreezeState.FROZEN,
    (
        Move("lift", "frozen", "lifted", _("Lift"), asks=("lift_reason",),
             sets=(("lifted_by", "person"), ("lifted_at", "moment"))),
    ),
)  # fmt: skip


class Freezes(Records):
    def in_force(self) -> "Freezes":
        return self.present().filter(state=FreezeState.FROZEN)


class Freeze(Record):
    """Exactly one of asset, person and unit is frozen; a unit with its people and assets."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True,
        related_name="freezes", verbose_name=_("information asset"),
    )  # fmt: skip
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="freezes", verbose_name=_("person concerned"),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True,
        related_name="freezes", verbose_name=_("unit"),
    )  # fmt: skip
    reason = models.TextField(_("reason"))
    incident = models.CharField(
        _("incident"), max_length=40, blank=True, help_text=_("Its number, if there is one.")
    )
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True, editable=False)
    lift_reason = models.TextField(_("why it may be lifted"), blank=True)
    lifted_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="freezes_lifted", verbose_name=_("lifted by"),
    )  # fmt: skip
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=FreezeState, default="frozen")

    objects: ClassVar[Any] = Freezes.as_manager()

    class Meta:
        verbose_name = _("freeze")

    def __str__(self) -> str:
        return self.number


@register
class FreezeRegister(Register[Freeze]):
    name = "freezes"
    title = _("Freezes of access")
    singular = _("freeze")
    about = _("What is shut at once, why, and who opened it again.")
    model = Freeze
    number = "FZ-{year}-{n:03d}"
    key = ()
    columns = ("number", "asset", "person", "unit", "reason", "frozen_at", "lifted_at", "state")
    filters = ("state", "asset", "person", "unit")
    search = ("number", "reason", "incident", "asset__name", "person__name")
    order = ("-number",)
    person_path = "person"
    life = LIFE
    sealed = frozenset({"lifted_by", "lifted_at"})
    place = "checkpoint"
    withdrawable = False
    views = (View(_("In force"), {"state": "frozen"}),)
    rights = Rights(
        read=(*LEADERS, "admin", "auditor"),
        add=(*LEADERS, "admin", "operator"),
        moves={"lift": (*LEADERS, "admin")},
        never_own=("lift",),
    )

    def prepare(self, values: dict[str, Any], record: Freeze | None, act: Act) -> None:
        if record is None:
            values["frozen_at"] = act.at

    def check(
        self, values: Mapping[str, Any], record: Freeze | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        if sum(values.get(name) is not None for name in SCOPES) != 1:
            yield "asset", _("Please choose one: an asset, a person or a unit.")
