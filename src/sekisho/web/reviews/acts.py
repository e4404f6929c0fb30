"""What is sent from a review: its start, a decision saved at once, and many at once."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.domains.access.review_words import PENDING, Advice, Decision
from sekisho.findings.reviews import course
from sekisho.registers.commands import move, write, write_many
from sekisho.registers.errors import Conflict, Invalid
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.web.request import Request
from sekisho.web.reviews import pages, rows


@require_POST
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a planned review: its rights are listed and those who decide are told."""
    asked = cast("Request", request)
    campaign = pages.campaign_or_404(asked, number)
    act = asked.act()
    begun = move(registry["review_campaigns"], act, "start", campaign)
    n = course.begin(begun, act)
    messages.success(asked, _("The review has begun with %(n)s rights.") % {"n": n})
    return redirect("review", number=number)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    """The right in hand (GET), or a decision on it, saved as it is made (POST)."""
    asked = cast("Request", request)
    campaign = pages.campaign_or_404(asked, number)
    one = pages.item_or_404(asked, campaign, pk)
    if request.method != "POST":
        if not request.headers.get("HX-Request"):
            return redirect(
                f"{reverse('review', args=[number])}?from={one.number}&item={one.number}"
            )
        return render(
            request,
            "web/reviews/detail.html",
            {"detail": pages.detail_of(asked, one), "campaign": campaign},
        )
    problem = _saved(asked, one, _values(request, one))
    if not request.headers.get("HX-Request"):
        if problem:
            messages.error(request, problem)
        return redirect(f"{reverse('review', args=[number])}?from={one.number}&item={one.number}")
    context = pages.state(asked, campaign) | {"item": one, "problem": problem, "partial": True}
    return render(request, "web/reviews/saved.html", context)


def _values(request: HttpRequest, one: Any) -> dict[str, Any]:
    """What was sent about one right: ``d-ID`` the decision, ``u-ID`` the day, ``reason``."""
    values: dict[str, Any] = {}
    if said := request.POST.get(f"d-{one.pk}"):
        values["decision"] = said
        values["until_on"] = request.POST.get(f"u-{one.pk}") if said == Decision.UNTIL else None
    if "reason" in request.POST:
        values["reason"] = request.POST["reason"]
    return values


def _saved(request: Request, one: Any, values: dict[str, Any]) -> str:
    """Save; the words of what could not stand, "" if all could."""
    try:
        write(registry["review_items"], request.act(), values, one)
    except Invalid as invalid:
        return " ".join(str(text) for texts in invalid.problems.values() for text in texts)
    except Conflict:
        return _("Somebody else changed this first. Please reload the page.")
    return ""


@require_POST
def save(request: HttpRequest, number: str) -> HttpResponse:
    """The whole page without scripts: every decision that was changed on it."""
    asked = cast("Request", request)
    campaign = pages.campaign_or_404(asked, number)
    keys = [key[2:] for key in request.POST if key.startswith("d-")][: pages.EACH]
    chosen = {one.pk: one for one in rows.mine(asked, campaign).filter(pk__in=_ids(keys))}
    problems, n = [], 0
    for one in chosen.values():
        values = _values(request, one)
        same = values.get("decision") == one.decision and (
            one.decision != Decision.UNTIL or values["until_on"] == str(one.until_on)
        )
        if same or one.state not in PENDING:
            continue
        problem = _saved(asked, one, values)
        problems += [f"{one}: {problem}"] if problem else []
        n += not problem
    for words in problems[:10]:
        messages.error(request, words)
    if n:
        messages.success(
            request, ngettext("%(n)s decision saved.", "%(n)s decisions saved.", n) % {"n": n}
        )
    return redirect("review", number=number)


def _ids(keys: list[str]) -> list[UUID]:
    found = []
    for key in keys:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found


@require_POST
def keep(request: HttpRequest, number: str) -> HttpResponse:
    """Choose "keep" for all that it is recommended for and nobody decided; still to be confirmed."""
    asked = cast("Request", request)
    campaign = pages.campaign_or_404(asked, number)
    wanted = rows.mine(asked, campaign).filter(state__in=PENDING, decision="", advice=Advice.KEEP)
    lines = [Line({"decision": Decision.KEEP.value}, one) for one in wanted.order_by("number")]
    write_many(registry["review_items"], asked.act(), lines)
    n = len(lines)
    words = ngettext("“Keep” was chosen for %(n)s right.", "“Keep” was chosen for %(n)s rights.", n)
    messages.success(request, words % {"n": n})
    return redirect("review", number=number)
