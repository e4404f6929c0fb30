"""The appointments page: the chart, empty seats as what they are, changes to come; and ending one."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.registers.wareki import parse_day
from sekisho.web import places
from sekisho.web.direction import reorganisation
from sekisho.web.direction.chart import Chart, chart, words
from sekisho.web.register.finding import allowed, record_or_404, register_or_404
from sekisho.web.request import Request
from sekisho.web.work.because import Cause, causes

places.add(places.Page("policy", "direction", gettext_lazy("Who answers for what"), order=50))


@require_safe
def direction(request: HttpRequest) -> HttpResponse:
    """The chart of today, or of ``?on=`` another day."""
    request = cast("Request", request)
    request.place = "policy"
    today = request.act().on
    asked = request.GET.get("on", "")
    on = parse_day(asked) if asked else today
    problem = (
        "" if on else _("“%(value)s” is not a day. Example: 2026/04/01") % {"value": asked[:40]}
    )
    found = chart(on or today)
    register = registry["appointments"]
    context = {
        "title": _("Who answers for what"),
        "crumbs": [(_("Who answers for what"), "")],
        "chart": found,
        "today": today,
        "problem": problem,
        "may_plan": bool(request.actor.roles & reorganisation.ROLES),
        "may_add": allowed(request, "add", register),
        "seats": [(seat, appoint(seat.role), clause(seat.code, found)) for seat in found.seats],
        "others": [(seat, appoint(seat.role)) for seat in found.others],
        "committee": (appoint("committee"), clause("committee-composed", found)),
        "posts": [(post, appoint("manager", unit=post.unit.code)) for post in found.posts],
        "ahead": [(day, words(one, begins=begins), one) for day, one, begins in found.ahead],
        "cause": clause("units-managed", found),
    }
    return render(request, "web/direction/direction.html", context)


def appoint(role: str, **more: str) -> str:
    """The form to appoint somebody, with what is known filled in."""
    return f"{reverse('new', kwargs={'name': 'appointments'})}?{urlencode({'role': role, **more})}"


def clause(code: str, found: Chart) -> Cause | None:
    """The sentence of the policy that asks for it."""
    return causes([code], found.on).get(code) if code else None


@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End an appointment with a day: today at the earliest read as typed, in Japanese eras too."""
    asked = cast("Request", request)
    register = register_or_404(asked, "appointments")
    record = record_or_404(asked, register, key)
    values: dict[str, Any] = {"ends_on": asked.POST.get("ends_on", "")}
    if not values["ends_on"].strip():
        messages.error(asked, _("Please give the last day."))
        return redirect("direction")
    try:
        write(register, asked.act(), values, record, record.ver)
    except Invalid as invalid:
        for texts in invalid.problems.values():
            messages.error(asked, " ".join(map(str, texts)))
    else:
        messages.success(asked, _("The appointment ends on that day."))
    return redirect("direction")
