"""The documents with how their reviews stand, and one document: its text, versions, reviews."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.documents.models import Clause, Document, Version
from sekisho.domains.documents.version import State
from sekisho.registers import guard
from sekisho.registers.commands import write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from sekisho.registers.schema import schema
from sekisho.web import inputs, places
from sekisho.web.policy import texts
from sekisho.web.policy.flow import steps
from sekisho.web.policy.pairs import behind
from sekisho.web.policy.reviewing import due_again
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request

places.add(
    places.Page("policy", "documents", gettext_lazy("Policies, regulations, manuals"), order=2)
)

OPEN = (State.DRAFT, State.SUBMITTED, State.APPROVED)
ASKED = ("held_on", "outcome", "reason")


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the list."""

    document: Document
    title: str
    current: Version | None
    drafts: Sequence[Version]
    reviewed_on: date | None
    due: date | None
    late: bool

    @property
    def href(self) -> str:
        return reverse("document", args=[self.document.pk])


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Every document the reader may see; four queries."""
    request = cast("Request", request)
    today = request.act().on
    context = {
        "title": _("Policies, regulations, manuals"),
        "crumbs": [(_("Policies, regulations, manuals"), "")],
        "rows": rows(request, today),
        "today": today,
        "may_read": allowed(request, "add", registry["versions"]),
        "may_add": allowed(request, "add", registry["documents"]),
    }
    return render(request, "web/policy/documents.html", context)


def rows(request: Request, today: date) -> list[Row]:
    seen = guard.visible(request.actor, registry["documents"], today).select_related("owner")
    found = list(seen.with_last_review(today).order_by("code"))
    versions: dict[UUID, list[Version]] = defaultdict(list)
    seen = guard.visible(request.actor, registry["versions"], today)
    for version in seen.exclude(state=State.DISCARDED).order_by("-effective_on", "-created_at"):
        versions[version.document_id].append(version)
    return [_row(d, versions[d.pk], today) for d in found]


def _row(document: Document, versions: Sequence[Version], today: date) -> Row:
    current = next((v for v in versions if _in_force(v, today)), None)
    reviewed = getattr(document, "reviewed_on", None)
    due = due_again(document, reviewed, current.effective_on) if current else None
    drafts = [v for v in versions if v.state in OPEN]
    late = due is not None and due < today
    return Row(document, texts.title(document), current, drafts, reviewed, due, late)


def _in_force(version: Version, on: date) -> bool:
    if not version.published_on or not version.effective_on or version.effective_on > on:
        return False
    return version.published_on <= on and (
        version.superseded_on is None or version.superseded_on > on
    )


def document_or_404(request: Request, pk: UUID) -> Document:
    found: Document | None = (
        guard.visible(request.actor, registry["documents"], request.act().on).filter(pk=pk).first()
    )
    if found is None:
        raise Http404(str(pk))
    return found


def versions_of(request: Request, document: Document) -> list[Version]:
    """The versions the reader may see, newest first; drafts are for those who work on them."""
    seen = guard.visible(request.actor, registry["versions"], request.act().on)
    found = seen.filter(document=document).select_related("document", "approved_by")
    if not allowed(request, "change", registry["clauses"]):
        found = found.exclude(published_on=None)
    return list(found.order_by("-created_at", "-id"))


def chosen(request: Request, found: Sequence[Version]) -> Version | None:
    """The version ``?v=``, else the one in force, else the newest that is not discarded."""
    asked = request.GET.get("v", "")
    if asked:
        hit = next((v for v in found if str(v.pk) == asked), None)
        if hit is None:
            raise Http404(asked)
        return hit
    today = request.act().on
    live = [v for v in found if v.state != State.DISCARDED]
    return next((v for v in live if _in_force(v, today)), live[0] if live else None)


@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text of one version, the other versions, what can be done, reviews and requests."""
    request = cast("Request", request)
    request.place = "policy"
    return render(request, "web/policy/document.html", page(request, document_or_404(request, pk)))


