"""Who sees which decisions: leaders, administrators and auditors all, managers those about their
units, everybody their own."""

from datetime import date
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest

from sekisho.checkpoint.models import Decision
from sekisho.domains.assets.models import Asset
from sekisho.domains.people.appointment import managed_units
from sekisho.domains.people.models import Person
from sekisho.registers.actor import Actor
from sekisho.registers.rights import LEADERS
from sekisho.web.request import Request

ALL = frozenset({*LEADERS, "admin", "auditor"})
SOME = frozenset({"manager", "employee", "contractor"})
SEARCHING = ALL | {"manager"}


def visible(actor: Actor, on: date) -> Any:
    rows = Decision.objects.all()
    if actor.roles & ALL:
        return rows
    if actor.person is None:
        return rows.none()
    reached = Q(person=actor.person)
    if "manager" in actor.roles:
        units = managed_units(actor.person, on).values("pk")
        reached |= Q(person__in=Person.objects.filter(unit__in=units).values("pk"))
        reached |= Q(asset__in=Asset.objects.filter(unit__in=units).values("pk"))
    return rows.filter(reached)


def entered(request: HttpRequest, roles: frozenset[str] = ALL | SOME) -> Request:
    """The request of somebody who may look here; others get 403."""
    asked = cast("Request", request)
    if not asked.actor.roles & roles:
        raise PermissionDenied
    asked.place = "checkpoint"
    return asked
