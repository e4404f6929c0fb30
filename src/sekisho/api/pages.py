"""The description of the API: OpenAPI for programs, a page for people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.api import openapi, problems
from sekisho.api.caller import known
from sekisho.api.door import language, reply
from sekisho.api.problems import Problem
from sekisho.registers.limits import TooMany
from sekisho.registers.register import Register
from sekisho.registers.schema import Schema


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1. Open to anyone, for it says nothing about the company: the fields that it
    added stand there only for a caller who is known."""
    try:
        own = known(request, timezone.now()) is not None
    except (Problem, TooMany):
        own = False
    with translation.override(language(request)):
        return reply(openapi.whole(own=own))


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people, in the language of the page."""
    context = {
        "title": "API",
        "registers": [_register(one, Schema(one)) for one in openapi.listed()],
        "refusals": [
            (code, problems.phrase(code), title)
            for code, (_status, title) in problems.TITLES.items()
        ],
        "base": request.build_absolute_uri("/api/v1"),
        "others": [
            ("GET /me", _("Whom the token stands for and what it may do.")),
            ("GET /evaluation", _("How every obligation and clause stands; ?on=DATE for a past day.")),
            ("GET /duties", _("The catalogue of duties and the obligations that answer them.")),
            ("GET /ledger/checkpoint", _("The newest signed checkpoint; keep a copy elsewhere.")),
        ],
    }  # fmt: skip
    return render(request, "api/docs.html", context)


def _register(register: Register[Any], form: Schema) -> dict[str, Any]:
    moves = register.life.moves if register.life else ()
    return {
        "name": register.name,
        "title": register.title,
        "about": register.about,
        "fields": [_field(one) for one in form.fields],
        "moves": [(step.name, step.label, ", ".join(step.asks)) for step in moves],
    }


def _field(one: Any) -> dict[str, Any]:
    codes = [code for code, _label in one.choices]
    return {
        "name": one.name,
        "label": one.label,
        "type": f"{one.type} → {one.target}" if one.target else one.type,
        "codes": ", ".join(codes),
        "required": one.required and one.writable,
        "writable": one.writable,
    }
