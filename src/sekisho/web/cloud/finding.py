"""Cloud services on one page: what lists found and nobody decided, and the requests under way."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sekisho.domains.access.found_intake import take_in
from sekisho.domains.access.found_service import ListKind
from sekisho.domains.access.models import FoundService
from sekisho.domains.assets.models import Service
from sekisho.obligations.rules.found_services import triaged
from sekisho.registers.commands import move
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.exchange.table import MOST, Unreadable
from sekisho.registers.guard import visible
from sekisho.registers.register import registry
from sekisho.registers.wareki import parse_day
from sekisho.web import places
from sekisho.web.register.finding import allowed, record_or_404, register_or_404
from sekisho.web.request import Request

SEEING = frozenset({*places.LEADING, "admin", "auditor", "manager", "employee"})
SHOWN = 100
places.add(
    places.Page("registers", "cloud", gettext_lazy("Use of cloud services"), roles=SEEING, order=60)
)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = cast("Request", request)
    if not asked.actor.roles & SEEING:
        raise PermissionDenied
    asked.place = "registers" if "registers" in places.rail(asked.actor.roles) else "request"
    on = asked.act().on
    register = registry["found_services"]
    found = visible(asked.actor, register, on).filter(state="new")
    evaluations = visible(asked.actor, registry["cloud_evaluations"], on)
    open_ = evaluations.filter(state__in=("requested", "evaluated"))
    later = triaged.judged(on).filter(due_on__lt=on).exclude(state="new").values("pk")
    again = visible(asked.actor, register, on).filter(pk__in=later)
    context = {
        "title": _("Use of cloud services"),
        "crumbs": [(_("Use of cloud services"), "")],
        "found": list(found.order_by("first_seen_on", "domain")[:SHOWN]),
        "again": list(again.select_related("service").order_by("domain")[:SHOWN]),
        "requests": list(open_.select_related("service", "requester", "unit").order_by("number")),
        "services": Service.objects.present().filter(ended_on=None).order_by("name"),
        "may_decide": allowed(asked, "block", register),
        "may_tolerate": allowed(asked, "tolerate", register),
        "may_bring": allowed(asked, "add", register),
        "may_ask": allowed(asked, "add", registry["cloud_evaluations"]),
        "sees_found": allowed(asked, "block", register) or "auditor" in asked.actor.roles,
        "kinds": ListKind.choices,
        "today": on,
    }
    return render(asked, "web/cloud/page.html", context)


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """A list as another system writes it out: counted, then the page shows what is new."""
    asked = cast("Request", request)
    register_or_404(asked, "found_services")
    file = asked.FILES.get("file")
    typed = asked.POST.get("taken_on", "").strip()
    day = parse_day(typed) if typed else asked.act().on
    kind = asked.POST.get("kind", "")
    if file is None or kind not in ListKind.values:
        messages.error(asked, _("Please choose a file and where it comes from."))
    elif day is None or day > asked.act().on:
        messages.error(asked, _("Please give a day that is not in the future."))
    else:
        _bring(asked, file, kind, day)
    return redirect("cloud")


def _bring(asked: Request, file: Any, kind: str, day: Any) -> None:
    try:
        if file.size > MOST:
            raise Unreadable(_("The file is larger than 64 MB."), _("Please split it into parts."))
        taken = take_in(asked.act(), file.read(), file.name or "list.csv", kind, day)
    except Unreadable as unreadable:
        messages.error(asked, f"{unreadable.message} {unreadable.hint}")
    except (Invalid, Denied) as refused:
        messages.error(asked, words(refused))
    else:
        told = {"rows": taken.rows, "new": taken.new, "again": taken.again}
        messages.success(
            asked, _("%(rows)s lines: %(new)s services new, %(again)s seen again.") % told
        )


@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One decision about a find. ``do``: a move of the register."""
    asked = cast("Request", request)
    register = register_or_404(asked, "found_services")
    one: FoundService = record_or_404(asked, register, str(pk))
    name = asked.POST.get("do", "")
    said = {
        field: asked.POST.get(field, "").strip()
        for field in ("service", "reason", "until", "owner")
    }
    try:
        move(register, asked.act(), name, one, {k: v for k, v in said.items() if v})
    except (Invalid, Denied) as refused:
        messages.error(asked, words(refused))
    else:
        messages.success(asked, _("Decided: %(name)s") % {"name": one})
    return redirect("cloud")


def words(refused: Invalid | Denied) -> str:
    if isinstance(refused, Denied):
        return " ".join(str(text) for _code, text in refused.reasons)
    return " ".join(str(text) for texts in refused.problems.values() for text in texts)
