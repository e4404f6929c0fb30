"""Given: tasks and exceptions, and the terms an obligation is judged by."""

from typing import Any

from sekisho.findings.models import Correction, Escalation, Task, Waiver
from sekisho.obligations.models import Declaration, Term
from sekisho.obligations.obligation import Kind, obligations
from tests.given.people import LONG_AGO, a_person, a_unit, made, numbers


def an_obligation_code() -> str:
    """Of any obligation there is."""
    return next(iter(obligations)).code


def a_task(**but: Any) -> Task:
    """By default open, of a person, made by hand."""
    assignee = but.pop("assignee") if "assignee" in but else a_person()
    fields = {
        "number": f"T-9{next(numbers):05d}",  # far from those an evaluation gives
        "title": "台帳を見直す",
        "opened_on": LONG_AGO,
        "unit": assignee.unit if assignee else None,
    }
    return made(Task, assignee=assignee, **fields | but)


def an_escalation(**but: Any) -> Escalation:
    """By default of a new task, before the director."""
    task = but.pop("task", None) or a_task()
    fields = {"level": "director", "unit": task.unit, "on": LONG_AGO}
    return made(Escalation, task=task, **fields | but)


def an_exception(**but: Any) -> Waiver:
    """By default requested for a unit, for half a year."""
    unit = but.pop("unit", None) or a_unit()
    fields = {
        "number": f"EX-2020-{next(numbers):03d}",
        "obligation": an_obligation_code(),
        "subject": unit.pk,
        "reason": "移行が終わるまで",
        "instead": "週に一度、手で確かめる",
        "starts_on": LONG_AGO,
        "ends_on": LONG_AGO.replace(month=9),
    }
    return made(Waiver, unit=unit, **fields | but)


def a_correction(**but: Any) -> Correction:
    """By default planned, for a unit."""
    unit = but.pop("unit", None) or a_unit()
    event = next(one.code for one in obligations if one.kind == Kind.EVENT)
    fields = {
        "number": f"CAR-2020-{next(numbers):03d}",
        "obligation": event,
        "subject": unit.pk,
        "cause": "手順に期限がなかった",
        "action": "手順に期限を書き、似た手順も見直した",
    }
    return made(Correction, unit=unit, **fields | but)


def terms_of_application(**but: Any) -> Term:
    fields = {"obligation": an_obligation_code(), "reason": "第1回委員会の決定"}
    return made(Term, **fields | but)


def a_declaration(**but: Any) -> Declaration:
    fields = {
        "obligation": an_obligation_code(),
        "declared_on": LONG_AGO,
        "valid_until": LONG_AGO.replace(month=9),
        "reason": "対象がない",
    }
    return made(Declaration, **fields | but)
