"""Freezes: access to an asset, by a person, to a whole unit or by one right, stopped at once.

Written in an incident, before its cause is known; every decision process follows within a second.
What becomes of each is decided when the incident is over: opened again, or the right taken away.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act, Actor
from sekisho.registers.commands import follow
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register, registry
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow

SCOPES = ("asset", "person", "unit", "right")


class FreezeState(models.TextChoices):
    FROZEN = "frozen", _("Frozen")
    LIFTED = "lifted", _("Lifted")
    REVOKED = "revoked", _("Right taken away")
    NARROWED = "narrowed", _("Right taken away, to be asked for anew")


DECIDED = (("lifted_by", "person"), ("lifted_at", "moment"))
LIFE = Workflow(
    FreezeState,
    FreezeState.FROZEN,
    (
        Move("lift", "frozen", "lifted", _("Lift"), asks=("lift_reason",),
             sets=DECIDED),
        Move("revoke", "frozen", "revoked", _("Take the right away for good"),
             asks=("lift_reason",), sets=DECIDED, danger=True),
        Move("narrow", "frozen", "narrowed", _("Take it away; a smaller one is asked for anew"),
             asks=("lift_reason",), sets=DECIDED),
    ),
)  # fmt: skip
REMOVABLE = ("provisional", "approved", "active", "renewal")
"""States of a right from which it can be taken away."""


class Freezes(Records):
    def in_force(self) -> "Freezes":
        return self.present().filter(state=FreezeState.FROZEN)


class Freeze(Record):
    """Exactly one of asset, person, unit and right is frozen; a unit with its people and assets."""

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
    right = models.ForeignKey(
        "access.AccessRight", models.PROTECT, null=True, blank=True,
        related_name="freezes", verbose_name=_("access right"),
    )  # fmt: skip
    reason = models.TextField(_("reason"))
    incident = models.CharField(
        _("incident"), max_length=40, blank=True, help_text=_("Its number, if there is one.")
    )
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True, editable=False)
    lift_reason = models.TextField(_("reason for the decision"), blank=True)
    lifted_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="freezes_lifted", verbose_name=_("decided by"),
    )  # fmt: skip
    lifted_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=FreezeState, default="frozen")

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
    columns = (
        "number", "asset", "person", "unit", "right", "reason", "frozen_at", "lifted_at", "state",
    )  # fmt: skip
    filters = ("state", "asset", "person", "unit", "right", "incident")
    search = ("number", "reason", "incident", "asset__name", "person__name")
    order = ("-number",)
    person_path = "person"
    own_paths = ("right__person",)
    life = LIFE
    sealed = frozenset({"lifted_by", "lifted_at"})
    place = "checkpoint"
    withdrawable = False
    views = (View(_("In force"), {"state": "frozen"}),)
    rights = Rights(
        read=(*LEADERS, "admin", "auditor"),
        add=(*LEADERS, "admin", "operator"),
        moves={
            "lift": (*LEADERS, "admin"),
            "revoke": (*LEADERS, "admin"),
            "narrow": (*LEADERS, "admin"),
        },
        never_own=("lift",),
    )

    def known_to(self, actor: Actor) -> Q:
        """A freeze tells of its incident: whoever must not know of that one finds no freeze."""
        incidents = registry["incidents"]
        hidden = incidents.model._default_manager.exclude(incidents.known_to(actor))
        return Q(incident="") | ~Q(incident__in=hidden.values("number"))

    def prepare(self, values: dict[str, Any], record: Freeze | None, act: Act) -> None:
        if record is None:
            values["frozen_at"] = act.at

    def check(
        self, values: Mapping[str, Any], record: Freeze | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        if sum(values.get(name) is not None for name in SCOPES) != 1:
            yield "asset", _("Please choose one: an asset, a person, a unit or an access right.")
        taken = values["state"] in {FreezeState.REVOKED, FreezeState.NARROWED}
        if taken and record is not None and record.right_id is None:
            yield "", _("Only a frozen right can be taken away. Lift this freeze instead.")

    def moved(self, act: Act, name: str, record: Freeze, said: Mapping[str, Any]) -> None:
        """A right that is not given back goes the road of removal, with its own proof."""
        del said
        right = record.right
        if name == "lift" or right is None or right.state not in REMOVABLE:
            return
        rights = registry["access_rights"]
        follow(rights, act, "remove", right, {"removal_cause": "incident"})
