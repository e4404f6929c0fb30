"""Units as a directory sees them: groups, whose members hold a post there today."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Prefetch, QuerySet, Subquery
from scim2_models import Meta, Reference

from sekisho.api.scim.shapes import Group, Member
from sekisho.domains.people.assignment import Assignment
from sekisho.registers.actor import Act
from sekisho.registers.guard import visible
from sekisho.registers.register import registry

Ids = Collection[UUID] | None


def posts(act: Act, among: Ids = None) -> "QuerySet[Any]":
    """The posts held today by people the directory did not delete."""
    rows = visible(act.actor, registry["assignments"], act.on).in_force(act.on)
    if among is not None:
        rows = rows.filter(person__in=among)
    return rows.filter(person__identity__removed_at=None, person__withdrawn_at=None)  # type: ignore[no-any-return]


def units(act: Act, *, members: bool = True, among: Ids = None) -> "QuerySet[Any]":
    """The units there are today, with all that a Group says; two queries.

    ``among``: of the members only these, for a change that names a few of many.
    """
    rows = visible(act.actor, registry["units"], act.on).active(act.on)
    of_unit = Assignment.objects.filter(unit=OuterRef("pk")).order_by().values("unit")
    held = posts(act).filter(unit=OuterRef("pk")).order_by().values("unit")
    rows = rows.annotate(
        scim_count=Subquery(held.annotate(n=Count("person", distinct=True)).values("n")),
        scim_latest=Subquery(of_unit.annotate(at=Max("changed_at")).values("at")),
    )
    if not members:
        return rows  # type: ignore[no-any-return]
    held_here = posts(act, among).order_by("person_id").only("person_id", "unit_id")
    return rows.prefetch_related(Prefetch("assignments", held_here, to_attr="posts"))  # type: ignore[no-any-return]


def resource(unit: Any) -> Group:
    """The Group that ``unit``, a row of ``units``, is."""
    return Group(
        id=str(unit.pk),
        external_id=unit.external_id or None,
        display_name=unit.name,
        members=[_member(pk) for pk in holders(unit)] or None,
        meta=meta(unit),
    )


def holders(unit: Any) -> list[str]:
    """The ids of the people who hold a post in the unit today."""
    return [str(pk) for pk in dict.fromkeys(post.person_id for post in getattr(unit, "posts", ()))]


def _member(pk: str) -> Member:
    return Member(value=pk, ref=Reference(f"Users/{pk}"), type="User")


def meta(unit: Any) -> Meta:
    """The version counts changes of the unit, its posts, and how many hold one today."""
    latest = unit.scim_latest
    mark = int(latest.timestamp() * 1e6) if latest else 0
    return Meta(
        resource_type="Group",
        created=unit.created_at,
        last_modified=max(filter(None, (unit.changed_at, latest))),
        version=f'W/"{unit.ver}.{unit.scim_count or 0}.{mark}"',
    )
