"""The count of a unit on one page: every asset ticked off as there or missing, then signed for."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.assets.census import CensusState, Paper
from sekisho.domains.assets.models import Asset, Census, CensusLine
from sekisho.domains.people.appointment import managed_units
from sekisho.domains.people.models import Unit
from sekisho.obligations.words import FIRST_MONTH
from sekisho.registers import guard
from sekisho.registers.commands import InvalidLines, write_many
from sekisho.registers.fiscal import fiscal_year
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.register.finding import allowed, record_or_404, register_or_404
from sekisho.web.request import Request

MOST = 500
COUNTERS = frozenset({"manager", *places.LEADING, "admin", "auditor"})
places.add(
    places.Page("registers", "census", gettext_lazy("Asset count"), roles=COUNTERS, order=90)
)


@dataclass(frozen=True, slots=True)
class Row:
    asset: Asset
    line: CensusLine | None
    error: str = ""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The counts under way, and the units of the reader that have none this year."""
    asked = cast("Request", request)
    register = register_or_404(asked, "censuses")
    on = asked.act().on
    asked.place = "registers"
    year = fiscal_year(on, FIRST_MONTH())
    rows = guard.visible(asked.actor, register, on).filter(fiscal_year=year)
    counts = list(rows.select_related("unit", "signed_by").order_by("state", "unit__outline"))
    mine: Any = Unit.objects.none()
    if asked.actor.person and allowed(asked, "add", register):
        mine = managed_units(asked.actor.person, on).exclude(pk__in=[c.unit_id for c in counts])
    new = reverse("new", args=["censuses"])
    context = {
        "title": _("Asset count"),
        "crumbs": [(_("Asset count"), "")],
        "year": year,
        "counts": [(c, *tally(c)) for c in counts],
        "todo": [
            (unit, f"{new}?{urlencode({'unit': unit.code, 'fiscal_year': year})}")
            for unit in mine.filter(ends_on=None).order_by("outline")
        ],
    }
    return render(asked, "web/keeping/censuses.html", context)


def tally(census: Census) -> tuple[int, int, int]:
    """(held, seen, missing) as of now, or as signed."""
    if census.state == CensusState.SIGNED and census.held is not None:
        return census.held, census.seen or 0, census.missing or 0
    lines = CensusLine.objects.present().filter(census=census)
    held = Asset.objects.present().filter(unit=census.unit_id, ended_on=None).count()
    return held, lines.filter(found=True).count(), lines.filter(found=False).count()


@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, key: str) -> HttpResponse:
    """The list of one unit; POST takes down what was ticked, all rows or none."""
    asked = cast("Request", request)
    register = register_or_404(asked, "censuses")
    census = record_or_404(asked, register, key)
    asked.place = "registers"
    errors: dict[UUID, str] = {}
    if asked.method == "POST":
        errors = take_down(asked, census)
        if not errors:
            messages.success(asked, _("Saved."))
            return redirect("census-count", key=key)
    rows = list(_rows(census, errors))
    held, seen, missing = tally(census)
    context = {
        "title": _("Asset count of %(unit)s") % {"unit": census.unit},
        "crumbs": [(_("Asset count"), reverse("census")), (str(census.unit), "")],
        "census": census,
        "rows": rows,
        "held": held,
        "seen": seen,
        "missing": missing,
        "left": max(0, held - seen - missing),
        "open": census.state == CensusState.OPEN
        and allowed(asked, "add", registry["census_lines"]),
        "may_sign": allowed(asked, "sign_off", register, census),
        "paper": Paper.choices,
        "errors": errors,
    }
    return render(asked, "web/keeping/census.html", context, status=422 if errors else 200)


def _rows(census: Census, errors: dict[UUID, str]) -> Any:
    assets = Asset.objects.present().filter(unit=census.unit_id, ended_on=None)
    assets = assets.select_related("classification").order_by("number")[:MOST]
    lines = CensusLine.objects.present().filter(census=census).select_related("seen_by")
    by_asset = {line.asset_id: line for line in lines}
    for asset in assets:
        yield Row(asset, by_asset.get(asset.pk), errors.get(asset.pk, ""))


def take_down(request: Request, census: Census) -> dict[UUID, str]:
    """Write a line for each row that was answered; the errors by asset."""
    known = {r.asset.pk: r for r in _rows(census, {})}
    wanted, of = [], []
    for pk, row in known.items():
        said = request.POST.get(f"found-{pk}", "")
        if said not in {"yes", "no"} or (row.line and row.line.found == (said == "yes")):
            continue
        values = {"census": census.pk, "asset": pk, "found": said == "yes", "how": "list",
                  "note": request.POST.get(f"note-{pk}", "") if said == "no" else "",
                  "seen_by": request.actor.person, "seen_on": request.act().on}  # fmt: skip
        wanted.append(Line(values, row.line))
        of.append(pk)
    try:
        write_many(registry["census_lines"], request.act(), wanted)
    except InvalidLines as invalid:
        return {
            of[index]: " ".join(str(t) for texts in found.values() for t in texts)
            for index, found in invalid.lines.items()
        }
    return {}
