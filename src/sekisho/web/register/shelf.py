"""Where each register stands: its entry in the rail's places, and the tabs of its neighbours."""

from typing import Any

from django.urls import reverse

from sekisho.registers import guard
from sekisho.registers.register import Register, registry
from sekisho.registers.rights import Role
from sekisho.web import places
from sekisho.web.request import Request

ORDER = ("assets", "people", "units", "services", "appointments", "assignments", "pledges", "leaves",
         "personal_data", "measures", "censuses", "label_checks", "incidents",
         "report_duties", "preventions", "evidence_items")  # fmt: skip
ENTERED = ("registers", "improve", "incidents")
COUNTED = 1000
"""Beyond this a tab says no number: counting on would cost more than it tells."""
FIRST = 6
"""The tabs that say a number besides the open one: a place may hold fifty, each a query of its own."""


def order(register: Register[Any]) -> int:
    return ORDER.index(register.name) if register.name in ORDER else len(ORDER)


def readers(register: Register[Any]) -> frozenset[str]:
    """The roles that may read some of it; the deputy has what the director has."""
    roles = set(register.rights.of("read"))
    if Role.DIRECTOR in roles:
        roles.add(Role.DEPUTY.value)
    return frozenset(roles)


def enter() -> None:
    """Enter every register that is listed into the place it names."""
    for register in registry:
        if register.listed and register.place in ENTERED:
            places.add(
                places.Page(
                    register.place, "list", register.title, roles=readers(register),
                    order=100 + order(register), kwargs={"name": register.name},
                )
            )  # fmt: skip


def neighbours(request: Request, register: Register[Any]) -> list[Register[Any]]:
    """The registers of the same place that the actor may read, in order."""
    on = request.act().on
    same = [r for r in registry if r.place == register.place and r.listed]
    rules = guard.guard()
    return sorted(
        (r for r in same if rules.decide(request.actor, "read", r, None, on).allowed), key=order
    )


def tabs(request: Request, register: Register[Any]) -> list[dict[str, Any]]:
    """The neighbours as tabs, the chief ones with their numbers, as far as counting is cheap."""
    found = []
    for place, other in enumerate(neighbours(request, register)):
        href = reverse("list", kwargs={"name": other.name})
        tab = {"title": other.title, "href": href, "current": other is register}
        if place < FIRST or other is register:
            rows = guard.visible(request.actor, other, request.act().on)
            n = rows.order_by()[:COUNTED].count()
            tab |= {"count": n} if n < COUNTED else {}
        found.append(tab)
    return found


enter()
