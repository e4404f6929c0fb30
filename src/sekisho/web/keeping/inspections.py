"""The samples of the half-year on one page: drawn by a seed that is shown, for labels and for storage."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sekisho.domains.assets.label_check import LabelCheck, sample
from sekisho.domains.assets.sampling import half_year
from sekisho.domains.assets.storage_check import CheckState, StorageCheck, storage_sample
from sekisho.domains.people.appointment import managed_units
from sekisho.domains.people.models import Unit
from sekisho.obligations.words import FIRST_MONTH
from sekisho.registers.commands import InvalidLines, write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request

Draw = Callable[..., list[dict[str, Any]]]
KINDS: dict[str, tuple[Any, Draw]] = {
    "label_checks": (gettext_lazy("Label spot checks"), sample),
    "storage_checks": (gettext_lazy("Storage inspections"), storage_sample),
}
places.add(
    places.Page("registers", "inspections", gettext_lazy("Inspections of the half-year"),
                roles=frozenset({"manager"}), order=91)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of sample of one unit: how many were drawn, and how many nobody has looked at."""

    kind: str
    title: Any
    drawn: int
    left: int
    seed: str
    href: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = cast("Request", request)
    asked.place = "registers"
    on = asked.act().on
    period = half_year(on, FIRST_MONTH())
    rows = [(unit, [part(kind, unit, period) for kind in KINDS]) for unit in mine(asked, on)]
    context = {
        "title": _("Inspections of the half-year"),
        "crumbs": [(_("Inspections of the half-year"), "")],
        "period": period,
        "rows": rows,
    }
    return render(asked, "web/keeping/inspections.html", context)


def mine(request: Request, on: date) -> list[Unit]:
    if request.actor.person is None:
        return []
    units = managed_units(request.actor.person, on).filter(withdrawn_at=None, ends_on=None)
    return list(units.order_by("outline"))


def part(kind: str, unit: Unit, period: str) -> Part:
    model: Any = registry[kind].model
    rows = model.objects.present().filter(unit=unit, period=period)
    open_ = {"ok": None} if kind == "label_checks" else {"state": CheckState.DRAWN}
    first = rows.first()
    href = f"{reverse('list', args=[kind])}?{urlencode({'unit': unit.code, 'period': period})}"
    seed = first.seed if first else ""
    return Part(kind, KINDS[kind][0], rows.count(), rows.filter(**open_).count(), seed, href)


@require_POST
def draw(request: HttpRequest, kind: str) -> HttpResponse:
    """Draw the sample of one unit, by a seed that nobody could know before."""
    asked = cast("Request", request)
    if kind not in KINDS:
        raise Http404(kind)
    on = asked.act().on
    unit = next((u for u in mine(asked, on) if u.code == asked.POST.get("unit")), None)
    if unit is None or not allowed(asked, "add", registry[kind]):
        raise Http404(kind)
    period = half_year(on, FIRST_MONTH())
    model: type[LabelCheck | StorageCheck] = registry[kind].model
    if model.objects.present().filter(unit=unit, period=period).exists():
        messages.warning(asked, _("The sample of this half-year is drawn already."))
        return redirect("inspections")
    rows = KINDS[kind][1](unit.pk, on, f"{period}-{secrets.token_hex(6)}", FIRST_MONTH())
    try:
        made = write_many(registry[kind], asked.act(), [Line(row) for row in rows])
    except InvalidLines:
        messages.error(asked, _("The sample could not be drawn. Please reload the page."))
    else:
        messages.success(asked, _("Drawn: %(n)s") % {"n": len(made)})
    return redirect("inspections")
