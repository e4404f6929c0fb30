"""One's own results of drills: what is kept, who sees it, until when."""

from datetime import timedelta
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.education import drill_sight
from sekisho.domains.education.drill_words import KEEP_DAYS
from sekisho.web import places
from sekisho.web.request import Request

places.add(places.Page("tasks", "drills-mine", gettext_lazy("My drills"), order=90))


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    asked = cast("Request", request)
    asked.place = "tasks"
    keep = timedelta(days=KEEP_DAYS())
    rows = [(one, one.drill.closed_at + keep) for one in drill_sight.own(asked.actor)]
    context = {"title": _("My drills"), "crumbs": [(_("My drills"), "")], "rows": rows,
               "days": keep.days}  # fmt: skip
    return render(request, "web/drills/mine.html", context)
