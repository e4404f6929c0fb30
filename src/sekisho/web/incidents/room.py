"""The page of one incident: the next deadline and the next step on top, the course below.

It shows what the registers hold; whatever is written here goes through their commands.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sekisho.domains.incidents import freezing, gates, judging, severity
from sekisho.domains.incidents.applies import Answer
from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.models import Fact
from sekisho.domains.incidents.words import OVER, ROAD, Stage, Tri
from sekisho.packs.breach import facts
from sekisho.registers import guard
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from sekisho.web.incidents import clocks
from sekisho.web.register import cells
from sekisho.web.register.finding import allowed, record_or_404
from sekisho.web.register.record_page import buttons
from sekisho.web.request import Request

BESIDE = frozenset({"report_up", "raise", "lower", "propose_exit", "reopen"})
"""Steps beside the road: kept out of the way of the next one."""
FIRST = frozenset({"personal_data", "persons", "sensitive", "financial_harm", "malicious"})
"""Questions that are asked of every incident; the rest is folded away until answered."""
HANGING = (
    "incident_steps", "containments", "report_duties", "person_notices", "outside_contacts",
    "affected_assets",
    "evidence_items", "recovery_checks", "preventions", "incident_members",
)  # fmt: skip


@require_safe
def room(request: HttpRequest, key: str) -> HttpResponse:
    """One incident, for whoever may know of it."""
    asked = cast("Request", request)
    asked.place = "incidents"
    record: Incident = record_or_404(asked, registry["incidents"], key)
    return _page(asked, record)


def _page(request: Request, record: Incident, **more: Any) -> HttpResponse:
    moves = buttons(request, registry["incidents"], record)
    asked_facts = _facts(record)
    context = {
        "title": record.title,
        "crumbs": [(record.number, "")],
        "record": record,
        "over": record.state in OVER,
        "steps": [(i, stage.label) for i, stage in enumerate(ROAD)],
        "current": ROAD.index(Stage(record.state)) if record.state in ROAD else -1,
        "clocks": clocks.of(record, request.act().at),
        "onward": [b for b in moves if b.move.name not in BESIDE],
        "beside": [b for b in moves if b.move.name in BESIDE],
        "gates": gates.ahead(record),
        "course": _course(request, record),
        "may_write": allowed(request, "change", registry["incidents"], record),
        "may_draft": allowed(request, "change", registry["incidents"], record)
        or record.drafts.exists(),
        "may_freeze": allowed(request, "add", registry["freezes"]),
        "frozen": freezing.frozen(record).count(),
        "facts": [one for one in asked_facts if one["first"]],
        "more_facts": [one for one in asked_facts if not one["first"]],
        "calls": [one for one in severity.calls(judging.known(record))
                  if one.answer == Answer.POSSIBLE][:4],
        "hanging": [_hanging(request, name, record) for name in HANGING],
        "identities": _seen(request, "reporter_identities", record),
        "alerts": _seen(request, "incident_alerts", record),
        "unseen": _unseen(request, record),
        "record_url": reverse("record", kwargs={"name": "incidents", "key": record.number}),
    } | more  # fmt: skip
    return render(request, "web/incidents/room.html", context, status=more.get("status", 200))


def _seen(request: Request, name: str, record: Incident) -> list[Any]:
    """What hangs on the incident in one register, as far as the actor may see it."""
    register = registry[name]
    rows = guard.visible(request.actor, register, request.act().on).filter(incident=record.pk)
    return list(rows.select_related(*register.label_with).order_by(*register.order)[:50])


def _hanging(request: Request, name: str, record: Incident) -> dict[str, Any]:
    register = registry[name]
    return {
        "register": register,
        "rows": [(row, cells.address(register, row)) for row in _seen(request, name, record)],
        "new": f"{reverse('new', kwargs={'name': name})}?incident={record.number}"
        if allowed(request, "add", register) else "",
    }  # fmt: skip


def _course(request: Request, record: Incident) -> list[dict[str, Any]]:
    """The newest first; a corrected entry shows struck through beside its correction."""
    rows = _seen(request, "timeline_entries", record)
    corrected = {row.supersedes_id for row in rows if row.supersedes_id}
    written = [
        {"at": row.at, "kind": row.get_kind_display(), "text": row.text, "who": row.person,
         "corrected": row.pk in corrected, "source": row.source}
        for row in rows
    ]  # fmt: skip
    told = [
        {"at": at, "kind": "", "text": words, "who": None, "corrected": False, "source": ""}
        for at, words in _moments(record) if at
    ]  # fmt: skip
    return sorted([*written, *told], key=lambda one: one["at"], reverse=True)


def _moments(record: Incident) -> Iterable[tuple[datetime | None, str]]:
    """What the record itself knows the time of."""
    yield record.noticed_at, _("Noticed")
    yield record.reported_at, _("Reported")
    yield record.manager_report_at, _("The manager reported to the committee")
    yield record.commander_at, _("A commander was named, first instructions given")
    yield record.contained_at, _("Contained")
    yield record.recovered_at, _("Recovered")
    yield record.closed_at, _("Closed")


def _facts(record: Incident) -> list[dict[str, Any]]:
    """Every question with its answer so far; the answered ones first."""
    language = get_language() or "en"
    there = {row.fact: row for row in Fact.objects.present().filter(incident=record.pk)}
    known = judging.known(record)
    return [
        {"code": code, "kind": one.kind, "question": one.question.said(language),
         "row": there.get(code), "value": known.get(code),
         "first": code in FIRST or known.get(code) is not None}
        for code, one in facts().items()
    ]  # fmt: skip


def _unseen(request: Request, record: Incident) -> bool:
    mine = record.alerts.filter(person=request.actor.person, seen_at=None)
    return bool(request.actor.person and mine.exists())


@require_POST
def note(request: HttpRequest, key: str) -> HttpResponse:
    """Add an entry to the course of events."""
    asked = cast("Request", request)
    record = record_or_404(asked, registry["incidents"], key)
    values = {"incident": record.pk, "text": asked.POST.get("text", ""),
              "kind": asked.POST.get("kind", ""), "at": asked.POST.get("at", "")}  # fmt: skip
    try:
        write(registry["timeline_entries"], asked.act(), values)
    except Invalid as invalid:
        return _page(asked, record, note_problems=_words(invalid), given=values, status=422)
    return redirect(reverse("incident-room", kwargs={"key": record.number}) + "#course")


@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Answer one fact, or correct the answer."""
    asked = cast("Request", request)
    record = record_or_404(asked, registry["incidents"], key)
    code = asked.POST.get("fact", "")
    register = registry["incident_facts"]
    row = Fact.objects.present().filter(incident=record.pk, fact=code).first()
    said = {"value": asked.POST.get("value", "") or Tri.UNKNOWN,
            "number": asked.POST.get("number", ""), "basis": asked.POST.get("basis", "")}  # fmt: skip
    values = said if row else said | {"incident": record.pk, "fact": code}
    try:
        write(register, asked.act(), values, row)
    except Invalid as invalid:
        return _page(asked, record, fact_problems=_words(invalid), fact_open=code, status=422)
    messages.success(asked, _("Recorded. Severity and time limits were computed again."))
    return redirect(reverse("incident-room", kwargs={"key": record.number}) + "#facts")


@require_POST
def seen(request: HttpRequest, key: str) -> HttpResponse:
    """Say that one has seen the alert: the ladder of silence stops here."""
    asked = cast("Request", request)
    record = record_or_404(asked, registry["incidents"], key)
    for alert in record.alerts.filter(person=asked.actor.person, seen_at=None):
        try:
            move(registry["incident_alerts"], asked.act(), "acknowledge", alert, {})
        except (Denied, Invalid):
            messages.error(asked, _("This cannot be acknowledged any more."))
    return redirect("incident-room", key=record.number)


def _words(invalid: Invalid) -> list[str]:
    return [str(text) for texts in invalid.problems.values() for text in texts]
