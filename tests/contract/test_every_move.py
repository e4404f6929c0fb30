"""What is true of every workflow: exactly the declared moves, with what each asks and fills in."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sekisho.ledger.entries import Draft, append
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.parse import is_empty
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import schema
from sekisho.registers.segregation import segregated
from sekisho.registers.store import origin
from tests.contract.acting import AT, LIVES, an_act, answers, as_own, made_move, walked, ways
from tests.contract.test_every_write import EACH_MOVE, STEPS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anybody")]
EACH = pytest.mark.parametrize("name", LIVES)
PARTED = [(name, step) for name, step in STEPS if step.other_than]
EACH_PARTED = pytest.mark.parametrize(
    ("name", "step"), PARTED, ids=[f"{name}.{step.name}" for name, step in PARTED]
)


@EACH
def test_each_state_can_be_reached_and_begins_where_the_record_begins(name: str) -> None:
    register = registry[name]
    life = register.life
    assert life is not None
    assert set(ways(register)) == set(life.states.values)
    blank = register.model._meta.get_field(life.field).get_default()
    assert blank == life.initial


@EACH
def test_a_state_is_never_typed(name: str) -> None:
    life = registry[name].life
    assert life is not None
    assert not schema(registry[name]).all[life.field].writable
    record = walked(registry[name], [])
    with pytest.raises(Invalid):
        write(registry[name], an_act(), {life.field: life.states.values[-1]}, record)


@EACH
def test_from_each_state_exactly_the_declared_moves_are_possible(name: str) -> None:
    register = registry[name]
    life = register.life
    assert life is not None
    names = {step.name for step in life.moves}
    for state, way in ways(register).items():
        record = walked(register, way)
        allowed = {step.name for step in life.from_state(state)}
        for other in names - allowed:
            with pytest.raises(Invalid):
                move(register, an_act(), other, record, {})
        assert getattr(record, life.field) == state
        assert record.ver == len(way) + 1


@EACH_MOVE
def test_a_move_asks_what_it_declares_and_fills_in_who_and_when(name: str, step: Any) -> None:
    register = registry[name]
    record = walked(register, ways(register)[str(step.sources[0])])
    said = answers(register, step, record)
    known = schema(register).all
    act = as_own(register, an_act(), step, record)
    for left_out in step.asks:
        if left_out in known and known[left_out].type == "boolean":
            continue
        with pytest.raises(Invalid) as refused:
            move(register, act, step.name, record, {**said, left_out: " "})
        assert left_out in refused.value.problems
    moved = move(register, act, step.name, record, said)
    moved = register.model._default_manager.get(pk=moved.pk)
    stays = getattr(record, register.life.field)  # type: ignore[union-attr]
    assert getattr(moved, register.life.field) == (step.target or stays)  # type: ignore[union-attr]
    filled = {"person": act.actor.person, "day": act.on, "moment": act.at}
    for field, what in step.sets:
        assert schema(register).values(moved)[field] == filled[what]
    for field in step.asks:
        if field in known:
            assert not is_empty(schema(register).values(moved)[field])


@EACH_MOVE
def test_a_move_takes_answers_to_nothing_it_does_not_ask(name: str, step: Any) -> None:
    """Nobody slips another field in beside the answers."""
    register = registry[name]
    record = walked(register, ways(register)[str(step.sources[0])])
    before = schema(register).values(record)
    touched = {register.life.field, *step.asks, *step.may, *(f for f, _ in step.sets)}  # type: ignore[union-attr]
    extra = {n: "x" for n in schema(register).all if n not in touched}
    act = as_own(register, an_act(), step, record)
    said = answers(register, step, record)
    moved = move(register, act, step.name, record, {**extra, **said})
    after = schema(register).values(register.model._default_manager.get(pk=moved.pk))
    assert not [n for n in extra if after[n] == "x" and before[n] != "x"]


def did(register: Register[Any], record: Any, name: str, act: Any) -> None:
    """An entry that says ``act`` made the step ``name`` of ``record``; the record follows."""
    record.ver += 1
    register.model._default_manager.filter(pk=record.pk).update(ver=record.ver)
    append([Draft(name, register.name, record.pk, record.ver, {})], origin(act))


@EACH_PARTED
def test_whoever_made_the_earlier_step_is_refused_and_somebody_else_is_not(
    name: str, step: Any
) -> None:
    register = registry[name]
    for source in step.sources:
        for earlier in step.other_than:
            record = walked(register, ways(register)[str(source)])
            mine = an_act()
            did(register, record, earlier, replace(mine, at=AT - timedelta(seconds=5)))
            said = answers(register, step, record)
            with pytest.raises(Denied) as refused:
                move(register, mine, step.name, record, said)
            assert [code for code, _ in refused.value.reasons] == ["same_person"]
            assert segregated(register, an_act(), step, record) == []
            made_move(register, an_act(), step, record)


@EACH_PARTED
def test_acting_for_somebody_else_does_not_hide_the_hand(name: str, step: Any) -> None:
    register = registry[name]
    record = walked(register, ways(register)[str(step.sources[0])])
    mine = an_act()
    did(register, record, step.other_than[0], replace(mine, at=AT - timedelta(seconds=5)))
    other = an_act()
    behalf = replace(other, actor=replace(other.actor, on_behalf=mine.actor.id))
    assert segregated(register, behalf, step, record)


@EACH_PARTED
def test_going_round_by_another_way_does_not_help(name: str, step: Any) -> None:
    """Sent back and forth in between: the last one to make the earlier step still cannot."""
    register = registry[name]
    record = walked(register, ways(register)[str(step.sources[0])])
    mine = an_act()
    others = [s.name for s in register.life.moves if s.name not in (*step.other_than, step.name)]  # type: ignore[union-attr]
    did(register, record, step.other_than[0], replace(mine, at=AT - timedelta(seconds=5)))
    for between in others[:2]:
        did(register, record, between, replace(an_act(), at=AT - timedelta(seconds=4)))
    with pytest.raises(Denied):
        move(register, mine, step.name, record, answers(register, step, record))