def page(request: Request, one: Document, **more: Any) -> dict[str, Any]:
    today = request.act().on
    found = versions_of(request, one)
    version = chosen(request, found)
    current = next((v for v in found if _in_force(v, today)), None)
    reviews = guard.visible(request.actor, registry["reviews"], today).filter(document=one)
    reviewed = (
        reviews.approved(today).order_by("-held_on").values_list("held_on", flat=True).first()
    )
    return {
        "title": texts.title(one),
        "crumbs": [
            (_("Policies, regulations, manuals"), reverse("documents")),
            (texts.title(one), ""),
        ],
        "document": one,
        "version": version,
        "versions": found,
        "current": current,
        "clauses": reading(request, version) if version else [],
        "pair": bool(request.GET.get("pair")),
        "behind": behind(request, version).count() if version else 0,
        "before": _before(found, version),
        "steps": steps(request, version) if version else [],
        "reviews": reviews.select_related("held_by", "approved_by").order_by("-held_on", "-id")[:5],
        "due": due_again(one, reviewed, current.effective_on) if current else None,
        "reviewed": reviewed,
        "today": today,
        "review": review_inputs(today) if _may_review(request, one) else [],
        "campaigns": campaigns(request, one),
        "may_edit": allowed(request, "change", registry["clauses"]),
        **more,
    }


def _before(found: Sequence[Version], version: Version | None) -> Version | None:
    """The version to compare with: the next older one that was not discarded."""
    older = found[found.index(version) + 1 :] if version in found else []
    return next((v for v in older if v.state != State.DISCARDED), None)


def reading(request: Request, version: Version) -> list[dict[str, Any]]:
    """The clauses to read, with their translation beside them and the heading where it changes."""
    seen = guard.visible(request.actor, registry["clauses"], request.act().on)
    shown, last = [], None
    for clause in seen.filter(version=version).order_by("position", "id"):
        head = texts.heading(clause)
        shown.append(_read(clause, version, head if head != last else ""))
        last = head
    return shown


def _read(clause: Clause, version: Version, head: str) -> dict[str, Any]:
    return {
        "clause": clause,
        "said": texts.said(clause, version.language),
        "other": texts.other(clause, version.language),
        "head": head,
    }


def campaigns(request: Request, one: Document) -> list[Any]:
    rows = guard.visible(request.actor, registry["campaigns"], request.act().on)
    return list(
        rows.filter(version__document=one).select_related("version").order_by("-starts_on")[:5]
    )


def _may_review(request: Request, one: Document) -> bool:
    """Whether the actor may record a review of this document (managers: those of their units)."""
    values = {"document": one.pk}
    try:
        guard.demand(request.actor, "add", registry["reviews"], None, request.act().on, values)
    except Denied:
        return False
    return True


def review_inputs(
    today: date, given: dict[str, Any] | None = None, problems: Any = None
) -> list[Any]:
    form = schema(registry["reviews"])
    values = {"held_on": today} | (given or {})
    return [
        inputs.of_field(form.all[name], values.get(name, ""), (problems or {}).get(name, ()))
        for name in ASKED
    ]


@require_http_methods(["POST"])
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that somebody looked whether the document still fits; another person approves it."""
    request = cast("Request", request)
    request.place = "policy"
    one = document_or_404(request, pk)
    given = {name: request.POST.get(name, "") for name in ASKED}
    person = request.actor.person
    try:
        write(registry["reviews"], request.act(), given | {"document": one.pk, "held_by": person})
    except Invalid as invalid:
        more = {
            "review": review_inputs(request.act().on, given, invalid.problems),
            "review_wrong": [t for n, ts in invalid.problems.items() if n not in ASKED for t in ts],
            "reviewing": True,
            "wrong": True,
        }
        return render(request, "web/policy/document.html", page(request, one, **more), status=422)
    messages.success(
        request, _("The review is recorded. It counts once the director or the deputy approves it.")
    )
    return redirect(f"{reverse('document', args=[one.pk])}#reviews")
