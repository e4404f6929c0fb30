"""My standing: what the records say of me; and what I have asked others to decide."""

from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sekisho.domains.documents.models import Acknowledgement, Version
from sekisho.domains.people.models import Appointment, Pledge
from sekisho.registers import guard
from sekisho.registers.register import Register, registry
from sekisho.registers.rights import Role
from sekisho.registers.workflow import Move
from sekisho.web import dates
from sekisho.web.register import cells
from sekisho.web.request import Request

EACH = 5


def facts(request: Request, on: date) -> list[tuple[Any, Any]]:
    """(label, value) of what exists about the person; nothing that no register holds."""
    person = request.actor.person
    if person is None:
        return []
    found = [(_("Policy"), _policy(person, on)), (_("Pledge"), _pledge(person))]
    own = Appointment.objects.in_force(on).filter(person=person).select_related("unit")
    roles = [f"{a.get_role_display()} ({a.unit})" if a.unit else a.get_role_display() for a in own]
    if roles:
        found.append((_("Appointments"), _("、").join(map(str, roles))))
    found.append((_("Manager"), _manager(request, on)))
    return found


def _policy(person: Any, on: date) -> Any:
    version = Version.objects.in_force(on).of_kind("policy").select_related("document").first()
    if version is None:
        return _("None in force yet")
    given = Acknowledgement.objects.by(on).filter(version=version, person=person).first()
    if given is None:
        return format_html('<span class="t-ng strong">{}</span>', _("Not acknowledged yet"))
    told = {"version": version.label, "day": dates.day(given.on, "list", on)}
    return _("%(version)s acknowledged, %(day)s") % told


def _pledge(person: Any) -> Any:
    found = Pledge.objects.answered().filter(person=person).order_by("-signed_on").first()
    if found is None:
        return _("Not on record")
    day = found.signed_on
    return (
        _("On record since %(day)s") % {"day": dates.day(day, "dense")}
        if day
        else pgettext("pledge", "On record")
    )


def _manager(request: Request, on: date) -> Any:
    unit = request.account.person.unit if request.account.person else None
    above = unit.path.strip("/").split("/") if unit else []
    rows = Appointment.objects.in_force(on).of(Role.MANAGER).filter(unit__in=_ids(above))
    nearest = max(
        rows.select_related("person", "unit"), key=lambda a: len(a.unit.path), default=None
    )
    return nearest.person.name if nearest else _("Nobody is appointed")


def _ids(hexes: list[str]) -> list[Any]:
    from uuid import UUID

    return [UUID(one) for one in hexes if one]


def requests(request: Request) -> list[dict[str, Any]]:
    """Records the actor brought to a state in which only somebody else may go on."""
    if request.actor.person is None:
        return []
    found: list[dict[str, Any]] = []
    for register, moves in deciding():
        found += _waiting(request, register, moves)
    return found


def deciding() -> list[tuple[Register[Any], list[Move]]]:
    """Registers with moves that another person than the one before must make."""
    found = []
    for register in registry:
        moves = [m for m in register.life.moves if m.other_than] if register.life else []
        if moves and register.listed:
            found.append((register, moves))
    return found


def undecided(register: Register[Any], moves: list[Move]) -> set[str]:
    """States that wait for one of ``moves``. What a decision led to may be decided anew, but waits no more."""
    assert register.life is not None  # noqa: S101 - deciding() has looked
    waiting = {state for move in moves for state in move.sources}
    beside = [m for m in register.life.moves if waiting.intersection(m.sources)]
    return waiting - {move.target for move in beside if move.target}


def _waiting(request: Request, register: Register[Any], moves: list[Move]) -> list[dict[str, Any]]:
    from sekisho.registers.segregation import segregated

    assert register.life is not None  # noqa: S101 - deciding() has looked
    states = undecided(register, moves)
    rows = guard.visible(request.actor, register, request.act().on)
    rows = rows.filter(**{f"{register.life.field}__in": states}).order_by("-changed_at")[:50]
    made = []
    for record in rows:
        state = getattr(record, register.life.field)
        steps = [m for m in moves if state in m.sources]
        if any(segregated(register, request.act(), step, record) for step in steps):
            words = dict(register.life.states.choices).get(state, state)
            title = register.label(record)
            meta = [register.singular, words, dates.day(record.changed_at.date(), "list")]
            made.append({"title": title, "href": cells.address(register, record), "meta": meta})
        if len(made) == EACH:
            break
    return made
