"""The page behind the link of a drill's mail: it teaches, at once and kindly, with or without scripts.

Where the scenario asks for a password its fields have no names, so a browser does not send what was typed:
it never reaches us. All that is noted is that something was.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.domains.education import drill_tracing
from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_trace import DrillTarget
from sekisho.domains.education.drill_tracing import Fetch
from sekisho.domains.education.drill_words import KEEP_DAYS
from sekisho.domains.people.models import Company
from sekisho.packs.drills import scenarios
from sekisho.registers import limits
from sekisho.web.doors import open_door

PER_MAIL = (60, 3600)


@open_door
@csrf_exempt  # the link is all there is: nobody is signed in, so there is nothing to ride on
@require_http_methods(["GET", "HEAD", "POST"])
def landing(request: HttpRequest, token: str) -> HttpResponse:
    """First the page as the scenario has it; then, or at once, what it was and how to tell."""
    target, fetch = _found(request, token)
    if request.method != "POST":
        drill_tracing.fetched(target, fetch)
        return _page(request, target.drill, target.drill.asks_secret)
    step = request.POST.get("step", "")
    if not fetch.tampered:
        drill_tracing.pressed(target, fetch, entered=step == "entered")
    return _page(request, target.drill, asks=False, done=step == "understood")


@open_door
@csrf_exempt
@require_POST
def seen(request: HttpRequest, token: str) -> HttpResponse:
    """The page's script saw a pointer, a touch or a key."""
    target, fetch = _found(request, token)
    drill_tracing.touched(target, fetch)
    return HttpResponse(status=204)


def _found(request: HttpRequest, token: str) -> tuple[DrillTarget, Fetch]:
    target, tampered = drill_tracing.found(token)
    now = timezone.now()
    if target is None:
        raise Http404
    limits.demand(f"drill:{target.pk}", *PER_MAIL, now)
    address = request.META.get("REMOTE_ADDR", "")
    return target, Fetch(now, address, head=request.method == "HEAD", tampered=tampered)


def _page(request: HttpRequest, drill: Drill, asks: bool, *, done: bool = False) -> HttpResponse:
    language = get_language() or settings.LANGUAGE_CODE
    scenario = scenarios().get(drill.scenario)
    context: dict[str, Any] = {
        "title": _("Sign in") if asks else _("This was an exercise"),
        "asks": asks,
        "done": done,
        "signs": [sign.said(language) for sign in scenario.signs] if scenario else [],
        "days": KEEP_DAYS(),
        "company": None if asks else Company.objects.present().first(),
        "report": f"{settings.BASE_URL.rstrip('/')}/report/mail",
    }
    return render(request, "web/drills/landing.html", context)
