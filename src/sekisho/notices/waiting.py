"""Decisions that wait for one person: records in a state out of which they alone may lead them.

A move that somebody else had to prepare (``Move.other_than``) is a decision. Every register takes
part by its workflow; nothing is listed here.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people.models import Delegation
from sekisho.findings.task import Task
from sekisho.notices.answering import Answering
from sekisho.notices.lines import Heading, Line, filled
from sekisho.notices.rules import Span
from sekisho.registers.actor import Act, Actor
from sekisho.registers.approvals.seat import ApprovalSeat
from sekisho.registers.approving import deciding
from sekisho.registers.deciding import seats
from sekisho.registers.deciding import waiting as found
from sekisho.registers.errors import Text
from sekisho.registers.register import Register, registry


def deciding_roles() -> set[str]:
    """The roles that may make any decision at all."""
    every = ((r, move) for r in registry for move in deciding(r))
    return {role for register, move in every for role in register.rights.of(move.name)}


def asked_people(on: date) -> set[UUID]:
    """The people whom the approval matrix asks just now, and who may stand in for them."""
    rows = ApprovalSeat.objects.waiting().filter(person__isnull=False)
    asked = set(rows.values_list("person", flat=True))
    standing_in = Delegation.objects.in_force(on).filter(person__in=asked)
    return asked | set(standing_in.values_list("to", flat=True))


def waiting(actor: Actor, on: date) -> Iterator[tuple[Register[Any], Any, Text, date | None]]:
    """What waits for ``actor``: register, record, the first move they may make, by when."""
    act = Act(actor, datetime.combine(on, time(), get_default_timezone()), "notice", on)
    for one in found(act):
        yield one.register, one.record, one.moves[0].label, getattr(one.record, "due_on", None)
    for seat in seats(act):
        yield registry["approval_seats"], seat, _("Approve"), seat.due_on


def lines(actor: Actor, span: Span, answering: Answering) -> Iterator[Line]:
    """The decisions to be told of in this round."""
    for register, record, words, due in waiting(actor, span.on):
        heading = _heading(span, due)
        if heading:
            yield Line(
                heading,
                filled(
                    _("%(what)s %(which)s: %(move)s"),
                    {"what": register.singular, "which": _which(record), "move": words},
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
    if isinstance(record, ApprovalSeat):
        return f"/tasks/inbox?show=approval_seats:{record.pk}"
    if isinstance(record, Task):
        return f"/t/{record.number}"
    return f"/r/{register.name}/{getattr(record, 'number', '') or record.pk}"
