"""Carrying a plan out: what can be dated ahead at once and as one act, the rest by a job on the day."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sekisho.domains.people.actors import actor_for
from sekisho.domains.people.models import Account, Assignment, Unit
from sekisho.jobs import queue
from sekisho.jobs.context import Context
from sekisho.jobs.models import Job, State
from sekisho.jobs.task import task
from sekisho.ledger.ids import new_id
from sekisho.registers import guard
from sekisho.registers.actor import Act
from sekisho.registers.commands import write, write_many
from sekisho.registers.errors import Conflict, Denied, Invalid, Missing, Refused
from sekisho.registers.exchange.undo import undo
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.web.direction.reorganising.effects import Effects, living
from sekisho.web.direction.reorganising.plan import MOVES, RENAMES, Plan

TASK = "reorganisation.carry_out"
STEP = 50
SHOWN = 20


@transaction.atomic
def carry_out(found: Effects, act: Act, account: UUID, language: str) -> Job:
    """Write what is dated ahead, one group in the ledger, and leave the rest to the job of the day.

    Raises Denied or Invalid; then nothing is written.
    """
    plan, grp = found.plan, new_id(act.at)
    keys = {row.key: row.unit.pk for row in plan.rows} | _begin(plan, act, grp)
    before = plan.on - timedelta(days=1)
    ends = [Line({"ends_on": before}, row.unit) for row in plan.ending]
    write_many(registry["units"], act, ends, grp=grp)
    heirs = {row.unit.pk: keys.get(row.target) for row in plan.ending}
    _hand_posts(found, act, heirs, grp)
    over = [Line({"ends_on": before}, one) for one in found.managers if one.starts_on < plan.on]
    write_many(registry["appointments"], act, over, grp=grp)
    units = [[str(pk), values] for pk, values in _on_the_day(found, keys).items()]
    hands = [
        [name, str(gone), str(heir)]
        for gone, heir in heirs.items() if heir is not None
        for name in found.hands
    ]  # fmt: skip
    begins = datetime.combine(plan.on, time(0), timezone.get_default_timezone())
    return change_units.enqueue(
        str(grp), str(account), language, units, hands, run_at=max(begins, act.at)
    )


def _begin(plan: Plan, act: Act, grp: UUID) -> dict[str, UUID]:
    """The new units, those above first; key → id."""
    made = {row.key: row.unit.pk for row in plan.rows}
    new: dict[str, UUID] = {}
    left = plan.begun
    while left:
        ready = [one for one in left if not one.target or one.target in made]
        lines = [
            Line({"code": one.code, "name": one.name, "kind": "department", "starts_on": plan.on,
                  "parent": made.get(one.target)})
            for one in ready
        ]  # fmt: skip
        written = write_many(registry["units"], act, lines, grp=grp)
        new |= {one.key: row.record.pk for one, row in zip(ready, written, strict=True)}
        made |= new
        left = [one for one in left if one.key not in new]
    return new


def _hand_posts(found: Effects, act: Act, heirs: Mapping[UUID, UUID | None], grp: UUID) -> None:
    """Posts of units that end go on in the unit that takes over; a second one there is not needed.

    Who led the unit does not lead the other one by that: it is named among what is to be decided.
    """
    on = found.plan.on
    later = Assignment.objects.in_force(on).filter(unit__in=[h for h in heirs.values() if h])
    there = set(later.values_list("person", "unit"))
    lines = []
    for post in found.posts:
        heir = heirs[post.unit_id]
        if post.starts_on >= on:
            lines.append(Line({"unit": heir, "leads": False}, post))
            continue
        lines.append(Line({"ends_on": on - timedelta(days=1)}, post))
        if heir is None or (post.person_id, heir) in there:
            continue
        there.add((post.person_id, heir))
        lines.append(
            Line({"person": post.person_id, "unit": heir, "title": post.title, "main": post.main,
                  "leads": False, "starts_on": on, "ends_on": post.ends_on})
        )  # fmt: skip
    write_many(registry["assignments"], act, lines, grp=grp)


def _on_the_day(found: Effects, keys: Mapping[str, UUID]) -> dict[UUID, dict[str, str]]:
    """Names and places that change: a unit has one of each at a time."""
    changes: dict[UUID, dict[str, str]] = {}
    for row in found.plan.rows:
        values = {}
        if row.do in RENAMES:
            values["name"] = row.name
        if row.do in MOVES:
            values["parent"] = str(keys[row.target])
        elif row.key in found.moved:
            above = found.moved[row.key]
            values["parent"] = str(keys[above]) if above else ""
        if values:
            changes[row.unit.pk] = values
    return changes


@task(name=TASK, max_attempts=3)
def change_units(
    ctx: Context, grp: str, account: str, language: str, units: list[Any], hands: list[Any]
) -> dict[str, Any]:
    """On the day: new names and places, then the records of units that have ended, some at a time.

    In the name of whoever confirmed the plan, with the rights of that day. What is refused is
    told, and does not hold up the rest.
    """
    who = Account.objects.get(pk=UUID(account))
    state = ctx.state
    state.setdefault("tried", [])
    with translation.override(language):
        if not state.get("units"):
            with ctx.commit():
                _each(ctx.state, _act(who), "units", [(UUID(pk), v) for pk, v in units])
                ctx.state["units"] = True
        for name, gone, heir in hands:
            while some := _some(ctx.state, _act(who), name, UUID(gone)):
                with ctx.commit():
                    _each(ctx.state, _act(who), name, [(pk, {"unit": UUID(heir)}) for pk in some])
                    ctx.state["tried"] = [*ctx.state["tried"], *map(str, some)]
                ctx.progress(ctx.state.get("done", 0))
    del grp
    return {"done": ctx.state.get("done", 0), "refused": ctx.state.get("refused", [])}


def _act(who: Account) -> Act:
    at = timezone.now()
    return Act.now(actor_for(who, timezone.localdate(at)), at, "web", settings.TIME_ZONE)


def _some(state: Mapping[str, Any], act: Act, name: str, unit: UUID) -> list[UUID]:
    """The next records of ``unit`` that were not tried yet."""
    rows = guard.visible(act.actor, registry[name], act.on).filter(living(name, act.on), unit=unit)
    rows = rows.exclude(pk__in=[UUID(pk) for pk in state["tried"]])
    return list(rows.order_by("pk").values_list("pk", flat=True)[:STEP])


def _each(state: dict[str, Any], act: Act, name: str, changes: list[tuple[UUID, Any]]) -> None:
    """One command for each."""
    register = registry[name]
    records = register.model._default_manager.in_bulk([pk for pk, _values in changes])
    for pk, values in changes:
        try:
            write(register, act, values, records[pk])
        except Refused as refusal:
            told = f"{register.label(records[pk])}{_(': ')}{refused(refusal)}"
            state["refused"] = [*state.get("refused", []), told][:SHOWN]
        else:
            state["done"] = state.get("done", 0) + 1


def refused(refusal: Refused) -> str:
    """Why not, in one line."""
    if isinstance(refusal, Denied):
        return " ".join(str(text) for _code, text in refusal.reasons)
    if isinstance(refusal, Invalid):
        return " ".join(str(t) for texts in refusal.problems.values() for t in texts)
    if isinstance(refusal, Conflict):
        return _("Somebody else changed this record first. Please look again.")
    assert isinstance(refusal, Missing)  # noqa: S101 - the four there are
    return _("This record is no longer there.")


def planned() -> list[Job]:
    """Reorganisations confirmed: those to come, and for a week those carried out."""
    return list(Job.objects.filter(task=TASK).exclude(state=State.CANCELLED).order_by("run_at"))


def to_come(job: Job) -> list[str]:
    """What a plan does on its day, in words: each name, each place, each unit handed over."""
    _grp, _account, _language, units, hands = job.args["args"]
    names = {str(pk): name for pk, name in Unit.objects.values_list("pk", "name")}
    found = []
    for pk, values in units:
        told = {"name": values.get("name"), "to": names.get(values.get("parent", ""), "")}
        parts = [_("becomes “%(name)s”") % told] if "name" in values else []
        parts += [_("moves under %(to)s") % told] if told["to"] else []
        parts += [_("moves to the top")] if values.get("parent") == "" else []
        found.append(f"{names[pk]}{_(': ')}{_('、').join(parts)}")
    for gone, heir in dict.fromkeys((gone, heir) for _name, gone, heir in hands):
        words = _("ends; %(to)s takes over") % {"to": names[heir]}
        found.append(f"{names[gone]}{_(': ')}{words}")
    return found


@transaction.atomic
def take_back(act: Act, job: Job) -> None:
    """Undo a plan whose day has not come. Raises Denied, Invalid or Missing; nothing is undone then."""
    if job.state != State.READY or job.run_at <= act.at or not queue.cancel(job.pk, act.at):
        raise Invalid({"": [_("Its day has come: it cannot be taken back as a whole any more.")]})
    grp = UUID(job.args["args"][0])
    undo(act, grp)
