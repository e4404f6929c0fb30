"""Whom to ask about a record one may not open: somebody whose role reads all of its register."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sekisho.domains.people.models import Appointment
from sekisho.registers.register import Register
from sekisho.registers.rights import Role, Scope

ASKED = (Role.CHAIR, Role.COMMITTEE, Role.DIRECTOR, Role.ADMIN)


def whom(register: Register[Any], on: date) -> str:
    """A sentence that names somebody and their role. It says nothing about the record itself."""
    reading = register.rights.of("read")
    for role in ASKED:
        if reading.get(role.value, Scope.ALL.value) != "":
            continue
        held = Appointment.objects.in_force(on).of(role).select_related("person")
        if one := held.order_by("starts_on", "pk").first():
            told = {"name": one.person.name, "role": role.label}
            return _("You may not open this. Please ask %(name)s (%(role)s).") % told
    return _("You may not open this. Please ask the office of the committee.")
