"""The classes of a manager's assets on one page: Tab goes from asset to asset, the arrows choose.

Choosing the present class confirms it, a stricter one decides it, a lower one proposes it to a second
person. Rows that are not answered stay as they are.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sekisho.domains.assets.classification import ClassState
from sekisho.domains.assets.models import Asset, Classification
from sekisho.domains.people.appointment import managed_units
from sekisho.obligations.words import FIRST_MONTH
from sekisho.registers import guard
from sekisho.registers.commands import move
from sekisho.registers.errors import Conflict, Denied, Invalid
from sekisho.registers.fiscal import fiscal_start, fiscal_year
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.register.bulk import words_of
from sekisho.web.register.cells import class_label
from sekisho.web.request import Request

AT_ONCE = 50
places.add(
    places.Page("tasks", "class-review", gettext_lazy("Classes of my assets"),
                roles=frozenset({"manager"}), order=50)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    asset: Asset
    label: Any
    chosen: str = ""
    reason: str = ""
    error: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Unclassified ones first, then those not looked at this fiscal year; ``?all=1`` every one."""
    asked = cast("Request", request)
    asked.place = "tasks"
    on = asked.act().on
    classes = list(Classification.objects.present().filter(state=ClassState.IN_FORCE))
    every = asked.GET.get("all") == "1"
    rows = mine(asked, on)
    waiting = rows.filter(due(on))
    shown = list((rows if every else waiting)[:AT_ONCE])
    failed: dict[Any, Row] = {}
    if asked.method == "POST":
        failed, done = decide(asked, shown, {str(c.pk): c for c in classes})
        if done:
            messages.success(asked, _("Decided: %(n)s") % {"n": done})
        if not failed:
            return redirect(asked.get_full_path())
        shown = [one for one in shown if one.pk in failed]
    context = {
        "title": _("Classes of my assets"),
        "crumbs": [(_("Classes of my assets"), "")],
        "rows": [failed.get(a.pk) or Row(a, class_label(a)) for a in shown],
        "classes": classes,
        "waiting": waiting.count(),
        "total": rows.count(),
        "every": every,
        "home": reverse("class-review"),
        "failed": bool(failed),
    }
    return render(asked, "web/keeping/classes.html", context, status=422 if failed else 200)


def mine(request: Request, on: date) -> Any:
    """The assets in use of the units the reader manages, unclassified first."""
    seen = guard.visible(request.actor, registry["assets"], on)
    units = managed_units(request.actor.person, on).values("pk") if request.actor.person else []
    rows = seen.filter(unit__in=units, state="in_use").select_related("classification", "unit")
    return rows.order_by(F("classification__rank").asc(nulls_first=True), "number")


def due(on: date) -> Q:
    """Not classified, or not looked at since this fiscal year began."""
    month = FIRST_MONTH()
    start = fiscal_start(fiscal_year(on, month), month)
    looked = Q(class_reviewed_on__gte=start) | Q(class_decided_on__gte=start)
    return Q(classification=None) | ~looked


def decide(
    request: Request, assets: list[Asset], classes: dict[str, Classification]
) -> tuple[dict[Any, Row], int]:
    """One move for each answered row; what cannot be done for one does not hold up the others."""
    failed, done = {}, 0
    for asset in assets:
        chosen = request.POST.get(f"class-{asset.pk}", "")
        reason = request.POST.get(f"reason-{asset.pk}", "").strip()
        if chosen not in classes:
            continue
        step, said = _step(asset, classes[chosen], reason)
        try:
            move(registry["assets"], request.act(), step, asset, said)
        except (Denied, Invalid, Conflict) as refusal:
            words = words_of(registry["assets"], refusal)
            failed[asset.pk] = Row(asset, class_label(asset), chosen, reason, words)
        else:
            done += 1
    return failed, done


def _step(asset: Asset, new: Classification, reason: str) -> tuple[str, dict[str, Any]]:
    now = asset.classification
    if now is not None and now.pk == new.pk:
        return "review_class", {}
    if now is not None and new.rank < now.rank:
        return "propose_lowering", {"proposed_class": new.pk, "class_reason": reason}
    return "classify", {"classification": new.pk, "class_reason": reason}
