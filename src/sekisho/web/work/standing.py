"""My standing: what the records say of me; and what I have asked others to decide."""

from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sekisho.domains.documents.models import Acknowledgement, Version
from sekisho.domains.education.models import CourseAssignment
from sekisho.domains.people.models import Appointment, Pledge
from sekisho.registers import guard
from sekisho.registers.approvals.words import RunState
from sekisho.registers.approving import approving, deciding
from sekisho.registers.deciding import undecided
from sekisho.registers.register import Register, registry
from sekisho.registers.rights import Role
from sekisho.registers.segregation import makers_of_each
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
    found = [(_("Policy"), _policy(person, on)), (_("Pledge"), _pledge(person)),
             (_("Training"), _training(person, on))]  # fmt: skip
    own = Appointment.objects.in_force(on).filter(person=person).select_related("unit")
    roles = [f"{a.get_role_display()} ({a.unit})" if a.unit else a.get_role_display() for a in own]
    if roles:
        found.append((_("Appointments"), _("、").join(map(str, roles))))
    found.append((_("Manager"), _manager(request, on)))
    return found


def _training(person: Any, on: date) -> Any:
    done = CourseAssignment.objects.done(on).filter(person=person).order_by("-passed_on").first()
    if done is None or done.passed_on is None:
        return _("No course passed yet")
    told = {"course": done.course, "day": dates.day(done.passed_on, "list", on)}
    return _("%(course)s passed, %(day)s") % told


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
    """What the actor asked others to decide: runs of the approval matrix, and records that only
    somebody else may lead on."""
    if request.actor.person is None:
        return []
    found = _runs(request)
    for register in registry:
        moves = deciding(register)
        if moves and register.listed:
            found += _waiting(request, register, moves)
    return found


def _runs(request: Request) -> list[dict[str, Any]]:
    register = registry["approvals"]
    rows = guard.visible(request.actor, register, request.act().on)
    rows = rows.filter(person=request.actor.person, state__in=(RunState.WAITING, RunState.RETURNED))
    found = []
    for run in rows.order_by("-asked_on", "-number")[:EACH]:
        meta = [run.number, run.get_state_display(), dates.day(run.asked_on, "list")]
        found.append({"title": run.title, "href": cells.address(register, run), "meta": meta})
    return found


def _waiting(request: Request, register: Register[Any], moves: list[Move]) -> list[dict[str, Any]]:
    """Records the actor had a hand in that wait for another; those in a run are told as the run."""
    life = register.life
    assert life is not None  # noqa: S101 - it has moves
    rows = guard.visible(request.actor, register, request.act().on)
    rows = rows.filter(**{f"{life.field}__in": undecided(register, moves)})
    records = list(rows.order_by("-changed_at")[:50])
    made = makers_of_each(register, moves, records) if records else {}
    held = approving().held(register, records)
    found = []
    for record in records:
        state = getattr(record, life.field)
        steps = [m for m in moves if state in m.sources]
        mine = any(request.actor.id in made[record.pk, m.name] for m in steps)
        if mine and record.pk not in held:
            words = dict(life.states.choices).get(state, state)
            meta = [register.singular, words, dates.day(record.changed_at.date(), "list")]
            title = register.label(record)
            found.append({"title": title, "href": cells.address(register, record), "meta": meta})
    return found[:EACH]
