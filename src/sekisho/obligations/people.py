"""Who can put it right: the manager of the subject's unit, the subject itself, an owner."""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Subquery, UUIDField
from django.db.models.functions import Coalesce

from sekisho.domains.people.models import Appointment
from sekisho.registers.rights import Role


def manager_of(unit: str, on: date) -> Subquery:
    """The manager appointed for the unit at the lookup ``unit``; nobody if there is none."""
    rows = Appointment.objects.in_force(on).of(Role.MANAGER).filter(unit=OuterRef(unit))
    return Subquery(rows.order_by("starts_on", "pk").values("person")[:1], output_field=UUIDField())


def manager_or_owner(unit: str, owner: str, on: date) -> Any:
    """The manager of the unit, else the one named at ``owner``."""
    return Coalesce(manager_of(unit, on), F(f"{owner}_id"), output_field=UUIDField())
