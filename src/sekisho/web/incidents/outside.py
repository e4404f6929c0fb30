"""The report of somebody without an account, by a link or a QR code: one page, for a phone on a weak line.

Whoever holds the link may report and nothing else: they see no record, no name, no list. There is no
script and no cookie; what was written stays on the page whatever goes wrong.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sekisho.domains.incidents.models import ReportLink
from sekisho.domains.incidents.report_link import PURPOSE, State
from sekisho.domains.people.models import Company
from sekisho.notices import drill_reports, reception
from sekisho.registers import limits, links
from sekisho.registers.actor import Act, service
from sekisho.registers.errors import Invalid, Missing
from sekisho.web.doors import open_door
from sekisho.web.incidents import form

PER_LINK = (300, 3600)
"""A poster is read by many people at once, and most of all in an emergency."""
ENDED, LATER = 404, 429


@open_door
@csrf_exempt  # the link is the right to report: nobody is signed in, so there is nothing to ride on
@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: HttpRequest, token: str) -> HttpResponse:
    """The form, and after sending what to do now."""
    act = Act.now(service("intake"), timezone.now(), "link", settings.TIME_ZONE)
    given = form.given(request) if request.method == "POST" else form.blank()
    try:
        found = link_of(token, act, request)
        if request.method == "POST":
            if drill_reports.of_form(given, act.at):
                return _thanked(request)
            return _received(request, act, found, token, given)
    except Missing:
        return _form(request, act, given, status=ENDED)
    except limits.TooMany:
        return _form(request, act, given, status=LATER)
    except Invalid as invalid:
        return _form(request, act, given, problems=invalid.problems, status=422)
    return _form(request, act, given)


def link_of(token: str, act: Act, request: HttpRequest) -> ReportLink:
    """The link's record. Raises Missing when it is over, limits.TooMany."""
    held = links.peek(token, PURPOSE, act.at, request.META.get("REMOTE_ADDR", ""), PER_LINK)
    rows = ReportLink.objects.present().filter(pk=held.rec, state=State.OPEN, ends_on__gte=act.on)
    found: ReportLink | None = rows.first()
    if found is None:
        raise Missing
    return found


def _thanked(request: HttpRequest) -> HttpResponse:
    """The mail was our own exercise: no incident."""
    context = {"title": drill_reports.title(), "company": Company.objects.present().first()}
    return render(request, "web/drills/thanks_plain.html", context)


def _received(
    request: HttpRequest, act: Act, link: ReportLink, token: str, given: dict[str, str]
) -> HttpResponse:
    contact = given["informant"].strip()[:200]
    values = form.values(given) | {"unit": link.unit_id, "informant": contact}
    teller = None
    if values.get("whistle"):
        values |= {"unit": None, "informant": ""}
        teller = reception.Teller(name=contact)
    with transaction.atomic():
        got = reception.receive(act, values, form.pieces(request), teller)
        links.use(token, PURPOSE, act.at, per_link=PER_LINK)
    context = {
        "title": _("Your report has arrived"),
        "number": "" if got.incident.restricted else got.incident.number,
        "next": form.next_of(got.incident.category),
        "refused": got.refused,
        "company": Company.objects.present().first(),
        "phone": reception.PHONE(),
    }
    return render(request, "web/incidents/outside_sent.html", context)


def _form(
    request: HttpRequest,
    act: Act,
    given: dict[str, str],
    *,
    status: int = 200,
    problems: Any = None,
) -> HttpResponse:
    problems = problems or {}
    context = {
        "title": _("Report an incident"),
        "questions": form.questions(given, problems, act, account=False),
        "problems": problems,
        "status": status,
        "over": status == ENDED,
        "later": status == LATER,
        "text": given["text"],
        "wrong": bool(problems),
        "company": Company.objects.present().first(),
        "phone": reception.PHONE(),
    }
    return render(request, "web/incidents/outside.html", context, status=status)
