"""Is everything being done? Mail on its way, jobs under way and failed, what runs next."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.connectors import outbox
from sekisho.connectors.outbox import Message
from sekisho.jobs import models as jobs
from sekisho.jobs.models import Job, Slot
from sekisho.registers.rights import LEADERS
from sekisho.web.setup.decisions import entered

SHOWN = 30
READERS = frozenset({*LEADERS, "admin"})


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = entered(request)
    if not asked.actor.roles & READERS:
        raise PermissionDenied
    context = {
        "title": _("Running of the system"),
        "crumbs": [(_("Settings"), reverse("settings")), (_("Running of the system"), "")],
        "mail": mail(),
        "failed_mail": Message.objects.filter(state=outbox.State.FAILED).order_by("-created_at")[
            :5
        ],
        "live": Job.objects.filter(state__in=jobs.LIVE).order_by("run_at")[:SHOWN],
        "failed": Job.objects.filter(state=jobs.State.FAILED).order_by("-finished_at")[:SHOWN],
        "slots": Slot.objects.order_by("next_run")[:SHOWN],
    }
    return render(asked, "web/setup/system.html", context)


def mail() -> list[tuple[Any, int, Any]]:
    """(state, how many, the oldest) of the outbox."""
    rows = (
        Message.objects.order_by()
        .values_list("state")
        .annotate(n=Count("pk"), first=Min("created_at"))
    )
    found = {state: (n, first) for state, n, first in rows}
    return [(label, *found[code]) for code, label in outbox.State.choices if code in found]
