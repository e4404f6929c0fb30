"""What has to run again, and that somebody else than who restored it has looked."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import ChildRegister, of_incident
from sekisho.domains.incidents.secrecy import WRITERS, child_rights
from sekisho.registers.record import Record, Records
from sekisho.registers.register import register
from sekisho.registers.workflow import Move, Workflow


class State(models.TextChoices):
    OPEN = "open", _("To be restored")
    RESTORED = "restored", _("Restored")
    CHECKED = "checked", _("Checked by somebody else")


LIFE = Workflow(
    State,
    State.OPEN,
    (
        Move("restore", State.OPEN, State.RESTORED, _("Restored"),
             sets=(("restored_by", "person"), ("restored_at", "moment"))),
        Move("check", State.RESTORED, State.CHECKED, _("Checked"), asks=("result",),
             other_than=("restore",), sets=(("checked_by", "person"), ("checked_at", "moment"))),
        Move("put_back", State.RESTORED, State.OPEN, _("Not restored yet"), asks=("remark",)),
    ),
)  # fmt: skip


class RecoveryCheck(Record):
    """One thing to restore."""

    incident = of_incident("recoveries")
    what = models.CharField(_("what is restored"), max_length=200)
    how = models.TextField(_("how it is restored"), blank=True)
    result = models.TextField(_("result"), blank=True)
    restored_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="recoveries_done",
        verbose_name=_("restored by"),
    )  # fmt: skip
    restored_at = models.DateTimeField(_("restored at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="recoveries_checked",
        verbose_name=_("checked by"),
    )  # fmt: skip
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("recovery check")

    def __str__(self) -> str:
        return self.what


@register
class RecoveryChecks(ChildRegister[RecoveryCheck]):
    name = "recovery_checks"
    title = _("Recovery checks")
    singular = _("recovery check")
    about = _("What has to run again after an incident; checked by somebody else.")
    model = RecoveryCheck
    key = ("incident", "what")
    columns = ("incident", "what", "restored_at", "checked_by", "state")
    filters = ("incident", "state")
    search = ("what", "how", "result")
    order = ("created_at", "id")
    life: ClassVar[Workflow] = LIFE
    sealed = frozenset({"restored_by", "restored_at", "checked_by", "checked_at"})
    rights = child_rights(restore=WRITERS, check=WRITERS, put_back=WRITERS)
