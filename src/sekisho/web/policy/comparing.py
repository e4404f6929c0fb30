"""What differs between two versions of a document, clause by clause and word by word."""

from collections import Counter
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.domains.documents.diff import Difference, compare
from sekisho.domains.documents.models import Clause, Version
from sekisho.web.policy import texts
from sekisho.web.policy.draft import version_or_404
from sekisho.web.request import Request
from sekisho.web.words import Text


def differences(old: Version, new: Version) -> list[Difference]:
    return compare(list(Clause.objects.of(old)), list(Clause.objects.of(new)))


@require_safe
def diff(request: HttpRequest, old: UUID, new: UUID) -> HttpResponse:
    """Only what differs; ``?all=1`` the whole text."""
    request = cast("Request", request)
    request.place = "policy"
    before, after = version_or_404(request, old), version_or_404(request, new)
    if before.document_id != after.document_id:
        raise Http404(str(new))
    name = texts.title(after.document)
    context = {
        "title": _("What changed from %(old)s to %(new)s")
        % {"old": before.label, "new": after.label},
        "crumbs": [
            (_("Policies, regulations, manuals"), reverse("documents")),
            (name, reverse("document", args=[after.document_id])),
            (_("Differences"), ""),
        ],
        "before": before,
        "after": after,
        "all": bool(request.GET.get("all")),
        **told(before, after, everything=bool(request.GET.get("all"))),
    }
    return render(request, "web/policy/diff.html", context)


def told(before: Version, after: Version, *, everything: bool = False) -> dict[str, Any]:
    """The differences to show and how many there are of each kind."""
    found = differences(before, after)
    counts = Counter(d.kind for d in found)
    moved = sum(1 for d in found if d.kind == "same" and (d.moved or d.renumbered))
    words: list[tuple[Text, int, str]] = [
        (_("changed"), counts["changed"], "warn"),
        (_("added"), counts["added"], "ok"),
        (_("gone"), counts["removed"], "ng"),
        (_("only moved"), moved, ""),
        (_("the same"), counts["same"] - moved, ""),
    ]
    shown = [d for d in found if everything or d.kind != "same" or d.moved or d.renumbered]
    return {"differences": shown, "counts": [w for w in words if w[1]], "whole": everything}
