"""Evidence of an incident: files by their hash, things by their seal, and who had them in hand.

A hand-over is open until the receiver accepts it (two-party transfer); the custody of each item is a
chain of its own, hashed entry by entry (ISO/IEC 27037:2012 6.1), besides the ledger's.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import ChildRegister, of_incident
from sekisho.domains.incidents.secrecy import WRITERS, child_rights
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import register
from sekisho.registers.rights import LEADERS
from sekisho.registers.workflow import Move, Workflow


class Kind(models.TextChoices):
    FILE = "file", _("File or export")
    IMAGE = "image", _("Disk or memory image")
    LOG = "log", _("Log")
    MAIL = "mail", _("Mail")
    DEVICE = "device", _("Device or medium")
    PAPER = "paper", _("Paper")
    PHOTO = "photo", _("Photo")


THINGS = frozenset({Kind.DEVICE, Kind.PAPER})
"""What is kept in a locker and not in the store."""


class State(models.TextChoices):
    HELD = "held", _("Held")
    HANDED_OVER = "handed_over", _("Handed over, not yet accepted")
    RELEASED = "released", _("Released")
    DESTROYED = "destroyed", _("Destroyed")


LIFE = Workflow(
    State,
    State.HELD,
    (
        Move("hand_over", State.HELD, State.HANDED_OVER, _("Hand over"),
             asks=("receiver", "purpose")),
        Move("accept", State.HANDED_OVER, State.HELD, _("Accept the evidence"),
             asks=("condition",), other_than=("hand_over",), sets=(("custodian", "person"),)),
        Move("take_back", State.HANDED_OVER, State.HELD, _("Not handed over after all"),
             asks=("remark",)),
        Move("look", State.HELD, "", _("Looked at or copied"), asks=("purpose",)),
        Move("release", State.HELD, State.RELEASED, _("Release"), asks=("purpose",)),
        Move("destroy", State.RELEASED, State.DESTROYED, _("Record the destruction"),
             asks=("purpose",), danger=True),
    ),
)  # fmt: skip


class Evidence(Record):
    """One item. Files are attached to it (streamed, SHA-256 at arrival); things carry a seal."""

    incident = of_incident("evidence")
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    what = models.CharField(_("evidence"), max_length=200)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    source = models.CharField(_("from where"), max_length=200, blank=True)
    collected_at = models.DateTimeField(_("collected at"), blank=True, help_text=_("Empty: now."))
    collected_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="evidence_collected",
        verbose_name=_("collected by"),
    )  # fmt: skip
    method = models.TextField(
        _("how it was collected"), blank=True,
        help_text=_("Tool and version; for an export the query and the span of time."),
    )  # fmt: skip
    sha256 = models.CharField(
        _("SHA-256"), max_length=64, blank=True,
        help_text=_("Of an image kept elsewhere. Files attached here are hashed by themselves."),
    )  # fmt: skip
    seal = models.CharField(_("seal number"), max_length=60, blank=True)
    place = models.CharField(_("where it is kept"), max_length=200, blank=True)
    custodian = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="evidence_held",
        verbose_name=_("in the hands of"),
    )  # fmt: skip
    receiver = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="evidence_to_accept",
        verbose_name=_("handed to"),
    )  # fmt: skip
    purpose = models.TextField(_("purpose"), blank=True)
    condition = models.TextField(_("condition and seal on acceptance"), blank=True)
    hold = models.BooleanField(_("legal hold"), default=True)
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.HELD)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("evidence")

    def __str__(self) -> str:
        return f"{self.number} {self.what}"


def _may_lift(act: Act) -> bool:
    return bool(act.actor.roles & set(LEADERS))


@register
class EvidenceRegister(ChildRegister[Evidence]):
    name = "evidence_items"
    title = _("Evidence of incidents")
    singular = _("evidence")
    about = _("Files and things that show what happened, and in whose hands they are.")
    model = Evidence
    number = "EV-{year}-{n:04d}"
    columns = ("number", "incident", "what", "kind", "custodian", "place", "state")
    filters = ("incident", "kind", "custodian", "state", "hold")
    search = ("number", "what", "source", "place", "seal")
    order = ("-number",)
    person_path = "receiver"
    place = "incidents"
    life: ClassVar[Workflow] = LIFE
    sealed = frozenset({"custodian", "receiver"})
    withdrawable = False
    rights = child_rights(
        own=True,
        hand_over=WRITERS,
        accept=("director:own", "deputy:own", "chair:own", "committee:own", "admin:own",
                "manager:own", "employee:own"),
        take_back=WRITERS, look=WRITERS, release=LEADERS, destroy=LEADERS,
    )  # fmt: skip

    def prepare(self, values: dict[str, Any], record: Evidence | None, act: Act) -> None:
        if record is None:
            values["collected_at"] = values["collected_at"] or act.at
            values["collected_by"] = values["collected_by"] or act.actor.person
            values["custodian"] = values["collected_by"]

    def check(
        self, values: Mapping[str, Any], record: Evidence | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        if values["collected_at"] > act.at:
            yield "collected_at", _("This moment has not come yet.")
        if values["kind"] in THINGS and not values["place"]:
            yield "place", _("Please say where it is kept.")
        if values["kind"] in THINGS and not values["seal"]:
            yield "seal", _("Please seal it and enter the number of the seal.")
        if record is not None and record.hold and not values["hold"] and not _may_lift(act):
            yield "hold", _("A legal hold is lifted by the director or the committee.")
        over = record is not None and values["state"] in {State.RELEASED, State.DESTROYED}
        if over and values["hold"]:
            yield "hold", _("It is under a legal hold. Lift the hold first.")

    def settle(self, records: Sequence[Evidence], act: Act) -> None:
        """Every hand it passes through is a link of its chain."""
        from sekisho.domains.incidents.custody import link

        for record in records:
            link(record, act)

    def label(self, record: Evidence) -> str:
        return f"{record.number} {record.what}"
