"""Asking for an exception: one record, one item, until a day, with something done instead."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sekisho.obligations.obligation import Obligation, obligations
from sekisho.registers import guard
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import schema
from sekisho.web import inputs
from sekisho.web.register import cells
from sekisho.web.request import Request

ASKED = ("reason", "instead", "starts_on", "ends_on")


@require_http_methods(["GET", "POST"])
def exception(request: HttpRequest, code: str, subject: UUID) -> HttpResponse:
    """The request, for a record the reader may see; decided by the director or the deputy."""
    request = cast("Request", request)
    request.place = "policy"
    one, register, record = _about(request, code, subject)
    target = registry["exceptions"]
    guard.demand(request.actor, "add", target, None, request.act().on)
    given: dict[str, Any] = {"starts_on": request.act().on}
    problems: dict[str, Any] = {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ASKED}
        try:
            made = write(target, request.act(), given | _fixed(one, register, record))
        except Invalid as invalid:
            problems = invalid.problems
        else:
            messages.success(
                request, _("The exception was asked for. The director or the deputy decides.")
            )
            return redirect(cells.address(target, made))
    form = schema(target)
    context = {
        "title": _("Ask for an exception"),
        "crumbs": [(_("Ask for an exception"), "")],
        "one": one,
        "label": register.label(record),
        "href": cells.address(register, record),
        "inputs": [
            inputs.of_field(form.all[n], given.get(n, ""), problems.get(n, ())) for n in ASKED
        ],
        "whole": [t for n, texts in problems.items() if n not in ASKED for t in texts],
        "wrong": bool(problems),
        "back": _back(request),
    }
    return render(request, "web/policy/exception.html", context, status=422 if problems else 200)


def _about(request: Request, code: str, subject: UUID) -> tuple[Obligation, Register[Any], Any]:
    if code not in obligations:
        raise Http404(code)
    register = registry[obligations[code].register_name]
    rows = guard.visible(request.actor, register, request.act().on)
    record = rows.filter(pk=subject).first()
    if record is None:
        raise Http404(code)
    return obligations[code], register, record


def _fixed(one: Obligation, register: Register[Any], record: Any) -> dict[str, Any]:
    """What follows from the record: its unit, so that the unit's manager sees the exception."""
    unit = getattr(record, f"{register.unit_path}_id", None) if register.unit_path else None
    return {"obligation": one.code, "subject": str(record.pk), "unit": unit}


def _back(request: Request) -> str:
    number = request.GET.get("c", "")
    return reverse("clause", args=[number]) if number and "/" not in number else reverse("policy")
