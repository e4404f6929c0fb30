"""The unit scorecard: what a unit has open, what is late, how it goes, what comes next."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.people.appointment import managed_units
from sekisho.domains.people.models import Unit
from sekisho.findings.task import LIVE
from sekisho.obligations.obligation import obligations
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.registers.rights import LEADERS
from sekisho.web import dates, places
from sekisho.web.request import Request
from sekisho.web.work.doing import page_of

WIDE = frozenset({*LEADERS, "auditor", "admin"})
ROLES = WIDE | {"manager"}
MONTHS = 6
NEXT = 8
places.add(places.Page("tasks", "scorecard", gettext_lazy("Scorecard of the units"),
                       roles=frozenset({*LEADERS, "manager", "admin"}), order=8))  # fmt: skip


@dataclass(slots=True)
class Row:
    """One unit with everything below it."""

    unit: Unit
    depth: int
    open: int = 0
    late: int = 0
    soon: int = 0
    told: int = 0
    href: str = ""


@dataclass(slots=True)
class Detail:
    """The unit that is looked at more closely."""

    unit: Unit
    trend: list[tuple[str, int]] = field(default_factory=list)
    duties: list[dict[str, Any]] = field(default_factory=list)
    following: list[tuple[Any, str]] = field(default_factory=list)


@require_safe
def scorecard(request: HttpRequest) -> HttpResponse:
    """The units the reader answers for; ``?unit=`` looks into one."""
    asked = cast("Request", request)
    asked.place = "tasks"
    if not asked.actor.roles & ROLES:
        raise PermissionDenied
    on = asked.act().on
    units = list(reached(asked, on))
    rows = table(asked, units, on)
    code = asked.GET.get("unit", "")
    chosen = next((unit for unit in units if unit.code == code), None)
    if code and chosen is None:
        raise Http404(code)
    worst = max(rows, key=lambda row: (row.late, row.open), default=None)
    chosen = chosen or (worst.unit if worst else None)
    context = {
        "title": _("Scorecard of the units"),
        "crumbs": [(_("Scorecard of the units"), "")],
        "rows": rows,
        "detail": detail(asked, chosen, on) if chosen else None,
        "on": on,
    }
    return render(asked, "web/direction/scorecard.html", context)


def reached(request: Request, on: date) -> Any:
    """The units of a manager with all below; all units for those who answer for the whole."""
    rows = Unit.objects.active(on)
    if not request.actor.roles & WIDE:
        person = request.actor.person
        mine = (
            managed_units(person, on).values("pk") if person else Unit.objects.none().values("pk")
        )
        rows = rows.filter(pk__in=mine)
    return rows.order_by("outline", "code")


def tasks(request: Request) -> Any:
    return guard.visible(request.actor, registry["tasks"], request.act().on)


def table(request: Request, units: list[Unit], on: date) -> list[Row]:
    """Counts of each unit with everything below it: one query, added up along the tree."""
    live = tasks(request).filter(state__in=LIVE)
    late, soon = Q(due_on__lt=on), Q(due_on__range=(on, on + timedelta(days=14)))
    told = late & Q(escalations__isnull=False)
    counted = live.values("unit__path").annotate(
        open=Count("pk", distinct=True),
        late=Count("pk", filter=late, distinct=True),
        soon=Count("pk", filter=soon, distinct=True),
        told=Count("pk", filter=told, distinct=True),
    )
    held = [one for one in counted.order_by() if one["unit__path"]]
    shallow = min((unit.path.count("/") for unit in units), default=0)
    rows = []
    for unit in units:
        below = [one for one in held if one["unit__path"].startswith(unit.path)]
        sums = {name: sum(one[name] for one in below) for name in ("open", "late", "soon", "told")}
        href = f"{reverse('scorecard')}?unit={unit.code}"
        rows.append(Row(unit, unit.path.count("/") - shallow, **sums, href=href))
    return rows


def detail(request: Request, unit: Unit, on: date) -> Detail:
    """How many were overdue at each month's end, which duties are open, what comes next."""
    mine = tasks(request).filter(unit__path__startswith=unit.path)
    found = Detail(unit)
    for day in month_ends(on):
        ended = Q(closed_on=None) | Q(closed_on__gt=day)
        n = mine.filter(ended, opened_on__lte=day, due_on__lt=day).count()
        found.trend.append((dates.day(day, "month"), n))
    live = mine.filter(state__in=LIVE)
    counts = live.values("obligation").annotate(
        n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on))
    )
    for one in counts.order_by("-late", "-n", "obligation"):
        code = one["obligation"]
        words = obligations[code].title if code in obligations else _("Tasks written by hand")
        found.duties.append({"words": words, "n": one["n"], "late": one["late"]})
    coming = live.order_by(F("due_on").asc(nulls_last=True), "number").select_related("assignee")
    found.following = [(task, page_of(task)) for task in coming[:NEXT]]
    return found


def month_ends(on: date) -> list[date]:
    """The last days of the months before, and today."""
    found, day = [on], on.replace(day=1)
    for _month in range(MONTHS - 1):
        day = day - timedelta(days=1)
        found.append(day)
        day = day.replace(day=1)
    return found[::-1]
