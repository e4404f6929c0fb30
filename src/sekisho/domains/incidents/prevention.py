"""What keeps an incident from happening again, elsewhere too, and whether it worked."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
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

CHECK_WITHIN = timedelta(days=90)


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Carried out")
    EFFECTIVE = "effective", _("Found effective")


LIFE = Workflow(
    State,
    State.PLANNED,
    (
        Move("carry_out", State.PLANNED, State.DONE, _("Carried out"),
             asks=("elsewhere", "measured_by"),
             sets=(("done_by", "person"), ("done_on", "day"))),
        Move("find_effective", State.DONE, State.EFFECTIVE, _("Found effective"),
             asks=("effect",), other_than=("carry_out",),
             sets=(("checked_by", "person"), ("checked_on", "day"))),
        Move("find_lacking", State.DONE, State.PLANNED, _("Not effective: do more"),
             asks=("effect",)),
    ),
)  # fmt: skip


class Prevention(Record):
    """One measure against recurrence (再発防止策)."""

    incident = of_incident("preventions")
    what = models.TextField(_("measure"))
    elsewhere = models.TextField(
        _("similar cases elsewhere"), blank=True,
        help_text=_("Where the same could happen, and what is done there; “none” if nowhere."),
    )  # fmt: skip
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="preventions", verbose_name=_("in charge")
    )
    due_on = models.DateField(_("due on"))
    done_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="preventions_done",
        verbose_name=_("carried out by"),
    )  # fmt: skip
    done_on = models.DateField(_("carried out on"), null=True, blank=True)
    check_on = models.DateField(
        _("effect checked by"), blank=True, help_text=_("Empty: 90 days after the due day.")
    )
    measured_by = models.CharField(
        _("how the effect shows"), max_length=200, blank=True,
        help_text=_("An obligation (its code) or a figure that shows it."),
    )  # fmt: skip
    effect = models.TextField(_("effect found"), blank=True)
    checked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="preventions_checked",
        verbose_name=_("checked by"),
    )  # fmt: skip
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("preventive measure")

    def __str__(self) -> str:
        return self.what[:60]


@register
class Preventions(ChildRegister[Prevention]):
    name = "preventions"
    title = _("Preventive measures")
    singular = _("preventive measure")
    about = _("What keeps incidents from recurring; the effect is checked by somebody else.")
    model = Prevention
    key = ("incident", "what")
    columns = ("incident", "what", "owner", "due_on", "done_on", "check_on", "state")
    filters = ("incident", "owner", "state", "due_on")
    search = ("what", "elsewhere", "effect")
    order = ("due_on", "id")
    place = "incidents"
    life: ClassVar[Workflow] = LIFE
    sealed = frozenset({"done_by", "done_on", "checked_by", "checked_on"})
    rights = child_rights(carry_out=WRITERS, find_effective=LEADERS, find_lacking=LEADERS)

    def prepare(self, values: dict[str, Any], record: Prevention | None, act: Act) -> None:
        del record, act
        if values["due_on"]:
            values["check_on"] = values["check_on"] or values["due_on"] + CHECK_WITHIN
        if values["state"] == State.PLANNED:
            values["done_by"] = values["done_on"] = None

    def check(
        self, values: Mapping[str, Any], record: Prevention | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if values["check_on"] < values["due_on"]:
            yield "check_on", _("The effect shows only after the measure.")
        if values["check_on"] > values["due_on"] + CHECK_WITHIN:
            yield "check_on", _("The effect is checked within 90 days of the due day.")
