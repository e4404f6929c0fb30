"""The kit for emergencies: print it, see whether it is whole and current, record where it lies."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sekisho.registers import guard, notes
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from sekisho.reports import kit as kits
from sekisho.reports.prints.offline_kit import ROLES, missing
from sekisho.web import places
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request

places.add(places.Page("incidents", "offline-kit", gettext_lazy("Offline kit"),
                       roles=frozenset(ROLES) - {"operator"}, order=70))  # fmt: skip
SHOWN = 12


@require_http_methods(["GET", "POST"])
def kit(request: HttpRequest) -> HttpResponse:
    """Shown to those who lead or look after systems; issued by them."""
    asked = cast("Request", request)
    asked.place = "incidents"
    if not asked.actor.roles & set(ROLES):
        raise Denied("offline_kits.read")
    problems: list[str] = []
    if request.method == "POST":
        try:
            kits.issue(asked.act(), asked.POST.get("kept", ""))
        except Invalid as invalid:
            problems = [str(text) for texts in invalid.problems.values() for text in texts]
        else:
            messages.success(asked, _("The kit is issued. Please put the copies in their places."))
            return redirect("offline-kit")
    register, contacts = registry["offline_kits"], registry["emergency_contacts"]
    act = asked.act()
    issues = list(guard.visible(act.actor, register, act.on).select_related("person")
                  .order_by("-issued_at")[:SHOWN])  # fmt: skip
    files = {one.rec: one for one in notes.files(register, [row.pk for row in issues])}
    changed = contacts.model._default_manager.order_by("-changed_at").first()
    context = {
        "title": _("Offline kit"),
        "crumbs": [(_("Offline kit"), "")],
        "issues": [(row, files.get(row.pk)) for row in issues],
        "missing": missing(),
        "stale": bool(issues and changed and changed.changed_at > issues[0].issued_at),
        "may_issue": allowed(asked, "add", register),
        "may_add": allowed(asked, "add", contacts),
        "problems": problems,
        "pdf": reverse("print-all", kwargs={"paper": "offline_kit"}),
    }
    return render(request, "web/incidents/kit.html", context, status=422 if problems else 200)
