"""Asking for access: what, for what, until when; what the gates would say, before it is sent."""

from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sekisho.domains.access.models import AccessRight, Entitlement
from sekisho.domains.access.opening import opening_of
from sekisho.domains.assets.models import Asset
from sekisho.domains.people.models import Person
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.guard import demand, visible
from sekisho.registers.references import resolve
from sekisho.registers.register import registry
from sekisho.registers.wareki import parse_day
from sekisho.web import places
from sekisho.web.access.gates import Wish, deciders, gates, latest_day
from sekisho.web.register import cells
from sekisho.web.register.form_page import posted, questions
from sekisho.web.request import Request

ASKING = frozenset({"employee", "manager", "director", "deputy", "chair", "committee", "admin"})
for _place in ("request", "checkpoint"):
    places.add(
        places.Page(_place, "access-request", gettext_lazy("Request access"), ASKING, order=1)
    )
WHAT = ("entitlement", "asset")
HOW = ("actions", "scope", "purpose", "ends_on", "person")


@require_http_methods(["GET", "POST"])
def request_page(request: HttpRequest) -> HttpResponse:
    """First what (``?entitlement=`` or ``?asset=``), then for what and until when."""
    asked = cast("Request", request)
    act, register = asked.act(), registry["access_rights"]
    demand(asked.actor, "add", register, None, act.on)
    given = {name: str(value) for name, value in asked.GET.items()}
    what, problems = _chosen(asked, given)
    if what is None:
        return _render(asked, {"inputs": _inputs(asked, given, problems, WHAT)}, problems)
    values = {**posted(asked, register), **what}
    if asked.method == "POST" and asked.POST.get("send"):
        try:
            saved = write(register, act, values)
        except Invalid as invalid:
            problems = dict(invalid.problems)
        else:
            messages.success(asked, _("The request is sent."))
            return redirect(cells.address(register, saved))
    wish = _wish(asked, what, values)
    shown = asked.method == "POST"
    context = {
        "inputs": _how(asked, values, problems, wish),
        "whole": problems.get("", []),
        "wish": wish,
        "what": _called(asked, wish),
        "latest": latest_day(wish, act.on),
        "deciders": _deciders(asked, wish),
        "gates": gates(wish, act.on) if shown else [],
        "shown": shown,
        "query": asked.GET.urlencode(),
    }
    return _render(asked, context, problems)


def _render(asked: Request, context: dict[str, Any], problems: dict[str, Any]) -> HttpResponse:
    asked.place = "checkpoint" if "checkpoint" in places.rail(asked.actor.roles) else "request"
    title = _("Request access")
    here = reverse("access-request")
    base = {"title": title, "crumbs": [(title, here if context.get("wish") else "")]}
    if context.get("wish"):
        base["crumbs"] = [(title, here), (context["what"], "")]
    status = 422 if problems else 200
    return render(asked, "web/access/request.html", base | context, status=status)


def _inputs(asked: Request, given: Any, problems: Any, names: tuple[str, ...]) -> list[Any]:
    register = registry["access_rights"]
    every = {one.name: one for one in questions(asked, register, None, given, problems)}
    return [every[name] for name in names]


def _chosen(asked: Request, given: dict[str, str]) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The role or the asset that is meant. An asset one may not see is known by its exact number."""
    act = asked.act()
    for name, target in (("entitlement", "entitlements"), ("asset", "assets")):
        word = given.get(name, "").strip()
        if not word:
            continue
        if name == "asset":
            asset, problems = asset_meant(asked, word)
            return ({name: asset} if asset else None), problems
        found: Any = resolve({target: [word]}, asked.actor, act.on).get((target, word))
        if isinstance(found, UUID):
            return {name: found}, {}
        words = found or _("“%(value)s” is not registered.") % {"value": word[:80]}
        return None, {name: [words]}
    return None, {}


def asset_meant(asked: Request, word: str) -> tuple[UUID | None, dict[str, Any]]:
    """The asset a person names, and what is wrong. One they may not see is known by its exact
    number, which a denial has told them."""
    if not word:
        return None, {"asset": [_("Please fill this in.")]}
    on = asked.act().on
    found: Any = resolve({"assets": [word]}, asked.actor, on).get(("assets", word))
    if not isinstance(found, UUID):
        by_number = Asset.objects.in_use(on).filter(number=word).values_list("pk", flat=True)
        found = by_number.first() or found
    if isinstance(found, UUID):
        return found, {}
    return None, {"asset": [found or _("“%(value)s” is not registered.") % {"value": word[:80]}]}


def _wish(asked: Request, what: dict[str, Any], values: dict[str, Any]) -> Wish:
    act = asked.act()
    word = str(values.get("person") or "").strip()
    found: Any = (
        resolve({"people": [word]}, asked.actor, act.on).get(("people", word)) if word else None
    )
    pk = found if isinstance(found, UUID) else asked.actor.person
    ends = parse_day(str(values.get("ends_on") or "")) if values.get("ends_on") else None
    return Wish(
        Person.objects.filter(pk=pk).first() if pk else None,
        Asset.objects.filter(pk=what["asset"]).first() if "asset" in what else None,
        Entitlement.objects.select_related("system").filter(pk=what["entitlement"]).first()
        if "entitlement" in what else None,
        str(values.get("purpose") or "").strip(), act.on, ends,
    )  # fmt: skip


def _sees(asked: Request, wish: Wish) -> bool:
    rows = visible(asked.actor, registry["assets"], asked.act().on)
    return wish.asset is not None and rows.filter(pk=wish.asset.pk).exists()


def _called(asked: Request, wish: Wish) -> str:
    if wish.role is not None:
        return registry["entitlements"].label(wish.role)
    if wish.asset is None:
        return ""
    return registry["assets"].label(wish.asset) if _sees(asked, wish) else wish.asset.number


def _how(asked: Request, values: Any, problems: Any, wish: Wish) -> list[Any]:
    """The purposes registered are offered as a choice, where the asker may know them."""
    given = {"person": asked.actor.person} | values
    found = _inputs(asked, given, problems, HOW)
    asset, role = wish.asset, wish.role
    opening = opening_of(asset.pk if asset else None, role.pk if role else None, asked.act().on)
    done = []
    for one in found:
        if one.name == "purpose" and opening.purposes and (role is not None or _sees(asked, wish)):
            choices = [(p, p) for p in sorted(opening.purposes)]
            one = replace(one, kind="radio", choices=choices, required=True, help="")
        elif one.name in {"purpose", "ends_on", "person"}:
            one = replace(one, required=True)
        if one.name == "actions" and role is None:
            one = replace(one, required=True, help="")
        done.append(one)
    return done


def _deciders(asked: Request, wish: Wish) -> list[str]:
    unit = wish.asset.unit if wish.asset is not None else _role_unit(wish)
    barred = {asked.actor.person, wish.person.pk if wish.person else None} - {None}
    return [str(person) for person in deciders(unit, barred, asked.act().on)]


def _role_unit(wish: Wish) -> Any:
    known = AccessRight.objects.filter(entitlement=wish.role, asset=None).exclude(unit=None)
    first = known.select_related("unit").first()
    return first.unit if first else wish.role.system.unit if wish.role else None
