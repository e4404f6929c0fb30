"""Confirming what was decided in a review: some at once, many as a job that goes on by itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.access.models import ReviewItem
from sekisho.domains.access.review_words import PENDING, Decision
from sekisho.domains.people.actors import actor_for
from sekisho.domains.people.models import Account
from sekisho.jobs.context import Context
from sekisho.jobs.models import Job, State
from sekisho.jobs.task import task
from sekisho.registers.actor import Act
from sekisho.registers.commands import move
from sekisho.registers.errors import Conflict, Denied, Invalid, Missing
from sekisho.registers.register import registry
from sekisho.web.request import Request
from sekisho.web.reviews import pages, rows

AT_ONCE = 300
"""Decisions confirmed while one waits: each is an act on a right of its own."""
STEP = 50
SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """What was decided, with its consequences; a POST carries it out."""
    asked = cast("Request", request)
    asked.place = "checkpoint"
    campaign = pages.campaign_or_404(asked, number)
    saved = rows.mine(asked, campaign).filter(state__in=PENDING).exclude(decision="")
    if request.method == "POST":
        if saved.count() > AT_ONCE:
            _enqueue(asked, campaign)
            return redirect("review-confirming", number=number)
        return _confirmed(asked, number, list(saved.order_by("number")))
    removing = rows.read(saved.filter(decision=Decision.REMOVE)).order_by("number")
    context = _page(asked, campaign) | {
        "counts": rows.counted(saved),
        "removals": [
            (one.person, rows.what(one), rows.which(one), one.reason) for one in removing[:50]
        ],
        "undecided": rows.counted(rows.mine(asked, campaign)).undecided,
        "at_once": AT_ONCE,
    }
    return render(request, "web/reviews/confirm.html", context)


@require_safe
def confirming(request: HttpRequest, number: str) -> HttpResponse:
    """How far a long confirmation is; what could not stand, when it is through."""
    asked = cast("Request", request)
    asked.place = "checkpoint"
    campaign = pages.campaign_or_404(asked, number)
    done = Job.objects.filter(task=confirm_saved.name, dedupe=_key(asked, campaign))
    job = done.order_by("-created_at").first()
    if job is None:
        raise Http404(number)
    context = _page(asked, campaign) | {"job": _shown(campaign, job)}
    if request.headers.get("HX-Request"):
        return render(request, "web/parts/progress.html", context)
    context["refused"] = (
        (job.result or {}).get("refused", ()) if isinstance(job.result, dict) else ()
    )
    return render(request, "web/reviews/confirming.html", context)


def _page(request: Request, campaign: Any) -> dict[str, Any]:
    found = pages.common(request, campaign) | {"title": _("Confirm decisions")}
    found["crumbs"] = [*found["crumbs"][:-1], (campaign.title, reverse("review", args=[campaign.number])),
                       (_("Confirm decisions"), "")]  # fmt: skip
    return found


def _key(request: Request, campaign: Any) -> str:
    return f"review:{campaign.pk}:{request.account.pk}"


def _enqueue(request: Request, campaign: Any) -> None:
    """What is decided up to now is confirmed; what is changed meanwhile waits for another press."""
    pressed = timezone.now().isoformat()
    ids = (str(campaign.pk), str(request.account.pk))
    confirm_saved.enqueue(*ids, pressed, translation.get_language(), dedupe=_key(request, campaign))


def _shown(campaign: Any, job: Job) -> dict[str, Any]:
    finished = job.state not in {State.READY, State.RUNNING}
    said = _("You can close this page; it goes on.")
    if finished:
        said = _done(job.done or 0)
    elif job.note:
        said = job.note
    return {
        "id": str(job.pk), "title": _("Confirm decisions"), "said": said,
        "done": job.done or 0, "total": job.total or 1, "finished": finished,
        "url": reverse("review-confirming", args=[campaign.number]),
        "next": reverse("review", args=[campaign.number]) if finished else "",
    }  # fmt: skip


@task(name="reviews.confirm", max_attempts=3)
def confirm_saved(
    ctx: Context, campaign: str, account: str, pressed: str, language: str
) -> dict[str, Any]:
    """Confirm what ``account`` had decided at the moment ``pressed``, some at a time."""
    who = Account.objects.get(pk=UUID(account))
    rows_ = ReviewItem.objects.pending().exclude(decision="").exclude(person=who.person_id)
    rows_ = rows_.filter(
        campaign=UUID(campaign), reviewer=who.person_id,
        decided_at__lte=datetime.fromisoformat(pressed),
    )  # fmt: skip
    total = ctx.state.setdefault("total", rows_.count())
    state = ctx.state
    with translation.override(language):
        while items := list(
            rows_.filter(number__gt=state.get("after", "")).order_by("number")[:STEP]
        ):
            at = timezone.now()
            act = Act.now(actor_for(who, timezone.localdate(at)), at, "web", settings.TIME_ZONE)
            with ctx.commit():
                n, refused = carried_out(act, items)
                state = ctx.state
                state["after"], state["done"] = items[-1].number, state.get("done", 0) + n
                state["refused"] = [*state.get("refused", []), *refused][:SHOWN]
            ctx.progress(state["done"], total)
    return {"done": state.get("done", 0), "refused": state.get("refused", [])}


def carried_out(act: Act, items: Iterable[Any]) -> tuple[int, list[str]]:
    """Confirm each by an act of its own; one that cannot stand does not hold up the others."""
    refused, n = [], 0
    for one in items:
        try:
            move(registry["review_items"], act, "confirm", one, {"decision": one.decision})
        except (Invalid, Denied, Conflict, Missing) as refusal:
            refused.append(f"{one.number} {_words(refusal)}")
        else:
            n += 1
    return n, refused


def _confirmed(request: Request, number: str, items: list[Any]) -> HttpResponse:
    with transaction.atomic():
        n, refused = carried_out(request.act(), items)
    for words in refused[:SHOWN]:
        messages.error(request, words)
    if n:
        messages.success(request, _done(n))
    return redirect("review", number=number)


def _done(n: int) -> str:
    words = ngettext("%(n)s decision was confirmed.", "%(n)s decisions were confirmed.", n)
    return words % {"n": n}


def _words(refusal: Exception) -> str:
    if isinstance(refusal, Denied):
        return " ".join(str(text) for _code, text in refusal.reasons)
    if isinstance(refusal, Invalid):
        return " ".join(str(text) for texts in refusal.problems.values() for text in texts)
    return _("Somebody else changed this first. Please reload the page.")
