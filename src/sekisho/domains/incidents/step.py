"""What the playbook asks for: steps of an incident, mandatory or not, for somebody with a day."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import ChildRegister, of_incident
from sekisho.domains.incidents.secrecy import WRITERS, child_rights
from sekisho.domains.incidents.words import Stage
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import register
from sekisho.registers.workflow import Move, Workflow


class State(models.TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    WAIVED = "waived", _("Left out with a reason")


LIFE = Workflow(
    State,
    State.OPEN,
    (
        Move("finish", State.OPEN, State.DONE, _("Done"),
             sets=(("done_by", "person"), ("done_at", "moment"))),
        Move("leave_out", State.OPEN, State.WAIVED, _("Leave out"), asks=("reason",),
             sets=(("done_by", "person"), ("done_at", "moment"))),
        Move("reopen", (State.DONE, State.WAIVED), State.OPEN, _("Open again")),
    ),
)  # fmt: skip


class IncidentStep(Record):
    """One step. ``stage``: the stage that must not be left while a mandatory step is open."""

    incident = of_incident("steps")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("step"), max_length=200)
    help = models.TextField(_("how it is done"), blank=True)
    stage = models.CharField(_("in stage"), max_length=13, choices=Stage)
    mandatory = models.BooleanField(_("mandatory"), default=False)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="incident_steps",
        verbose_name=_("department that does it"),
    )  # fmt: skip
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="incident_steps",
        verbose_name=_("person in charge"),
    )  # fmt: skip
    due_at = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    done_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="incident_steps_done",
        verbose_name=_("done by"),
    )  # fmt: skip
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("step of an incident")

    def __str__(self) -> str:
        return self.title


@register
class IncidentSteps(ChildRegister[IncidentStep]):
    name = "incident_steps"
    title = _("Steps of incidents")
    singular = _("step of an incident")
    about = _("What is to be done in an incident, from the playbook of its kind or added by hand.")
    model = IncidentStep
    key = ("incident", "title")
    columns = ("incident", "title", "stage", "mandatory", "person", "due_at", "state")
    filters = ("incident", "stage", "mandatory", "person", "unit", "state")
    search = ("title", "help")
    order = ("position", "id")
    life: ClassVar[Workflow] = LIFE
    sealed = frozenset({"done_by", "done_at"})
    rights = child_rights("engine", finish=WRITERS, leave_out=WRITERS, reopen=WRITERS)

    def prepare(self, values: dict[str, Any], record: IncidentStep | None, act: Act) -> None:
        del record, act
        if values["state"] == State.OPEN:
            values["done_by"] = values["done_at"] = None
            values["reason"] = ""

    def check(
        self, values: Mapping[str, Any], record: IncidentStep | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        if record is not None and record.mandatory and not values["mandatory"]:
            yield "mandatory", _("A mandatory step is done, or left out with a reason.")
