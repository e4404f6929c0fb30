"""Freezes and emergencies in the application's own guard, as the gate knows them.

A frozen person, or one of a frozen unit, reaches no record here either; whoever leads the containment
is shut out by a freeze of their own person alone. Nothing that would open a frozen asset, or lose its
traces, is done by anybody but the holder of an open emergency access that covers changes.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.lookups import StartsWith
from django.utils import timezone

from sekisho.checkpoint.reach import leads
from sekisho.domains.assets.models import Asset
from sekisho.domains.people.models import Person
from sekisho.domains.safeguards.models import EmergencyAccess, Freeze
from sekisho.registers.actor import Actor
from sekisho.registers.rights import LEADERS


def barring(person: UUID, roles: frozenset[str]) -> str:
    """The number of the freeze that shuts ``person`` out; "" if none does."""
    live = list(Freeze.objects.in_force().filter(right=None, asset=None).order_by("number")
                .values_list("number", "person", "unit__path"))  # fmt: skip
    if not live:
        return ""  # as nearly always: every request of everybody asks
    inside = ""
    if not roles & set(LEADERS):
        inside = Person.objects.filter(pk=person).values_list("unit__path", flat=True).first() or ""
    shut = (no for no, who, path in live if who == person or (path and inside.startswith(path)))
    return next(shut, "")


def assets(actor: Actor, at: datetime | None = None) -> "QuerySet[Asset]":
    """Assets frozen by themselves or with a unit above them, and not opened to ``actor`` in an
    emergency."""
    live = Freeze.objects.in_force()
    here = ExpressionWrapper(OuterRef("unit__path"), CharField())
    above = live.exclude(unit__path="").filter(StartsWith(here, F("unit__path")))
    itself = live.filter(asset=OuterRef("pk"))
    rows: QuerySet[Asset] = Asset.objects.filter(Q(Exists(itself)) | Q(Exists(above)))
    if actor.person is not None:
        opened = EmergencyAccess.objects.open(at or timezone.now())
        rows = rows.exclude(pk__in=opened.filter(person=actor.person, writes=True).values("asset"))
    return rows


def opened(actor: Actor, verb: str, register: Any) -> Q:
    """The rows that an emergency opens to ``actor``: the entries of the assets themselves."""
    if verb != "read" or register.asset_path != "id" or actor.person is None:
        return Q()
    live = EmergencyAccess.objects.open(timezone.now()).filter(person=actor.person)
    return Q(pk__in=live.values("asset"))


def closed(actor: Actor, verb: str, register: Any) -> Q:
    """The rows that a freeze keeps ``verb`` from; an empty Q: it keeps it from none."""
    if verb not in register.shut_when_frozen:
        return Q()
    return leads(register.model, register.asset_path, assets(actor).values("pk"))


def number_of(
    actor: Actor, verb: str, register: Any, record: Any, values: Mapping[str, Any] | None
) -> str:
    """The number of the freeze that keeps ``actor`` from ``verb`` with ``record``; "" if none."""
    if verb not in register.shut_when_frozen:
        return ""
    named: list[Any] = [_asset(register, record), (values or {}).get(register.asset_path)]
    found = assets(actor).filter(pk__in=[pk for pk in named if pk]).select_related("unit").first()
    if found is None:
        return ""
    above = Q(asset=found.pk) | Q(unit__in=found.unit.path.strip("/").split("/"))
    rows = Freeze.objects.in_force().filter(above).order_by("number")
    return rows.values_list("number", flat=True).first() or ""


def _asset(register: Any, record: Any) -> UUID | None:
    """The asset that ``record`` is or belongs to."""
    if record is None:
        return None
    if register.asset_path in {"id", "pk"}:
        found: UUID = record.pk
        return found
    return getattr(record, f"{register.asset_path}_id", None)
