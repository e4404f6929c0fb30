"""Japanese and English beside each other: which pairs are behind, who renews them, renewing them."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sekisho.domains.documents.clause import digest
from sekisho.domains.documents.models import Clause, Document, Version
from sekisho.registers import guard
from sekisho.registers.commands import write
from sekisho.registers.errors import Conflict, Invalid
from sekisho.registers.register import registry
from sekisho.web.policy import texts
from sekisho.web.policy.draft import version_or_404
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request


def behind(request: Request, version: Version) -> Any:
    """The clauses of ``version`` whose English lags behind or is missing, in order."""
    seen = guard.visible(request.actor, registry["clauses"], request.act().on)
    return seen.filter(version=version).behind().order_by("position", "id")


@require_safe
def pairs(request: HttpRequest, version: UUID) -> HttpResponse:
    """Only the pairs that are behind; ``?all=1`` every clause."""
    request = cast("Request", request)
    request.place = "policy"
    return render(request, "web/policy/pairs.html", page(request, version_or_404(request, version)))


def page(request: Request, version: Version, **more: Any) -> dict[str, Any]:
    late = list(behind(request, version))
    ids = {clause.pk for clause in late}
    everything = bool(request.GET.get("all"))
    seen = guard.visible(request.actor, registry["clauses"], request.act().on)
    rows = list(seen.filter(version=version).order_by("position", "id")) if everything else late
    document: Document = version.document
    return {
        "title": _("Japanese and English"),
        "crumbs": [
            (_("Policies, regulations, manuals"), reverse("documents")),
            (texts.title(document), reverse("document", args=[document.pk]) + f"?v={version.pk}"),
            (_("Japanese and English"), ""),
        ],
        "version": version,
        "name": f"{texts.title(document)} {version.label}",
        "late": len(late),
        "all": everything,
        "rows": [
            {"clause": c, "missing": not c.text_en, "former": former(c), "behind": c.pk in ids}
            for c in rows
        ],
        "may_renew": allowed(request, "change", registry["clauses"]),
        **more,
    }


def former(clause: Clause) -> str:
    """The words the English was made from, where a former version still has them."""
    if not clause.translation_behind:
        return ""
    rows = Clause.objects.present().filter(stable=clause.stable).exclude(pk=clause.pk)
    same = (old.text for old in rows if digest(old.text) == clause.text_en_of)
    return next(same, "")


@require_POST
def renew(request: HttpRequest, version: UUID, clause: UUID) -> HttpResponse:
    """The English as it is now to be, of the words as they stand."""
    request = cast("Request", request)
    found = version_or_404(request, version)
    seen = guard.visible(request.actor, registry["clauses"], request.act().on)
    row = seen.filter(version=found, pk=clause).first()
    if row is None:
        raise Http404(str(clause))
    english = request.POST.get("text_en", "").strip()
    try:
        _renew(request, row, english)
    except (Invalid, Conflict) as refused:
        problems = getattr(refused, "problems", None)
        words = [str(t) for ts in (problems or {}).values() for t in ts]
        words = words or [str(_("Somebody else changed this first. Please reload the page."))]
        context = page(request, found, problems=words, wrong=True, at=row.pk, typed=english)
        return render(request, "web/policy/pairs.html", context, status=422)
    messages.success(
        request, _("The English of clause %(number)s is up to date.") % {"number": row.number}
    )
    return redirect(reverse("pairs", args=[found.pk]))


def _renew(request: Request, row: Clause, english: str) -> None:
    if not english:
        raise Invalid({"text_en": [_("Please write the English text.")]})
    values = {"text_en": english, "text_en_of": digest(row.text)}
    ver = request.POST.get("ver", "")
    write(registry["clauses"], request.act(), values, row, int(ver) if ver.isdigit() else None)
