"""A supplier reports an incident by its own link: what happened reaches us at once and starts our clocks."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.domains.incidents.words import Tri
from sekisho.domains.people.models import Company
from sekisho.domains.suppliers.models import Engagement
from sekisho.notices import reception, supplier_incidents
from sekisho.notices.supplier_incidents import KIND, PURPOSE
from sekisho.registers import limits, links
from sekisho.registers.actor import Act, service
from sekisho.registers.errors import Invalid, Missing
from sekisho.registers.guard import demand
from sekisho.registers.noting import note
from sekisho.registers.register import registry
from sekisho.web import inputs
from sekisho.web.doors import open_door
from sekisho.web.incidents import form
from sekisho.web.register.finding import record_or_404
from sekisho.web.request import Request

LINKED = "supplier-report-shown"
PER_LINK = (60, 3600)
NAMES = ("text", "occurred_at", "personal_data", "persons", "informant")


@require_POST
def give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the link of an engagement, or end it."""
    here = cast("Request", request)
    one = record_or_404(here, registry[KIND], str(pk))
    act = here.act()
    demand(here.actor, "change", registry[KIND], one, act.on)
    if here.POST.get("do") == "end":
        links.revoke((KIND, one.pk), act.at, PURPOSE)
        note(registry[KIND], act, "end_link", one)
        messages.success(here, _("The link was revoked."))
    else:
        here.session[LINKED] = (str(one.pk), supplier_incidents.link(act, one))
        note(registry[KIND], act, "make_link", one)
    return redirect("record", name=KIND, key=one.number)


@open_door
@csrf_exempt  # the link is the right to report: nobody is signed in, so there is nothing to ride on
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, token: str) -> HttpResponse:
    act = Act.now(service("intake"), timezone.now(), "link", settings.TIME_ZONE)
    given = {name: request.POST.get(name, "").replace("\x00", "")[: form.LONGEST] for name in NAMES}
    try:
        held = links.peek(token, PURPOSE, act.at, request.META.get("REMOTE_ADDR", ""), PER_LINK)
    except Missing:
        raise Http404 from None
    except limits.TooMany:
        return _form(request, given, {"": [_("Please send it again in a minute, or call.")]}, 429)
    rows = Engagement.objects.present().filter(pk=held.rec).select_related("party")
    one = rows.first()
    if one is None:
        raise Http404
    if request.method != "POST":
        return _form(request, given, {}, 200)
    wrong = {n: [_("Please fill this in.")] for n in ("text", "informant") if not given[n].strip()}
    if wrong:
        return _form(request, given, wrong, 422)
    try:
        with transaction.atomic():
            links.use(token, PURPOSE, act.at, per_link=PER_LINK)
            got = supplier_incidents.receive(act, one, given, list(form.pieces(request)))
    except Invalid as invalid:
        return _form(request, given, invalid.problems, 422)
    context = {
        "title": _("Your report has arrived"),
        "number": got.incident.number,
        "next": _(
            "Please leave everything as it is and write down what you do. We will contact you."
        ),
        "refused": got.refused,
        "company": Company.objects.present().first(),
        "phone": reception.PHONE(),
    }
    return render(request, "web/incidents/outside_sent.html", context)


def _form(request: HttpRequest, given: dict[str, str], problems: Any, status: int) -> HttpResponse:
    def errors(*names: str) -> list[Any]:
        return [text for name in names for text in problems.get(name, [])]

    questions = [
        inputs.Input("text", _("What happened to our information?"), "long", given["text"],
                     required=True, rows=5, errors=errors("text", "title", "")),
        inputs.Input("occurred_at", _("When did it happen?"), "moment", given["occurred_at"],
                     help=_("As far as you know; may stay empty."), errors=errors("occurred_at")),
        inputs.Input("personal_data", _("Is personal data concerned?"), "radio",
                     given["personal_data"], mark_optional=False,
                     choices=((Tri.YES, _("Yes, or perhaps")), (Tri.NO, _("No")),
                              (Tri.UNKNOWN, _("I do not know")))),
        inputs.Input("persons", _("About how many people’s?"), "number", given["persons"],
                     errors=errors("persons")),
        inputs.Input("informant", _("Your name, and how to reach you"), "text", given["informant"],
                     required=True, limit=200, autocomplete="name", errors=errors("informant")),
    ]  # fmt: skip
    context = {
        "title": _("Report an incident"),
        "questions": questions,
        "problems": {} if status == 200 else {"": []},
        "wrong": status != 200,
        "text": given["text"],
        "company": Company.objects.present().first(),
        "phone": reception.PHONE(),
    }
    return render(request, "web/incidents/outside.html", context, status=status)
