"""Appointments: the only thing that gives a person a role, from day to day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from django.db.models.lookups import StartsWith
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people import sheets
from sekisho.domains.people.unit import Unit, Units
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import Rights, Role, everyone
from sekisho.registers.spans import ordered, running

APPOINTED = tuple(
    (role.value, role.label)
    for role in (Role.DIRECTOR, Role.DEPUTY, Role.CHAIR, Role.COMMITTEE, Role.MANAGER,
                 Role.AUDITOR, Role.ADMIN, Role.DESIGNATED)
)  # fmt: skip


class Covers(models.TextChoices):
    IT = "it", _("Information technology")
    LEGAL_HR = "legal_hr", _("Legal and personnel")
    BUSINESS = "business", _("Business")


class Appointments(Records):
    def in_force(self, on: date) -> "Appointments":
        return self.present().filter(running(on))

    def of(self, role: str) -> "Appointments":
        return self.filter(role=role)

    def managing(self, person: UUID, on: date) -> "Appointments":
        """Those that make ``person`` the information security manager of a unit on ``on``."""
        return self.in_force(on).filter(role=Role.MANAGER, person=person)


class Appointment(Record):
    """A role given to a person for a time, by a decision that can be shown."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    role = models.CharField(_("role"), max_length=10, choices=APPOINTED)
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        related_name="appointments",
        verbose_name=_("person concerned"),
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="appointments",
        verbose_name=_("unit"),
        help_text=_("For a manager: the department or project, with everything below it."),
    )  # fmt: skip
    covers = SetField(
        _("field covered"), choices=Covers.choices,
        help_text=_("For the committee: what the member stands for."),
    )  # fmt: skip
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True,
        help_text=_("Last day. To end an appointment, enter the day here."),
    )  # fmt: skip
    decided_by = models.CharField(
        _("decided by"), max_length=80, blank=True,
        help_text=_("Such as the board of directors, or the director in charge."),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    minute = models.CharField(
        _("minutes or letter"), max_length=120, blank=True,
        help_text=_("Reference of the board minutes or letter. Attach a copy below."),
    )  # fmt: skip
    extent = models.CharField(
        _("extent"), max_length=200, blank=True,
        help_text=_("For a deputy: when and for what the deputy acts, such as an absence."),
    )  # fmt: skip

    objects: ClassVar[Any] = Appointments.as_manager()

    class Meta:
        verbose_name = _("appointment")
        indexes = [
            models.Index(fields=["person", "role"], name="appointment_person_role"),
            models.Index(fields=["role", "unit"], name="appointment_role_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person}"


def managed_units(person: UUID, on: date) -> Units:
    """The units ``person`` manages on ``on``, with every unit below them; one subquery."""
    above = Appointment.objects.managing(person, on).exclude(unit__path="")
    here = ExpressionWrapper(OuterRef("path"), models.CharField())
    return Unit.objects.filter(Exists(above.filter(StartsWith(here, F("unit__path")))))


@register
class AppointmentRegister(Register[Appointment]):
    name = "appointments"
    title = _("Appointments")
    singular = _("appointment")
    about = _("Director in charge, deputy, committee, managers, auditors and administrators.")
    model = Appointment
    rights = Rights(
        read=everyone(),
        add=("director", "chair"),
        change=("director", "chair"),
        withdraw=("director", "chair"),
        never_own=("add", "change", "withdraw"),
    )
    number = "AP-{n:04d}"
    values = sheets.ROLE_WORDS
    label_with = ("person",)
    columns = ("number", "role", "person", "unit", "starts_on", "ends_on", "decided_by")
    filters = ("role", "person", "unit", "starts_on", "ends_on", "decided_on")
    search = ("number", "person__name", "person__kana", "unit__name", "minute")
    order = ("-starts_on", "number")
    unit_path = "unit"
    person_path = "person"
    views = tuple(View(label, {"role": role}) for role, label in APPOINTED)

    def check(
        self, values: Mapping[str, Any], record: Appointment | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        yield from ordered(values)
        role, unit = values.get("role"), values.get("unit")
        if role == Role.MANAGER and unit is None:
            yield "unit", _("Please choose the department or project that is managed.")
        if role != Role.MANAGER and unit is not None:
            yield "unit", _("Only a manager is appointed for a unit. Please leave this empty.")
        if values.get("covers") and role not in {Role.CHAIR, Role.COMMITTEE}:
            yield "covers", _("Only members of the committee cover a field.")
