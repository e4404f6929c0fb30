"""Texts for outside: what the records say now, edited by people, kept edition by edition."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.incidents import drafting
from sekisho.domains.incidents.draft import Kind
from sekisho.domains.incidents.incident import Incident
from sekisho.registers import guard, notes
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.reports import drafts
from sekisho.web.register.finding import allowed, record_or_404
from sekisho.web.request import Request

STAGES = {
    "preliminary": ("appi-preliminary",),
    "final": ("appi-final", "appi-final-malicious"),
    "mn_preliminary": ("my-number-preliminary",),
    "mn_final": ("my-number-final", "my-number-final-malicious"),
    "persons": ("appi-persons",),
    "client": ("client-notice", "client-contract"),
    "publication": (),
}
"""The duties that each text serves: receipts are filed there."""


@require_safe
def index(request: HttpRequest, key: str) -> HttpResponse:
    """Every kind of text, with how far it is and by when it is owed."""
    asked, record = _open(request, key)
    rows = _editions(asked, record)
    if not rows and not allowed(asked, "change", registry["incidents"], record):
        raise Http404(key)
    duties = _duties(asked, record)
    context = _frame(record, _("Reports and notices: %(number)s") % {"number": record.number}) | {
        "kinds": [
            {
                "kind": kind,
                "editions": [row for row in rows if row.kind == kind],
                "duties": [duties[rule] for rule in STAGES[kind] if rule in duties],
            }
            for kind in Kind
        ],
        "persons": _seen(asked, "person_notices", record),
    }
    return render(request, "web/incidents/drafts.html", context)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """One kind: the newest edition, or the records as they are now, to be read and kept."""
    asked, record = _open(request, key)
    if kind not in Kind.values:
        raise Http404(kind)
    problems: list[str] = []
    rows = [row for row in _editions(asked, record) if row.kind == kind]
    last = rows[0] if rows else None
    may_write = allowed(asked, "change", registry["incidents"], record)
    if last is None and not may_write:
        raise Http404(kind)
    anew = last is None or (may_write and "fresh" in asked.GET)
    text = drafts.fresh(record, kind) if anew else last.text  # type: ignore[union-attr]
    if request.method == "POST":
        text = asked.POST.get("text", "").replace("\r\n", "\n")
        remark = asked.POST.get("remark", "")
        try:
            if not text.strip():
                raise Invalid({"text": [_("Please write the text.")]})
            made = drafts.keep(record, kind, asked.act(), text, remark)
        except Invalid as invalid:
            problems = [str(one) for some in invalid.problems.values() for one in some]
        else:
            messages.success(
                asked, _("Edition %(n)s is kept, as PDF and Word.") % {"n": made.edition}
            )
            return redirect("incident-draft", key=record.number, kind=kind)
    files = notes.files(registry["incident_drafts"], [row.pk for row in rows])
    title = f"{Kind(kind).label}: {record.number}"
    context = _frame(record, title, (_("Reports and notices"), "incident-drafts")) | {
        "kind": Kind(kind), "text": text, "anew": anew, "problems": problems,
        "left": drafting.open_points(text), "last": last,
        "may_write": may_write,
        "editions": [(row, [f for f in files if f.rec == row.pk]) for row in rows],
    }  # fmt: skip
    return render(request, "web/incidents/draft.html", context, status=422 if problems else 200)


def _open(request: HttpRequest, key: str) -> tuple[Request, Incident]:
    asked = cast("Request", request)
    asked.place = "incidents"
    return asked, record_or_404(asked, registry["incidents"], key)


def _frame(record: Incident, title: str, above: tuple[str, str] | None = None) -> dict[str, Any]:
    crumbs = [(record.number, reverse("incident-room", kwargs={"key": record.number}))]  # fmt: skip
    if above:
        crumbs.append((above[0], reverse(above[1], kwargs={"key": record.number})))
    return {"title": title, "crumbs": [*crumbs, (title, "")], "record": record}


def _seen(request: Request, name: str, record: Incident) -> list[Any]:
    rows = guard.visible(request.actor, registry[name], request.act().on)
    return list(rows.filter(incident=record.pk).order_by("id"))


def _editions(request: Request, record: Incident) -> list[Any]:
    rows = guard.visible(request.actor, registry["incident_drafts"], request.act().on)
    return list(
        rows.filter(incident=record.pk).select_related("person", "incident").order_by("-edition")
    )


def _duties(request: Request, record: Incident) -> dict[str, Any]:
    return {row.rule: row for row in _seen(request, "report_duties", record)}
