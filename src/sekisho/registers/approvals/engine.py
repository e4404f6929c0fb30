"""The run of an approval: asked, seat by seat, step by step, to the act itself or back.

Everything happens inside the act that causes it: the last seat's approval *is* the act that makes the
record's move. Rows are planned and sealed as by the commands, without asking the guard again: the
matrix is the company's decision who may.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sekisho.registers import calendar
from sekisho.registers.actor import Act
from sekisho.registers.approvals.matching import facts, matching
from sekisho.registers.approvals.rule import ApprovalRule, ApprovalStep
from sekisho.registers.approvals.run import Approval
from sekisho.registers.approvals.seat import ApprovalSeat
from sekisho.registers.approvals.seating import excluded, places
from sekisho.registers.approvals.words import DECIDES, Mode, RunState, SeatState
from sekisho.registers.approving import deciding
from sekisho.registers.errors import Invalid, Missing
from sekisho.registers.plan import Line, plan
from sekisho.registers.register import Register, registry
from sekisho.registers.store import save
from sekisho.registers.workflow import Move

BACK = ("send_back", "return")
TAKEN = ("take_back", "pull_back")
ENDING = ("retract", "cancel", *TAKEN)
MOST = 1000


def ask(register: Register[Any], act: Act, record: Any, move: str, was: str) -> Approval | None:
    """Begin a run if the matrix asks for one; ``was``: the state the record came from."""
    rule = matching(register, move, record, act.on)
    if rule is None:
        return None
    secret = bool(register.known_to(replace(act.actor, roles=frozenset(), person=None)))
    words = getattr(record, "number", "") if secret else register.label(record)
    values = {
        "rule": rule.pk, "title": str(words)[:200], "register": register.name,
        "rec": str(record.pk), "record_ver": record.ver, "move": move, "came_from": was,
        "account": str(act.actor.id), "person": act.actor.person, "asked_on": act.on,
        "unit": facts(register, record).unit,
    }  # fmt: skip
    run: Approval = _add("approvals", act, values)
    return _begin(act, run, 1)


def ask_waiting(act: Act, rule: ApprovalRule) -> None:
    """Runs for the records that wait for the rule's move without one."""
    register = registry[rule.register]
    states = {s for m in deciding(register) if m.name == rule.move for s in m.sources}
    asked = Approval.objects.live().filter(register=register.name).values("rec")
    rows = register.rows().filter(**{f"{register.life.field}__in": states})  # type: ignore[union-attr]
    for record in rows.exclude(pk__in=asked).order_by("pk")[:MOST]:
        ask(register, _as_asker(register, act, record), record, rule.move, "")


def _as_asker(register: Register[Any], act: Act, record: Any) -> Act:
    """The act, told as that of whoever handed the record in; its moment stays now."""
    from sekisho.ledger.history import history
    from sekisho.registers.approvals.offices import offices

    last = history(register.name, record.pk, limit=1)
    if not last:
        return act
    person = offices().people([last[0].actor]).get(last[0].actor)
    return replace(act, actor=replace(act.actor, id=last[0].actor, person=person))


def decided(act: Act, seat: ApprovalSeat, said: Mapping[str, Any]) -> None:
    """A seat was decided: go on, send back, or wait for the others."""
    run = _locked(seat.approval_id)
    if run is None or run.state != RunState.WAITING:
        return  # informed afterwards, or asked in a run that is over
    if seat.state == SeatState.RETURNED and seat.mode in DECIDES:
        _end(act, run, "return", seat.comment)
        _lead_back(act, run, BACK, seat.comment)
    elif _complete(run, seat.place):
        _release(act, run)
        _begin(act, run, seat.place + 1, said)


def gone_back(act: Act, run: Approval, name: str, why: str) -> None:
    """The requester pulled back (引戻し) or withdrew the request (取下げ)."""
    _release(act, run)
    if name == "retract":
        _lead_back(act, run, ENDING, why, ends=True)
    else:
        _lead_back(act, run, TAKEN, why)


def renewed(act: Act, run: Approval) -> None:
    """Asked again: a new round of seats. Raises Invalid when the record waits no more."""
    record = _record(run)
    if record is None or _step(registry[run.register], run, record) is None:
        raise Invalid({"": [_words_gone()]})
    _begin(act, run, 1)


def lapse(act: Act, run: Approval) -> None:
    """Nobody decided in time, and then the request ends."""
    _end(act, run, "lapse")
    _lead_back(act, run, BACK, str(run.get_state_display()))


def hand_on(act: Act, run: Approval, seat: ApprovalSeat, person: UUID, due: date | None) -> None:
    """The seat goes to ``person``, who decides in place of the one asked before."""
    keep(act, seat, {"state": SeatState.PASSED_ON}, "pass_on")
    values = {
        "approval": run.pk, "round": run.round, "place": seat.place, "mode": seat.mode,
        "person": person, "instead_of": seat.person_id, "asked_on": act.on, "due_on": due,
    }  # fmt: skip
    _add("approval_seats", act, values)


def left(register: Register[Any], act: Act, record: Any) -> None:
    """The record came to a state in which nothing is decided any more: its runs are over."""
    state = getattr(record, register.life.field) if register.life else ""
    gone = record.withdrawn_at is not None
    for run in Approval.objects.live().filter(register=register.name, rec=record.pk):
        sources = {s for m in deciding(register) if m.name == run.move for s in m.sources}
        if gone or state not in sources:
            _end(act, run, "overtake")


