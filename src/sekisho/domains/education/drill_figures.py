"""Figures of a mail drill: reports and their speed first. Never of a group so small that it names people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from sekisho.domains.education.drill_trace import DrillTarget
from sekisho.domains.education.drill_words import LEAST_GROUP


@dataclass(frozen=True, slots=True)
class Figures:
    """``minutes``: median from delivery to report; ``before``: reports before anybody clicked."""

    sent: int
    reported: int
    minutes: int | None
    before: int
    opened: int
    clicked: int
    submitted: int
    scanned: int


@dataclass(frozen=True, slots=True)
class Group:
    """Units whose figures are shown together; the name of one, or several small ones."""

    units: tuple[UUID | None, ...]
    figures: Figures

    @property
    def alone(self) -> bool:
        return len(self.units) == 1 and self.units[0] is not None


def of(targets: Iterable[DrillTarget], first_click: datetime | None = None) -> Figures:
    """The figures of ``targets``. ``first_click``: that of the whole drill."""
    rows = [one for one in targets if one.delivered_at]
    waits = [(one.reported_at - one.delivered_at).total_seconds() / 60
             for one in rows if one.reported_at and one.delivered_at]  # fmt: skip
    return Figures(
        sent=len(rows),
        reported=len(waits),
        minutes=round(median(waits)) if waits else None,
        before=sum(
            1 for one in rows
            if one.reported_at and (first_click is None or one.reported_at < first_click)
        ),
        opened=sum(1 for one in rows if one.opened_at and not one.clicked_at),
        clicked=sum(1 for one in rows if one.clicked_at),
        submitted=sum(1 for one in rows if one.submitted_at),
        scanned=sum(one.scanned for one in rows),
    )  # fmt: skip


def whole(drill_id: Any) -> tuple[Figures, list[Group]]:
    """The drill, and its units in groups large enough."""
    targets = list(DrillTarget.objects.filter(drill=drill_id))
    first = min((one.clicked_at for one in targets if one.clicked_at), default=None)
    by_unit: dict[UUID | None, list[DrillTarget]] = defaultdict(list)
    for one in targets:
        if one.delivered_at:
            by_unit[one.unit_id].append(one)
    groups = [
        Group(units, of((one for unit in units for one in by_unit[unit]), first))
        for units in grouped({unit: len(rows) for unit, rows in by_unit.items()}, LEAST_GROUP())
    ]
    return of(targets, first), groups


def grouped(sizes: dict[UUID | None, int], least: int) -> Sequence[tuple[UUID | None, ...]]:
    """Units by themselves where they are large enough, the rest together.

    If the rest were still too small, its figures would follow from the total: the smallest of the large
    units joins it. What cannot be made large enough at all is not shown.
    """
    ordered = sorted(sizes, key=lambda unit: (sizes[unit], str(unit)))
    rest = [unit for unit in ordered if sizes[unit] < least or unit is None]
    large = [unit for unit in ordered if unit not in rest]
    while rest and large and sum(sizes[unit] for unit in rest) < least:
        rest.append(large.pop(0))
    found: list[tuple[UUID | None, ...]] = [(unit,) for unit in reversed(large)]
    if rest and sum(sizes[unit] for unit in rest) >= least:
        found.append(tuple(rest))
    return found if len(found) > 1 else []
