"""Incidents in figures: the page, and the same lines as CSV."""

from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.incidents.statistics import names
from sekisho.registers.errors import Denied
from sekisho.reports import figures
from sekisho.reports.prints.incident_statistics import ROLES
from sekisho.web import places
from sekisho.web.request import Request

places.add(places.Page("incidents", "incident-statistics", gettext_lazy("Incidents in figures"),
                       roles=frozenset(ROLES) - {"operator"}, order=60))  # fmt: skip


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """``?since=&until=``: the days on which they were reported; ``format=csv`` for a spreadsheet."""
    asked = cast("Request", request)
    asked.place = "incidents"
    if not asked.actor.roles & set(ROLES):
        raise Denied("incidents.statistics")
    given = {name: asked.GET.get(name, "") for name in ("since", "until")}
    days = {name: figures.day(word) for name, word in given.items()}
    found = figures.of(asked.act(), days["since"], days["until"])
    if asked.GET.get("format") == "csv":
        answer = HttpResponse(
            "\ufeff" + figures.sheet(found), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = 'attachment; filename="incidents.csv"'
        return answer
    query = urlencode({"since": found.since.isoformat(), "until": found.until.isoformat()})
    whole = found.whole
    context = {
        "title": _("Incidents in figures"),
        "crumbs": [(_("Incidents in figures"), "")],
        "found": found,
        "wrong": [word for name, word in given.items() if word and days[name] is None],
        "cards": [(words, figures.said(whole.lengths[key])) for key, words in names().items()],
        "tables": figures.tables(found),
        "csv": f"?{query}&format=csv",
        "pdf": reverse("print-all", kwargs={"paper": "incident_statistics"}) + f"?{query}",
    }
    return render(request, "web/incidents/statistics.html", context)
