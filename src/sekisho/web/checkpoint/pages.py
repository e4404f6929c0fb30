"""Decision explorer (判定を調べる): recent decisions, and one of them as a road with the way through."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.checkpoint.authzen.asking import Ask, Thing
from sekisho.checkpoint.deciding import Verdict
from sekisho.checkpoint.live import here
from sekisho.checkpoint.models import Decision
from sekisho.checkpoint.rules.case import Signals
from sekisho.checkpoint.rules.gates import Gate
from sekisho.checkpoint.saying import recalled
from sekisho.domains.access.words import Action
from sekisho.domains.assets.models import Asset
from sekisho.domains.documents.binding import Binding
from sekisho.domains.documents.document import Kind
from sekisho.domains.documents.models import Version
from sekisho.domains.people.models import Person
from sekisho.domains.safeguards.models import AccessCondition
from sekisho.web import places
from sekisho.web.checkpoint import road, seeing
from sekisho.web.incidents import calling
from sekisho.web.request import Request
from sekisho.web.templatetags.sekisho import cls

SHOWN = 40
DAYS = 7
places.add(
    places.Page("checkpoint", "decisions", gettext_lazy("Look into decisions"),
                roles=seeing.SEARCHING, order=10)
)  # fmt: skip


@require_safe
def decisions(request: HttpRequest, number: str = "") -> HttpResponse:
    asked = seeing.entered(request)
    on = asked.act().on
    rows = seeing.visible(asked.actor, on)
    one = found_or_404(rows, number) if number else None
    only = asked.GET.get("show", "")
    only = only if only in {"denied", "permitted"} else ""
    shown = rows.filter(allowed=only == "permitted") if only else rows
    page = _page(asked.GET.get("before", ""), shown)
    if one is None and page:
        one = page[0]
    week = rows.filter(at__gte=timezone.now() - timedelta(days=DAYS))
    total, denied = week.count(), week.filter(allowed=False).count()
    context = {
        "title": _("Look into decisions"),
        "crumbs": [(_("Look into decisions"), "")],
        "calls": calling.waiting(asked),
        "recent": lines(page, one),
        "more": page[-1].number if len(page) == SHOWN else "",
        "only": only,
        "chips": _chips(only, total, denied),
        "total": total,
        "denied": denied,
        "pointed": bool(number),
        "one": explained(one) if one else None,
        "standing": bool(asked.actor.roles & seeing.ALL),
        "searching": bool(asked.actor.roles & seeing.SEARCHING),
    }
    return render(asked, "web/checkpoint/decisions.html", context)


def _page(before: str, rows: Any) -> list[Decision]:
    if before.isdecimal():
        rows = rows.filter(number__lt=int(before))
    return list(rows[:SHOWN])


def _chips(only: str, total: int, denied: int) -> list[dict[str, Any]]:
    """All, denied, let through; with how many there were in the week."""
    address = reverse("decisions")
    names = (("", _("All"), total), ("denied", _("Denied"), denied),
             ("permitted", _("Let through"), total - denied))  # fmt: skip
    return [
        {
            "title": title,
            "href": f"{address}?show={name}" if name else address,
            "current": name == only,
            "count": count,
        }
        for name, title, count in names
    ]


def found_or_404(rows: Any, number: str) -> Decision:
    digits = number.removeprefix("D-")
    one = (
        rows.filter(number=int(digits)).first() if digits.isdecimal() and len(digits) < 18 else None
    )
    if one is None:
        raise Http404(number)
    found: Decision = one
    return found


def lines(page: list[Decision], current: Decision | None) -> list[dict[str, Any]]:
    people = dict(Person.objects.filter(pk__in={d.person for d in page}).values_list("pk", "name"))
    assets = dict(Asset.objects.filter(pk__in={d.asset for d in page}).values_list("pk", "name"))
    return [
        {
            "url": reverse("decision", kwargs={"number": str(d)}), "at": d.at, "allowed": d.allowed,
            "who": people.get(d.person) or orjson.loads(d.said)["subject"].partition(":")[2],
            "what": assets.get(d.asset) or orjson.loads(d.said)["resource"].partition(":")[2],
            "current": current is not None and d.number == current.number,
        }
        for d in page
    ]  # fmt: skip


def explained(one: Decision) -> dict[str, Any]:
    """One decision for the page: what was asked, the road, what would be now."""
    said = orjson.loads(one.said)
    broken = recalled(said["reasons"])
    now = again(one, said)
    shut = list(now.broken) if not one.allowed else []
    url = here().url
    return {
        "number": str(one), "at": one.at, "allowed": one.allowed,
        "headline": road.headline(broken, allowed=one.allowed, emergency=said["emergency"]),
        "questions": questions(one, said),
        "steps": road.steps(broken, None if one.allowed else now.broken, clauses(), passed(said, one.at)),
        "reasons": [] if one.allowed else [road.said(b) for b in broken],
        "ways": road.ways(shut, now), "now_open": not one.allowed and now.allowed,
        "urgent": _urgent(said, now),
        "seen": road.seen(broken), "conditions": _conditions(said["conditions"]), "before": one.before, "hash": one.hash,
        "point": said["point"], "json": reverse("decision-json", kwargs={"number": str(one)}),
        "again": reverse("decision-try") + "?" + _prefilled(said), "url": url,
    }  # fmt: skip


def _prefilled(said: Mapping[str, Any]) -> str:
    return urlencode({
        "person": said["subject"].partition(":")[2], "asset": said["resource"].partition(":")[2],
        "action": said["action"], "device": said["device"], "zone": said["zone"],
        "purpose": said["purpose"],
    })  # fmt: skip


def again(one: Decision, said: Mapping[str, Any]) -> Verdict:
    """The same question at this moment; the proof of identity is as old as it was then."""
    at = timezone.now()
    mfa = said["mfa_at"]
    aged = None if mfa is None else at.timestamp() - (one.at.timestamp() - mfa)
    told = Signals(said["device"], aged, frozenset(said["methods"]), said["zone"], said["purpose"])
    subject, resource = said["subject"].partition(":"), said["resource"].partition(":")
    ask = Ask(Thing(subject[0], subject[2], {}), said["action"],
              Thing(resource[0], resource[2], {}), {}, {})  # fmt: skip
    return here().verdict(ask, at, told)


def questions(one: Decision, said: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The six questions, each with its answer and a detail."""
    person = Person.objects.filter(pk__in=[one.person]).select_related("unit").first()
    asset = Asset.objects.filter(pk__in=[one.asset]).select_related("classification").first()
    actions = dict(Action.choices)
    unknown = _("not said")
    who = person.name if person else said["subject"]
    return [
        (_("Who"), who, f"{person.unit or ''} {person.title}".strip() if person else ""),
        (_("Does what"), str(actions.get(said["action"], said["action"])), ""),
        (
            _("With what"),
            asset.name if asset else said["resource"],
            format_html("{} {}", asset.number, _class(asset)) if asset else "",
        ),
        (_("On which device"), said["device"] or unknown, ""),
        (_("From where"), said["zone"] or unknown, ""),
        (_("What for"), said["purpose"] or unknown, ""),
    ]


