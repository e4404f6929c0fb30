"""The figures of a month, all from dated facts: looked at later, they are the same figures.

Restricted incidents and exercises are not counted: more people read the status than may know of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from sekisho.domains.incidents.models import Incident
from sekisho.domains.incidents.words import Severity
from sekisho.domains.people.models import CommitteeDecision
from sekisho.domains.risk.models import Risk
from sekisho.domains.risk.scoring import Band
from sekisho.findings.escalation import Escalation
from sekisho.findings.finding import ClauseStanding, Standing
from sekisho.findings.task import Task
from sekisho.obligations.judge import SEVERITY, Seal
from sekisho.obligations.obligation import obligations
from sekisho.registers import dates

SHORT = (Seal.NOT_KEPT, Seal.UNKNOWN, Seal.AWAITING, Seal.AT_RISK)
AGREED = "policy-acknowledged"
MOST = 20


@dataclass(frozen=True, slots=True)
class Change:
    """An obligation that stood otherwise a month ago."""

    code: str
    before: str
    now: str

    @property
    def worse(self) -> bool:
        return SEVERITY[self.now] < SEVERITY[self.before]


@dataclass(slots=True)
class State:
    """How things stood on one day: clauses by seal, what was late, who had agreed."""

    on: date
    clauses: dict[str, int] = field(default_factory=dict)
    rows: dict[str, Standing] = field(default_factory=dict)
    late: int = 0
    longest: int = 0
    risks: int = 0
    high: int = 0

    @property
    def kept(self) -> int:
        return self.clauses.get(str(Seal.KEPT), 0)

    @property
    def measured(self) -> int:
        return sum(n for seal, n in self.clauses.items() if seal != Seal.OUT_OF_SCOPE)

    @property
    def agreed(self) -> float | None:
        """Per cent of the people bound by the policy who have agreed to it; None: not judged."""
        row = self.rows.get(AGREED)
        if row is None or not row.population:
            return None
        return round(100 * (row.population - row.overdue - row.unknown) / row.population, 1)


@dataclass(slots=True)
class Month:
    """One month beside the one before."""

    first: date
    now: State
    before: State
    incidents: int = 0
    major: int = 0
    minutes: int | None = None
    told: int = 0
    decided: list[Any] = field(default_factory=list)

    @property
    def changes(self) -> list[Change]:
        """What stands otherwise than a month ago, worse first; only where both were judged."""
        found = [
            Change(code, self.before.rows[code].seal, row.seal)
            for code, row in self.now.rows.items()
            if code in self.before.rows and self.before.rows[code].seal != row.seal
        ]
        return sorted(found, key=lambda c: (not c.worse, SEVERITY[c.now], c.code))

    @property
    def bad(self) -> list[Standing]:
        rows = [row for row in self.now.rows.values() if row.seal == Seal.NOT_KEPT]
        return sorted(rows, key=lambda row: (-row.overdue, row.obligation))


def last_day(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def figures(first: date, today: date) -> Month:
    """The figures of the month that begins on ``first``; of one not over yet, as of ``today``."""
    end = min(last_day(first), today)
    found = Month(first, state(end, first), state(first - timedelta(days=1)))
    zone = ZoneInfo(settings.TIME_ZONE)
    moments = [
        datetime.combine(day, time(), zone) for day in (first, last_day(first) + timedelta(days=1))
    ]
    rows = Incident.objects.present().filter(
        reported_at__gte=moments[0], reported_at__lt=moments[1], drill=False, restricted=False
    )
    spans = [
        (reported - noticed).total_seconds() / 60
        for noticed, reported in rows.values_list("noticed_at", "reported_at")
    ]
    found.incidents = len(spans)
    found.major = rows.filter(severity=Severity.MAJOR).count()
    found.minutes = round(median(spans)) if spans else None
    told = Escalation.objects.present().filter(on__range=(first, end))
    found.told = told.exclude(level="manager").values("task").distinct().count()
    decided = CommitteeDecision.objects.carried(end).filter(decided_on__gte=first)
    found.decided = list(decided.order_by("number"))
    return found


def state(on: date, since: date | None = None) -> State:
    """How things stood on ``on``: by the newest standing stored by then (and not before ``since``)."""
    found = State(on)
    days = Standing.objects.filter(on__lte=on, on__gte=since or on.replace(day=1))
    day = days.aggregate(day=Max("on"))["day"]
    if day is not None:
        rows = Standing.objects.filter(on=day).order_by("obligation")
        found.rows = {row.obligation: row for row in rows if row.obligation in obligations}
    found.clauses = clauses_on(on, since or on.replace(day=1))
    open_ = Q(closed_on=None) | Q(closed_on__gt=on)
    late = Task.objects.present().filter(open_, opened_on__lte=on, due_on__lt=on)
    due = list(late.values_list("due_on", flat=True))
    found.late = len(due)
    found.longest = max(((on - day).days for day in due), default=0)
    above = list(Risk.objects.above(on).values_list("band", flat=True))
    found.risks, found.high = len(above), above.count(Band.HIGH)
    return found


def clauses_on(on: date, since: date) -> dict[str, int]:
    """How many clauses of the policy stood how, by the newest day stored from ``since`` to ``on``."""
    rows = ClauseStanding.objects.filter(on__range=(since, on))
    newest = rows.order_by("-on").values("on", "version").first()
    if newest is None:
        return {}
    seals = rows.filter(**newest).values_list("seal", flat=True)
    found: dict[str, int] = {}
    for seal in seals:
        found[seal] = found.get(seal, 0) + 1
    return found


def trend(first: date, today: date, months: int = 12) -> list[tuple[date, dict[str, int]]]:
    """The first day of each of the last months, with how many clauses stood how at its end."""
    days = [first]
    while len(days) < months:
        days.append((days[-1] - timedelta(days=1)).replace(day=1))
    return [(day, clauses_on(min(last_day(day), today), day)) for day in reversed(days)]


def words(month: Month) -> str:
    """The figures as lines of text: what the director confirms, and what is sealed."""
    return "\n".join(_lines(month))


def _lines(month: Month) -> Iterator[str]:
    now, before = month.now, month.before
    yield _("Month: %(month)s, as of %(day)s") % {
        "month": dates.day(month.first, "month"), "day": dates.day(now.on, "dense"),
    }  # fmt: skip
    yield _("Clauses kept: %(n)s of %(all)s (a month ago %(was)s)") % {
        "n": now.kept, "all": now.measured, "was": before.kept if before.clauses else "-",
    }  # fmt: skip
    yield _("Overdue tasks: %(n)s, the longest %(days)s days (a month ago %(was)s)") % {
        "n": now.late, "days": now.longest, "was": before.late,
    }  # fmt: skip
    yield _("Brought before the director or the committee: %(n)s") % {"n": month.told}
    yield _("Incidents: %(n)s, of which major %(major)s (without exercises and restricted ones)") % {
        "n": month.incidents, "major": month.major,
    }  # fmt: skip
    yield _("Agreed to the policy: %(n)s%% (a month ago %(was)s%%)") % {
        "n": "-" if now.agreed is None else now.agreed,
        "was": "-" if before.agreed is None else before.agreed,
    }  # fmt: skip
    yield _("Risks above the acceptable: %(n)s, of which high %(high)s (a month ago %(was)s)") % {
        "n": now.risks, "high": now.high, "was": before.risks,
    }  # fmt: skip
    if month.changes:
        yield _("What changed:")
        yield from (said(change) for change in month.changes[:MOST])
    if month.bad:
        yield _("Not kept:")
        for row in month.bad[:MOST]:
            yield _("- %(what)s (overdue %(n)s of %(all)s)") % {
                "what": obligations[row.obligation].title, "n": row.overdue, "all": row.population,
            }  # fmt: skip
    if month.decided:
        yield _("Decided by the committee:")
        yield from (f"- {one.number} {one.text}" for one in month.decided)


def said(change: Change) -> str:
    return _("- %(what)s: %(before)s → %(now)s") % {
        "what": obligations[change.code].title,
        "before": Seal(change.before).label,
        "now": Seal(change.now).label,
    }
