"""The figures of a mail drill as the page shows them: while it runs the whole, afterwards what was kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.domains.education import drill_figures
from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_closing import FIGURES
from sekisho.domains.education.drill_result import DrillResult, Scope
from sekisho.domains.education.drill_words import LEAST_GROUP, State

LINES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table; rates in per cent, None where nobody got a mail."""

    name: str
    sent: int
    reported: int
    minutes: int | None
    before: int
    opened: int
    clicked: int
    submitted: int
    scanned: int
    href: str = ""

    @property
    def rate(self) -> int | None:
        return round(100 * self.reported / self.sent) if self.sent else None

    @property
    def click_rate(self) -> int | None:
        return round(100 * self.clicked / self.sent) if self.sent else None


@dataclass(frozen=True, slots=True)
class Shown:
    """``units`` by name; ``earlier`` drills, the newest first; ``change``: of the report rate, in points,
    since the last one."""

    whole: Line
    units: list[Line]
    earlier: list[Line]
    change: int | None
    least: int

    @property
    def bar(self) -> list[tuple[str, float]]:
        """Shares of the mails: reported, neither, clicked."""
        one = self.whole
        return [("b-ok", one.reported), ("b-warn", one.clicked),
                ("b-un", max(one.sent - one.reported - one.clicked, 0))]  # fmt: skip


def of(drill: Drill) -> Shown | None:
    if drill.state == State.RUNNING:
        total, _groups = drill_figures.whole(drill.pk)
        return _shown(drill, _line("", total), [])
    rows = DrillResult.objects.present().filter(drill=drill).select_related("unit")
    whole = next((row for row in rows if row.scope == Scope.WHOLE), None)
    if whole is None:
        return None
    ordered = rows.exclude(pk=whole.pk).order_by("-scope", "unit__outline")
    return _shown(drill, _line("", whole), [_line(_name(row), row) for row in ordered])


def _line(name: str, row: Any, href: str = "") -> Line:
    return Line(name=name, href=href, **{column: getattr(row, column) for column in FIGURES})


def _name(row: DrillResult) -> str:
    return row.unit.name if row.unit else _("Smaller units together")


def _shown(drill: Drill, whole: Line, units: list[Line]) -> Shown:
    earlier = list(_earlier(drill))
    last = earlier[0].rate if earlier else None
    change = None if whole.rate is None or last is None else whole.rate - last
    return Shown(whole, units, earlier, change, LEAST_GROUP())


def _earlier(drill: Drill) -> Iterator[Line]:
    rows = DrillResult.objects.present().filter(
        scope=Scope.WHOLE, drill__starts_at__lt=drill.starts_at, drill__withdrawn_at=None
    )
    for row in rows.select_related("drill").order_by("-drill__starts_at")[:LINES]:
        one = row.drill
        yield _line(str(one), row, reverse("drill", kwargs={"key": one.number}))
