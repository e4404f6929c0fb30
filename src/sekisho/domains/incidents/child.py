"""What all records that hang on an incident have in common."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.secrecy import child_rights, known_by, worked_on_by
from sekisho.registers.actor import Actor
from sekisho.registers.register import R, Register
from sekisho.registers.rights import Rights
from sekisho.registers.schema import schema
from sekisho.registers.state import differences


def differs(register: Register[Any], values: Mapping[str, Any], record: Any) -> bool:
    """Whether ``values`` would change what is written in ``record``."""
    form = schema(register)
    return bool(differences(form, form.values(record), values))


class ChildRegister(Register[R]):
    """Found through its incident: its unit, and who may know of it."""

    unit_path = "incident__unit"
    place = "incident"  # found on the page of the incident, not in the menu
    key: ClassVar[tuple[str, ...]] = ()
    label_with: ClassVar[tuple[str, ...]] = ("incident",)
    rights: ClassVar[Rights] = child_rights()

    def known_to(self, actor: Actor) -> Q:
        return known_by("incident", actor)

    def own(self, person: UUID, on: date) -> Q | None:
        """What one works on, and what names oneself."""
        del on
        mine = Q(incident__in=worked_on_by(person).values("pk"))
        return mine | Q((self.person_path, person)) if self.person_path else mine

    def owned(self, person: UUID, values: Mapping[str, Any]) -> bool:
        incident = values.get("incident")
        return incident is not None and worked_on_by(person).filter(pk=incident).exists()


def of_incident(name: str) -> Any:
    """The reference to the incident, answered there as ``name``."""
    return models.ForeignKey(
        "incidents.Incident", models.PROTECT, related_name=name, verbose_name=_("incident")
    )
