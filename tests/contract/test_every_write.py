"""What is true of every write: guarded, sealed with the state it leaves, never over another's."""

from dataclasses import replace
from typing import Any

import pytest

from sekisho.ledger.history import Item, history
from sekisho.registers import guard
from sekisho.registers.actor import Actor, service
from sekisho.registers.commands import move, withdraw, write, write_many
from sekisho.registers.errors import Conflict, Denied, Invalid, Missing
from sekisho.registers.plan import Line
from sekisho.registers.register import Register, registry
from sekisho.registers.rights import Role
from sekisho.registers.schema import Schema, schema
from sekisho.registers.state import state_hash
from tests.contract.acting import (
    LIVES,
    NAMES,
    ON,
    a_change,
    added,
    an_act,
    answers,
    as_own,
    given_values,
    made_move,
    unsaved,
    verified,
    walked,
    ways,
)
from tests.given.assets import a_classified_asset
from tests.given.every import a_record

pytestmark = pytest.mark.django_db
EACH = pytest.mark.parametrize("name", NAMES)
STEPS = [(name, step) for name in LIVES for step in registry[name].life.moves]
EACH_MOVE = pytest.mark.parametrize(
    ("name", "step"), STEPS, ids=[f"{name}.{step.name}" for name, step in STEPS]
)
OWN_DOOR = {"comments", "attachments"}
"""Kept by ``notes``; nobody writes them by the commands."""


def stored(register: Register[Any], record: Any) -> Any:
    """The record as the database gives it back."""
    return register.model._default_manager.get(pk=record.pk)


def sealed(register: Register[Any], record: Any) -> Item:
    """The one entry of the record's last act, which must hold the hash of the stored state."""
    row = stored(register, record)
    entries = history(register.name, row.pk)
    assert [entry.ver for entry in entries] == list(range(row.ver, 0, -1))
    payload = entries[0].payload
    assert payload is not None
    assert payload["state"] == state_hash(schema(register), row)
    return entries[0]


@EACH
@pytest.mark.usefixtures("anybody")
def test_adding_leaves_one_entry_with_the_hash_of_what_is_stored(name: str) -> None:
    register, act = registry[name], an_act()
    record = added(register, act)
    entry = sealed(register, record)
    assert (entry.act, entry.ver, entry.at) == ("add", 1, act.at)
    assert verified(name).ok


@EACH
@pytest.mark.usefixtures("anybody")
def test_changing_leaves_one_more_entry_with_what_was_and_what_is(name: str) -> None:
    register, act = registry[name], an_act()
    record = added(register, act)
    values = a_change(register, act, record)
    if not values:
        assert not register.rights.change, "it may be changed, but nothing of it can"
        return
    write(register, act, values, record, 1)
    entry = sealed(register, record)
    assert (entry.act, entry.ver, entry.actor) == ("change", 2, act.actor.id)
    assert entry.payload is not None
    assert set(entry.payload["set"]) == set(entry.payload["was"]) >= set(values)
    assert verified(name).ok


@EACH
@pytest.mark.usefixtures("anybody")
def test_writing_what_is_there_already_leaves_no_entry(name: str) -> None:
    register = registry[name]
    record = added(register, an_act())
    own = getattr(record, "person_id", None) or an_act().actor.person
    same = an_act(replace(an_act().actor, person=own), at=record.created_at)
    try:
        write(register, same, given_values(register, record), record, 1)
    except Invalid:
        assert not register.rights.change
    assert stored(register, record).ver == 1
    assert len(history(name, record.pk)) == 1


@EACH_MOVE
@pytest.mark.usefixtures("anybody")
def test_a_move_leaves_one_entry_of_its_name(name: str, step: Any) -> None:
    register = registry[name]
    for source in step.sources:
        record = walked(register, ways(register)[str(source)])
        before = record.ver
        made_move(register, an_act(), step, record)
        entry = sealed(register, record)
        assert (entry.act, entry.ver) == (step.name, before + 1)
    assert verified(name).ok


@EACH
@pytest.mark.usefixtures("anybody")
def test_withdrawing_leaves_an_entry_with_the_reason_or_is_refused_for_good(name: str) -> None:
    register, act = registry[name], an_act()
    record = added(register, act)
    if not register.withdrawable:
        with pytest.raises(Invalid):
            withdraw(register, act, record, "重複")
        return
    with pytest.raises(Invalid):
        withdraw(register, act, record, "  ")
    withdraw(register, act, record, "重複", 1)
    entry = sealed(register, record)
    assert entry.act == "withdraw"
    assert entry.payload is not None
    assert entry.payload["said"] == {"why": "重複"}
    assert not register.rows().filter(pk=record.pk).exists()
    assert verified(name).ok
    with pytest.raises(Missing):
        withdraw(register, act, record, "もう一度")


REFERRED = sorted({f.target for n in NAMES for f in Schema(registry[n]).references})


