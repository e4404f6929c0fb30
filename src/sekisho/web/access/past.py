"""Who could open an asset on a day, what a person could open, and why; each line with its proof."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.access.as_of import what_could_open, who_could_open
from sekisho.domains.access.telling import Told, told
from sekisho.ledger import inclusion
from sekisho.registers.errors import Invalid
from sekisho.registers.guard import visible
from sekisho.registers.knowing import may_hear_core
from sekisho.registers.references import resolve
from sekisho.registers.register import registry
from sekisho.registers.wareki import parse_day
from sekisho.web import inputs, places
from sekisho.web.register.finding import register_or_404
from sekisho.web.request import Request

READERS = frozenset({"director", "deputy", "chair", "committee", "admin", "manager", "auditor"})
for _place in ("checkpoint", "evidence"):
    places.add(
        places.Page(_place, "access-past", gettext_lazy("Who could open what"), READERS, order=40)
    )
MOST = 500


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """``?asset=`` or ``?person=`` with ``on``; without, the questions."""
    asked = cast("Request", request)
    register = register_or_404(asked, "access_rights")
    if not asked.actor.roles & READERS:
        raise Http404
    asked.place = "checkpoint"
    problems: dict[str, list[Any]] = {}
    lines: list[Told] = []
    given = {name: asked.GET.get(name, "").strip() for name in ("asset", "person", "on")}
    today = asked.act().on
    on = parse_day(given["on"]) if given["on"] else today
    if on is None:
        words = _("“%(value)s” is not a day. Example: 2026/04/01")
        problems["on"] = [words % {"value": given["on"][:40]}]
    about = ""
    if on and (given["asset"] or given["person"]):
        try:
            rights = visible(asked.actor, register, today)
            about, found = _found(asked, given, on, rights)
            lines = told(found, on)
        except Invalid as invalid:
            problems |= dict(invalid.problems)
    title = _("Who could open what")
    context = {
        "title": title,
        "crumbs": [(title, reverse("access-past") if about else "")]
        + ([(about, "")] if about else []),
        "inputs": _inputs(given, problems, today),
        "lines": lines,
        "about": about,
        "on": on or today,
        "by_person": bool(given["person"] and not given["asset"]),
        "most": MOST if len(lines) >= MOST else 0,
    }
    return render(request, "web/access/past.html", context, status=422 if problems else 200)


def _found(asked: Request, given: dict[str, str], on: Any, rights: Any) -> tuple[str, list[Any]]:
    if given["asset"] and given["person"]:
        raise Invalid({"person": [_("Please ask about one of the two.")]})
    name = "asset" if given["asset"] else "person"
    target = {"asset": "assets", "person": "people"}[name]
    word, act = given[name], asked.act()
    pk = resolve({target: [word]}, asked.actor, act.on).get((target, word))
    if not isinstance(pk, UUID):
        words = pk or _("“%(value)s” is not registered.") % {"value": word[:80]}
        raise Invalid({name: [words]})
    record = registry[target].model._default_manager.get(pk=pk)
    answer = who_could_open if name == "asset" else what_could_open
    return registry[target].label(record), answer(pk, on, rights, MOST)


def _options(field: str) -> str:
    return reverse("options", kwargs={"name": "access_rights", "field": field})


def _inputs(given: dict[str, str], problems: dict[str, Any], today: Any) -> list[inputs.Input]:
    asked = [
        inputs.Input("asset", _("Who could open this asset"), "reference", given["asset"],
                     search=_options("asset"), mark=False),
        inputs.Input("person", _("Or: what could this person open"), "reference", given["person"],
                     search=_options("person"), mark=False),
        inputs.Input("on", _("On which day"), "date",
                     given["on"] or f"{today:%Y/%m/%d}", mark=False),
    ]  # fmt: skip
    for one in asked:
        one.errors = problems.get(one.name, ())
    return asked


@require_safe
def proof(request: HttpRequest, pos: int) -> HttpResponse:
    """The inclusion proof of one entry as a file: ids and hashes, no contents."""
    asked = cast("Request", request)
    register_or_404(asked, "access_rights")
    if not asked.actor.roles & READERS:
        raise Http404
    found = inclusion.proof(pos)
    if found is None or not may_hear_core(asked.actor, found["core"]):
        raise Http404(pos)
    answer = JsonResponse(found, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="sekisho-entry-{pos}.json"'
    return answer
