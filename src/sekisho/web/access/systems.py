"""Systems side by side: zero trust point by point, accounts compared, exceptions that end."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.access.access_exception import Trusted
from sekisho.domains.access.models import AccessException, AccountList, FoundRight, System
from sekisho.obligations.rules.access_trust import QUARTER, TARGET
from sekisho.registers.errors import Text
from sekisho.registers.fiscal import after_months
from sekisho.registers.guard import visible
from sekisho.registers.register import registry
from sekisho.web import dates, places
from sekisho.web.register.finding import register_or_404
from sekisho.web.request import Request

READERS = frozenset({"director", "deputy", "chair", "committee", "admin", "manager", "auditor"})
for _place in ("checkpoint", "registers"):
    places.add(
        places.Page(_place, "access-systems", gettext_lazy("Systems and zero trust"), READERS,
                    order=30)
    )  # fmt: skip
POINTS = (
    ("sso", gettext_lazy("Single sign-on")),
    ("mfa", gettext_lazy("Multi-factor authentication")),
    ("device_rule", gettext_lazy("Only managed devices")),
    ("least", gettext_lazy("Least privilege")),
    ("logs", gettext_lazy("Access is logged")),
)
EXCUSED = {"mfa": Trusted.NO_MFA, "device_rule": Trusted.DEVICE}


@dataclass(frozen=True, slots=True)
class Cell:
    """``state``: kept, not_kept, unknown, or at_risk for an exception that stands."""

    title: Text
    state: str
    words: Text


@dataclass(frozen=True, slots=True)
class Row:
    system: System
    cells: list[Cell]
    score: int
    unknown: bool
    compared: date | None
    unapproved: int
    exceptions: int


@require_safe
def systems(request: HttpRequest) -> HttpResponse:
    asked = cast("Request", request)
    register = register_or_404(asked, "systems")
    if not asked.actor.roles & READERS:
        from django.http import Http404

        raise Http404
    on = asked.act().on
    asked.place = "checkpoint"
    rows = table(visible(asked.actor, register, on).in_use(on), on)
    target = TARGET()
    reached = sum(row.score >= target for row in rows)
    title = _("Systems and zero trust")
    context = {
        "title": title,
        "crumbs": [(title, "")],
        "rows": rows,
        "points": [words for _name, words in POINTS],
        "target": target,
        "reached": reached,
        "may_read_lists": bool(
            registry["account_lists"].rights.of("read").keys() & asked.actor.roles
        ),
    }
    return render(request, "web/access/systems.html", context)


def table(systems: Any, on: date) -> list[Row]:
    """One row for each system, in a few queries for all."""
    listed = dict(AccountList.objects.whole().values_list("system").annotate(last=Max("taken_on")))
    extra = dict(
        FoundRight.objects.unapproved().order_by().values_list("system").annotate(n=Count("pk"))
    )
    standing: dict[Any, dict[str, date]] = {}
    rows = AccessException.objects.standing(on).order_by("-ends_on")
    for system, kind, ends in rows.values_list("system", "kind", "ends_on"):
        standing.setdefault(system, {})[kind] = ends
    found = []
    for system in systems.select_related("unit", "admin", "max_class").order_by("number"):
        excused = standing.get(system.pk, {})
        cells = [_cell(system, name, words, excused, on) for name, words in POINTS]
        found.append(Row(
            system, cells, sum(c.state in {"kept", "at_risk"} for c in cells),
            any(c.state == "unknown" for c in cells),
            listed.get(system.pk), extra.get(system.pk, 0), len(excused),
        ))  # fmt: skip
    return found


def _cell(system: System, name: str, title: Text, excused: dict[str, date], on: date) -> Cell:
    if name == "least":
        return _least(system, title, on)
    has = getattr(system, name)
    if has:
        return Cell(title, "kept", _("Yes"))
    if ends := excused.get(EXCUSED.get(name, "")):
        return Cell(
            title, "at_risk", _("Exception until %(day)s") % {"day": dates.day(ends, "dense")}
        )
    return Cell(title, "unknown", _("Unknown")) if has is None else Cell(title, "not_kept", _("No"))


def _least(system: System, title: Text, on: date) -> Cell:
    looked = system.least_privilege_on
    if looked is None:
        return Cell(title, "not_kept", _("Never looked at"))
    late = after_months(looked, QUARTER()) < on
    words = _("Looked at on %(day)s") % {"day": dates.day(looked, "dense")}
    return Cell(title, "not_kept" if late else "kept", words)