@pytest.mark.parametrize("name", REFERRED)
@pytest.mark.usefixtures("anybody")
def test_what_is_referred_to_stays(name: str) -> None:
    target = registry[name]
    for other in NAMES:
        for field in schema(registry[other]).references:
            if field.target != name:
                continue
            record = a_classified_asset() if name == "assets" else a_record(name)
            a_record(other, **{field.name: record})
            with pytest.raises(Invalid):
                withdraw(target, an_act(), record, "不要")
            assert target.rows().filter(pk=record.pk).exists(), f"{other}.{field.name}"


@EACH
@pytest.mark.usefixtures("anybody")
def test_whoever_saves_second_is_shown_both_versions(name: str) -> None:
    register, act = registry[name], an_act()
    record = added(register, act)
    values = a_change(register, act, record)
    if not values:
        return
    ((field, mine),) = values.items()
    theirs = schema(register).values(record)[field]
    record.ver = 1
    write(register, act, values, record, 1)
    saved = schema(register).values(stored(register, record))[field]
    with pytest.raises(Conflict) as refused:
        write(register, act, {field: theirs if theirs not in (None, "", ()) else mine}, record, 1)
    assert refused.value.ver == 2
    assert refused.value.theirs in ({}, {field: saved})
    if register.withdrawable:
        with pytest.raises(Conflict):
            withdraw(register, act, record, "重複", 1)
    assert stored(register, record).ver == 2
    assert len(history(name, record.pk)) == 2


@EACH_MOVE
@pytest.mark.usefixtures("anybody")
def test_a_move_on_what_somebody_changed_since_is_refused(name: str, step: Any) -> None:
    register = registry[name]
    record = walked(register, ways(register)[str(step.sources[0])])
    answers(register, step, record)  # what has to stand beside it
    with pytest.raises(Conflict):
        act = as_own(register, an_act(), step, record)
        move(register, act, step.name, record, {}, record.ver - 1)
    assert len(history(name, record.pk)) == record.ver


@EACH
@pytest.mark.usefixtures("nobody")
def test_without_a_checkpoint_nobody_does_or_sees_anything(name: str) -> None:
    register, record = registry[name], a_record(name)
    everyone = Actor(an_act().actor.id, frozenset(Role.values), an_act().actor.person)
    act = an_act(everyone)
    values = given_values(register, record)
    attempts: list[Any] = [
        lambda: write(register, act, values),
        lambda: write(register, act, {}, record),
        lambda: write_many(register, act, [Line(values)]),
        lambda: write_many(register, act, [Line({}, record)]),
        lambda: withdraw(register, act, record, "不要"),
    ]
    life = register.life
    state = getattr(record, life.field) if life else ""
    for step in life.from_state(state) if life else ():
        attempts.append(lambda step=step: move(register, act, step.name, record, {}))
    for attempt in attempts:
        with pytest.raises(Denied):
            attempt()
    assert not guard.visible(everyone, register, ON).exists()
    assert history(name, record.pk) == []
    assert stored(register, record).ver == 0


@EACH
@pytest.mark.usefixtures("anybody")
def test_many_rows_at_once_become_what_each_alone_becomes(name: str) -> None:
    register = registry[name]
    one = added(register, an_act())
    alone = schema(register).values(one)
    entry = history(name, one.pk)[0]
    for relation in one._meta.related_objects:  # what its register wrote beside it goes too
        relation.related_model._default_manager.filter(**{relation.field.name: one.pk}).delete()
    register.model._default_manager.filter(pk=one.pk).delete()
    values = {n: alone[n] for n in given_values(register, one)}
    act = an_act(replace(an_act().actor, person=alone.get("person") or an_act().actor.person))
    if "state" in values:
        values.pop("state")
    (written,) = write_many(register, act, [Line(values)])
    assert written.outcome == "created"
    together = schema(register).values(written.record)
    chance = {"id", "number", "created_at", "changed_at", "minutes_by"}
    assert {n: v for n, v in together.items() if n not in chance} == {
        n: v for n, v in alone.items() if n not in chance
    }
    assert sealed(register, written.record).act == entry.act


@EACH
@pytest.mark.usefixtures("anybody")
def test_what_the_system_fills_in_cannot_be_typed(name: str) -> None:
    register, act = registry[name], an_act()
    record = a_record(name)
    form = schema(register)
    closed = [n for n in form.all if n not in form.writable]
    assert {"id", "ver", "created_at", "changed_at", "withdrawn_at"} <= set(closed)
    for field in closed:
        with pytest.raises(Invalid) as refused:
            write(register, act, {field: form.values(record)[field] or "1"}, record)
        assert list(refused.value.problems) == [field]
    with pytest.raises(Invalid):
        write(register, act, {"extra": {"a": 1}}, record)
    with pytest.raises(Invalid):
        write(register, act, {"no_such_field": "1"}, record)
    assert stored(register, record).ver == 0


@EACH
def test_whom_the_rights_do_not_name_may_not(name: str) -> None:
    """The real guard: a role writes by the commands only where its register says so."""
    register = registry[name]
    if name in OWN_DOOR:
        return
    values = unsaved(register)
    for role in Role.values:
        if role in register.rights.of("add") or role in {Role.OPERATOR, Role.DEPUTY}:
            continue
        act = an_act(Actor(service("x").id, frozenset({role}), an_act().actor.person))
        with pytest.raises(Denied):
            write(register, act, values)
