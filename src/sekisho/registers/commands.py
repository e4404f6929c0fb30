"""Commands: the one door. Guard, validate, save, seal, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.approving import approving
from sekisho.registers.dependents import dependents
from sekisho.registers.errors import Conflict, Denied, Invalid, Missing, Text
from sekisho.registers.guard import demand
from sekisho.registers.parse import is_empty
from sekisho.registers.plan import Line, Planned, plan
from sekisho.registers.register import Register
from sekisho.registers.schema import schema
from sekisho.registers.segregation import segregated
from sekisho.registers.store import save
from sekisho.registers.workflow import Move


class InvalidLines(Invalid):
    """Some of many rows cannot stand. ``lines``: index → field → messages. Nothing was written."""

    def __init__(self, lines: Mapping[int, Mapping[str, Sequence[Text]]]) -> None:
        self.lines = {index: dict(problems) for index, problems in lines.items()}
        super().__init__({"": [_("%(n)s rows need correction.") % {"n": len(lines)}]})


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one of many rows."""

    record: Any
    outcome: str  # created, changed or same


@transaction.atomic
def write(
    register: Register[Any],
    act: Act,
    values: Mapping[str, Any],
    record: Any = None,
    ver: int | None = None,
) -> Any:
    """Add a record, or change one. ``values``: raw or clean, by field name.

    ``ver`` is the version the caller saw. Raises Denied, Invalid, or Conflict with both versions
    when another act came first; then nothing is written.
    """
    if record is not None:
        record = locked(register, record.pk)
    (row,) = plan(register, act, [Line(values, record)])
    if row.denied:
        raise Denied(f"{register.name}.{'add' if row.adds else 'change'}", row.denied)
    if record is not None and ver is not None and record.ver != ver:
        raise _conflict(register, record, row)
    if row.problems:
        raise Invalid(row.problems)
    _free(register, act, [row])
    save(register, act, [row])
    if record is None:
        approving().came(register, act, [row.record], None)
    return row.record


@transaction.atomic
def write_many(
    register: Register[Any], act: Act, lines: Sequence[Line], grp: UUID | None = None
) -> list[Written]:
    """The same door for many rows: one entry each, all of one group, in a few statements.

    Raises InvalidLines naming every row at once, or Denied; then nothing is written.
    """
    planned = plan(register, act, lines)
    denied = [row for row in planned if row.denied]
    if denied:
        raise Denied(f"{register.name}.write", denied[0].denied)
    if bad := {i: row.problems for i, row in enumerate(planned) if row.problems}:
        raise InvalidLines(bad)
    _free(register, act, planned)
    outcomes = ["created" if r.adds else "changed" if r.changes else "same" for r in planned]
    save(register, act, planned, grp=grp)
    fresh = [row.record for row, out in zip(planned, outcomes, strict=True) if out == "created"]
    approving().came(register, act, fresh, None)
    return [Written(row.record, out) for row, out in zip(planned, outcomes, strict=True)]


@transaction.atomic
def move(
    register: Register[Any],
    act: Act,
    name: str,
    record: Any,
    said: Mapping[str, Any] | None = None,
    ver: int | None = None,
) -> Any:
    """Make one move of the record's workflow; ``said`` answers what the move asks.

    Raises Denied (right or segregation of duties), Invalid (wrong state, missing answers), Conflict.
    """
    said = said or {}
    record = locked(register, record.pk)
    step = step_of(register, name, record)
    act = register.acting(act, name, record)
    reasons = segregated(register, act, step, record)
    demand(act.actor, name, register, record, act.on)
    if reasons:
        raise Denied(f"{register.name}.{name}", reasons)
    if ver is not None and record.ver != ver:
        raise Conflict(record.ver, {}, {})
    return carry_out(register, act, step, record, said)


def carry_out(
    register: Register[Any],
    act: Act,
    step: Move,
    record: Any,
    said: Mapping[str, Any],
    words: Mapping[str, Any] | None = None,
) -> Any:
    """Make a move that is allowed. For ``move``, and for the approval matrix when a run is through.

    ``words``: more for the ledger. Raises Invalid.
    """
    was = getattr(record, register.life.field)  # type: ignore[union-attr]
    answered(register, step, said)
    row = _moved(register, act, step, record, said)
    kept = {field: said[field] for field in step.asks if field not in schema(register).all}
    save(register, act, [row], name=step.name, said={**kept, **(words or {})})
    approving().came(register, act, [row.record], was)
    register.moved(act, step.name, row.record, said)
    return row.record


