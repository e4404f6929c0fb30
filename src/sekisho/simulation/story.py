"""A whole company with its history: founded, furnished, lived month by month, judged as it went."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import override

from sekisho.domains.people.models import Person
from sekisho.findings import agenda, daily, staff, watch
from sekisho.findings.escalation import escalate
from sekisho.ledger import sequence, tail
from sekisho.registers import calendar
from sekisho.registers.actor import Act, service
from sekisho.registers.register import registry
from sekisho.simulation import (
    access,
    agreements,
    assessing,
    awareness,
    direction,
    disclosing,
    drills,
    duty_sheets,
    hazards,
    holdings,
    keeping,
    organisation,
    papers,
    risks,
    suppliers,
    trouble,
)
from sekisho.simulation.cast import Cast
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import Stage, months

Extra = Callable[[Firm], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How large the company is at the end of its history, and how long that is."""

    people: int
    assets: int
    months: int
    seed: int = 1
    grants: int = 0


PARTS: tuple[Any, ...] = (
    keeping,
    agreements,
    awareness,
    duty_sheets,
    trouble,
    risks,
    suppliers,
    assessing,
    disclosing,
    drills,
    hazards,
)
"""What else happens in a company, each a module with ``live(firm)``; the order is part of the seed."""


def is_empty() -> bool:
    """Whether the database holds no company yet: nobody is registered in it."""
    return not Person.objects.exists()


def first_day(today: date, count: int) -> date:
    """The first of the month that lies ``count`` months before that of ``today``."""
    day = today.replace(day=1)
    for _ in range(count):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


def tell(
    cast: Cast, size: Size, now: datetime, extra: Extra | None = None, *, singly: bool = False
) -> Firm:
    """Invent the history up to yesterday and judge today; the records speak Japanese.

    Each month's end is judged on its own evening from the records of that evening, so the stored
    past is as honest as a real company's. ``extra`` adds scenes; ``singly``: people agree one by one.
    """
    today = Act.now(service("engine"), now, "engine", settings.TIME_ZONE).on
    calendar.ensure(today)
    first = first_day(today, size.months)
    stage = Stage(first, today - timedelta(days=1), size.seed)
    firm = Firm(stage, cast)
    with override("ja"):
        organisation.found(firm, size.people)
        holdings.furnish(firm, size.assets)
        agreed = papers.agree_each if singly else papers.declare

        def read(people: list[Person]) -> None:
            agreed(firm, people)
            duty_sheets.read(firm, people, singly=singly)

        organisation.live(firm, size.people, read)
        papers.rule(firm, singly)
        holdings.inspect(firm)
        access.furnish(firm, size.grants)
        for part in PARTS:
            part.live(firm)
        direction.steer(firm)
        for month in months(first + timedelta(days=31), today):
            stage.at(month - timedelta(days=1), lambda: _judge(stage), 23)
        if extra:
            extra(firm)
        stage.play()
        _finish(now)
    return firm


def _judge(stage: Stage) -> None:
    daily.evaluate(stage.act(service("engine")))
    escalate(stage.act(service("engine")))


def _finish(now: datetime) -> None:
    """Judge today; the followers of the ledger begin here, for the past is judged already."""
    act = Act.now(service("engine"), now, "engine", settings.TIME_ZONE)
    escalate(act)
    daily.evaluate(act)
    agenda.draw_due(act)
    while sequence.integrate():
        pass
    for consumer in (watch.CONSUMER, staff.CONSUMER):
        tail.reset(consumer, tail.size())


def figures() -> dict[str, int]:
    """How many records of each register there are."""
    return {r.name: n for r in registry if (n := r.model._default_manager.count())}
