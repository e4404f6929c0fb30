"""The inbox: every record that waits for a decision this reader may take (ux.md 4.10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.registers import guard
from sekisho.registers.errors import Text
from sekisho.registers.register import Register
from sekisho.registers.segregation import segregated
from sekisho.web import dates, places
from sekisho.web.register import cells
from sekisho.web.register.finding import allowed
from sekisho.web.register.record_page import Button, actors, buttons, facts
from sekisho.web.request import Request
from sekisho.web.work.standing import deciding, undecided
from sekisho.web.work.tasks import tabs

places.add(places.Page("tasks", "inbox", gettext_lazy("To be decided by me"), order=2))

EACH = 50
DUE = ("due_on", "ends_on", "valid_until")
IF_NOBODY: dict[str, Text] = {
    "exceptions": gettext_lazy("Until somebody decides, the item counts as not kept."),
    "assets": gettext_lazy("Until somebody decides, the present class stays in force."),
    "tasks": gettext_lazy("Until somebody looks at it, the task stays open."),
    "versions": gettext_lazy("Until somebody decides, the former version stays in force."),
}
OTHERWISE = gettext_lazy("Until somebody decides, nothing changes.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record with the moves its reader may make now."""

    register: Register[Any]
    record: Any
    buttons: list[Button]

    @property
    def key(self) -> str:
        return f"{self.register.name}:{self.record.pk}"

    @property
    def title(self) -> str:
        return self.register.label(self.record)

    @property
    def since(self) -> date:
        changed: date = self.record.changed_at.date()
        return changed

    @property
    def href(self) -> str:
        return cells.address(self.register, self.record)

    @property
    def otherwise(self) -> Text:
        return IF_NOBODY.get(self.register.name, OTHERWISE)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The list at the left, at the right the card of ``?show=`` or the first."""
    request = cast("Request", request)
    request.place = "tasks"
    found = sorted(waiting(request), key=lambda w: (w.since, w.key))
    asked = request.GET.get("show", "")
    card = next((w for w in found if w.key == asked), found[0] if found else None)
    here = reverse("inbox")
    context = {
        "title": _("To be decided by me"),
        "crumbs": [(_("To be decided by me"), "")],
        "tabs": tabs(request, "inbox"),
        "found": [(w, f"{here}?show={w.key}", w is card) for w in found],
        "card": shown(request, card) if card else None,
        "here": here,
    }
    return render(request, "web/tasks/inbox.html", context)


def waiting(request: Request) -> Iterator[Waiting]:
    """Records in a state out of which the reader may move, where another must have come before."""
    for register, moves in deciding():
        assert register.life is not None  # noqa: S101 - deciding() has looked
        able = [m for m in moves if allowed(request, m.name, register)]
        states = undecided(register, able)
        if not states:
            continue
        rows = guard.visible(request.actor, register, request.act().on)
        rows = rows.filter(**{f"{register.life.field}__in": states}).order_by("changed_at")
        for record in rows[:EACH]:
            if mine := open_to(request, register, able, record):
                yield Waiting(register, record, mine)


def open_to(request: Request, register: Register[Any], moves: Any, record: Any) -> list[Button]:
    """The buttons of ``record`` that decide it; none when the reader asked for it themselves."""
    assert register.life is not None  # noqa: S101 - deciding() has looked
    state = getattr(record, register.life.field)
    steps = [m for m in moves if state in m.sources]
    if any(segregated(register, request.act(), step, record) for step in steps):
        return []
    names = {step.name for step in steps}
    found = buttons(request, register, record)
    deciding_ones = [b for b in found if b.move.name in names]
    return [b for b in found if not b.refused] if deciding_ones else []


def shown(request: Request, one: Waiting) -> dict[str, Any]:
    """The card: what, from whom, since when, what happens otherwise, and the buttons."""
    from sekisho.ledger.history import history

    last = history(one.register.name, one.record.pk, limit=1)
    who = actors({e.actor for e in last})
    due = next((getattr(one.record, n) for n in DUE if getattr(one.record, n, None)), None)
    return {
        "one": one,
        "facts": facts(request, one.register, one.record),
        "from": who.get(last[0].actor, "") if last else "",
        "due": dates.day(due, "due") if due else "",
        "keys": list(zip(one.buttons, keys(one.buttons), strict=True)),
    }


def keys(found: list[Button]) -> list[str]:
    """A approves (the first that is no danger and asks for least), R returns (the next)."""
    order = sorted(range(len(found)), key=lambda i: (found[i].move.danger, i))
    given = dict(zip(order, ("a", "r"), strict=False))
    return [given.get(i, "") for i in range(len(found))]
