"""The card of a seat in an approval: what is asked, who has decided, what happens if nobody does."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.ledger.history import history
from sekisho.registers import guard
from sekisho.registers.approvals.words import Mode, Otherwise, SeatState
from sekisho.registers.errors import Text
from sekisho.registers.models import ApprovalSeat, ApprovalStep
from sekisho.registers.register import Register, registry
from sekisho.web import dates
from sekisho.web.register import cells
from sekisho.web.register.record_page import facts, log
from sekisho.web.request import Request

LOOKED_AT = 50
IF_NOBODY: dict[str, Text] = {
    Otherwise.ESCALATE: gettext_lazy("After the due date it goes to the next level."),
    Otherwise.LAPSE: gettext_lazy("After the due date the request lapses and goes back."),
    Otherwise.REMIND: gettext_lazy("It waits; a reminder is sent every business day."),
}
OPINION = gettext_lazy("You are consulted: your opinion is recorded and does not stop the request.")
AFTERWARDS = gettext_lazy(
    "It has been decided; you are informed and confirm that you have read it."
)


def card(request: Request, seat: ApprovalSeat) -> dict[str, Any]:
    """Facts and changes of the record as far as the reader may see it, and the road so far."""
    run = seat.approval
    about, record = behind(request, seat)
    told: dict[str, Any] = {"facts": [], "changes": [], "href": ""}
    if about is not None and record is not None:
        told = {
            "facts": facts(request, about, record),
            "changes": changes(request, about, record),
            "href": cells.address(about, record) if about.listed else "",
        }
    return told | {
        "from": run.person.name if run.person else "",
        "otherwise": otherwise(seat),
        "for_whom": seat.person.name
        if seat.person and seat.person_id != request.actor.person
        else "",
        "road": road(request, seat),
        "hidden": record is None,
        "run": run,
    }


def behind(request: Request, seat: ApprovalSeat) -> tuple[Register[Any] | None, Any]:
    """The record that is decided about, if the reader may see it."""
    about = registry.get(seat.approval.register)
    if about is None:
        return None, None
    rows = guard.visible(request.actor, about, request.act().on)
    return about, rows.filter(pk=seat.approval.rec).select_related(*about.label_with).first()


def otherwise(seat: ApprovalSeat) -> Text:
    """決めないと…"""
    if seat.mode == Mode.INFORM:
        return AFTERWARDS
    if seat.mode == Mode.CONSULT:
        return OPINION
    rows = ApprovalStep.objects.filter(rule=seat.approval.rule_id, place=seat.place, mode=seat.mode)
    step = rows.first()
    return IF_NOBODY[step.otherwise if step and seat.due_on else Otherwise.REMIND]


def road(request: Request, seat: ApprovalSeat) -> list[dict[str, Any]]:
    """Every seat of this round in order, and the steps still to come."""
    run = seat.approval
    rows = guard.visible(request.actor, registry["approval_seats"], request.act().on)
    rows = rows.filter(approval=run, round=run.round) | ApprovalSeat.objects.filter(pk=seat.pk)
    held = rows.select_related("person", "decided_by", "instead_of").order_by("place", "number")
    found = [_stop(one, mine=one.pk == seat.pk) for one in held]
    last = max((one.place for one in held), default=0)
    steps = ApprovalStep.objects.present().filter(rule=run.rule_id, place__gt=last)
    for step in steps.select_related("person").order_by("place", "id"):
        who = step.get_role_display() or (step.person.name if step.person else "")
        words = who or step.get_who_display()
        found.append({"who": words, "state": step.get_mode_display(), "tone": ""})
    return found


def _stop(one: ApprovalSeat, *, mine: bool) -> dict[str, Any]:
    who = one.person.name if one.person else _("Nobody can be found yet")
    if one.proxy and one.decided_by:
        words = _("%(who)s (in place of %(person)s)")
        who = words % {"who": one.decided_by.name, "person": who}
    elif one.instead_of:
        who = _("%(who)s (in place of %(person)s)") % {"who": who, "person": one.instead_of.name}
    tones = {SeatState.APPROVED: "done", SeatState.RETURNED: "ng", SeatState.WAITING: "wait"}
    return {
        "who": who,
        "state": one.get_state_display(),
        "on": dates.day(one.decided_on, "list") if one.decided_on else "",
        "comment": one.comment,
        "tone": "next" if mine else tones.get(SeatState(one.state), ""),
    }


def changes(request: Request, register: Register[Any], record: Any) -> list[Any]:
    """What has changed since the record was last decided on; empty for one decided the first time."""
    decisions = {m.name for m in register.life.moves if m.other_than} if register.life else set()
    entries = history(register.name, record.pk, limit=LOOKED_AT)
    since = next((n for n, e in enumerate(entries) if e.act in decisions), None)
    if since is None:
        return []
    lines = log(request, register, entries[:since], {})
    return [change for line in reversed(lines) for change in line["changes"]]


def delegations(request: Request) -> list[Any]:
    """Delegations that concern the reader, running or to come."""
    person, on = request.actor.person, request.act().on
    if person is None:
        return []
    register = registry["delegations"]
    rows = guard.visible(request.actor, register, on).filter(ends_on__gte=on)
    rows = rows.filter(person=person) | rows.filter(to=person)
    return list(rows.select_related("person", "to").order_by("starts_on"))
