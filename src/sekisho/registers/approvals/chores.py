"""What happens when nobody decides: a reminder, the next level, or the end of the request."""

from itertools import chain
from typing import Any

from django.db import transaction

from sekisho.registers.actor import Act
from sekisho.registers.approvals import engine
from sekisho.registers.approvals.rule import ApprovalRule, ApprovalStep
from sekisho.registers.approvals.run import Approval
from sekisho.registers.approvals.seat import ApprovalSeat
from sekisho.registers.approvals.seating import above, excluded, holders
from sekisho.registers.approvals.words import Mode, Otherwise, RunState
from sekisho.registers.calendar import add_business, is_business


def attend(act: Act) -> dict[str, int]:
    """Once a business day: what is late is passed on, lapses or is reminded of; gaps are filled."""
    done = {"passed_on": 0, "lapsed": 0, "reminded": 0}
    if not is_business(act.on):
        return done
    for rule in ApprovalRule.objects.present().filter(state="in_force"):
        with transaction.atomic():
            engine.ask_waiting(act, rule)
    late = ApprovalSeat.objects.waiting().exclude(mode=Mode.INFORM)
    late = late.filter(approval__state=RunState.WAITING, due_on__lt=act.on)
    empty = ApprovalSeat.objects.waiting().filter(approval__state=RunState.WAITING, person=None)
    for pk in [*late.values_list("pk", flat=True), *empty.values_list("pk", flat=True)]:
        with transaction.atomic():
            if (what := _attend(act, pk)) in done:
                done[what] += 1
    return done


def _attend(act: Act, pk: Any) -> str:
    rows = ApprovalSeat.objects.waiting().select_for_update(of=("self",))
    seat = rows.filter(pk=pk).select_related("approval").first()
    if seat is None or seat.approval.state != RunState.WAITING:
        return ""
    rule = _step_of(seat)
    wanted = rule.otherwise if rule and seat.person_id else Otherwise.ESCALATE
    if wanted == Otherwise.LAPSE:
        engine.lapse(act, seat.approval)
        return "lapsed"
    if wanted == Otherwise.ESCALATE and rule and _pass_on(act, seat, rule):
        return "passed_on"
    return _remind(act, seat)


def _pass_on(act: Act, seat: ApprovalSeat, step: ApprovalStep) -> bool:
    """A seat for the next level; False when there is none beyond those asked already."""
    run: Approval = seat.approval
    mine = ApprovalSeat.objects.filter(approval=run, round=run.round, place=seat.place)
    asked = set(mine.values_list("person", flat=True)) | excluded(run)
    line = engine.line_of(run)
    candidates = chain(holders(step, line, act.on), above(step, line, act.on))
    following = next((person for person in candidates if person not in asked), None)
    if following is None:
        return False
    due = add_business(act.on, step.days) if step.days else None
    engine.hand_on(act, run, seat, following, due)
    return True


def _remind(act: Act, seat: ApprovalSeat) -> str:
    if seat.reminded_on == act.on:
        return ""
    engine.keep(act, seat, {"reminded_on": act.on}, "remind")
    return "reminded"


def _step_of(seat: ApprovalSeat) -> ApprovalStep | None:
    rows = ApprovalStep.objects.filter(rule=seat.approval.rule_id, place=seat.place, mode=seat.mode)
    found: ApprovalStep | None = rows.first()
    return found
