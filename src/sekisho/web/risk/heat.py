"""What the risk map shows: one query for the risks, narrowed by the guard."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.domains.risk.models import Risk, RiskMethod
from sekisho.domains.risk.scoring import SIZES, Band
from sekisho.registers import guard
from sekisho.registers.actor import Actor
from sekisho.registers.register import registry
from sekisho.web.words import Text

HIGHEST = 8
IMPACTS: dict[int, Sequence[Text]] = {
    3: (_("small effect"), _("large effect"), _("grave effect")),
    5: (
        pgettext_lazy("impact", "slight"),
        pgettext_lazy("impact", "small"),
        pgettext_lazy("impact", "medium"),
        pgettext_lazy("impact", "large"),
        pgettext_lazy("impact", "grave"),
    ),
}
CHANCES: dict[int, Sequence[Text]] = {
    3: (
        pgettext_lazy("likelihood", "unlikely"),
        pgettext_lazy("likelihood", "possible"),
        pgettext_lazy("likelihood", "likely"),
    ),
    5: (
        pgettext_lazy("likelihood", "rare"),
        pgettext_lazy("likelihood", "low"),
        pgettext_lazy("likelihood", "possible"),
        pgettext_lazy("likelihood", "high"),
        pgettext_lazy("likelihood", "almost certain"),
    ),
}
SHOWN = (
    "number", "title", "plan", "treat_by", "state", "row", "column", "value", "band", "above",
    "done_on", "rest_row", "rest_column", "rest_value", "rest_above", "owner__name", "previous__rest_value",
)  # fmt: skip


@dataclass(slots=True)
class Heat:
    """``cells``: for the map; ``high``: the highest ones that are not acceptable; counts by band."""

    method: RiskMethod | None = None
    methods: Sequence[RiskMethod] = ()
    cells: list[dict[str, Any]] = field(default_factory=list)
    impacts: Sequence[Text] = ()
    chances: Sequence[Text] = ()
    high: list[Risk] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    worse: int = 0
    better: int = 0
    more: str = ""
    axes: tuple[str, str] = ("rest_row", "rest_column")


def heat(actor: Actor, on: date, code: str = "", *, first: bool = False) -> Heat:
    """The open risks that ``actor`` may see, by the method ``code`` or the one most of them use.

    ``first``: as they were before treatment.
    """
    register = registry["risks"]
    seen = guard.guard().visible(actor, register, Risk.objects.open(on), on)
    methods = list(
        RiskMethod.objects.annotate(n=Count("assessments__risks", Q(assessments__risks__in=seen)))
        .filter(n__gt=0)
        .order_by("-n", "code", "version")
    )
    method = next((m for m in methods if str(m.pk) == code), methods[0] if methods else None)
    if method is None:
        return Heat()
    rows = list(
        seen.filter(assessment__method=method)
        .select_related("owner", "previous")
        .only(*SHOWN)
        .order_by("-value", "number")
    )
    size = SIZES[method.scheme]
    found = Heat(method, methods, impacts=IMPACTS[size], chances=CHANCES[size])
    worst = sorted(rows, key=lambda risk: _moved(risk) <= 0)
    found.cells = [_cell(risk, on, first=first) for risk in worst]
    above = [r for r in rows if r.above and (r.rest_above or not _treated(r, on))]
    found.high = sorted(above, key=lambda risk: -_now(risk, on))[:HIGHEST]
    found.counts = {b.value: sum(r.band == b for r in rows) for b in Band}
    found.worse = sum(_moved(risk) > 0 for risk in rows)
    found.better = sum(_moved(risk) < 0 for risk in rows)
    found.more = reverse("list", kwargs={"name": "risks"}) + "?"
    return found


def _treated(risk: Risk, on: date) -> bool:
    return risk.done_on is not None and risk.done_on <= on


def _now(risk: Risk, on: date) -> int:
    """The value that stands on ``on``: after treatment once that is done, else as assessed."""
    return (risk.rest_value if _treated(risk, on) else risk.value) or 0


def _moved(risk: Risk) -> int:
    """Above 0: worse than what remained when it was assessed before."""
    return (risk.value or 0) - (risk.previous.rest_value or 0) if risk.previous else 0


def _cell(risk: Risk, on: date, *, first: bool) -> dict[str, Any]:
    rest = _treated(risk, on) and not first
    return {
        "impact": risk.rest_row if rest else risk.row,
        "chance": risk.rest_column if rest else risk.column,
        "number": risk.number,
        "url": reverse("record", kwargs={"name": "risks", "key": risk.number}),
        "worse": _moved(risk) > 0,
    }