@transaction.atomic
def follow(
    register: Register[Any], act: Act, name: str, record: Any, said: Mapping[str, Any] | None = None
) -> Any:
    """A move that another act brings with it (a confirmed disposal ends its asset).

    The guard was asked about that act; whoever may do it need not have the right to this move.
    Everything else holds: the state, what the move asks, the checks, the entry. Raises Invalid.
    """
    said = said or {}
    record = locked(register, record.pk)
    return carry_out(register, act, step_of(register, name, record), record, said)


@transaction.atomic
def withdraw(
    register: Register[Any], act: Act, record: Any, why: str, ver: int | None = None
) -> Any:
    """Take a record out of use. It stays in the ledger; its number is never given again."""
    record = locked(register, record.pk)
    demand(act.actor, "withdraw", register, record, act.on)
    if ver is not None and record.ver != ver:
        raise Conflict(record.ver, {}, {})
    if is_empty(why):
        raise Invalid({"why": [_("Please write the reason.")]})
    if not register.withdrawable:
        raise Invalid({"": [_("Records of this register are never withdrawn.")]})
    if words := dependents(record):
        raise Invalid({"": words})
    return taken_out(register, act, record, why)


def taken_out(register: Register[Any], act: Act, record: Any, why: str) -> Any:
    """Withdraw ``record``: it was asked whether that is allowed."""
    row = Planned(record, {"withdrawn_at": act.at}, {"withdrawn_at": (None, act.at)})
    save(register, act, [row], name="withdraw", said={"why": why})
    approving().came(register, act, [row.record], "")
    return row.record


def locked(register: Register[Any], pk: UUID) -> Any:
    """The record as it is now, held until the act is over. Raises Missing."""
    rows = register.model._default_manager.select_for_update(of=("self",))
    record = rows.filter(pk=pk, withdrawn_at=None).first()
    if record is None:
        raise Missing(f"{register.name}:{pk}")
    return record


def _free(register: Register[Any], act: Act, planned: Sequence[Planned]) -> None:
    """What somebody is deciding about stays as it was handed in. Raises Invalid."""
    changing = [row.record for row in planned if row.record is not None and row.changes]
    if changing and "engine" not in act.actor.roles and approving().held(register, changing):
        words = _("Its approval is under way. Please pull the request back before changing it.")
        raise Invalid({"": [words]})


def step_of(register: Register[Any], name: str, record: Any) -> Move:
    if register.life is None:
        raise Missing(f"{register.name} has no moves")
    try:
        return register.life.move(name, getattr(record, register.life.field))
    except LookupError:
        words = _("This cannot be done in the present state. Please reload the page.")
        raise Invalid({"": [words]}) from None


def answered(register: Register[Any], step: Move, said: Mapping[str, Any]) -> None:
    known = schema(register).all
    optional = {f for f in step.asks if f in known and known[f].type == "boolean"}
    missing = [f for f in step.asks if is_empty(said.get(f)) and f not in optional]
    if missing:
        raise Invalid({name: [_("Please fill this in.")] for name in missing})


def _moved(
    register: Register[Any], act: Act, step: Move, record: Any, said: Mapping[str, Any]
) -> Planned:
    """The row after the move: new state, answers, and who or when as the move declares."""
    return all_moved(register, act, step, [record], said)[0]


def all_moved(
    register: Register[Any], act: Act, step: Move, records: Sequence[Any], said: Mapping[str, Any]
) -> list[Planned]:
    assert register.life is not None  # noqa: S101 - _step has looked
    form = schema(register)
    answered = (*step.asks, *(f for f in step.may if not is_empty(said.get(f))))
    fields = {f: said[f] for f in answered if f in form.all and f in said}
    filled = {"person": act.actor.person, "day": act.on, "moment": act.at}
    sets: dict[str, Any] = {name: filled[what] for name, what in step.sets}
    if step.target:
        sets[register.life.field] = step.target
    lines = [Line(fields, record, answered) for record in records]
    rows = plan(register, act, lines, guarded=False, sealed=sets)
    for row in rows:
        if row.problems:
            raise Invalid(row.problems)
    return rows


def _conflict(register: Register[Any], record: Any, row: Planned) -> Conflict:
    now = schema(register).values(record)
    mine = {name: row.values[name] for name in row.changes}
    return Conflict(record.ver, mine, {name: now[name] for name in mine})
