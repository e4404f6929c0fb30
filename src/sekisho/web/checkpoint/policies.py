"""Trying a company policy out (試行): which decisions of the last week it would have turned."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.checkpoint.access_policy import TRIED, PolicyState, told
from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.company import vocabulary
from sekisho.checkpoint.company.reading import read
from sekisho.checkpoint.company.trying import Turned, by_policy, try_out
from sekisho.checkpoint.company.vocabulary import ASSET
from sekisho.checkpoint.models import AccessPolicy
from sekisho.checkpoint.words import tongue
from sekisho.domains.access.words import Action
from sekisho.domains.assets.models import Asset
from sekisho.domains.people.models import Person
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web.checkpoint import seeing
from sekisho.web.register.panels import panel
from sekisho.web.request import Request

SHOWN = 50


@panel("access_policies", "web/checkpoint/policy_panel.html")
def tried(request: Request, policy: AccessPolicy) -> dict[str, Any] | None:
    """What the last try-out found, and the way to the next."""
    if policy.state in {PolicyState.RETIRED, PolicyState.SUPERSEDED}:
        return None
    try_it = request.actor.roles & seeing.ALL
    return {
        "policy": policy,
        "words": list(_words()) if policy.state == PolicyState.DRAFT else [],
        "again": reverse("policy-try", kwargs={"number": policy.number}) if try_it else "",
    }


def _words() -> Iterator[tuple[str, str]]:
    """What a text may speak of, each with what it means."""
    groups = [("principal", vocabulary.PRINCIPAL)]
    for kind in vocabulary.RESOURCES:
        groups.append((f"resource is {kind}: resource", vocabulary.RESOURCES[kind]))
        groups.append((f"resource is {kind}: context", vocabulary.CONTEXTS[kind]))
    for start, words in groups:
        for name, word in words.items():
            yield f"{start}.{name}", str(word.about)


@require_safe
def policy_try(request: HttpRequest, number: str) -> HttpResponse:
    asked = seeing.entered(request, seeing.ALL)
    rows = guard.visible(asked.actor, registry["access_policies"], asked.act().on)
    policy = rows.filter(number=number).first()
    if policy is None:
        raise Http404(number)
    at = timezone.now()
    found, problem = None, ""
    try:
        found = try_out(policy.name, policy.text, at - TRIED, at)
    except Refused as refused:
        problem = str(told(refused))
    title = _("Try out %(name)s") % {"name": policy.name}
    context = {
        "title": title,
        "crumbs": [
            (_("Company policies"), reverse("list", kwargs={"name": "access_policies"})),
            (policy.number, reverse("record", kwargs={"name": "access_policies", "key": policy.number})),
            (_("Try out"), ""),
        ],
        "policy": policy, "problem": problem, "found": found, "most": SHOWN,
        "closed": lines(found.closed) if found else [], "opened": lines(found.opened) if found else [],
        "by": sorted(by_policy(found.closed).items()) if found else [], "days": TRIED.days,
        "records": found is not None and _only_records(policy),
    }  # fmt: skip
    return render(asked, "web/checkpoint/policy_try.html", context)


def _only_records(policy: AccessPolicy) -> bool:
    """Whether the text is about records of ours alone, which no decision of the log is about."""
    return not read(policy.text).of(ASSET)


def lines(turned: list[Turned]) -> list[dict[str, Any]]:
    """The first of them for the page, each with what it would say."""
    shown, actions = turned[:SHOWN], dict(Action.choices)
    people = dict(
        Person.objects.filter(pk__in={t.decision.person for t in shown}).values_list("pk", "name")
    )
    assets = dict(
        Asset.objects.filter(pk__in={t.decision.asset for t in shown}).values_list("pk", "name")
    )
    return [
        {
            "url": reverse("decision", kwargs={"number": str(one.decision)}), "at": one.decision.at,
            "number": str(one.decision), "action": actions.get(one.decision.action, ""),
            "who": people.get(one.decision.person, ""), "what": assets.get(one.decision.asset, ""),
            "why": [against.said()[tongue()] for against in one.by],
        }
        for one in shown
    ]  # fmt: skip
