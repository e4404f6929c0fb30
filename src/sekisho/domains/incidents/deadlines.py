"""By when a breach must be reported: from the day of awareness, by the rules in force on it."""

from dataclasses import dataclass
from datetime import date, timedelta

from sekisho.packs.breach import Clock, Stage, clocks
from sekisho.registers.government import next_open


@dataclass(frozen=True, slots=True)
class Deadline:
    """What one clock says: the day aimed at and the last day in time."""

    clock: Clock
    target: date
    limit: date


class NoRuleError(LookupError):
    """No rule was in force on the day of awareness; says from which day there is one."""

    def __init__(self, aware: date, first: date) -> None:
        self.aware, self.first = aware, first
        super().__init__(f"no rule in force on {aware}")


def deadline(clock: Clock, aware: date) -> Deadline:
    """Day 1 is ``aware`` itself, every day counts, and only the last one may move to an open day."""
    last = aware + timedelta(days=clock.days - 1)
    if clock.roll == "government":
        last = next_open(last)
    target = aware + timedelta(days=clock.target - 1) if clock.target < clock.days else last
    return Deadline(clock, target, last)


def deadlines(aware: date, *, malicious: bool) -> dict[Stage, Deadline]:
    """The deadlines of a breach known since ``aware``, by stage.

    Raises NoRuleError for a day before the duty to report existed.
    """
    meant = [clock for clock in clocks() if clock.concerns(malicious=malicious)]
    found = {clock.stage: deadline(clock, aware) for clock in meant if clock.in_force(aware)}
    if not found:
        raise NoRuleError(aware, min(clock.in_force_from for clock in meant))
    return found
