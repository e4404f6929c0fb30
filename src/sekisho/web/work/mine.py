"""Whose tasks they are: mine by name or by role, my unit's, everybody's."""

from typing import Any, cast

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from sekisho.findings.task import State
from sekisho.registers import deciding, guard
from sekisho.registers.register import registry
from sekisho.registers.rights import LEADERS
from sekisho.web import places
from sekisho.web.request import Request

TO_DO = (State.OPEN, State.DOING, State.RETURNED)
WIDE = frozenset({*LEADERS, "auditor", "admin"})


def seen(request: Request) -> "QuerySet[Any]":
    """Every task the actor may see."""
    return guard.visible(request.actor, registry["tasks"], request.act().on)  # type: ignore[no-any-return]


def about_me(request: Request) -> Q:
    """Tasks with my name on them, and those of my roles that name nobody."""
    roles = [role for role in request.actor.roles if role != "employee"]
    by_role = Q(assignee=None, role__in=roles)
    return by_role | Q(assignee=request.actor.person) if request.actor.person else by_role


def mine(request: Request) -> "QuerySet[Any]":
    return seen(request).filter(about_me(request))


def to_do(request: Request) -> "QuerySet[Any]":
    """What waits for me, late first."""
    return (
        mine(request).filter(state__in=TO_DO).order_by(F("due_on").asc(nulls_last=True), "number")
    )


def others(request: Request) -> "QuerySet[Any]":
    """The live tasks of other people that the actor answers for: their units', or everyone's."""
    return seen(request).filter(state__in=TO_DO).exclude(about_me(request))


def leads(request: Request) -> bool:
    """Whether the actor sees more than their own tasks."""
    return bool(request.actor.roles & (WIDE | {"manager"}))


@places.counts("tasks")
def waiting(request: HttpRequest) -> int:
    """The number beside the place; counted no further than the rail shows."""
    asked = cast("Request", request)
    open_ = len(to_do(asked)[:100].values_list("pk", flat=True))
    return open_ + sum(1 for _seat in deciding.seats(asked.act()))