def _urgent(said: Mapping[str, Any], now: Verdict) -> str:
    """Where to ask for emergency access; "" where it would not open what is shut now. To prove who
    they are anew is in the person's own hand."""
    rules = [one.rule for one in now.broken]
    passes = all(rule is not None and (rule.emergency or rule.code == "identity") for rule in rules)
    if now.asset is None or not passes or not any(rule and rule.emergency for rule in rules):
        return ""
    return f"{reverse('emergency')}?{urlencode({'asset': said['resource'].partition(':')[2]})}"


def _class(asset: Asset) -> str:
    kind = asset.classification
    return cls(str(kind), kind.level) if kind else cls(_("Unclassified"))


def _conditions(ref: str) -> str:
    """The number of the access condition that was applied; "" for the built-in default."""
    found = AccessCondition.objects.filter(pk=ref).values_list("number", flat=True) if ref else ()
    return next(iter(found), "")


def passed(said: Mapping[str, Any], at: datetime) -> dict[str, str]:
    """What is known of the gates that were passed."""
    found = {}
    if said["mfa_at"] is not None:
        minutes = max(0, int((at.timestamp() - said["mfa_at"]) // 60))
        found[Gate.IDENTITY.value] = _("Proved %(minutes)s minutes before.") % {"minutes": minutes}
    if said["device"]:
        found[Gate.DEVICE.value] = _("The device %(name)s.") % {"name": said["device"]}
    return found


def clauses() -> dict[str, list[str]]:
    """The clauses of the policy in force by the duty they give."""
    on = timezone.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    versions = Version.objects.of_kind(Kind.POLICY).in_force(on)
    rows = Binding.objects.confirmed(on).filter(clause__version__in=versions)
    found: dict[str, list[str]] = defaultdict(list)
    for duty, number in rows.values_list("duty", "clause__number"):
        found[duty].append(number)
    return found


@require_safe
def as_json(request: HttpRequest, number: str) -> JsonResponse:
    """Inputs and reasons as they were kept and hashed."""
    asked: Request = seeing.entered(request)
    one = found_or_404(seeing.visible(asked.actor, asked.act().on), number)
    return JsonResponse({"said": orjson.loads(one.said), "hash": one.hash})
