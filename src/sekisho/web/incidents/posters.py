"""Links for people without an account: make one, print its QR code, make it anew, end it."""

from datetime import datetime, time, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sekisho.domains.incidents.models import ReportLink
from sekisho.domains.incidents.report_link import PURPOSE, State
from sekisho.domains.people.models import Company
from sekisho.notices import reception
from sekisho.registers import guard, links
from sekisho.registers.commands import move
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.links import Capability
from sekisho.registers.register import registry
from sekisho.reports import qr
from sekisho.web.register.finding import allowed, record_or_404
from sekisho.web.register.panels import panel
from sekisho.web.request import Request

NAME = "report_links"
ENDING = gettext_lazy("Ended on its page")


@panel(NAME, "web/incidents/poster_panel.html")
def beside(request: Request, record: ReportLink) -> dict[str, Any] | None:
    """On the page of the record: the way to its QR code."""
    return {
        "link_record": record,
        "link_open": record.state == State.OPEN,
        "link_uses": uses(record),
        "may_renew": allowed(request, "change", registry[NAME], record),
    }


def uses(record: ReportLink) -> int:
    rows = Capability.objects.filter(kind=NAME, rec=record.pk)
    return sum(rows.values_list("used_count", flat=True))


@require_http_methods(["GET", "POST"])
def poster(request: HttpRequest, key: str) -> HttpResponse:
    """The QR code to print. It is shown once: making it anew ends the former one at once."""
    asked = cast("Request", request)
    asked.place = "incidents"
    record: ReportLink = record_or_404(asked, registry[NAME], key)
    guard.demand(asked.actor, "change", registry[NAME], record, asked.act().on)
    link = ""
    if asked.method == "POST" and asked.POST.get("do") == "end":
        return _ended(asked, record)
    if asked.method == "POST" and record.state == State.OPEN:
        link = renewed(asked, record)
    context = {
        "title": record.name,
        "crumbs": [(registry[NAME].title, reverse("list", kwargs={"name": NAME})),
                   (record.name, reverse("record", kwargs={"name": NAME, "key": record.pk})),
                   (_("QR code"), "")],
        "record": record,
        "link": link,
        "qr": qr.svg(link, _("QR code of the report page")) if link else "",
        "uses": uses(record),
        "over": record.state != State.OPEN or record.ends_on < asked.act().on,
        "company": Company.objects.present().first(),
        "phone": reception.PHONE(),
    }  # fmt: skip
    return render(asked, "web/incidents/poster.html", context)


def renewed(request: Request, record: ReportLink) -> str:
    """A fresh link of this record, good through its last day; the former one is over."""
    act, target = request.act(), (NAME, record.pk)
    links.revoke(target, act.at, PURPOSE)
    zone = timezone.get_current_timezone()
    ends = datetime.combine(record.ends_on + timedelta(days=1), time(), zone)
    token = links.make(
        PURPOSE, target, expires_at=ends, by=request.actor.id, at=act.at, max_uses=None
    )
    return settings.BASE_URL.rstrip("/") + reverse("report-outside", args=[token])


def _ended(request: Request, record: ReportLink) -> HttpResponse:
    try:
        move(registry[NAME], request.act(), "end", record, {"remark": str(ENDING)})
        messages.success(request, _("The link is over. Whoever opens it is told so."))
    except (Denied, Invalid):
        messages.error(request, _("This link cannot be ended by you, or is over already."))
    return redirect("record", name=NAME, key=record.pk)
