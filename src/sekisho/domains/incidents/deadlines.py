"""By when something must be reported: from awareness, by the rules in force on that day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sekisho.packs.breach import Rule, rules
from sekisho.registers.government import next_open


@dataclass(frozen=True, slots=True)
class Deadline:
    """What one rule says: the day aimed at and the last day in time."""

    rule: Rule
    target: date
    limit: date


class NoRuleError(LookupError):
    """No rule was in force on the day of awareness; says from which day there is one."""

    def __init__(self, aware: date, first: date) -> None:
        self.aware, self.first = aware, first
        super().__init__(f"no rule in force on {aware}")


def deadline(rule: Rule, aware: date) -> Deadline:
    """Day 1 is ``aware`` itself, every day counts, and only the last one may move to an open day."""
    last = aware + timedelta(days=rule.days - 1)
    if rule.roll == "government":
        last = next_open(last)
    target = aware + timedelta(days=rule.target - 1) if rule.target else last
    return Deadline(rule, target, last)


def limits(rule: Rule, aware: datetime, counts: Mapping[str, int]) -> tuple[datetime, datetime]:
    """The moment aimed at and the last one in time, on the clock that ``aware`` (aware) is on.

    A rule in hours runs from the moment, a rule in days to the end of its day.
    """
    hours = counts.get(rule.hours_from, rule.hours)
    if rule.hours:
        moment = aware + timedelta(hours=hours)
        return moment, moment
    found = deadline(rule, aware.date())
    return _end(found.target, aware), _end(found.limit, aware)


def _end(day: date, like: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=like.tzinfo)


def deadlines(aware: date, *, malicious: bool) -> dict[str, Deadline]:
    """The reports to the authority about a personal data breach known since ``aware``, by stage.

    Raises NoRuleError for a day before the duty to report existed.
    """
    stages = ("preliminary", "final")
    meant = [one for one in rules().values() if one.law == "appi" and one.stage in stages]
    meant = [one for one in meant if one.concerns(malicious=malicious)]
    found = {one.stage: deadline(one, aware) for one in meant if one.in_force(aware)}
    if not found:
        raise NoRuleError(aware, min(one.in_force_from for one in meant))
    return found
