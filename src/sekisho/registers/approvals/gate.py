"""What the commands ask: is this decision kept for the people of the matrix, and what follows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.approvals import engine
from sekisho.registers.approvals.matching import facts, holds
from sekisho.registers.approvals.rule import ApprovalRule
from sekisho.registers.approvals.run import Approval
from sekisho.registers.approvals.seat import ApprovalSeat
from sekisho.registers.approvals.words import RunState, SeatState
from sekisho.registers.approving import Reasons, deciding
from sekisho.registers.errors import Text
from sekisho.registers.register import Register
from sekisho.registers.workflow import Move

NEEDS = _("The approval matrix names who decides this (%(run)s). Still missing: %(who)s.")
NOBODY = _("somebody who may decide")
NOT_ASKED = _("The approval matrix asks for approvals (%(rule)s). Please ask for them first.")
REFUSING = ("refuse", "reject", "send_back", "return", "decline")
"""Moves that grant nothing: the rights of the register decide about them, whatever the matrix."""


class Matrix:
    """``registers.approving.Approving`` over the matrix and its runs."""

    def kept(
        self, register: Register[Any], act: Act, moves: Iterable[Move], records: Sequence[Any]
    ) -> Mapping[UUID, Reasons]:
        grants = {m.name for m in moves if m.other_than and not m.name.startswith(REFUSING)}
        if not grants or not records:
            return {}
        ids = [record.pk for record in records]
        runs = Approval.objects.live().filter(register=register.name, rec__in=ids)
        found = {run.rec: run for run in runs}
        missing = _missing(found.values())
        kept = {rec: [("approvals", missing[run.pk])] for rec, run in found.items()}
        rules = list(ApprovalRule.objects.in_force(register.name, act.on))
        for record in records if rules else ():
            if record.pk not in kept and (rule := _rule(register, rules, record)):
                kept[record.pk] = [("approvals", NOT_ASKED % {"rule": rule.title})]
        return kept

    def held(self, register: Register[Any], records: Sequence[Any]) -> set[UUID]:
        if not deciding(register) or not records:
            return set()
        ids = [record.pk for record in records]
        rows = Approval.objects.live().filter(register=register.name)
        found: set[UUID] = set()
        for start in range(0, len(ids), 500):
            part = rows.filter(rec__in=ids[start : start + 500])
            found |= set(part.values_list("rec", flat=True))
        return found

    def came(
        self, register: Register[Any], act: Act, records: Sequence[Any], was: str | None
    ) -> None:
        moves = deciding(register)
        if not moves or register.life is None or not records:
            return
        if was is not None:
            self._left(register, act, records)
        governed = set(
            ApprovalRule.objects.in_force(register.name, act.on).values_list("move", flat=True)
        )
        for record in records if governed else ():
            state = getattr(record, register.life.field)
            if state == was or record.withdrawn_at is not None:
                continue
            for move in moves:
                if move.name in governed and state in move.sources:
                    engine.ask(register, act, record, move.name, was or "")

    def _left(self, register: Register[Any], act: Act, records: Sequence[Any]) -> None:
        asked = self.held(register, records)  # one question for all that moved
        for record in records:
            if record.pk in asked:
                engine.left(register, act, record)


def _rule(
    register: Register[Any], rules: Sequence[ApprovalRule], record: Any
) -> ApprovalRule | None:
    """The line under which ``record`` would have to be asked for in its present state."""
    if register.life is None:
        return None
    state = getattr(record, register.life.field)
    names = {m.name for m in register.life.from_state(state)}
    mine = [rule for rule in rules if rule.move in names]
    if not mine:
        return None
    known = facts(register, record)
    return next((rule for rule in mine if holds(rule, known)), None)


def _missing(runs: Iterable[Approval]) -> Mapping[UUID, Text]:
    """For each run, who has not decided yet, in words; one query."""
    held = list(runs)
    seats = ApprovalSeat.objects.present().filter(
        approval__in=[run.pk for run in held], state=SeatState.WAITING
    )
    names: dict[UUID, list[str]] = {}
    for seat in seats.select_related("person").order_by("place", "id"):
        names.setdefault(seat.approval_id, []).append(str(seat.person or NOBODY))
    return {
        run.pk: NEEDS % {"run": run.number, "who": ", ".join(names.get(run.pk, [str(NOBODY)]))}
        for run in held
        if run.state == RunState.WAITING
    }
