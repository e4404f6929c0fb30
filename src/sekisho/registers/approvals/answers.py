"""What the last approver answers: the questions of the act that their approval carries out."""

from typing import Any

from sekisho.registers.approvals.rule import ApprovalStep
from sekisho.registers.approvals.seat import ApprovalSeat
from sekisho.registers.approvals.words import DECIDES, Mode, SeatState
from sekisho.registers.register import Register, registry
from sekisho.registers.workflow import Move


def carried_out(seat: ApprovalSeat) -> tuple[Register[Any], Any, Move] | None:
    """The register, record and move that this seat's approval would carry out; None: more is needed."""
    run = seat.approval
    register = registry.get(run.register)
    if seat.mode not in DECIDES or register is None or register.life is None:
        return None
    later = ApprovalStep.objects.present().filter(rule=run.rule_id, place__gt=seat.place)
    if later.exclude(mode=Mode.INFORM).exists() or not _last_of_step(seat):
        return None
    record = register.rows().filter(pk=run.rec).first()
    state = getattr(record, register.life.field) if record is not None else ""
    moves = [m for m in register.life.from_state(state) if m.name == run.move]
    return (register, record, moves[0]) if moves else None


def _last_of_step(seat: ApprovalSeat) -> bool:
    rows = ApprovalSeat.objects.present().filter(
        approval=seat.approval_id, round=seat.round, place=seat.place
    )
    others = [one for one in rows if one.pk != seat.pk]
    agreed = sum(one.mode == seat.mode and one.state == SeatState.APPROVED for one in others)
    open_ = [one for one in others if one.state == SeatState.WAITING]
    if any(one.mode in {Mode.ALL, Mode.CONSULT} for one in open_):
        return False
    return agreed >= 1 if seat.mode == Mode.TWO else True
