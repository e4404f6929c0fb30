"""Asking for a cloud service: a short form for everybody; the service is entered along where it is new."""

from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sekisho.domains.access.models import FoundService
from sekisho.domains.assets.classification import Classification, ClassState
from sekisho.domains.assets.models import CloudEvaluation, Service
from sekisho.domains.people.models import Person
from sekisho.registers.commands import follow, write
from sekisho.registers.errors import Invalid
from sekisho.registers.guard import demand
from sekisho.registers.register import registry
from sekisho.web import inputs, places
from sekisho.web.register.form_page import posted, questions
from sekisho.web.request import Request

ASKING = frozenset({"employee", "manager", *places.LEADING, "admin"})
places.add(
    places.Page("request", "cloud-ask", gettext_lazy("Ask for a cloud service"), ASKING, order=5)
)
FIELDS = ("purpose", "unit", "wanted_class", "personal", "abroad", "users", "alternatives")


@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest) -> HttpResponse:
    """``?service=`` names one that is known, ``?found=`` one that a list showed."""
    asked = cast("Request", request)
    register = registry["cloud_evaluations"]
    demand(asked.actor, "add", register, None, asked.act().on)
    asked.place = "request"
    given: dict[str, Any] = _first(asked) | dict(asked.GET.items())
    problems: dict[str, Any] = {}
    if asked.method == "POST":
        given |= posted(asked, register) | {"name": asked.POST.get("name", "").strip(),
                                            "provider": asked.POST.get("provider", "").strip()}  # fmt: skip
        try:
            made = _send(asked, given)
        except Invalid as invalid:
            problems = dict(invalid.problems)
        else:
            messages.success(asked, _("Sent. You will hear when it is decided."))
            return redirect("cloud-evaluation", key=made.number)
    every = {one.name: one for one in questions(asked, register, None, given, problems)}
    classes = Classification.objects.present().filter(state=ClassState.IN_FORCE).order_by("-rank")
    choices = [("", _("I do not know")), *((one.code, str(one)) for one in classes)]
    every["wanted_class"] = replace(
        every["wanted_class"], kind="choice", choices=choices, search=""
    )
    shown = [*_service(given, problems), *(every[name] for name in FIELDS)]
    known = {*FIELDS, "name", "provider"}
    context = {
        "title": _("Ask for a cloud service"),
        "crumbs": [(_("Ask for a cloud service"), "")],
        "inputs": shown,
        "whole": [text for name, texts in problems.items() if name not in known for text in texts],
        "names": Service.objects.present().filter(ended_on=None).order_by("name"),
    }
    return render(asked, "web/cloud/ask.html", context, status=422 if problems else 200)


def _service(given: dict[str, Any], problems: dict[str, Any]) -> list[inputs.Input]:
    return [
        inputs.Input(name="name", label=_("Which service?"), value=given.get("name", ""), required=True,
                     help=_("As it is called. One that is registered already is used again."),
                     errors=problems.get("name", ())),
        inputs.Input(name="provider", label=_("Who provides it?"), value=given.get("provider", ""),
                     errors=problems.get("provider", ())),
    ]  # fmt: skip


def _first(asked: Request) -> dict[str, Any]:
    """What is known: the unit of the asker, the service of the address, the domain found."""
    known: dict[str, Any] = {}
    mine = asked.actor.person
    person = Person.objects.select_related("unit").filter(pk=mine).first() if mine else None
    if person is not None and person.unit is not None:
        known["unit"] = person.unit.code
    if word := asked.GET.get("service", ""):
        known["name"] = word
    if (one := _found(asked)) is not None:
        known |= {
            "name": one.name or one.domain,
            "provider": one.provider,
            "users": one.users or "",
        }
    return known


def _found(asked: Request) -> FoundService | None:
    word = asked.GET.get("found", "")
    found: FoundService | None = (
        FoundService.objects.present().filter(domain=word).first() if word else None
    )
    return found


@transaction.atomic
def _send(asked: Request, given: dict[str, Any]) -> CloudEvaluation:
    """The service first, where it is new, with the asker in charge of it until somebody else is."""
    act, found = asked.act(), _found(asked)
    if not given.get("name"):
        raise Invalid({"name": [_("Please fill this in.")]})
    service = Service.objects.present().filter(name=given["name"]).first()
    if service is None:
        hosts = [found.domain] if found is not None else []
        values = {"name": given["name"], "provider": given.get("provider", ""), "hosts": hosts,
                  "purpose": given.get("purpose", ""), "unit": given.get("unit", ""),
                  "owner": act.actor.person}  # fmt: skip
        if found is not None:
            values |= {"first_used_on": found.first_seen_on, "ai": found.kind == "ai"}
        service = write(registry["services"], act, values)
    values = {name: given[name] for name in FIELDS if name in given} | {"service": service.pk}
    if CloudEvaluation.objects.decided(act.on).filter(service=service).exists():
        values["occasion"] = "periodic"
    made: CloudEvaluation = write(registry["cloud_evaluations"], act, values)
    if found is not None and found.service_id is None:
        follow(registry["found_services"], act, "recognise", found, {"service": service.pk})
    return made
