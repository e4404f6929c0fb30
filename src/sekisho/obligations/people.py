"""Who can put it right, and who may decide: managers, the director, the person concerned."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    UUIDField,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import StartsWith

from sekisho.domains.people.models import Appointment, Leave
from sekisho.obligations.obligation import Rows
from sekisho.registers.datesql import After
from sekisho.registers.leave import Resumed
from sekisho.registers.rights import Role


def manager_of(unit: str, on: date) -> Subquery:
    """The manager appointed for the unit at the lookup ``unit``; nobody if there is none."""
    rows = Appointment.objects.in_force(on).of(Role.MANAGER).filter(unit=OuterRef(unit))
    return Subquery(rows.order_by("starts_on", "pk").values("person")[:1], output_field=UUIDField())


def manager_or_owner(unit: str, owner: str, on: date) -> Any:
    """The manager of the unit, else the one named at ``owner``."""
    return Coalesce(manager_of(unit, on), F(f"{owner}_id"), output_field=UUIDField())


def holder(role: str, on: date) -> Subquery:
    """Who holds ``role`` for the whole company; nobody if there is none."""
    rows = Appointment.objects.in_force(on).of(role).order_by("starts_on", "pk")
    return Subquery(rows.values("person")[:1], output_field=UUIDField())


def self_or_sponsor() -> Case:
    """The person; for a contractor's staff our employee who answers for them.

    Instructions to the staff of a contractor go through the supplier (auditor.md A17).
    """
    sponsored = When(employment="contractor", then=F("sponsor_id"))
    return Case(sponsored, default=F("pk"), output_field=UUIDField())


def in_office(person: str, day: str, *roles: str) -> Exists:
    """Whether the one at the lookup ``person`` held one of ``roles`` on the day at ``day``."""
    until = Q(ends_on=None) | Q(ends_on__gte=OuterRef(day))
    rows = Appointment.objects.present().filter(until, starts_on__lte=OuterRef(day))
    return Exists(rows.filter(person=OuterRef(person), role__in=roles))


def paused(people: Rows, owed: Any) -> Rows:
    """``people`` with ``due_on``: what is ``owed``, or 14 days after the return from leave."""
    return people.annotate(owed=owed).annotate(due_on=after_leave("owed"))


def after_leave(day: str, person: str = "pk") -> Any:
    """The day in the column ``day``, or 14 days after the return from leave of the one at ``person``.

    The database reckons a column anew wherever it is named, here three times: a condition
    belongs around this, not into ``day``.
    """
    leaves = Leave.objects.present().filter(person=OuterRef(person))
    leaves = leaves.annotate(until=Coalesce(After("returned_on", -1), F("ends_on")))
    return Resumed(leaves, due=day, first="starts_on", last="until")


def vacant_after(role: str, on: date) -> Subquery:
    """The last day before ``role`` falls vacant, if nobody is appointed beyond it yet."""
    rows = Appointment.objects.present().of(role)
    beyond = Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on"))
    follows = rows.filter(beyond, starts_on__lte=After(OuterRef("ends_on"), 1))
    ending = rows.in_force(on).filter(~Exists(follows), ends_on__isnull=False)
    return Subquery(ending.order_by("-ends_on").values("ends_on")[:1])


def vacant_since(on: date, *roles: str) -> Coalesce:
    """The last day one of ``roles`` was held before ``on``; else since the company keeps records."""
    ended = Appointment.objects.present().filter(role__in=roles, ends_on__lt=on)
    return Coalesce(Subquery(ended.order_by("-ends_on").values("ends_on")[:1]), F("since"))


def in_charge(person: str, day: str, unit: str) -> Q:
    """Whether the one at ``person`` managed the unit at the lookup ``unit`` (or one above it) on
    the day at ``day``, or was director or deputy then."""
    until = Q(ends_on=None) | Q(ends_on__gte=OuterRef(day))
    rows = Appointment.objects.present().filter(
        until, starts_on__lte=OuterRef(day), person=OuterRef(person), role=Role.MANAGER
    )
    here = ExpressionWrapper(OuterRef(f"{unit}__path"), output_field=CharField())
    over = rows.exclude(unit__path="").filter(StartsWith(here, F("unit__path")))
    return Q(Exists(over)) | Q(in_office(person, day, Role.DIRECTOR, Role.DEPUTY))
