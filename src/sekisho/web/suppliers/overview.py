"""Suppliers for whoever buys: every work entrusted, how it stands, and what comes next."""

from typing import Any, cast

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.suppliers.assessment_answer import open_gaps
from sekisho.domains.suppliers.models import Engagement
from sekisho.domains.suppliers.starting import accepted
from sekisho.obligations.rules import suppliers as rules
from sekisho.registers.guard import visible
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.register.finding import allowed, register_or_404
from sekisho.web.request import Request

READERS = frozenset({"director", "deputy", "chair", "committee", "admin", "manager", "auditor"})
places.add(
    places.Page("registers", "suppliers", gettext_lazy("Work with suppliers"), READERS, order=28)
)
MOST = 300
STATES = ("planned", "running", "ended")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    here = cast("Request", request)
    register = register_or_404(here, "engagements")
    if not here.actor.roles & READERS:
        raise Http404
    here.place = "registers"
    on = here.act().on
    wanted = here.GET.get("state", "")
    rows = visible(here.actor, register, on).filter(
        state__in=[wanted] if wanted in STATES else STATES
    )
    rows = rows.select_related("party", "unit", "classification", "risk")
    found = list(rows.order_by("-tier", "party__kana", "number")[:MOST])
    title = _("Work with suppliers")
    context = {
        "title": title,
        "crumbs": [(title, "")],
        "rows": table(here, found, on),
        "counts": [
            (state, label, rows.filter(state=state).count() if not wanted else None)
            for state, label in Engagement._meta.get_field("state").choices  # type: ignore[union-attr]
            if state in STATES
        ],
        "wanted": wanted,
        "may_add": allowed(here, "add", register),
    }
    return render(here, "web/suppliers/overview.html", context)


def table(here: Request, found: list[Engagement], on: Any) -> list[dict[str, Any]]:
    """One row for each work, in a few queries for all."""
    pks = [one.pk for one in found]
    bound = rules.under_contract.judged(on).filter(pk__in=pks).filter(due_on=None)
    kept = set(bound.values_list("pk", flat=True))

    def counted(name: str, path: str, *more: Any, gaps: bool = False) -> dict[Any, int]:
        """How many records the reader may see hang on each work."""
        rows = visible(here.actor, registry[name], on)
        rows = (rows.gaps(on) if gaps else rows).filter(*more, **{f"{path}__in": pks})
        return dict(rows.order_by().values_list(path).annotate(n=Count("pk")))

    open_ = counted("assessment_answers", "assessment__engagement", open_gaps(on), gaps=True)
    incidents, people = (
        counted("incidents", "engagement"),
        counted("engagement_people", "engagement"),
    )
    asked = visible(here.actor, registry["assessments"], on).filter(engagement__in=pks)
    last = {one.engagement_id: one for one in asked.order_by("number")}
    return [
        {
            "one": one,
            "last": last.get(one.pk),
            "bound": "kept" if one.pk in kept else _unbound(one, on),
            "gaps": open_.get(one.pk, 0),
            "incidents": incidents.get(one.pk, 0),
            "people": people.get(one.pk, 0),
            "assessed": _assessed(one, on),
        }
        for one in found
    ]


def _unbound(one: Engagement, on: Any) -> str:
    if one.state != "running":
        return "unknown"
    return "at_risk" if one.risk_id and accepted(one, on) else "not_kept"


def _assessed(one: Engagement, on: Any) -> str:
    if one.tier is None:
        return "unknown"
    if one.assessed_until is None or one.assessed_until < on:
        return "not_kept" if one.state == "running" else "unknown"
    return "kept"
