"""Who was told of an incident, when, and who answered; silence climbs the ladder."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import ChildRegister, of_incident
from sekisho.registers.record import Record, Records
from sekisho.registers.register import register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class As(models.TextChoices):
    """In which capacity somebody is told."""

    MANAGER = "manager", _("Manager of the unit")
    ON_CALL = "on_call", _("On call")
    COMMITTEE = "committee", _("Committee")
    DIRECTOR = "director", _("Director in charge")
    DESIGNATED = "designated", _("Designated for whistle-blowing")


class State(models.TextChoices):
    TOLD = "told", _("Told")
    SEEN = "seen", _("Acknowledged")


LIFE = Workflow(
    State,
    State.TOLD,
    (Move("acknowledge", State.TOLD, State.SEEN, _("Acknowledge"),
          sets=(("seen_at", "moment"),)),),
)  # fmt: skip


class Alert(Record):
    """One person told of one incident. ``rung``: minutes of silence after which it came."""

    incident = of_incident("alerts")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="incident_alerts", verbose_name=_("told to")
    )
    capacity = models.CharField(_("told as"), max_length=10, choices=As)
    rung = models.PositiveSmallIntegerField(_("after minutes of silence"), default=0)
    told_at = models.DateTimeField(_("told at"))
    seen_at = models.DateTimeField(_("seen and confirmed at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=4, choices=State, default=State.TOLD)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("alert")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "person", "rung"), name="incident_alert_once"
            ),
        )
        indexes = (models.Index(fields=("-told_at", "id"), name="incident_alert_told"),)

    def __str__(self) -> str:
        return str(self.person)


@register
class Alerts(ChildRegister[Alert]):
    name = "incident_alerts"
    title = _("Alerts of incidents")
    singular = _("alert")
    about = _("Who was told of an incident, when, and who acknowledged it.")
    model = Alert
    key = ("incident", "person", "rung")
    label_with = ("person",)
    columns = ("incident", "person", "capacity", "rung", "told_at", "seen_at")
    filters = ("incident", "person", "capacity", "state")
    order = ("-told_at", "id")
    person_path = "person"
    life: ClassVar[Workflow] = LIFE
    sealed = frozenset({"seen_at"})
    withdrawable = False
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "designated:own", "employee:own"),
        add=("engine",),
        moves={"acknowledge": ("director:own", "deputy:own", "chair:own", "committee:own",
                               "manager:own", "admin:own", "employee:own")},
    )  # fmt: skip
