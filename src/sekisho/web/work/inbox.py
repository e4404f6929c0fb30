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

from sekisho.registers import deciding
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.models import ApprovalSeat
from sekisho.registers.register import Register, registry
from sekisho.web import dates, places
from sekisho.web.register import cells
from sekisho.web.register.record_page import Button, actors, buttons, facts
from sekisho.web.request import Request
from sekisho.web.work import seats
from sekisho.web.work.tasks import tabs

places.add(places.Page("tasks", "inbox", gettext_lazy("To be decided by me"), order=2))

DUE = ("due_on", "ends_on", "valid_until")
IF_NOBODY: dict[str, Text] = {
    "exceptions": gettext_lazy("Until somebody decides, the item counts as not kept."),
    "assets": gettext_lazy("Until somebody decides, the present class stays in force."),
    "takeouts": gettext_lazy("Until somebody decides, it stays in the office."),
    "disposals": gettext_lazy("Until somebody decides, it is kept."),
    "disclosure_permits": gettext_lazy("Until somebody decides, it is not disclosed."),
    "tasks": gettext_lazy("Until somebody looks at it, the task stays open."),
    "versions": gettext_lazy("Until somebody decides, the former version stays in force."),
}
OTHERWISE = gettext_lazy("Until somebody decides, nothing changes.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record with a decision to take: of its own life, or a seat in an approval."""

    register: Register[Any]
    record: Any

    @property
    def key(self) -> str:
        return f"{self.register.name}:{self.record.pk}"

    @property
    def is_seat(self) -> bool:
        return isinstance(self.record, ApprovalSeat)

    @property
    def title(self) -> str:
        return self.register.label(self.record)

    @property
    def what(self) -> Text:
        """What kind of record is decided about."""
        about = registry.get(self.record.approval.register) if self.is_seat else self.register
        return about.singular if about else self.register.singular

    @property
    def since(self) -> date:
        if self.is_seat:
            asked: date = self.record.asked_on
            return asked
        changed: date = self.record.changed_at.date()
        return changed

    @property
    def due(self) -> date | None:
        return next((getattr(self.record, n) for n in DUE if getattr(self.record, n, None)), None)

    @property
    def href(self) -> str:
        return cells.address(self.register, self.record)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The list at the left, at the right the card of ``?show=`` or the first."""
    request = cast("Request", request)
    request.place = "tasks"
    act = request.act()
    found = sorted(waiting(act), key=lambda w: (w.due or date.max, w.since, w.key))
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
        "today": act.on,
        "delegations": seats.delegations(request),
    }
    return render(request, "web/tasks/inbox.html", context)


def waiting(act: Act) -> Iterator[Waiting]:
    """Seats in approvals first, then what the rights of a register leave to the reader."""
    for seat in deciding.seats(act):
        yield Waiting(registry["approval_seats"], seat)
    for one in deciding.waiting(act):
        yield Waiting(one.register, one.record)


def shown(request: Request, one: Waiting) -> dict[str, Any]:
    """The card: what, from whom, since when, what happens otherwise, and the buttons."""
    usable = [b for b in buttons(request, one.register, one.record) if not b.refused]
    told = seats.card(request, one.record) if one.is_seat else _plain_card(request, one)
    return told | {
        "one": one,
        "due": dates.day(one.due, "due") if one.due else "",
        "late": one.due is not None and one.due < request.act().on,
        "keys": list(zip(usable, keys(usable), strict=True)),
    }


def _plain_card(request: Request, one: Waiting) -> dict[str, Any]:
    from sekisho.ledger.history import history

    last = history(one.register.name, one.record.pk, limit=1)
    who = actors({e.actor for e in last})
    return {
        "facts": facts(request, one.register, one.record),
        "changes": seats.changes(request, one.register, one.record),
        "from": who.get(last[0].actor, "") if last else "",
        "otherwise": IF_NOBODY.get(one.register.name, OTHERWISE),
        "href": one.href,
    }


def keys(found: list[Button]) -> list[str]:
    """A approves (the first that is no danger and asks for least), R returns (the next)."""
    order = sorted(range(len(found)), key=lambda i: (found[i].move.danger, i))
    given = dict(zip(order, ("a", "r"), strict=False))
    return [given.get(i, "") for i in range(len(found))]
