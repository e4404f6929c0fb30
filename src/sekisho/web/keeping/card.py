"""The handling card of an asset, behind the QR code of its label: what is allowed, who decides, what next.

Whoever is signed in and holds the label in hand may read it; the name of the asset is shown only to
those who may read its record, so that counting numbers up tells nobody what there is.
"""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sekisho.domains.assets.census import CensusState
from sekisho.domains.assets.models import Asset, Census, CensusLine
from sekisho.domains.people.models import Appointment
from sekisho.registers import guard
from sekisho.registers.commands import write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from sekisho.registers.rights import Role
from sekisho.web.keeping.rules import ask, card_answers, class_for, kept_where
from sekisho.web.register.cells import class_label
from sekisho.web.request import Request


def asset_or_404(key: str) -> Asset:
    """The asset of this number, in use or not."""
    rows = Asset.objects.present().select_related("classification", "unit", "owner")
    found: Asset | None = rows.filter(number=key).first()
    if found is None:
        raise Http404(key)
    return found


def sees(request: Request, asset: Asset) -> bool:
    """Whether the reader may read the asset's record."""
    on = request.act().on
    return guard.guard().decide(request.actor, "read", registry["assets"], asset, on).allowed


@require_safe
def card(request: HttpRequest, key: str) -> HttpResponse:
    request = cast("Request", request)
    request.place = "registers"
    asset, on = asset_or_404(key), request.act().on
    seen = sees(request, asset)
    manager = Appointment.objects.in_force(on).of(Role.MANAGER).filter(unit=asset.unit)
    context = {
        "title": asset.name if seen else asset.number,
        "crumbs": [(_("Information assets"), ""), (asset.number, "")],
        "asset": asset,
        "seen": seen,
        "label": class_label(asset),
        "kept": kept_where(asset),
        "store": getattr(class_for(asset, None), "store", ""),
        "answers": card_answers(asset, on),
        "manager": manager.select_related("person").first(),
        "census": open_census(asset, on),
        "line": last_line(asset),
        "starts": starts(request, asset),
        "may_confirm": may_confirm(request, asset),
    }
    return render(request, "web/keeping/card.html", context)


def starts(request: Request, asset: Asset) -> list[tuple[Any, str]]:
    """What the reader may begin with this asset."""
    on, rules = request.act().on, guard.guard()
    wanted = (
        ("takeouts", _("Ask to take it out")),
        ("disposals", _("Ask for disposal")),
        ("disclosure_permits", _("Ask for a permit to disclose")),
        ("disclosures", _("Record a disclosure")),
    )
    if asset.ended_on:
        return []
    return [
        (words, ask(name, asset))
        for name, words in wanted
        if rules.decide(request.actor, "add", registry[name], None, on).allowed
    ]


def open_census(asset: Asset, on: Any) -> Census | None:
    """The census of its unit that is under way."""
    rows = Census.objects.present().filter(unit=asset.unit_id, state=CensusState.OPEN)
    found: Census | None = rows.order_by("-fiscal_year").first()
    del on
    return found


def last_line(asset: Asset) -> CensusLine | None:
    rows = CensusLine.objects.present().filter(asset=asset).select_related("seen_by")
    found: CensusLine | None = rows.order_by("-seen_on", "-id").first()
    return found


def may_confirm(request: Request, asset: Asset) -> bool:
    """Managers of its unit, and its owner: the door decides again when it is written."""
    own = request.actor.person is not None and request.actor.person == asset.owner_id
    return own or (sees(request, asset) and "manager" in request.actor.roles)


@require_POST
def here(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm by scan that the asset is where it should be, in the census under way."""
    asked = cast("Request", request)
    asset = asset_or_404(key)
    census = open_census(asset, asked.act().on)
    if census is None:
        messages.warning(asked, _("No census of this unit is under way."))
        return redirect("short-asset", key=key)
    line = CensusLine.objects.present().filter(census=census, asset=asset).first()
    register = registry["census_lines"]
    values = {"census": census.pk, "asset": asset.pk, "found": True, "how": "scan", "note": "",
              "seen_by": asked.actor.person, "seen_on": asked.act().on}  # fmt: skip
    try:
        write(register, asked.act(), values, line)
    except Denied:
        messages.error(asked, _("The manager of the unit or the owner confirms it."))
    except Invalid as invalid:
        for texts in invalid.problems.values():
            messages.error(asked, " ".join(map(str, texts)))
    else:
        messages.success(asked, _("Confirmed in the census."))
    return redirect(reverse("short-asset", kwargs={"key": key}))
