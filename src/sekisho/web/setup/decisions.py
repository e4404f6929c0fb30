"""Settings: every value the company may decide, with its default, its source and its decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.registers import settings
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.registers.settings import Declared, Setting
from sekisho.registers.wareki import parse_day
from sekisho.web import dates
from sekisho.web.inputs import Input
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request

READERS = frozenset(registry["settings"].rights.of("read"))


@dataclass(frozen=True, slots=True)
class Line:
    """One setting as it stands."""

    known: Declared
    shown: str
    default: str
    decided: Setting | None


def entered(request: HttpRequest) -> Request:
    """The request of somebody who may read the settings; others get 403."""
    asked = cast("Request", request)
    if not allowed(asked, "read", registry["settings"]):
        raise PermissionDenied
    asked.place = "settings"
    return asked


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = entered(request)
    held = {one.name: one for one in Setting.objects.present()}
    groups: dict[str, list[Line]] = {}
    for known in settings.declared():
        group = str(known.group) or _("Other")
        groups.setdefault(group, []).append(line(known, held.get(known.name)))
    context = {
        "title": _("Settings"),
        "crumbs": [(_("Settings"), "")],
        "groups": sorted(groups.items()),
        "may": allowed(asked, "change", registry["settings"]),
        "registers": elsewhere(asked),
        "system": bool(asked.actor.roles & {"admin", "director", "chair", "deputy", "committee"}),
        "tokens": "admin" in asked.actor.roles,
    }
    return render(asked, "web/setup/settings.html", context)


def elsewhere(request: Request) -> list[tuple[Any, Any, str]]:
    """The registers of the settings: (title, what for, address)."""
    found = []
    for register in registry:
        own = register.place == "settings" and register.listed and register.name != "settings"
        if own and allowed(request, "read", register):
            href = reverse("list", kwargs={"name": register.name})
            found.append((register.title, register.about, href))
    return found


def line(known: Declared, held: Setting | None) -> Line:
    return Line(known, words(known, settings.value(known.name)), words(known, known.default), held)


def words(known: Declared, value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return "—"
    if known.choices:
        return str(dict(known.choices).get(value, value))
    if known.type == "boolean":
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return dates.day(value)
    return f"{value:,} {known.unit}".strip() if isinstance(value, int) else str(value)


def plain(value: Any) -> str:
    """A value as the register keeps it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Decide one setting anew: the value, why, and when it was decided."""
    asked = entered(request)
    known = next((one for one in settings.declared() if one.name == name), None)
    if known is None:
        raise Http404(name)
    held = Setting.objects.present().filter(name=name).first()
    if not allowed(asked, "change", registry["settings"], held):
        raise PermissionDenied
    problems: dict[str, Any] = {}
    given = {"value": plain(settings.value(name)), "reason": "", "decided_on": ""}
    if asked.method == "POST":
        given = {key: asked.POST.get(key, "") for key in given}
        try:
            keep(asked, known, held, given)
        except Invalid as invalid:
            problems = invalid.problems
        else:
            messages.success(asked, _("The decision is on record. It holds from now on."))
            return redirect("settings")
    context = {
        "title": known.title,
        "crumbs": [(_("Settings"), reverse("settings")), (known.title, "")],
        "known": known,
        "line": line(known, held),
        "inputs": list(questions(known, given, problems)),
        "whole": problems.get("", []),
        "default": plain(known.default),
    }
    return render(asked, "web/setup/setting.html", context, status=422 if problems else 200)


def keep(request: Request, known: Declared, held: Setting | None, given: dict[str, str]) -> None:
    """Write the decision. Raises Invalid."""
    values: dict[str, Any] = {"name": known.name, **given}
    if known.type == "date" and (day := parse_day(given["value"])):
        values["value"] = day.isoformat()
    if not given["decided_on"].strip():
        values["decided_on"] = request.act().on
    write(registry["settings"], request.act(), values, held, held.ver if held else None)


def questions(known: Declared, given: dict[str, str], problems: dict[str, Any]) -> Iterable[Input]:
    kind = {"integer": "number", "date": "date", "choice": "radio", "boolean": "radio"}
    choices = list(known.choices)
    if known.type == "boolean":
        choices = [("true", _("Yes")), ("false", _("No"))]
    unit = f" ({known.unit})" if known.unit else ""
    span = _("From %(least)s to %(most)s.") % {"least": known.least, "most": known.most}
    yield Input(
        name="value", label=_("Value") + unit, kind=kind.get(known.type, "text"), required=True,
        value=given["value"], choices=choices, errors=problems.get("value", ()),
        help=span if known.type == "integer" else "",
    )  # fmt: skip
    yield Input(
        name="reason", label=_("Reason of the decision"), kind="long", required=True,
        value=given["reason"], errors=problems.get("reason", ()),
        help=_("Why this value; minutes or a decision number."),
    )  # fmt: skip
    yield Input(
        name="decided_on", label=_("Decided on"), kind="date", value=given["decided_on"],
        errors=problems.get("decided_on", ()), help=_("Empty: today."),
    )  # fmt: skip