def _begin(act: Act, run: Approval, place: int, said: Mapping[str, Any] | None = None) -> Approval:
    """Set the seats of the first step from ``place`` on that has any; without one: carry out."""
    steps = list(ApprovalStep.objects.present().filter(rule=run.rule_id).order_by("place", "id"))
    numbers = sorted({s.place for s in steps if s.place >= place and s.mode != Mode.INFORM})
    barred, line = excluded(run), line_of(run)
    for number in numbers:
        here = [s for s in steps if s.place == number and s.mode != Mode.INFORM]
        if sum([_seat(act, run, step, line, barred) for step in here]):
            return run
    _finish(act, run, said or {})
    for step in steps:
        if step.mode == Mode.INFORM:
            _seat(act, run, step, line, set())
    return run


def _seat(
    act: Act, run: Approval, step: ApprovalStep, line: Sequence[UUID], barred: set[UUID]
) -> int:
    """Set the seats of one step; how many there are."""
    due = calendar.add_business(act.on, step.days) if step.days else None
    found = places(step, line, barred, act.on)
    for one in found:
        values = {
            "approval": run.pk, "round": run.round, "place": step.place, "mode": step.mode,
            "person": one.person, "instead_of": one.instead_of, "asked_on": act.on, "due_on": due,
        }  # fmt: skip
        _add("approval_seats", act, values)
    return len(found)


def _complete(run: Approval, place: int) -> bool:
    """Whether everybody needed in the step ``place`` has agreed."""
    rows = ApprovalSeat.objects.present().filter(approval=run, round=run.round, place=place)
    seats = list(rows)
    for mode in {seat.mode for seat in seats}:
        mine = [seat for seat in seats if seat.mode == mode]
        agreed = sum(seat.state == SeatState.APPROVED for seat in mine)
        open_ = sum(seat.state == SeatState.WAITING for seat in mine)
        if mode in {Mode.ALL, Mode.CONSULT} and open_:
            return False
        if (mode == Mode.ONE and not agreed) or (mode == Mode.TWO and agreed < 2):
            return False
    return True


def _finish(act: Act, run: Approval, said: Mapping[str, Any]) -> None:
    """Make the record's move, as its last approver. Raises Invalid when the move asks for more."""
    from sekisho.registers.commands import carry_out, locked

    register = registry[run.register]
    try:
        record = locked(register, run.rec)
    except Missing:
        _end(act, run, "overtake")
        return
    step = _step(register, run, record)
    if step is None:
        _end(act, run, "overtake")
        return
    _end(act, run, "finish")
    carry_out(register, act, step, record, said)


def _lead_back(
    act: Act, run: Approval, names: Iterable[str], why: str, *, ends: bool = False
) -> None:
    """The record back where it came from, by its own move of one of ``names`` if it has one."""
    from sekisho.registers.commands import carry_out, locked

    register = registry[run.register]
    record = _record(run)
    if record is None or register.life is None:
        return
    record = locked(register, record.pk)
    state = getattr(record, register.life.field)
    own = [m for n in names for m in register.life.from_state(state) if m.name == n]
    name = next(iter(names))
    if own:
        carry_out(register, act, own[0], record, dict.fromkeys(own[0].asks, why or "-"))
    elif run.came_from:
        step = Move(name, state, run.came_from, name)
        carry_out(register, act, step, record, {}, words={"reason": why} if why else {})
    elif ends and register.withdrawable:
        from sekisho.registers.commands import taken_out

        taken_out(register, act, record, why)


def _release(act: Act, run: Approval) -> None:
    """The seats that need not decide any more."""
    for seat in ApprovalSeat.objects.waiting().filter(approval=run).exclude(mode=Mode.INFORM):
        keep(act, seat, {"state": SeatState.RELEASED}, "release")


def _end(act: Act, run: Approval, name: str, why: str = "") -> None:
    _release(act, run)
    target = next(m.target for m in _life("approvals").moves if m.name == name)
    keep(act, run, {"state": target, "ended_on": act.on, "note": why}, name)


def _record(run: Approval) -> Any:
    return registry[run.register].rows().filter(pk=run.rec).first()


def _step(register: Register[Any], run: Approval, record: Any) -> Move | None:
    """The move the run is for, if the record still waits for it."""
    if register.life is None:
        return None
    state = getattr(record, register.life.field)
    return next((m for m in register.life.from_state(state) if m.name == run.move), None)


def line_of(run: Approval) -> Sequence[UUID]:
    from sekisho.registers.approvals.offices import offices

    return offices().line(run.unit_id) if run.unit_id else ()


def _locked(pk: UUID) -> Approval | None:
    rows = Approval.objects.select_for_update(of=("self",))
    found: Approval | None = rows.filter(pk=pk).first()
    return found


def _life(name: str) -> Any:
    return registry[name].life


def _add(name: str, act: Act, values: Mapping[str, Any]) -> Any:
    register = registry[name]
    (row,) = plan(register, act, [Line(values)], guarded=False)
    if row.problems:
        raise Invalid(row.problems)
    save(register, act, [row])
    return row.record


def keep(act: Act, record: Any, values: Mapping[str, Any], name: str = "") -> Any:
    """Change what follows from the run; ``name`` is the ledger's word for it."""
    register = registry.of(type(record))
    (row,) = plan(register, act, [Line({}, record)], guarded=False, sealed=values)
    if row.problems:
        raise Invalid(row.problems)
    save(register, act, [row], name=name)
    return row.record


def _words_gone() -> Any:
    from django.utils.translation import gettext as _

    return _("The record does not wait for this decision any more. Please hand it in again.")
