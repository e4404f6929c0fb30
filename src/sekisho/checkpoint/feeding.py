"""What the kept decisions tell the rest of the house: last use of rights, and points to ask about.

A point (確認事項) is a question to the manager, never a judgement. Nothing is looked at without a
monitoring rule in force, and nothing from before people were told of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.checkpoint.models import Decision
from sekisho.checkpoint.saying import BY_CODE
from sekisho.domains.access.models import AccessRight, MonitoringRule, UsageCheck
from sekisho.domains.access.usage_check import Outside
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.registers.settings import declare

GROUP = gettext_lazy("Checkpoint")
PRACTICE = gettext_lazy("Default of practice; the policy names no number.")
FROM = declare("checkpoint.usual_from", 7, gettext_lazy("Usual hours begin at"), unit=gettext_lazy("o'clock"),
               least=0, most=23, source=PRACTICE, group=GROUP)  # fmt: skip
TO = declare("checkpoint.usual_to", 22, gettext_lazy("Usual hours end at"), unit=gettext_lazy("o'clock"),
             least=1, most=24, source=PRACTICE, group=GROUP)  # fmt: skip
ASK_FROM = declare(
    "checkpoint.ask_from", 1, gettext_lazy("Unusual use is asked about from"), unit=gettext_lazy("times a month"),
    least=1, most=100, source=PRACTICE, group=GROUP,
)  # fmt: skip
ABOUT = {
    "purpose": Outside.PURPOSE, "hours": Outside.HOURS,
    "action_not_covered": Outside.ROLE, "no_right": Outside.ROLE,
}  # fmt: skip
"""What a reason of a denial says of the use that was sought."""
LOOKED = timedelta(days=2)
"""How far back last use is read each night: the night before may have been missed."""
UNTIL_DAY = 10
"""Days of a month in which the month before may still be gone through."""
MOST = 20_000
"""Denials counted for a trend, the newest."""
NAMED = 5
"""Decisions named in a point; the others are counted."""


def last_use(at: datetime, since: datetime | None = None) -> int:
    """Bring the last use of rights up to date from the permits given since; how many changed."""
    zone = ZoneInfo(settings.TIME_ZONE)
    days: dict[str, date] = {}
    rows = Decision.objects.filter(allowed=True, at__gte=since or at - LOOKED, at__lte=at)
    for when, text in rows.order_by("number").values_list("at", "said").iterator(2000):
        if number := orjson.loads(text).get("right"):
            days[number] = when.astimezone(zone).date()
    found: int = AccessRight.objects.seen(days)
    return found


@dataclass(slots=True)
class Point:
    """Unusual use of one kind, by one person, of one piece of information, in one month."""

    denied: int = 0
    at: list[datetime] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)


Key = tuple[UUID, UUID | None, str]


def ask_about(act: Act) -> int:
    """Put the points of the month before ``act.on`` to the managers; how many are new."""
    if act.on.day > UNTIL_DAY:
        return 0
    last = act.on.replace(day=1) - timedelta(days=1)
    return ask_month(act, last.replace(day=1))


def ask_month(act: Act, first: date) -> int:
    """The points of the month that begins on ``first``, under the rule in force; 0 without one."""
    rule = MonitoringRule.objects.in_force(act.on).order_by("starts_on", "name").first()
    if rule is None:
        return 0
    case = f"D-{first:%Y-%m}"
    known = UsageCheck.objects.filter(case=case).values_list("person", "asset", "about")
    found = points(max(first, rule.starts_on, rule.noticed_on), _after(first))
    rows = [
        {"case": case, "rule": rule.pk, "found_on": act.on, "person": person, "asset": asset,
         "about": about, "what": told(point, first)}
        for (person, asset, about), point in found.items()
        if len(point.at) >= ASK_FROM()
    ]  # fmt: skip
    new = [row for row in rows if (row["person"], row["asset"], row["about"]) not in set(known)]
    return len(write_many(registry["usage_checks"], act, [Line(row) for row in new])) if new else 0


def _after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def points(since: date, before: date) -> Mapping[Key, Point]:
    """Unusual use from ``since`` up to the day before ``before``."""
    zone = ZoneInfo(settings.TIME_ZONE)
    start, end = (datetime.combine(day, time(), zone) for day in (since, before))
    found: dict[Key, Point] = {}
    rows = (
        Decision.objects.filter(at__gte=start, at__lt=end).exclude(person=None).order_by("number")
    )
    for one in rows.iterator(2000):
        for about in unusual(one, zone):
            key = (one.person, one.asset, about)
            point = found.setdefault(key, Point())  # type: ignore[arg-type]
            point.at.append(one.at.astimezone(zone))
            point.numbers.append(str(one))
            point.denied += not one.allowed
    return found


def unusual(one: Decision, zone: ZoneInfo) -> set[str]:
    """What stands out about a decision: what was sought outside purpose, hours or role."""
    said: dict[str, Any] = orjson.loads(one.said)
    about = {ABOUT[r["code"]].value for r in said["reasons"] if r["code"] in ABOUT}
    if one.allowed and not FROM() <= one.at.astimezone(zone).hour < TO():
        about.add(Outside.HOURS.value)
    return about


def told(point: Point, first: date) -> str:
    """The facts of a point: how often, when, and by which decisions."""
    words = _(
        "%(month)s: %(n)s times, %(denied)s of them denied; first %(first)s, last %(last)s. Decisions: %(which)s"
    )
    named = "、".join(point.numbers[:NAMED]) + (" …" if len(point.numbers) > NAMED else "")
    return words % {
        "month": f"{first:%Y-%m}", "n": len(point.at), "denied": point.denied, "which": named,
        "first": f"{point.at[0]:%m-%d %H:%M}", "last": f"{point.at[-1]:%m-%d %H:%M}",
    }  # fmt: skip


def denials(rows: Any, at: datetime, weeks: int = 4) -> dict[str, list[int]]:
    """How many denials there were at each gate in each of the last weeks, oldest week first; under
    "" those that came to no gate. About gates, not about people."""
    found: dict[str, list[int]] = {}
    start = at - timedelta(weeks=weeks)
    kept = rows.filter(allowed=False, at__gte=start, at__lte=at).order_by("-number")
    for when, text in kept.values_list("at", "said")[:MOST]:
        week = min(weeks - 1, (when - start) // timedelta(weeks=1))
        for gate in {_gate(reason["rule"]) for reason in orjson.loads(text)["reasons"]}:
            found.setdefault(gate, [0] * weeks)[week] += 1
    return found


def _gate(rule: str | None) -> str:
    known = BY_CODE.get(rule or "")
    return known.gate.value if known else ""
