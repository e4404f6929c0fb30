"""A meeting of the committee on its record page: agenda to confirm, decisions, and what follows."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sekisho.domains.people.agenda_item import CHAIRING, ItemState
from sekisho.domains.people.meeting import MeetingState
from sekisho.domains.people.models import CommitteeMeeting
from sekisho.findings import agenda
from sekisho.obligations.obligation import obligations
from sekisho.registers import guard
from sekisho.registers.errors import Denied
from sekisho.registers.register import registry
from sekisho.registers.rights import LEADERS
from sekisho.web.register import cells
from sekisho.web.register.finding import allowed, record_or_404
from sekisho.web.register.panels import panel
from sekisho.web.request import Request


@panel("committee_meetings", "web/direction/meeting.html")
def meeting(request: Request, record: CommitteeMeeting) -> dict[str, Any]:
    """What is proposed for it, what is on its agenda, what it decided and asked for."""
    items = rows(request, "agenda_items", record)
    return {
        "meeting": record,
        "planned": record.state == MeetingState.PLANNED,
        "may_draw": bool(request.actor.roles & set(LEADERS)),
        "chairing": bool(request.actor.roles & set(CHAIRING)),
        "here": cells.address(registry["committee_meetings"], record),
        "accepted": [entry(request, i) for i in items if i.state == ItemState.ACCEPTED],
        "proposed": [entry(request, i) for i in items if i.state == ItemState.PROPOSED],
        "left_out": [entry(request, i) for i in items if i.state == ItemState.LEFT_OUT],
        "decisions": [
            (one, cells.address(registry["committee_decisions"], one))
            for one in rows(request, "committee_decisions", record, "responsible")
        ],
        "actions": [
            (one, cells.address(registry["meeting_actions"], one))
            for one in rows(request, "meeting_actions", record, "owner", "decision")
        ],
        "new_item": new(request, "agenda_items", record),
        "new_decision": new(request, "committee_decisions", record),
        "new_action": new(request, "meeting_actions", record),
    }


def rows(request: Request, name: str, record: CommitteeMeeting, *related: str) -> list[Any]:
    found = guard.visible(request.actor, registry[name], request.act().on).filter(meeting=record.pk)
    return list((found.select_related(*related) if related else found).order_by("number"))


def new(request: Request, name: str, record: CommitteeMeeting) -> str:
    """The form for one more, with the meeting filled in; "" for whoever may not."""
    if not allowed(request, "add", registry[name]):
        return ""
    return f"{reverse('new', kwargs={'name': name})}?{urlencode({'meeting': record.number})}"


def entry(request: Request, item: Any) -> dict[str, Any]:
    """One item with the way to what it is about and to the decision that answers it."""
    kind, _colon, key = item.about.partition(":")
    href = ""
    if kind == "duty" and key in obligations:
        query = urlencode({"obligation": key})
        href = f"{reverse('list', kwargs={'name': 'tasks'})}?{query}"
    elif kind in registry and item.about:
        href = reverse("record", kwargs={"name": kind, "key": key})
    decide = new(request, "committee_decisions", item.meeting)
    return {
        "item": item,
        "about": href,
        "record": cells.address(registry["agenda_items"], item),
        "decide": f"{decide}&{urlencode({'item': item.number, 'text': item.title})}"
        if decide
        else "",
    }


@require_POST
def draw(request: HttpRequest, key: str) -> HttpResponse:
    """Propose items from what is overdue, expires or falls due."""
    asked = cast("Request", request)
    register = registry["committee_meetings"]
    record = record_or_404(asked, register, key)
    if not asked.actor.roles & set(LEADERS):
        raise Denied("agenda_items.add", ())
    found = agenda.draw(asked.act(), record)
    if found:
        messages.success(
            asked, _("%(n)s items are proposed. The chair decides about each.") % {"n": found}
        )
    else:
        messages.info(asked, _("There is nothing new to propose."))
    return redirect(cells.address(register, record))
