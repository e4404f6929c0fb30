"""One supplier at a glance: work, tier, certificates, answers, gaps, contract, people, incidents, next day."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.domains.suppliers.assessment_answer import open_gaps
from sekisho.domains.suppliers.certificate import SupplierCertificate
from sekisho.domains.suppliers.contract_clause import missing_clauses, required
from sekisho.domains.suppliers.models import Engagement
from sekisho.domains.suppliers.starting import accepted, hindrances
from sekisho.notices import supplier_incidents
from sekisho.registers.guard import visible
from sekisho.registers.register import registry
from sekisho.web.register.finding import allowed, record_or_404, register_or_404
from sekisho.web.register.panels import panel
from sekisho.web.request import Request
from sekisho.web.suppliers.incident import LINKED

SHOWN = 50


@panel("engagements", "web/suppliers/engagement.html")
def beside(request: Request, one: Engagement) -> dict[str, Any]:
    """On the page of an engagement: everything that hangs on it, and what keeps it from starting."""
    act = request.act()
    shown = request.session.pop(LINKED, None)
    return whole(request, one) | {
        "hindered": [words for _code, words in hindrances(one, act.on)]
        if one.state == "planned"
        else [],
        "link": shown[1] if shown and shown[0] == str(one.pk) else "",
        "live": supplier_incidents.open_link(one, act),
        "may": allowed(request, "change", registry["engagements"], one),
    }


def whole(request: Request, one: Engagement) -> dict[str, Any]:
    """What hangs on ``one``, as far as the reader may see it."""
    act = request.act()

    def seen(name: str, **match: Any) -> Any:
        return visible(request.actor, registry[name], act.on).filter(**match)

    gaps = seen("assessment_answers", assessment__engagement=one).gaps(act.on)
    lacking = missing_clauses(one, act.on) if one.contract_id else []
    needed = len(required(one))
    return {
        "one": one,
        "assessments": list(seen("assessments", engagement=one).order_by("-number")[:5]),
        "gaps": list(gaps.filter(open_gaps(act.on)).order_by("due_on", "place")[:SHOWN]),
        "checks": list(seen("performance_checks", engagement=one).order_by("-checked_on")[:3]),
        "subs": list(seen("sub_suppliers", engagement=one).order_by("name")[:SHOWN]),
        "people": list(
            seen("engagement_people", engagement=one).select_related("person")[:SHOWN]
        ),
        "incidents": list(seen("incidents", engagement=one, drill=False).order_by("-number")[:10]),
        "clauses": {"needed": needed, "there": needed - len(lacking) if one.contract_id else 0,
                    "lacking": lacking},
        "contract_seal": _seal(one, lacking, act.on),
        "accepted": accepted(one, act.on),
        "late": bool(one.assessed_until and one.assessed_until < act.on),
    }  # fmt: skip


def _seal(one: Engagement, lacking: list[str], on: Any) -> str:
    if one.contract_id and not lacking:
        return "kept"
    return "at_risk" if accepted(one, on) else "not_kept"


@require_safe
def supplier(request: HttpRequest, key: str) -> HttpResponse:
    here = cast("Request", request)
    register = register_or_404(here, "engagements")
    party = record_or_404(here, register_or_404(here, "parties"), key)
    here.place = "registers"
    act = here.act()
    rows = visible(here.actor, register, act.on).filter(party=party)
    certificates = visible(here.actor, registry["supplier_certificates"], act.on)
    valid = set(SupplierCertificate.objects.valid(act.on).values_list("pk", flat=True))
    context = {
        "title": party.name,
        "crumbs": [(_("Work with suppliers"), reverse("suppliers")), (party.name, "")],
        "party": party,
        "works": [
            whole(here, one)
            for one in rows.select_related("unit", "owner", "classification", "contract", "risk")
            .order_by("state", "number")[:SHOWN]
        ],
        "certificates": [
            (one, one.pk in valid)
            for one in certificates.filter(party=party).order_by("-valid_until")[:SHOWN]
        ],
        "may_add": allowed(here, "add", register),
        "may_certify": allowed(here, "add", registry["supplier_certificates"]),
    }  # fmt: skip
    return render(here, "web/suppliers/supplier.html", context)
