"""Reviews of access rights: the list, one review as its reviewer works on it, and how far it is."""

from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.access.models import ReviewCampaign
from sekisho.domains.access.review_words import PENDING
from sekisho.findings.reviews.course import due_of
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.register import cells
from sekisho.web.register.finding import allowed, register_or_404
from sekisho.web.request import Request
from sekisho.web.reviews import rows

EACH = 100
READERS = frozenset({"director", "deputy", "chair", "committee", "admin", "manager", "auditor"})

places.add(
    places.Page(
        "checkpoint", "reviews", gettext_lazy("Reviews of access rights"), READERS, order=20
    )
)


def campaign_or_404(request: Request, number: str) -> ReviewCampaign:
    found = guard.visible(request.actor, registry["review_campaigns"], request.act().on)
    one: ReviewCampaign | None = (
        found.select_related("unit", "system").filter(number=number).first()
    )
    if one is None:
        raise Http404(number)
    return one


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Every review, the newest first, with how far it is as far as the reader sees."""
    asked = cast("Request", request)
    on = asked.act().on
    register = register_or_404(asked, "review_campaigns")
    held = list(guard.visible(asked.actor, register, on).order_by("-starts_on", "-number")[:EACH])
    items = guard.visible(asked.actor, registry["review_items"], on).filter(campaign__in=held)
    pending = Q(state__in=PENDING)
    found = items.values_list("campaign").annotate(n=Count("pk"), left=Count("pk", filter=pending))
    far = {pk: (n, n - left) for pk, n, left in found.order_by()}
    waits = items.filter(pending, reviewer=asked.actor.person).exclude(person=asked.actor.person)
    me = dict(waits.values_list("campaign").annotate(n=Count("pk")).order_by())
    context = {
        "title": _("Reviews of access rights"),
        "crumbs": [(_("Reviews of access rights"), "")],
        "reviews": [(one, *far.get(one.pk, (0, 0)), me.get(one.pk, 0)) for one in held],
        "today": on,
        "may_add": allowed(asked, "add", register),
    }
    return render(request, "web/reviews/reviews.html", context)


@require_safe
def review(request: HttpRequest, number: str) -> HttpResponse:
    """One review: to decide for whoever has to, else how far each unit is."""
    asked = cast("Request", request)
    asked.place = "checkpoint"
    campaign = campaign_or_404(asked, number)
    own = rows.mine(asked, campaign)
    context = common(asked, campaign)
    if request.GET.get("show") == "progress" or not own.exists():
        return render(request, "web/reviews/progress.html", context | progress(asked, campaign))
    page = rows.read(own).order_by("number")
    if "after" in request.GET:
        page = page.filter(number__gt=request.GET["after"])
    elif "from" in request.GET:
        page = page.filter(number__gte=request.GET["from"])
    shown = list(page[: EACH + 1])
    held = shown[:EACH]
    chosen = next((one for one in held if one.number == request.GET.get("item")), None)
    first = chosen or next((one for one in held if not one.decision), held[0] if held else None)
    context |= state(asked, campaign) | {
        "groups": list(rows.groups(asked, held, rows.totals(own, held))),
        "following": held[-1].number if len(shown) > EACH else "",
        "people": own.exclude(person=None).values("person").distinct().count(),
        "detail": detail_of(asked, first) if first else None,
        "current": first.number if first else "",
    }
    return render(request, "web/reviews/review.html", context)


def common(request: Request, campaign: ReviewCampaign) -> dict[str, Any]:
    register = registry["review_campaigns"]
    return {
        "title": campaign.title,
        "crumbs": [(_("Reviews of access rights"), reverse("reviews")), (campaign.title, "")],
        "campaign": campaign,
        "href": cells.address(register, campaign),
        "today": request.act().on,
        "escalated_due": due_of(campaign),
        "may_start": campaign.state == "planned" and allowed(request, "start", register, campaign),
    }


def state(request: Request, campaign: ReviewCampaign) -> dict[str, Any]:
    """What changes with every decision: the bar, and what is left."""
    own = rows.mine(request, campaign)
    left = own.filter(state__in=PENDING, decision="").order_by("number")
    return {
        "campaign": campaign,
        "counts": rows.counted(own),
        "next": left.values_list("number", flat=True).first() or "",
    }


def detail_of(request: Request, item: Any) -> dict[str, Any]:
    return {
        "item": item,
        "what": rows.what(item),
        "which": rows.which(item),
        "facts": rows.facts(item, request.act().on),
        "said": rows.because(item, request.act().on),
        "tone": rows.TONES[item.advice],
        "locked": item.state not in PENDING,
        "record": cells.address(registry["access_rights"], item.right) if item.right_id else "",
    }


def item_or_404(request: Request, campaign: ReviewCampaign, pk: UUID) -> Any:
    found = rows.read(rows.mine(request, campaign)).filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def progress(request: Request, campaign: ReviewCampaign) -> dict[str, Any]:
    """How far each unit is, those with the most left first; of what the reader may see."""
    pending = Q(state__in=PENDING)
    seen = rows.seen(request, campaign)
    by = seen.values("unit", "unit__name", "reviewer", "reviewer__name").annotate(
        n=Count("pk"),
        left=Count("pk", filter=pending),
        kept=Count("pk", filter=Q(decision="keep")),
        until=Count("pk", filter=Q(decision="until")),
        removed=Count("pk", filter=Q(decision="remove")),
        handed=Count("pk", filter=Q(handed_by__isnull=False)),
    )
    units = list(by.order_by("-left", "unit__outline", "reviewer__kana")[:500])
    removing = seen.filter(decision="remove", state="confirmed", right__state="removal").count()
    return {
        "units": [one | {"done": one["n"] - one["left"]} for one in units],
        "total": sum(one["n"] for one in units),
        "left": sum(one["left"] for one in units),
        "removing": removing,
        "mine": rows.mine(request, campaign).exists(),
    }
