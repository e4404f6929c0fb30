"""One task: what it is about, every subject of it with its own way to put it right, and its history."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from sekisho.findings.finding import Finding
from sekisho.findings.task import Task
from sekisho.obligations.judge import State
from sekisho.obligations.obligation import Obligation
from sekisho.registers.labels import HIDDEN, Called, Reader, called
from sekisho.registers.register import registry
from sekisho.registers.schema import schema
from sekisho.web import dates
from sekisho.web.register.finding import record_or_404, register_or_404
from sekisho.web.register.record_page import context_of
from sekisho.web.request import Request
from sekisho.web.work.asking import whom
from sekisho.web.work.because import causes
from sekisho.web.work.doing import findings_of, for_themselves, place, rule_of, subjects

SHOWN = 100
_PARTS = re.compile(r"(\d+)")
SAID = ("number", "minutes", "count", "due_on", "state")
"""Fields that the head of the page or the list of records tells already."""

BY_THEMSELVES = gettext_noop(
    "Only they can do this. Please ask them; a supplier's staff through their company."
)
SEAL = {State.OVERDUE: "not_kept", State.DUE_SOON: "at_risk", State.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A record that is not in order; ``href`` is empty where the reader may not go, and ``ask``
    then says whom to turn to."""

    title: str
    href: str
    seal: str
    when: str
    ask: str = ""


@require_safe
def task_page(request: HttpRequest, key: str) -> HttpResponse:
    request = cast("Request", request)
    register = register_or_404(request, "tasks")
    task: Task = record_or_404(request, register, key)
    if key != task.number:
        return redirect("task", key=task.number)
    on = request.act().on
    one = rule_of(task)
    found = findings_of([task]).get(task.pk, [])
    more = {
        "title": task.words,
        "task": task,
        "on": on,
        "one": one,
        "cause": causes([task.obligation], on).get(task.obligation),
        "subjects": about(request, one, found[:SHOWN], on) if one else [],
        "unshown": max(0, len(found) - SHOWN),
        "late": task.due_on is not None
        and task.due_on < on
        and task.state in {"open", "doing", "returned", "waiting"},
    }
    context = context_of(request, register, task, **more)
    context["facts"] = told(context["facts"], one)
    return render(request, "web/tasks/task.html", context)


def told(facts: list[tuple[Any, Any]], one: Obligation | None) -> list[tuple[Any, Any]]:
    """The facts that the page has not said above, the obligation by its name."""
    form = schema(registry["tasks"])
    said = {form.all[name].label for name in SAID}
    rule = form.all["obligation"].label
    return [
        (label, one.title if one and label == rule else value)
        for label, value in facts
        if label not in said and not (label == form.all["title"].label and one)
    ]


def about(request: Request, one: Obligation, found: list[Finding], on: date) -> list[Subject]:
    records = subjects(request, found)
    register = registry[one.register_name]
    left = [row.rec for row in found if row.rec not in records]
    names = called(register, left, Reader(request.actor, on))
    ask = whom(register, on) if left else ""
    made = [
        _subject(request, one, row, records[row.rec], on)
        if row.rec in records
        else _closed(row, names.get(row.rec), ask, on)
        for row in found
    ]
    return sorted(made, key=lambda s: [int(p) if p.isdigit() else p for p in _PARTS.split(s.title)])


def _subject(request: Request, one: Obligation, row: Finding, record: Any, on: date) -> Subject:
    title = registry[row.kind].label(record)
    ask = _(BY_THEMSELVES) if for_themselves(request, one, record) else ""
    return Subject(title, place(request, one, record), *_standing(row, on), ask)


def _closed(row: Finding, known: Called | None, ask: str, on: date) -> Subject:
    """A record the reader may not open: called by name only where its label is open."""
    return Subject(known.words if known else str(HIDDEN), "", *_standing(row, on), ask)


def _standing(row: Finding, on: date) -> tuple[str, str]:
    when = dates.left(row.due, on) if row.due else ""
    return SEAL.get(State(row.state), "unknown"), when
