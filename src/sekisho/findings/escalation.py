"""Escalations: what stays overdue is brought before the next level, step by step, and that is recorded.

The ladder counts business days from the due date: the manager of the unit, the director in charge, the
committee. One record for each task and level; nobody is told twice of the same thing.
"""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people.models import Appointment
from sekisho.findings.task import Task
from sekisho.registers import calendar, settings
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register, registry
from sekisho.registers.rights import LEADERS, Rights, Role

SINCE = date(2026, 4, 1)
GROUP = _("Direction and committee")
PRACTICE = _("Default of practice; the policy names no number.")


def _after(name: str, days: int, title: Any) -> Any:
    return settings.declare(
        f"escalation.{name}_days", days, title, unit=_("business days"), least=1, most=60,
        source=PRACTICE, since=SINCE, group=GROUP,
    )  # fmt: skip


TO_MANAGER = _after("manager", 3, _("Overdue items go to the unit's manager after"))
TO_DIRECTOR = _after("director", 5, _("Overdue items go to the director in charge after"))
TO_COMMITTEE = _after("committee", 10, _("Overdue items go to the committee after"))


class Level(models.TextChoices):
    MANAGER = "manager", _("Manager of the unit")
    DIRECTOR = "director", _("Director in charge")
    COMMITTEE = "committee", _("Committee")


class Escalations(Records):
    def by(self, on: date) -> "Escalations":
        return self.present().filter(on__lte=on)


class Escalation(Record):
    task = models.ForeignKey(
        Task, models.PROTECT, related_name="escalations", verbose_name=_("task")
    )
    level = models.CharField(_("brought before"), max_length=9, choices=Level)
    to = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="escalations",
        verbose_name=_("told to"), help_text=_("Empty: the office is vacant."),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="escalations",
        verbose_name=_("unit"),
    )  # fmt: skip
    on = models.DateField(_("brought on"))

    objects: ClassVar[Any] = Escalations.as_manager()

    class Meta:
        verbose_name = _("escalation")
        constraints = (
            models.UniqueConstraint(fields=("task", "level"), name="escalated_once_a_level"),
        )

    def __str__(self) -> str:
        return f"{self.task} / {self.get_level_display()}"


@register
class EscalationRegister(Register[Escalation]):
    name = "escalations"
    title = _("Escalations")
    singular = _("escalation")
    about = _("Overdue tasks that were brought before the manager, the director or the committee.")
    model = Escalation
    key = ("task", "level")
    label_with = ("task",)
    columns = ("task", "level", "to", "unit", "on")
    filters = ("level", "unit", "to", "on")
    search = ("task__number", "task__title")
    order = ("-on", "id")
    unit_path = "unit"
    person_path = "to"
    place = "improve"
    views = tuple(View(label, {"level": code}) for code, label in Level.choices)
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "manager:unit", "employee:own"),
        add=("engine", *LEADERS),
    )


def ladder() -> list[tuple[str, int]]:
    """The levels with the business days after which each is told."""
    days = ((Level.MANAGER, TO_MANAGER()), (Level.DIRECTOR, TO_DIRECTOR()))
    return [*((level.value, n) for level, n in days), (Level.COMMITTEE.value, TO_COMMITTEE())]


def escalate(act: Act) -> int:
    """Bring before each level what has become due for it by ``act.on``; how many there were."""
    if not calendar.is_business(act.on):
        return 0
    lines: list[Line] = []
    managers = _managers(act.on)
    for level, days in ladder():
        rows = Task.objects.live().filter(due_on__lte=calendar.add_business(act.on, -days))
        rows = rows.exclude(escalations__level=level).order_by("number")
        holder = None if level == Level.MANAGER else _holder(level, act.on)
        for task in rows.select_related("unit"):
            path = task.unit.path if task.unit else ""
            to = _nearest(path, managers) if level == Level.MANAGER else holder
            values = {"task": task.pk, "level": level, "to": to, "unit": task.unit_id, "on": act.on}
            lines.append(Line(values))
    if lines:
        write_many(registry["escalations"], act, lines)
    return len(lines)


def _holder(level: str, on: date) -> Any:
    role = Role.DIRECTOR if level == Level.DIRECTOR else Role.CHAIR
    rows = Appointment.objects.in_force(on).of(role).order_by("starts_on", "pk")
    return rows.values_list("person", flat=True).first()


def _managers(on: date) -> dict[str, Any]:
    """The path of each managed unit and who manages it."""
    rows = Appointment.objects.in_force(on).of(Role.MANAGER).order_by("-starts_on", "-pk")
    return dict(rows.values_list("unit__path", "person"))


def _nearest(path: str, managers: dict[str, Any]) -> Any:
    """The manager of the unit at ``path``, or of the nearest one above it."""
    above = [known for known in managers if known and path.startswith(known)]
    return managers[max(above, key=len)] if above else None
