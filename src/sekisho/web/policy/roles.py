"""Sheets of duties for those who lead: which role has one in force, and drafting one from the catalogue."""

import re
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.documents.document import Kind
from sekisho.domains.documents.models import Acknowledgement, Version
from sekisho.domains.documents.sheet import Said, draft_sheet
from sekisho.domains.documents.version import State
from sekisho.domains.documents.words import SheetRole
from sekisho.domains.people.models import Person
from sekisho.obligations.role_duties import holding, lines
from sekisho.packs.duties import duties
from sekisho.registers import guard
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request

TAIL = re.compile(r"\s*[\[［]((?:O\d{3}[\s,、]*)+)[\]］]\s*$")

READERS = frozenset((*places.LEADING, "auditor"))

places.add(
    places.Page("policy", "role-duties", gettext_lazy("Duties of roles"), order=9, roles=READERS)
)


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Each role: the sheet in force, a draft under way, who holds it, who has read it."""
    request = cast("Request", request)
    if not request.actor.roles & READERS:
        raise Denied("role-duties.read", ())
    context = {
        "title": _("Duties of roles"),
        "crumbs": [(_("Duties of roles"), "")],
        "rows": [_row(request, role) for role in SheetRole.values],
        "may_draft": allowed(request, "add", registry["versions"]),
    }
    return render(request, "web/policy/roles.html", context)


def _row(request: Request, role: str) -> dict[str, Any]:
    today = request.act().on
    seen = guard.visible(request.actor, registry["versions"], today).select_related("document")
    rows = seen.of_kind(Kind.DUTIES).filter(document__role=role).exclude(state=State.DISCARDED)
    current = rows.in_force(today).order_by("-effective_on").first()
    coming = rows.drafts(today).first()
    people = holding(Person.objects.in_service(today), role, today)
    read = Acknowledgement.objects.by(today).filter(version=current) if current else None
    return {
        "role": role,
        "title": SheetRole(role).label,
        "current": current,
        "coming": coming,
        "held": people.count(),
        "read": people.filter(pk__in=read.values("person")).count() if read is not None else 0,
        "campaign": current.campaigns.filter(withdrawn_at=None).first() if current else None,
    }


@require_http_methods(["GET", "POST"])
def role_draft(request: HttpRequest, role: str) -> HttpResponse:
    """A sheet to be put in words: one line for each thing, its duties in brackets at the end."""
    request = cast("Request", request)
    request.place = "policy"
    if role not in SheetRole.values:
        raise Http404(role)
    if not allowed(request, "add", registry["versions"]):
        raise Denied("versions.add", ())
    text, problems = proposal(request, role), []
    if request.method == "POST":
        text = request.POST.get("lines", "")
        try:
            version = draft_sheet(
                request.act(), role, said(text, request, role), request.actor.person
            )
        except Invalid as refused:
            problems = [t for texts in refused.problems.values() for t in texts]
        else:
            messages.success(request, _("The draft is made. Have it approved and publish it."))
            return redirect(f"{reverse('document', args=[version.document_id])}?v={version.pk}")
    context = {
        "title": _("Draft: %(role)s") % {"role": SheetRole(role).label},
        "crumbs": [
            (_("Duties of roles"), reverse("role-duties")),
            (SheetRole(role).label, ""),
        ],
        "text": text,
        "problems": problems,
        "wrong": bool(problems),
        "n": len(text.splitlines()),
        "rows": min(30, max(8, len(text.splitlines()) + 2)),
    }
    return render(request, "web/policy/role_draft.html", context, status=422 if problems else 200)


def proposal(request: Request, role: str) -> str:
    """The sheet as it stands, else what the catalogue and its rules ask of the role."""
    current = Version.objects.in_force(request.act().on).of_kind(Kind.DUTIES)
    version = current.filter(document__role=role).first()
    if version and not request.GET.get("anew"):
        seen = guard.visible(request.actor, registry["clauses"], request.act().on)
        rows = seen.filter(version=version).order_by("position").prefetch_related("bindings")
        return "\n".join(
            _line(c.text, sorted(b.duty for b in c.bindings.all() if b.state == "confirmed"))
            for c in rows
        )
    return "\n".join(_line(one.text, one.duties) for one in lines(role, request.act().on))


def _line(text: str, ids: Any) -> str:
    flat = " ".join(text.split())
    return f"{flat} [{' '.join(ids)}]" if ids else flat


def said(text: str, request: Request, role: str) -> list[Said]:
    """The lines as typed; one that was left as proposed keeps its English. Raises Invalid."""
    english = {one.text: one.text_en for one in lines(role, request.act().on)}
    found = []
    for raw in filter(None, (line.strip() for line in text.splitlines())):
        tail = TAIL.search(raw)
        words = TAIL.sub("", raw).strip()
        ids = tuple(re.findall(r"O\d{3}", tail.group(1))) if tail else ()
        for unknown in set(ids) - set(duties()):
            raise Invalid({"lines": [_("There is no duty %(duty)s.") % {"duty": unknown}]})
        if words:
            found.append(Said(words, english.get(words, ""), tuple(dict.fromkeys(ids))))
    return found
