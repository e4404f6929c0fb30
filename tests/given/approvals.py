"""Given: the approval matrix, its runs and the seats in them; delegations."""

from datetime import date
from typing import Any
from uuid import uuid4

from sekisho.domains.people.models import Delegation
from sekisho.registers.models import Approval, ApprovalRule, ApprovalSeat, ApprovalStep
from tests.given.people import LONG_AGO, a_person, made, numbers


def an_approval_rule(**but: Any) -> ApprovalRule:
    """By default a draft: a security class is approved."""
    fields = {"title": "機密区分の承認", "register": "classes", "move": "approve"}
    number = f"AM-{next(numbers):03d}"
    return made(ApprovalRule, **{"number": number, **fields} | but)


def a_line_in_force(*steps: dict[str, Any], **but: Any) -> ApprovalRule:
    """A line of the matrix in force with ``steps``, one after the other."""
    rule = an_approval_rule(state="in_force", starts_on=LONG_AGO, **but)
    for place, step in enumerate(steps, 1):
        an_approval_step(rule=rule, **{"place": place} | step)
    return rule


def an_approval_step(**but: Any) -> ApprovalStep:
    """By default one of the directors."""
    rule = but.pop("rule", None) or an_approval_rule()
    return made(ApprovalStep, rule=rule, **{"who": "role", "role": "director"} | but)


def an_approval(**but: Any) -> Approval:
    """By default about a security class that waits."""
    from tests.given.assets import a_class

    rule = but.pop("rule", None) or a_line_in_force({}, title="承認の記録", register="tasks")
    person = but.pop("person", None) or a_person()
    rec = but.pop("rec", None) or a_class(code=f"class-{next(numbers)}", state="proposed").pk
    fields = {
        "number": f"APR-2026-{next(numbers):04d}",
        "title": "極秘",
        "register": "classes",
        "move": "approve",
        "account": uuid4(),
        "asked_on": date(2026, 11, 16),
        "unit": but.pop("unit", None) or person.unit,
    }
    return made(Approval, rule=rule, person=person, rec=rec, **fields | but)


def an_approval_seat(**but: Any) -> ApprovalSeat:
    approval = but.pop("approval", None) or an_approval()
    person = but.pop("person", None) or a_person()
    return made(
        ApprovalSeat,
        approval=approval,
        person=person,
        **{"number": f"AN-{next(numbers):06d}", "asked_on": date(2026, 11, 16)} | but,
    )


def a_delegation(**but: Any) -> Delegation:
    person, to = but.pop("person", None) or a_person(), but.pop("to", None) or a_person()
    fields = {
        "number": f"DG-{next(numbers):04d}",
        "starts_on": LONG_AGO,
        "ends_on": date(2040, 3, 31),
        "reason": "海外出張",
    }
    return made(Delegation, person=person, to=to, **fields | but)
