"""Who sits on the seats of a step, and who takes the place of somebody who cannot.

Nobody decides what they asked for or what is about them: their seat goes to the next level, the
manager of the unit above and so on up, then the director, the deputy, the chair.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sekisho.registers.approvals.offices import offices
from sekisho.registers.approvals.rule import ApprovalStep
from sekisho.registers.approvals.words import Mode, Who
from sekisho.registers.register import registry
from sekisho.registers.rights import Role
from sekisho.registers.segregation import makers

TOP = (Role.DIRECTOR.value, Role.DEPUTY.value, Role.CHAIR.value)


@dataclass(frozen=True, slots=True)
class Place:
    """One seat to be set: whom it asks (None: nobody can be found), and in whose place."""

    person: UUID | None
    instead_of: UUID | None = None


def excluded(run: Any) -> set[UUID]:
    """The people who never decide this run: who asked, who prepared it, whom it is about."""
    about = registry.get(run.register)
    found = {run.person_id} if run.person_id else set()
    if about is None or about.life is None:
        return found
    record = about.model._base_manager.filter(pk=run.rec).first()
    accounts = {run.account}
    if record is not None:
        found |= set(about.interested(record))
        for step in about.life.moves:
            accounts |= makers(about, step, record) if step.name == run.move else set()
    return found | set(offices().people([one for one in accounts if one]).values())


def places(step: ApprovalStep, line: Sequence[UUID], barred: set[UUID], on: date) -> list[Place]:
    """The seats of ``step`` for a record of the unit at the end of ``line``."""
    named = holders(step, line, on)
    free = [person for person in named if person not in barred]
    lost = [person for person in named if person in barred]
    found = [Place(person) for person in free]
    climbing = (p for p in above(step, line, on) if p not in barred and p not in free)
    if step.mode in {Mode.CONSULT, Mode.INFORM}:
        return found
    wanted = len(named) if step.mode == Mode.ALL else 2 if step.mode == Mode.TWO else 1
    while len(found) < max(wanted, 1):
        following = next(climbing, None)
        found.append(Place(following, lost.pop(0) if lost else None))
        if following is None:
            break
    return found


def holders(step: ApprovalStep, line: Sequence[UUID], on: date) -> list[UUID]:
    """Whom the step names, in service on ``on``."""
    who = offices()
    if step.who == Who.ROLE:
        named = who.holders(step.role, on)
    elif step.who == Who.PERSON:
        named = [step.person_id] if step.person_id else []
    else:
        units = line if step.who == Who.MANAGER else line[:-1]
        named = next(_upwards(units, on), [])
    serving = who.serving(named, on)
    return [person for person in dict.fromkeys(named) if person in serving]


def above(step: ApprovalStep, line: Sequence[UUID], on: date) -> Iterator[UUID]:
    """The next levels of a step, from the nearest; each person once."""
    who = offices()
    seen: set[UUID] = set(holders(step, line, on))
    levels: list[list[UUID]] = []
    if step.who in {Who.MANAGER, Who.ABOVE}:
        units = line if step.who == Who.MANAGER else line[:-1]
        levels += list(_upwards(units, on))[1:]
    elif step.who == Who.PERSON:
        levels += list(_upwards(line[:-1], on))
    levels += [who.holders(role, on) for role in TOP]
    everybody = [person for level in levels for person in level]
    serving = who.serving(everybody, on)
    for person in everybody:
        if person in serving and person not in seen:
            seen.add(person)
            yield person


def _upwards(line: Sequence[UUID], on: date) -> Iterator[list[UUID]]:
    """The managers of each unit of ``line`` that has any, from the lowest up."""
    managers = offices().managers(line, on)
    for unit in reversed(line):
        if managers.get(unit):
            yield managers[unit]
