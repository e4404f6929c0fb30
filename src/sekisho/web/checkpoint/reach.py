"""Who can open X, and what can P open: from the same rules, with a sound device and a fresh proof."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.checkpoint.deciding import ACTIONS, Moment, ask
from sekisho.checkpoint.live import here
from sekisho.checkpoint.rules.case import Case, Signals
from sekisho.checkpoint.rules.gates import Gate
from sekisho.checkpoint.rules.information import rights_to
from sekisho.checkpoint.rules.table import RULES
from sekisho.domains.access.words import Action
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.checkpoint import seeing
from sekisho.web.checkpoint.trying import named
from sekisho.web.inputs import Input

places.add(
    places.Page("checkpoint", "reach", gettext_lazy("Who can open what"),
                roles=seeing.SEARCHING, order=30)
)  # fmt: skip
MOST = 50
LASTING = tuple(
    rule for rule in RULES if rule.gate not in {Gate.IDENTITY, Gate.DEVICE, Gate.PLACE}
    or rule.code == "account"
)  # fmt: skip
"""Rules that do not depend on the moment."""


@require_safe
def reach(request: HttpRequest) -> HttpResponse:
    asked = seeing.entered(request, seeing.SEARCHING)
    word = asked.GET.get("asset", "").strip()[:200]
    who = asked.GET.get("person", "").strip()[:200]
    asset = named(asked, "assets", word) if word else None
    person = named(asked, "people", who) if who and not asset else None
    at = timezone.now()
    act = asked.act()
    lines: list[dict[str, Any]] = []
    if asset:
        seen = guard.visible(asked.actor, registry["people"], act.on)
        lines = _lines([(p, asset) for p in seen.order_by("number")], at, by_person=True)
    elif person:
        seen = guard.visible(asked.actor, registry["assets"], act.on)
        lines = _lines([(person, a) for a in seen.order_by("number")], at, by_person=False)
    context = {
        "title": _("Who can open what"),
        "crumbs": [(_("Look into decisions"), "/checkpoint/"), (_("Who can open what"), "")],
        "inputs": [
            Input("asset", _("Who can open this information?"), value=word,
                  help=_("Number or name of the information asset.")),
            Input("person", _("What can this person open?"), value=who,
                  help=_("Number, e-mail address or name.")),
        ],
        "asset": asset, "person": person, "lines": lines[:MOST], "count": len(lines),
        "missing": bool((word or who) and not (asset or person)), "most": MOST,
    }  # fmt: skip
    return render(asked, "web/checkpoint/reach.html", context)


def _lines(pairs: list[tuple[Any, Any]], at: Any, *, by_person: bool) -> list[dict[str, Any]]:
    """Those pairs for which something is open, with the actions and the rights that open it."""
    index = here().follower.refresh(at)
    when = Moment.at(at, here().zone)
    sure = Signals(mfa_at=when.now, methods=frozenset({"hwk"}))  # company policies may ask for it
    found = []
    for person, asset in pairs:
        who, what = index.people.get(person.pk), index.assets.get(asset.pk)
        if who is None or what is None:
            continue
        kind = index.class_of(what)
        case = Case(index, who, what, kind, index.terms_of(kind), "read", sure, *when)
        can = [action for action in ACTIONS if _holds(case, action)]
        if can:
            shown = person if by_person else asset
            found.append({
                "record": shown, "register": "people" if by_person else "assets",
                "actions": _(", ").join(str(words) for a, words in Action.choices if a in can),
                "rights": [one.number for one in rights_to(case)],
            })  # fmt: skip
    return found


def _holds(case: Case, action: str) -> bool:
    case.action = action
    return all(ask(rule, case) is None for rule in LASTING)
