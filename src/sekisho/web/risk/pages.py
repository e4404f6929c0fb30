"""The risk map: where risks stand, which became worse, and what is done about the high ones (mock 8)."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.registers.register import registry
from sekisho.registers.rights import LEADERS
from sekisho.web import places
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.risk.heat import heat

ASSESSMENTS = "risk_assessments"
ROLES = frozenset({*LEADERS, "manager", "auditor", "admin"})
for _place, _roles in (
    ("improve", frozenset({*LEADERS, "admin"})),
    ("registers", frozenset({"manager", "auditor"})),
):
    places.add(places.Page(_place, "risk-map", gettext_lazy("Risk map"), roles=_roles, order=6))


@require_safe
def risk_map(request: HttpRequest) -> HttpResponse:
    """Risks the reader may see, on the map of one method; ``?view=first``: before treatment."""
    asked = cast("Request", request)
    asked.place = "improve" if asked.actor.roles & {*LEADERS, "admin"} else "registers"
    if not asked.actor.roles & ROLES:
        raise PermissionDenied
    first = asked.GET.get("view") == "first"
    found = heat(asked.actor, asked.act().on, asked.GET.get("method", ""), first=first)
    context: dict[str, Any] = {
        "title": _("Risk map"),
        "crumbs": [(_("Risk map"), "")],
        "map": found,
        "first": first,
        "on": asked.act().on,
        "add": reverse("new", kwargs={"name": ASSESSMENTS})
        if allowed(asked, "add", registry[ASSESSMENTS])
        else "",
    }
    return render(asked, "web/risk/map.html", context)
