"""Asking for emergency access (緊急アクセス): for oneself, to information one may not see otherwise."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sekisho.domains.safeguards.emergency import HOURS
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.guard import demand
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.access.request import asset_meant
from sekisho.web.checkpoint import seeing
from sekisho.web.inputs import Input
from sekisho.web.register import cells

ASKING = frozenset({"employee", "manager", "director", "deputy", "chair", "committee", "admin"})
for _place in ("request", "checkpoint"):
    places.add(
        places.Page(_place, "emergency", gettext_lazy("Emergency access"), roles=ASKING, order=50)
    )


@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    asked = seeing.entered(request, ASKING)
    asked.place = "checkpoint" if "checkpoint" in places.rail(asked.actor.roles) else "request"
    act, register = asked.act(), registry["emergency_accesses"]
    demand(asked.actor, "add", register, None, act.on)
    given: Any = asked.POST if asked.method == "POST" else asked.GET
    given = {name: str(value).strip() for name, value in given.items()}
    problems: dict[str, list[Any]] = {}
    if asked.method == "POST":
        asset, problems = asset_meant(asked, given.get("asset", ""))
        values = {"person": asked.actor.person, "asset": asset, "reason": given.get("reason", ""),
                  "writes": given.get("writes") == "true"}  # fmt: skip
        if asset is not None:
            try:
                saved = write(register, act, values)
            except Invalid as invalid:
                problems = dict(invalid.problems)
            else:
                messages.success(asked, _("The request is sent."))
                return redirect(cells.address(register, saved))
    context = {
        "title": _("Ask for emergency access"),
        "crumbs": [(_("Emergency access"), reverse("list", kwargs={"name": register.name})),
                   (_("Ask for it"), "")],
        "inputs": inputs(given, problems), "hours": HOURS(), "whole": problems.get("", []),
    }  # fmt: skip
    return render(asked, "web/checkpoint/emergency.html", context, status=422 if problems else 200)


def inputs(given: dict[str, str], problems: dict[str, list[Any]]) -> list[Input]:
    return [
        Input("asset", _("Which information"), value=given.get("asset", ""), required=True,
              help=_("Number or name of the information asset."), errors=problems.get("asset", ())),
        Input("writes", _("What has to be done"), "radio", value=given.get("writes", "false"),
              choices=[("false", _("Only read it")), ("true", _("Also change it"))], required=True),
        Input("reason", _("Reason"), "long", value=given.get("reason", ""), required=True,
              help=_("What would happen without it."), errors=problems.get("reason", ())),
    ]  # fmt: skip
