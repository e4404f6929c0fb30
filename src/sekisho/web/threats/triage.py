"""Vulnerabilities and threats on one page: what to judge, decide, treat and verify, and how fresh we know it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.threats.exposure_words import TREATED, UNJUDGED, Step
from sekisho.domains.threats.inventory import InventoryFormat, Reach
from sekisho.domains.threats.terms import FEED_DAYS
from sekisho.registers.errors import Text
from sekisho.registers.guard import visible
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.register.finding import allowed, register_or_404
from sekisho.web.request import Request

READERS = frozenset({"director", "deputy", "chair", "committee", "admin", "manager", "auditor"})
SHOWN = 50
SOON = timedelta(days=7)
places.add(
    places.Page("registers", "threats", gettext_lazy("Vulnerabilities and threats"), READERS, order=31)
)  # fmt: skip
SECTIONS: tuple[tuple[str, Text, Text, tuple[str, ...]], ...] = (
    ("judge", gettext_lazy("To be judged"), gettext_lazy("Judge it"), UNJUDGED),
    ("decide", gettext_lazy("Acceptance to be decided"), gettext_lazy("Decide"), (Step.ACCEPT_REQUESTED,)),
    ("treat", gettext_lazy("To be treated"), gettext_lazy("Report progress"), TREATED),
    ("verify", gettext_lazy("To be verified"), gettext_lazy("Verify"), (Step.FIXED_CLAIMED,)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """Exposures that wait for the same thing; ``count`` of them all, of which the first are shown."""

    name: str
    title: Text
    verb: Text
    count: int
    rows: list[tuple[Any, str]]
    href: str


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, and whether it is fresh."""

    feed: Any
    state: str


@require_safe
def triage(request: HttpRequest) -> HttpResponse:
    asked = cast("Request", request)
    asked.place = "registers"
    register = register_or_404(asked, "exposures")
    on = asked.act().on
    rows = visible(asked.actor, register, on)
    title = _("Vulnerabilities and threats")
    context = {
        "title": title,
        "crumbs": [(title, "")],
        "sections": [section(rows, on, *one) for one in SECTIONS],
        "exploited": rows.filter(exploited=True, state__in=(*UNJUDGED, *TREATED)).count(),
        "late": rows.filter(
            state__in=(*UNJUDGED, *TREATED, Step.ACCEPT_REQUESTED), treat_by__lt=on
        ).count(),
        "notices": notices(asked, on),
        "sources": sources(asked, on),
        "names": names(asked, on),
        "may_install": allowed(asked, "add", registry["inventories"]),
        "may_feed": allowed(asked, "change", registry["feeds"]),
        "formats": InventoryFormat.choices,
        "reaches": Reach.choices,
        "feeds": FEEDS,
    }
    return render(asked, "web/threats/triage.html", context)


FEEDS = (
    ("kev", "CISA KEV"),
    ("epss", "FIRST EPSS"),
    ("osv", "OSV"),
    ("jvn", "JVN"),
    ("csaf", "CSAF"),
    ("cve", "CVE"),
)


def section(
    rows: Any, on: date, name: str, title: Text, verb: Text, states: tuple[str, ...]
) -> Section:
    found = (
        rows.filter(state__in=states)
        .select_related("asset", "owner")
        .order_by("priority", "treat_by", "number")
    )
    href = f"{reverse('list', args=['exposures'])}?{urlencode({'state': ','.join(states)})}"
    shown = [(one, seal(one, on)) for one in found[:SHOWN]]
    return Section(name, title, verb, found.count(), shown, href)


def seal(one: Any, on: date) -> str:
    """Not yet judged is not known; late is not kept."""
    if one.treat_by and one.treat_by < on:
        return "not_kept"
    if one.state in UNJUDGED:
        return "unknown"
    return "at_risk" if one.treat_by and one.treat_by <= on + SOON else "awaiting"


def notices(asked: Request, on: date) -> list[Any]:
    """Alerts from outside that nobody has judged."""
    if not allowed(asked, "read", registry["threat_notices"]):
        return []
    rows = visible(asked.actor, registry["threat_notices"], on).filter(state="new")
    return list(rows.order_by("received_on", "number")[:SHOWN])


def sources(asked: Request, on: date) -> list[Source]:
    if not allowed(asked, "read", registry["feeds"]):
        return []
    rows = (
        visible(asked.actor, registry["feeds"], on).in_use(on).exclude(kind="mail").order_by("name")
    )
    oldest = asked.act().at - timedelta(days=FEED_DAYS() + 1)
    return [Source(one, fresh(one, oldest)) for one in rows]


def fresh(one: Any, oldest: Any) -> str:
    if one.last_success_at is None:
        return "unknown"
    return "kept" if one.last_success_at > oldest else "not_kept"


def names(asked: Request, on: date) -> int:
    if not allowed(asked, "read", registry["product_names"]):
        return 0
    return int(visible(asked.actor, registry["product_names"], on).filter(state="proposed").count())
