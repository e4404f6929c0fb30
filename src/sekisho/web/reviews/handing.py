"""Handing what one has to decide to a deputy: to whom, why; it stays on record."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sekisho.domains.access.review_words import PENDING
from sekisho.findings.reviews.handing import hand_over, takers
from sekisho.web import dates
from sekisho.web.inputs import Input
from sekisho.web.request import Request
from sekisho.web.reviews import pages, rows


@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: HttpRequest, number: str) -> HttpResponse:
    """Choose among those who may decide; a POST gives them what is not confirmed yet."""
    asked = cast("Request", request)
    asked.place = "checkpoint"
    campaign = pages.campaign_or_404(asked, number)
    act = asked.act()
    waiting = rows.mine(asked, campaign).filter(state__in=PENDING).select_related("right")
    items = list(waiting.order_by("number"))
    known = {
        str(person.pk): (person, found) for person, found in takers(items, act.actor.person, act.on)
    }
    problems = _problems(request, known) if request.method == "POST" else {}
    if request.method == "POST" and not problems:
        person, found = known[request.POST["to"]]
        n = hand_over(campaign, act, found, person.pk, request.POST["reason"].strip())
        words = ngettext(
            "%(n)s right was handed to %(who)s.", "%(n)s rights were handed to %(who)s.", n
        )
        messages.success(request, words % {"n": n, "who": person})
        return redirect("review", number=number)
    context = pages.common(asked, campaign) | {
        "title": _("Hand to a deputy"),
        "inputs": _inputs(request, known, problems) if known else [],
        "n": len(items),
    }
    context["crumbs"] = [*context["crumbs"][:-1], (campaign.title, reverse("review", args=[number])),
                         (_("Hand to a deputy"), "")]  # fmt: skip
    return render(request, "web/reviews/hand.html", context, status=422 if problems else 200)


def _inputs(request: HttpRequest, known: dict[str, Any], problems: dict[str, str]) -> list[Input]:
    choices = [(pk, _called(person, len(found))) for pk, (person, found) in known.items()]
    said = {name: [words] for name, words in problems.items()}
    return [
        Input("to", _("Who decides instead"), "radio", request.POST.get("to", ""), choices=choices,
              required=True, errors=said.get("to", ())),
        Input("reason", _("Reason"), value=request.POST.get("reason", ""), required=True, limit=300,
              errors=said.get("reason", ())),
    ]  # fmt: skip


def _called(person: Any, n: int) -> str:
    words = [str(person), person.unit.name if person.unit else "", person.title, dates.items(n)]
    return _(" · ").join(filter(None, words))


def _problems(request: HttpRequest, known: dict[str, Any]) -> dict[str, str]:
    problems = {}
    if request.POST.get("to") not in known:
        problems["to"] = _("Please choose who decides.")
    if not request.POST.get("reason", "").strip():
        problems["reason"] = _("Please write the reason.")
    return problems
