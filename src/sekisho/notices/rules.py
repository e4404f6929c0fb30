"""When somebody is told something: the rules of quiet notices, as data and as questions about days.

Every rule names trigger days and moves them onto business days; a round asks whether one of them
lies in its span, the days since the round before. So a weekend, a holiday or a day on which nothing
ran delays a notice and never swallows or repeats it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sekisho.registers import calendar

LATE_AFTER = (1, 3, 7)
"""Business days after the due date on which an overdue task is named again."""
MANAGER_FROM = 3
"""From this many business days after the due date the manager of the unit is told too."""
DECIDE_WITHIN = 3
"""Business days before its due date at which a waiting decision is named."""
RED_LONG = 7
"""Days a clause may be 未遵守 before the director hears of it outside the monthly summary."""
LONGEST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Span:
    """The days a round answers for: after the round before (exclusive), up to ``on``."""

    after: date
    on: date

    @classmethod
    def until(cls, on: date, before: date | None) -> "Span":
        """Since the round ``before``; without one, or one long ago, since the last business day."""
        if before is None or before < on - LONGEST:
            before = calendar.add_business(on, -1)
        return cls(before, on)

    def holds(self, day: date) -> bool:
        return self.after < day <= self.on

    def weekly(self) -> bool:
        """Whether a week begins: Monday, or the first business day after it."""
        monday = self.on - timedelta(days=self.on.weekday())
        return self.holds(calendar.roll(monday, "next"))

    def monthly(self) -> bool:
        """Whether a month begins: its first business day."""
        return self.holds(calendar.roll(self.on.replace(day=1), "next"))

    def due(self, day: date | None) -> bool:
        """Whether something is due: on the day, or on the last business day before a closed one."""
        return day is not None and self.holds(calendar.roll(day, "previous"))

    def late(self, day: date | None) -> int:
        """Business days since the due date when they are to be told of now, else 0."""
        told = (
            n for n in reversed(LATE_AFTER) if day and self.holds(calendar.add_business(day, n))
        )
        return next(told, 0)

    def soon(self, day: date | None) -> bool:
        """Whether few business days are left for a decision, and are to be told of now."""
        return day is not None and self.holds(calendar.add_business(day, -DECIDE_WITHIN))

    def long_red(self, since: date) -> bool:
        """Whether a clause has now been red for longer than ``RED_LONG`` days."""
        return self.holds(calendar.roll(since + timedelta(days=RED_LONG + 1), "next"))
