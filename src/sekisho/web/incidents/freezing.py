"""Shutting the ways to what an incident touches, and deciding afterwards what becomes of each."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.domains.incidents import freezing
from sekisho.domains.incidents.incident import Incident
from sekisho.registers import guard
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from sekisho.web.register.finding import allowed, record_or_404
from sekisho.web.request import Request

MOST = 500
DECISIONS = ("lift", "revoke", "narrow")


@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest, key: str) -> HttpResponse:
    """Every right, asset and system the incident reaches; what is ticked is shut in one act."""
    asked = cast("Request", request)
    asked.place = "incidents"
    record: Incident = record_or_404(asked, registry["incidents"], key)
    if not allowed(asked, "add", registry["freezes"]):
        raise Denied("freezes.add")
    if request.method == "GET":
        return _page(asked, record)
    post = asked.POST
    chosen = freezing.Chosen(
        rights=_ids(post.getlist("right")), assets=_ids(post.getlist("asset")),
        systems=_ids(post.getlist("system")), reason=post.get("reason", ""),
        for_good=post.get("how") == "revoke",
    )  # fmt: skip
    try:
        n = freezing.shut(record, asked.act(), chosen)
    except Invalid as invalid:
        return _page(asked, record, problems=_words(invalid), reason=chosen.reason, status=422)
    messages.success(
        asked, ngettext("%(n)s access is shut.", "%(n)s accesses are shut.", n) % {"n": n}
    )
    return redirect("incident-freeze", key=record.number)


@require_POST
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Given back, taken away for good, or to be asked for anew: for each that was chosen."""
    asked = cast("Request", request)
    asked.place = "incidents"
    record: Incident = record_or_404(asked, registry["incidents"], key)
    said = {
        pk: asked.POST.get(f"d-{pk}", "") for pk in _ids(asked.POST.getlist("freeze"))
    }  # fmt: skip
    said = {pk: word for pk, word in said.items() if word in DECISIONS}
    try:
        n = freezing.decide(record, asked.act(), said, asked.POST.get("why", ""))
    except Invalid as invalid:
        return _page(asked, record, decide_problems=_words(invalid), status=422)
    messages.success(
        asked,
        ngettext("%(n)s decision is recorded.", "%(n)s decisions are recorded.", n) % {"n": n},
    )
    return redirect("incident-freeze", key=record.number)


def _page(request: Request, record: Incident, status: int = 200, **more: Any) -> HttpResponse:
    act = request.act()
    shut = guard.visible(act.actor, registry["freezes"], act.on).filter(incident=record.number)
    shut = list(shut.select_related("right__person", "asset", "person", "unit", "lifted_by")[:MOST])
    open_ = {one.right_id or one.asset_id for one in shut if one.state == "frozen"}
    visible = guard.visible(act.actor, registry["assets"], act.on)
    context = {
        "title": _("Freeze access: %(number)s") % {"number": record.number},
        "crumbs": [(record.number, reverse("incident-room", kwargs={"key": record.number})),
                   (_("Freeze access"), "")],
        "record": record,
        "grants": [one for one in freezing.grants(record, act)[:MOST] if one.pk not in open_],
        "assets": [one for one in freezing.touched(record)
                   .filter(pk__in=visible.values("pk")) if one.pk not in open_],
        "systems": freezing.systems(record, act.on),
        "waiting": [one for one in shut if one.state == "frozen"],
        "decided": [one for one in shut if one.state != "frozen"],
        "add_asset": f"{reverse('new', kwargs={'name': 'affected_assets'})}?incident={record.number}",
    } | more  # fmt: skip
    return render(request, "web/incidents/freeze.html", context, status=status)


def _ids(words: list[str]) -> frozenset[UUID]:
    """What can be read as an id; nonsense is nothing chosen."""
    found = set()
    for word in words:
        try:
            found.add(UUID(word))
        except ValueError:
            continue
    return frozenset(found)


def _words(invalid: Invalid) -> list[str]:
    return [str(text) for texts in invalid.problems.values() for text in texts]
