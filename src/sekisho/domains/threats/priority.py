"""How urgent an exposure is, and by when it must be treated: rules as data, read from the top.

After SSVC's deployer tree (exploitation, exposure, impact), with CVSS where the tree asks for impact.
Unknown is never "no": an unsaid reach counts as the internet, an unknown score as severe, an asset
without a class as the strictest. CISA's own due day is for US agencies and only shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sekisho.domains.threats.exposure_words import Priority
from sekisho.domains.threats.inventory import Reach
from sekisho.domains.threats.terms import (
    ACT_DAYS,
    ATTEND_DAYS,
    EXPLOITED_DAYS,
    INTERNET_DAYS,
    LIKELY,
    NEXT_DAYS,
    TRACK_DAYS,
)

CRITICAL, HIGH = 9.0, 7.0
STRICT = 3  # rank of the class from which a loss is grave


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a fault, and of where it is; None: not known."""

    exploited: bool
    epss: float | None
    cvss: float | None
    reach: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """The first rule whose conditions all hold decides; an empty condition holds always."""

    priority: Priority
    days: Callable[[], int]
    exploited: bool = False
    likely: bool = False
    reachable: bool = False
    score: float = 0.0
    grave: bool = False


RULES = (
    Rule(Priority.EXPLOITED, INTERNET_DAYS, exploited=True, reachable=True),
    Rule(Priority.EXPLOITED, EXPLOITED_DAYS, exploited=True),
    Rule(Priority.ACT, ACT_DAYS, likely=True, reachable=True, score=HIGH),
    Rule(Priority.ACT, ACT_DAYS, likely=True, score=CRITICAL, grave=True),
    Rule(Priority.ATTEND, ATTEND_DAYS, likely=True),
    Rule(Priority.ATTEND, ATTEND_DAYS, score=CRITICAL, reachable=True),
    Rule(Priority.ATTEND, ATTEND_DAYS, score=CRITICAL, grave=True),
    Rule(Priority.NEXT, NEXT_DAYS, score=HIGH),
    Rule(Priority.TRACK, TRACK_DAYS),
)


def judged(facts: Facts) -> tuple[Priority, int]:
    """The priority, and the days from the day it is known."""
    rule = next(rule for rule in RULES if _holds(rule, facts))
    return rule.priority, rule.days()


def _holds(rule: Rule, facts: Facts) -> bool:
    likely = facts.epss is not None and facts.epss * 100 >= LIKELY()
    return all((
        facts.exploited or not rule.exploited,
        likely or not rule.likely,
        facts.reach in {"", Reach.INTERNET} or not rule.reachable,
        facts.cvss is None or facts.cvss >= rule.score,
        facts.rank is None or facts.rank >= STRICT or not rule.grave,
    ))  # fmt: skip


def due(facts: Facts, known_on: date, before: date | None = None) -> tuple[Priority, date]:
    """Priority and due day; a day that was said before never moves back."""
    priority, days = judged(facts)
    day = known_on + timedelta(days=days)
    return priority, min(day, before) if before else day
