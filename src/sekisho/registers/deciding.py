"""What waits for a decision that one actor may take, over every register, in a few queries for each.

A move that somebody else had to prepare (``Move.other_than``) is a decision; where the approval matrix
names who decides, the seats of its runs stand in its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sekisho.registers import guard
from sekisho.registers.actor import Act
from sekisho.registers.approving import approving, deciding
from sekisho.registers.register import Register, registry
from sekisho.registers.segregation import makers_of_each
from sekisho.registers.workflow import Move

EACH = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record and the moves of its life that its reader may make now, all of them decisions."""

    register: Register[Any]
    record: Any
    moves: Sequence[Move]


def waiting(act: Act, each: int = EACH) -> Iterator[Waiting]:
    """Records that the actor may lead on, oldest first in each register; never what they asked for."""
    for register in registry:
        moves = deciding(register)
        able = [m for m in moves if guard.guard().reach(act.actor, m.name, register)]
        if not register.listed or not (states := undecided(register, able)):
            continue
        rows = guard.visible(act.actor, register, act.on)
        reached = Q(pk__in=[])
        for name in {m.name for m in able}:
            open_ = guard.reachable(act.actor, name, register, register.rows(), act.on)
            reached |= Q(pk__in=open_.values("pk"))
        rows = rows.filter(reached, **{f"{register.life.field}__in": states})  # type: ignore[union-attr]
        records = list(
            rows.select_related(*register.label_with).order_by("changed_at", "pk")[:each]
        )
        yield from _free(register, act, able, records)


def seats(act: Act) -> Iterator[Any]:
    """Seats in approvals that ask the actor, or somebody in whose place they may decide."""
    from sekisho.registers.approvals.offices import sitting
    from sekisho.registers.approvals.words import Mode, RunState, SeatState

    person = act.actor.person
    if person is None:
        return
    register = registry["approval_seats"]
    asked = Q(state=SeatState.WAITING, person__in=sitting(person, act.on))
    if not register.rows().filter(asked).exists():
        return  # as for most people on most days: every page asks
    live = Q(approval__state=RunState.WAITING) | Q(mode=Mode.INFORM)
    rows = guard.visible(act.actor, register, act.on).filter(live, asked)
    rows = rows.exclude(approval__person=person).exclude(approval__account=act.actor.id)
    yield from rows.select_related("approval__person", "person").order_by("due_on", "number")


def undecided(register: Register[Any], moves: Sequence[Move]) -> set[str]:
    """States that wait for one of ``moves``. What a decision led to may be decided anew, but waits no more."""
    if register.life is None:
        return set()
    states = {state for move in moves for state in move.sources}
    beside = [m for m in register.life.moves if states.intersection(m.sources)]
    return states - {move.target for move in beside if move.target}


def _free(
    register: Register[Any], act: Act, moves: Sequence[Move], records: Sequence[Any]
) -> Iterator[Waiting]:
    """Those of ``records`` that the actor neither prepared nor has to leave to others."""
    if not records:
        return
    kept = approving().kept(register, act, moves, records)
    made = makers_of_each(register, moves, records)
    mine = {act.actor.id, act.actor.on_behalf} - {None}
    for record in records:
        state = getattr(record, register.life.field)  # type: ignore[union-attr]
        steps = [m for m in moves if state in m.sources]
        by_me = any(mine & made[record.pk, m.name] for m in steps)
        if steps and not by_me and record.pk not in kept:
            yield Waiting(register, record, steps)
