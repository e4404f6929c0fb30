"""One move of many records, as one act: the same door as ``commands.move``, in a few statements."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from sekisho.registers.actor import Act
from sekisho.registers.approving import approving
from sekisho.registers.commands import all_moved, answered, move, step_of
from sekisho.registers.errors import Denied, Missing
from sekisho.registers.guard import demand, guard
from sekisho.registers.plan import Planned
from sekisho.registers.register import Register
from sekisho.registers.rights import Scope
from sekisho.registers.schema import schema
from sekisho.registers.segregation import segregated_each
from sekisho.registers.store import save
from sekisho.registers.workflow import Move


@transaction.atomic
def move_many(
    register: Register[Any],
    act: Act,
    name: str,
    records: Sequence[Any],
    said: Mapping[str, Any] | None = None,
    grp: UUID | None = None,
) -> list[Any]:
    """The same move of many records: one entry each, all of one group, in a few statements.

    Raises what ``move`` raises, for the first that cannot be moved; then none is.
    """
    said, life = said or {}, register.life
    held = _locked_many(register, [record.pk for record in records])
    if life is None or any(register.acting(act, name, one) != act for one in held):
        return [move(register, act, name, record, said) for record in held]
    states: dict[str, list[Any]] = {}
    for record in held:
        states.setdefault(getattr(record, life.field), []).append(record)
    rows: list[Planned] = []
    for part in states.values():
        step = step_of(register, name, part[0])
        _demand_all(register, act, step, part)
        answered(register, step, said)
        rows += all_moved(register, act, step, part, said)
    words = {field: said[field] for field in said if field not in schema(register).all}
    save(register, act, rows, name=name, said=words, grp=grp)
    for was, part in states.items():
        approving().came(register, act, part, was)
    for row in rows:
        register.moved(act, name, row.record, said)
    return [row.record for row in rows]


def _demand_all(register: Register[Any], act: Act, step: Move, records: Sequence[Any]) -> None:
    """Ask for all at once; whoever is not let through is asked about alone, for the reasons."""
    free = _let(register, act, step, records)
    kept = segregated_each(register, act, step, records)
    for record in records:
        if record.pk not in free:
            demand(act.actor, step.name, register, record, act.on)
        if kept[record.pk]:
            raise Denied(f"{register.name}.{step.name}", kept[record.pk])


def _let(register: Register[Any], act: Act, step: Move, records: Sequence[Any]) -> set[UUID]:
    if Scope.ALL in guard().reach(act.actor, step.name, register):
        return {record.pk for record in records}
    found: set[UUID] = set()
    for start in range(0, len(records), 500):
        part = [record.pk for record in records[start : start + 500]]
        rows = register.model._default_manager.filter(pk__in=part)
        let = guard().reachable(act.actor, step.name, register, rows, act.on)
        found |= set(let.values_list("pk", flat=True))
    return found


def _locked_many(register: Register[Any], pks: Sequence[UUID]) -> list[Any]:
    """These records, in this order, held until the act is over. Raises Missing."""
    rows = register.model._default_manager.select_for_update(of=("self",))
    held: dict[UUID, Any] = {}
    for start in range(0, len(pks), 500):
        part = rows.filter(pk__in=pks[start : start + 500], withdrawn_at=None)
        held |= {record.pk: record for record in part}
    if lost := [pk for pk in pks if pk not in held]:
        raise Missing(f"{register.name}:{lost[0]}")
    return [held[pk] for pk in pks]
