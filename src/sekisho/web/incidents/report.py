"""Report an incident, a suspicion or a near miss: one page, two answers, from a phone if need be.

A plain form that works without scripts and keeps what was written when something is missing.
"""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.people.appointment import Appointment
from sekisho.domains.people.models import Person
from sekisho.notices import drill_reports, reception
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.registers.rights import Role
from sekisho.web import places
from sekisho.web.incidents import form
from sekisho.web.register.finding import record_or_404
from sekisho.web.request import Request

places.add(places.Page("report", "report", gettext_lazy("Report an incident"), order=1))


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; after sending, what to do now."""
    asked = cast("Request", request)
    asked.place = "report"
    act = asked.act()
    problems: dict[str, Any] = {}
    given = form.blank()
    if request.method == "POST":
        given = form.given(request)
        if known := drill_reports.of_form(given, act.at):
            more = {"title": drill_reports.title(), "counted": known.counted}
            return render(request, "web/drills/thanks.html", more)
        try:
            got = _taken(asked, act, given)
        except Invalid as invalid:
            problems = invalid.problems
        else:
            for words in got.refused:
                messages.warning(request, str(words))
            if got.incident.restricted:
                return redirect("report-taken")
            return redirect("report-sent", number=got.incident.number)
    context = {
        "title": _("Report an incident"),
        "crumbs": [(_("Report an incident"), "")],
        "questions": form.questions(given, problems, act),
        "problems": problems,
        "goes_to": _goes_to(asked),
        "phone": reception.PHONE(),
    }
    return render(request, "web/incidents/report.html", context, status=422 if problems else 200)


def _taken(request: Request, act: Act, given: Mapping[str, str]) -> reception.Received:
    person = request.account.person
    values = form.values(given) | {"unit": person.unit_id if person else None}
    teller = None
    if values.get("whistle"):
        values["unit"] = None  # it would tell who reports
        named = bool(given["named"]) and person is not None
        teller = reception.Teller(person.pk, person.name) if named and person else None
    return reception.receive(act, values, form.pieces(request), teller)


def _goes_to(request: Request) -> str:
    """The manager who is told at once, by name."""
    person: Person | None = request.account.person
    if person is None or person.unit is None:
        return ""
    rows = Appointment.objects.in_force(request.act().on).of(Role.MANAGER)
    manager = rows.filter(unit=person.unit).select_related("person").first()
    return manager.person.name if manager else ""


@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """You did right; this is the number; this is what to do now."""
    asked = cast("Request", request)
    asked.place = "report"
    record = record_or_404(asked, registry["incidents"], number)
    context = {
        "title": _("Your report has arrived"),
        "crumbs": [(_("Report an incident"), ""), (record.number, "")],
        "record": record,
        "next": form.next_of(record.category),
        "told": record.alerts.count(),
    }
    return render(request, "web/incidents/sent.html", context)


@require_safe
def taken(request: HttpRequest) -> HttpResponse:
    """A report that only the people named for it see: not even its number stays on the screen."""
    asked = cast("Request", request)
    asked.place = "report"
    context = {"title": _("Your report has arrived"), "crumbs": [(_("Report an incident"), "")]}
    return render(request, "web/incidents/taken.html", context)
