"""A month as weeks from Monday, with what falls on each day."""

import calendar as plain
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(slots=True)
class Day:
    """A day of the month shown; ``on`` is None for the cells before and after it."""

    on: date | None
    events: list[Mapping[str, Any]] = field(default_factory=list)


def weeks(month: date, events: Iterable[Mapping[str, Any]]) -> list[list[Day]]:
    """The weeks of ``month``'s month; each event stands on its day ``on``."""
    by_day: dict[date, list[Mapping[str, Any]]] = {}
    for event in events:
        by_day.setdefault(event["on"], []).append(event)
    rows = plain.Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    return [
        [Day(d, by_day.get(d, [])) if d.month == month.month else Day(None) for d in row]
        for row in rows
    ]
