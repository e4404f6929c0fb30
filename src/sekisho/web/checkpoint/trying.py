"""Try-out with hypothetical conditions (仮): the same road, decided now, kept nowhere."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.checkpoint.authzen.asking import Ask, Thing
from sekisho.checkpoint.deciding import ASSET, PERSON
from sekisho.checkpoint.live import here
from sekisho.checkpoint.rules.case import Signals
from sekisho.checkpoint.words import tongue
from sekisho.domains.access.words import Action
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.checkpoint import pages, road, seeing
from sekisho.web.inputs import Input
from sekisho.web.request import Request

places.add(
    places.Page("checkpoint", "decision-try", gettext_lazy("Try with other conditions"),
                roles=seeing.SEARCHING, order=20)
)  # fmt: skip
PROOFS = {"": frozenset[str](), "pwd": frozenset({"pwd"}), "otp": frozenset({"pwd", "otp"}),
          "passkey": frozenset({"hwk"})}  # fmt: skip


@require_safe
def try_out(request: HttpRequest) -> HttpResponse:
    asked = seeing.entered(request, seeing.SEARCHING)
    given = {name: str(value).strip()[:200] for name, value in asked.GET.items()}
    problems: dict[str, list[Any]] = {}
    found = None
    if given.get("person") and given.get("asset"):
        found = _decided(asked, given, problems)
    context = {
        "title": _("Try with other conditions"),
        "crumbs": [
            (_("Look into decisions"), "/checkpoint/"),
            (_("Try with other conditions"), ""),
        ],
        "inputs": inputs(given, problems),
        "found": found,
    }
    return render(asked, "web/checkpoint/try.html", context)


def named(asked: Request, register: str, word: str) -> Any:
    """The one visible record that ``word`` names: its number, address or name; else None."""
    rows = guard.visible(asked.actor, registry[register], asked.act().on)
    fields = ("number", "email", "name") if register == "people" else ("number", "name")
    for name in fields:
        some = list(rows.filter(**{f"{name}__iexact": word})[:2])
        if len(some) == 1:
            return some[0]
    return None


def _decided(asked: Request, given: dict[str, str], problems: dict[str, list[Any]]) -> Any:
    person = named(asked, "people", given["person"])
    asset = named(asked, "assets", given["asset"])
    if person is None:
        problems["person"] = [_("Nobody is found by this. Please give a number or the whole name.")]
    if asset is None:
        problems["asset"] = [_("Nothing is found by this. Please give a number or the whole name.")]
    if person is None or asset is None:
        return None
    at = timezone.now()
    minutes = int(given["minutes"]) if given.get("minutes", "").isdecimal() else 5
    proof = given.get("proof", "passkey")
    told = Signals(
        given.get("device", ""), at.timestamp() - minutes * 60 if proof else None,
        PROOFS.get(proof, frozenset()), given.get("zone", ""), given.get("purpose", ""),
    )  # fmt: skip
    ask = Ask(Thing(PERSON, person.number, {}), given.get("action", "read"),
              Thing(ASSET, asset.number, {}), {}, {})  # fmt: skip
    verdict = here().verdict(ask, at, told)
    return {
        "allowed": verdict.allowed, "person": person, "asset": asset, "kind": verdict.kind,
        "class": getattr(verdict.kind, f"name_{tongue()}", ""),
        "headline": road.headline(verdict.broken, allowed=verdict.allowed, emergency=verdict.emergency),
        "steps": road.steps(verdict.broken, None, pages.clauses(), {}),
        "ways": road.ways(verdict.broken, verdict),
        "until": verdict.until and datetime.fromtimestamp(verdict.until, timezone.get_default_timezone()),
    }  # fmt: skip


def inputs(given: dict[str, str], problems: dict[str, list[Any]]) -> list[Input]:
    proofs = [("passkey", _("Passkey")), ("otp", _("Password and code")), ("pwd", _("Password alone")),
              ("", _("Not known"))]  # fmt: skip
    return [
        Input("person", _("Who"), value=given.get("person", ""), required=True,
              help=_("Number, e-mail address or name."), errors=problems.get("person", ())),
        Input("action", _("Does what"), "choice", value=given.get("action", "read"), required=True,
              choices=Action.choices),
        Input("asset", _("With what"), value=given.get("asset", ""), required=True,
              help=_("Number or name of the information asset."), errors=problems.get("asset", ())),
        Input("device", _("On which device"), value=given.get("device", ""),
              help=_("Device name; empty if it is not known.")),
        Input("proof", _("Proof of identity"), "choice", value=given.get("proof", "passkey"),
              choices=proofs, required=True),
        Input("minutes", _("minutes ago"), "number", value=given.get("minutes", "5")),
        Input("zone", _("From where"), value=given.get("zone", "")),
        Input("purpose", _("What for"), value=given.get("purpose", "")),
    ]  # fmt: skip
