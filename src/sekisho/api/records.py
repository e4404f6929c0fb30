"""Lists, single records, and what is done with them: all through the commands."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from sekisho.api.door import Ask, reply, resource
from sekisho.api.problems import Problem
from sekisho.api.shape import Shape
from sekisho.registers import commands, guard, listing
from sekisho.registers.errors import Conflict, Invalid, Missing
from sekisho.registers.register import Register


def list_(ask: Ask, name: str) -> HttpResponse:
    register = ask.register(name)
    asked = listing.wanted(register, dict(ask.request.GET.lists()))
    rows = listing.rows(register, ask.actor, ask.act.on, asked)
    return reply(Shape(register, ask.actor, ask.act.on).page(rows, asked))


def create(ask: Ask, name: str) -> HttpResponse:
    register = ask.register(name, read=False)
    record = commands.write(register, ask.act, ask.body())
    here = f"/api/v1/{register.name}/{record.pk}"
    return shown(ask, register, record, 201, Location=here)


def one(ask: Ask, name: str, key: str) -> HttpResponse:
    register = ask.register(name)
    rows = found(ask, register, key)
    item = Shape(register, ask.actor, ask.act.on).one(rows)
    if item is None:
        raise Missing(key)
    tag = f'"{item["ver"]}"'
    if tag in ask.request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": tag})
    return reply(item, ETag=tag)


def change(ask: Ask, name: str, key: str) -> HttpResponse:
    register = ask.register(name)
    if "If-Match" not in ask.request.headers:
        raise Problem("no_version", detail=_("Send the ETag of the record, or *."))
    record = record_of(ask, register, key)
    saved = commands.write(register, ask.act, ask.body(), record, ask.version())
    return shown(ask, register, saved)


def move(ask: Ask, name: str, key: str, move: str) -> HttpResponse:
    """Make a move; the body answers what it asks."""
    register = ask.register(name)
    record = record_of(ask, register, key)
    life = register.life
    steps = [step for step in life.moves if step.name == move] if life else []
    if life is None or not steps:
        raise Missing(move)
    guard.demand(ask.actor, move, register, record, ask.act.on)
    state = getattr(record, life.field)
    if not any(state in step.sources for step in steps):
        possible = [step.name for step in life.from_state(state)]
        raise Problem("wrong_state", state=state, moves=possible)
    beyond = register.further(move, record)
    taken = [*steps, *([beyond[2]] if beyond else [])]
    said = _said(ask, {word for step in taken for word in (*step.asks, *step.may)})
    try:
        moved = commands.move(register, ask.act, move, record, said, ask.version())
    except Conflict as conflict:
        raise _both(ask, register, key, conflict) from None
    return shown(ask, register, moved)


def _said(ask: Ask, asked: set[str]) -> dict[str, Any]:
    said = ask.body()
    if unknown := said.keys() - asked:
        raise Invalid({n: [_("This move does not ask for this.")] for n in sorted(unknown)})
    return said


def withdraw(ask: Ask, name: str, key: str) -> HttpResponse:
    register = ask.register(name)
    record = record_of(ask, register, key)
    body = ask.body()
    why = body.pop("reason", "")
    if body or not isinstance(why, str):
        raise Invalid({n: [_("Only the reason is asked for.")] for n in sorted(body) or ["reason"]})
    try:
        gone = commands.withdraw(register, ask.act, record, why, ask.version())
    except Invalid as invalid:
        problems = {"reason" if n == "why" else n: t for n, t in invalid.problems.items()}
        raise Invalid(problems) from None
    except Conflict as conflict:
        raise _both(ask, register, key, conflict) from None
    return reply({"id": gone.pk, "ver": gone.ver, "withdrawn_at": gone.withdrawn_at})


def found(ask: Ask, register: Register[Any], key: str) -> Any:
    """The rows of this id or number that the actor may read: one or none."""
    rows = guard.visible(ask.actor, register, ask.act.on)
    try:
        return rows.filter(pk=UUID(key))
    except ValueError:
        numbered = any(f.name == "number" for f in register.model._meta.concrete_fields)
        return rows.filter(number=key) if numbered and "\x00" not in key else rows.none()


def record_of(ask: Ask, register: Register[Any], key: str) -> Any:
    """The record of this id or number. Raises Missing, also for what the actor may not read."""
    record = found(ask, register, key).first()
    if record is None:
        raise Missing(key)
    return record


def shown(
    ask: Ask, register: Register[Any], record: Any, status: int = 200, **headers: str
) -> HttpResponse:
    """The record after an act; of one that the actor may not read, only its id and version."""
    rows = guard.visible(ask.actor, register, ask.act.on).filter(pk=record.pk)
    item = Shape(register, ask.actor, ask.act.on).one(rows)
    headers["ETag"] = f'"{record.ver}"'
    return reply(item or {"id": record.pk, "ver": record.ver}, status, **headers)


def _both(ask: Ask, register: Register[Any], key: str, conflict: Conflict) -> Problem:
    """A conflict with no field in dispute: the record as it is now is the other version."""
    now = Shape(register, ask.actor, ask.act.on).one(found(ask, register, key))
    return Problem("stale", ver=conflict.ver, yours={"ver": ask.version()}, theirs=now or {})


def nothing(ask: Ask, **where: str) -> HttpResponseBase:
    """Any address under /api/ that leads nowhere."""
    del ask, where
    raise Missing


many = resource(GET=list_, POST=create)
single = resource(GET=one, PATCH=change)
moves = resource(POST=move)
withdrawal = resource(POST=withdraw)
nowhere = resource(GET=nothing, POST=nothing, PATCH=nothing, PUT=nothing, DELETE=nothing)
