"""Decisions that wait for one person: records in a state out of which they alone may lead them.

A move that somebody else had to prepare (``Move.other_than``) is a decision. Every register takes
part by its workflow; nothing is listed here.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from sekisho.findings.task import Task
from sekisho.notices.answering import Answering
from sekisho.notices.lines import Heading, Line, filled
from sekisho.notices.rules import Span
from sekisho.registers.actor import Act, Actor
from sekisho.registers.guard import guard, visible
from sekisho.registers.register import Register, registry
from sekisho.registers.segregation import segregated
from sekisho.registers.workflow import Move

MOST = 50


def decisions(register: Register[Any]) -> list[Move]:
    """The moves of ``register`` that are decisions."""
    return [move for move in register.life.moves if move.other_than] if register.life else []


def deciding_roles() -> set[str]:
    """The roles that may make any decision at all."""
    every = ((r, move) for r in registry for move in decisions(r))
    return {role for register, move in every for role in register.rights.of(move.name)}


def waiting(actor: Actor, on: date) -> Iterator[tuple[Register[Any], Any, Move]]:
    """What waits for ``actor``: register, record, the first move they may make. At most 50 each."""
    act = Act(actor, datetime.combine(on, time(), get_default_timezone()), "notice", on)
    for register in registry:
        mine = [m for m in decisions(register) if guard().reach(actor, m.name, register)]
        if not mine or register.life is None:
            continue
        states = {state for move in mine for state in move.sources}
        rows = visible(actor, register, on).filter(**{f"{register.life.field}__in": states})
        for record in rows.order_by("pk")[:MOST]:
            if move := _possible(register, act, mine, record):
                yield register, record, move


def _possible(register: Register[Any], act: Act, moves: Iterable[Move], record: Any) -> Move | None:
    state = getattr(record, register.life.field)  # type: ignore[union-attr]
    for move in moves:
        free = state in move.sources and not segregated(register, act, move, record)
        if free and guard().decide(act.actor, move.name, register, record, act.on).allowed:
            return move
    return None


def lines(actor: Actor, span: Span, answering: Answering) -> Iterator[Line]:
    """The decisions to be told of in this round."""
    for register, record, move in waiting(actor, span.on):
        due = getattr(record, "due_on", None)
        heading = _heading(span, due)
        if heading:
            yield Line(
                heading,
                filled(
                    _("%(what)s %(which)s: %(move)s"),
                    {"what": register.singular, "which": _which(record), "move": move.label},
                ),
                _link(register, record),
                answering.why(getattr(record, "obligation", "")),
                due,
            )


def _heading(span: Span, due: date | None) -> Heading | None:
    if span.due(due):
        return Heading.DECIDE_TODAY
    return Heading.DECIDE if span.soon(due) or span.weekly() else None


def _which(record: Any) -> str:
    """The number, which tells an outsider nothing; what has none is called by its label."""
    return getattr(record, "number", "") or str(record)


def _link(register: Register[Any], record: Any) -> str:
    if isinstance(record, Task):
        return f"/t/{record.number}"
    return f"/r/{register.name}/{getattr(record, 'number', '') or record.pk}"
