"""How one subject stands under one obligation, without terms or exceptions."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sekisho.obligations import judge
from sekisho.obligations.obligation import obligations
from sekisho.obligations.terms import Terms
from sekisho.registers import settings
from sekisho.registers.record import Record
from tests.given.people import made

PLAIN = Terms(None, None, 0, declared_empty=False)


class Stood(NamedTuple):
    state: str
    due: date | None
    assignee: UUID | None


def stood(code: str, subject: Record, on: date) -> Stood | None:
    """State, due day and assignee of ``subject``; None when the obligation is not about it."""
    found = judge.standings(obligations[code], on, PLAIN, [subject.pk])
    return Stood(found[0].state, found[0].due, found[0].assignee) if found else None


def state(code: str, subject: Record, on: date) -> str | None:
    found = stood(code, subject, on)
    return found.state if found else None


def due(code: str, subject: Record, on: date) -> date | None:
    found = stood(code, subject, on)
    return found.due if found else None


def decide(name: str, value: object) -> None:
    """The company has decided another value of a setting."""
    made(settings.Setting, name=name, value=str(value), reason="委員会の決定")
    settings.forget()
