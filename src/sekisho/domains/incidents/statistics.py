"""Incidents in figures: how many, of what kind, where; how long until found, judged, contained, restored.

Exercises count nowhere. A length is known where both its moments are; of how many is said with it,
for a median of two incidents is no median of fifty.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.words import Category, Exit, Severity, Stage
from sekisho.registers.errors import Text

Moments = tuple[str, str]
LENGTHS: dict[str, Moments] = {
    "detect": ("occurred_at", "noticed_at"),
    "report": ("noticed_at", "reported_at"),
    "triage": ("reported_at", "triaged_at"),
    "contain": ("noticed_at", "contained_at"),
    "recover": ("noticed_at", "recovered_at"),
    "close": ("reported_at", "closed_at"),
}
"""From which moment to which; by the names people know from CSIRTs (MTTD, MTTA, MTTC, MTTR)."""


def names() -> dict[str, Text]:
    return {
        "detect": _("until noticed"), "report": _("until reported"), "triage": _("until judged"),
        "contain": _("until contained"), "recover": _("until recovered"), "close": _("until closed"),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Length:
    """A median, and of how many incidents it is known; None: of none."""

    middle: timedelta | None
    known: int


@dataclass(frozen=True, slots=True)
class Group:
    """Incidents of one month, kind or unit."""

    name: Text
    count: int
    near_misses: int
    major: int
    moderate: int
    minor: int
    unjudged: int
    lengths: dict[str, Length]


@dataclass(frozen=True, slots=True)
class Figures:
    """All of a span of days, then by month, by kind and by unit."""

    since: date
    until: date
    whole: Group
    months: list[Group]
    kinds: list[Group]
    units: list[Group]


def figures(rows: "QuerySet[Incident]", since: date, until: date) -> Figures:
    """Of the incidents among ``rows`` that were reported from ``since`` to ``until``.

    What turned out to be none (an event only, a false alarm, a double) is left out.
    """
    real = rows.filter(drill=False, reported_at__date__gte=since, reported_at__date__lte=until)
    found = [one for one in real.select_related("unit") if not _none(one)]
    return Figures(
        since, until, group(_("All"), found),
        months=_by(found, _month, _months(since, until)),
        kinds=_by(found, lambda one: one.category, dict(Category.choices), skip=True),
        units=_by(found, lambda one: str(one.unit or ""), _units(found), skip=True),
    )  # fmt: skip


def _none(one: Incident) -> bool:
    return one.state == Stage.DISMISSED and one.exit_kind in set(Exit.values)


def group(name: Text, some: Sequence[Incident]) -> Group:
    def of(severity: str) -> int:
        return sum(one.severity == severity for one in some)

    return Group(
        name, len(some), of(Severity.NEAR_MISS), of(Severity.MAJOR), of(Severity.MODERATE),
        of(Severity.MINOR), of(""), {key: length(some, *ends) for key, ends in LENGTHS.items()},
    )  # fmt: skip


def length(some: Iterable[Incident], first: str, last: str) -> Length:
    known = [
        end - start
        for one in some
        if (start := getattr(one, first)) and (end := getattr(one, last))
    ]
    spans = [max(one, timedelta()) for one in known]
    return Length(median(spans) if spans else None, len(spans))


def _by(
    found: Sequence[Incident],
    key: Callable[[Incident], str],
    titles: dict[str, Any],
    *,
    skip: bool = False,
) -> list[Group]:
    """One group per title, in their order; ``skip``: without the empty ones."""
    sorted_: dict[str, list[Incident]] = {name: [] for name in titles}
    for one in found:
        sorted_[key(one)].append(one)
    return [group(titles[name], some) for name, some in sorted_.items() if some or not skip]


def _month(one: Incident) -> str:
    there: datetime = localtime(one.reported_at)
    return f"{there:%Y-%m}"


def _months(since: date, until: date) -> dict[str, str]:
    found, day = {}, since.replace(day=1)
    while day <= until:
        found[f"{day:%Y-%m}"] = f"{day:%Y/%m}"
        day = (day + timedelta(days=31)).replace(day=1)
    return found


def _units(found: Sequence[Incident]) -> dict[str, str]:
    names_ = sorted({str(one.unit) for one in found if one.unit})
    return {name: name for name in names_} | {"": _("no unit")}
