"""What was done to keep the damage small, and that somebody else made sure it works."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import ChildRegister, of_incident
from sekisho.domains.incidents.secrecy import WRITERS, child_rights
from sekisho.domains.incidents.words import Tri
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import register
from sekisho.registers.workflow import Move, Workflow


class Kind(models.TextChoices):
    ISOLATE = "isolate", _("Isolate a device or network")
    ACCOUNT = "account", _("Close an account")
    TOKEN = "token", _("Revoke keys or sessions")
    BLOCK = "block", _("Block an address or sender")
    WIPE = "wipe", _("Erase from afar")
    OFFLINE = "offline", _("Take a service off line")
    RECALL = "recall", _("Recall or have deleted")
    PHYSICAL = "physical", _("Lock, guard, retrieve")
    OTHER = "other", _("Another measure")


class State(models.TextChoices):
    ORDERED = "ordered", _("Ordered")
    DONE = "done", _("Carried out")
    VERIFIED = "verified", _("Made sure")


LIFE = Workflow(
    State,
    State.ORDERED,
    (
        Move("carry_out", State.ORDERED, State.DONE, _("Carried out"), asks=("result",),
             sets=(("done_by", "person"), ("done_at", "moment"))),
        Move("verify", State.DONE, State.VERIFIED, _("Made sure that it works"),
             other_than=("carry_out",),
             sets=(("verified_by", "person"), ("verified_at", "moment"))),
        Move("put_back", State.DONE, State.ORDERED, _("It does not work yet"), asks=("remark",)),
    ),
)  # fmt: skip


class Containment(Record):
    """One measure against the spread of the damage."""

    incident = of_incident("containments")
    what = models.CharField(_("measure"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    target = models.CharField(_("on what"), max_length=200, blank=True)
    undo = models.CharField(_("how it is undone later"), max_length=200, blank=True)
    result = models.TextField(_("result"), blank=True)
    done_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="containments_done",
        verbose_name=_("carried out by"),
    )  # fmt: skip
    done_at = models.DateTimeField(_("carried out at"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="containments_verified", verbose_name=_("made sure by"),
    )  # fmt: skip
    verified_at = models.DateTimeField(_("made sure at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ORDERED)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("containment measure")

    def __str__(self) -> str:
        return self.what


@register
class Containments(ChildRegister[Containment]):
    name = "containments"
    title = _("Containment measures")
    singular = _("containment measure")
    about = _("What was done to keep the damage small; somebody else makes sure that it works.")
    model = Containment
    key = ("incident", "what")
    columns = ("incident", "what", "kind", "target", "done_at", "verified_by", "state")
    filters = ("incident", "kind", "state")
    search = ("what", "target", "result")
    order = ("-created_at", "-id")
    life: ClassVar[Workflow] = LIFE
    sealed = frozenset({"done_by", "done_at", "verified_by", "verified_at"})
    rights = child_rights(carry_out=WRITERS, verify=WRITERS, put_back=WRITERS)

    def against(self, act: Act, name: str, record: Containment) -> Iterable[tuple[str, Text]]:
        """Nothing is erased before it is decided about evidence, and what is needed is kept."""
        del act
        if name != "carry_out" or record.kind != Kind.WIPE:
            return
        needed = record.incident.evidence_needed
        if needed == Tri.UNKNOWN:
            yield "evidence", _("Decide about evidence first: what is erased cannot be kept.")
        elif needed == Tri.YES and not record.incident.evidence.exists():
            yield "evidence", _("Evidence is to be kept: enter it before anything is erased.")
