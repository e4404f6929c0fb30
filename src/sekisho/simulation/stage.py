"""A stage for invented history: scenes on their days, played in order of time, all through the commands."""

import random
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from sekisho.domains.people.actors import actor_for
from sekisho.domains.people.models import Account
from sekisho.ledger.ids import new_id
from sekisho.registers import calendar, commands
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

Scene = Callable[[], None]
CHUNK = 2000
DOOR = "simulation"


class NothingThere(Exception):  # noqa: N818
    """A scene needs what this invented company does not have; it is left out."""


class Stage:
    """Plays scenes day by day from ``first`` up to ``last``; the same ``seed`` plays the same.

    Moments never go back, so the ledger's order is the order of time.
    """

    def __init__(self, first: date, last: date, seed: int) -> None:
        self.first, self.last = first, last
        self.rng = random.Random(seed)  # noqa: S311 - invented people need no secrets
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self.moment = datetime.combine(first, time(8), self.zone)
        self._scenes: list[tuple[date, int, int, Scene]] = []
        self._order = count()
        self._accounts: dict[UUID, Account] = {}

    @property
    def on(self) -> date:
        return self.moment.date()

    def at(self, day: date, scene: Scene, hour: int = 9) -> None:
        """Play ``scene`` on ``day`` from ``hour`` o'clock on; never, when that day is yet to come."""
        if day <= self.last:
            heappush(self._scenes, (max(day, self.first), hour, next(self._order), scene))

    def work(self, day: date, scene: Scene, hour: int = 9) -> None:
        """The same, on the next business day when ``day`` is none."""
        self.at(calendar.roll(day, "next"), scene, hour)

    def play(self) -> None:
        """Until nothing is left to happen."""
        while self._scenes:
            day, hour, _order, scene = heappop(self._scenes)
            self.moment = max(self.moment, datetime.combine(day, time(hour), self.zone))
            with suppress(NothingThere):
                scene()

    def act(self, actor: Actor) -> Act:
        """An act a little later than the one before, on the same day."""
        end = datetime.combine(self.on, time(23, 59, 59), self.zone)
        later = self.moment + timedelta(milliseconds=self.rng.randint(800, 40_000))
        self.moment = min(later, max(self.moment, end))
        return Act(actor, self.moment, DOOR, self.on)

    @property
    def operator(self) -> Act:
        return self.act(service("operator"))

    def by(self, person: Any) -> Act:
        """An act of ``person`` with the roles of that day's appointments."""
        account = self._accounts.get(person.pk)
        if account is None:
            account = self._accounts[person.pk] = Account.objects.get(person=person)
        return self.act(actor_for(account, self.on, {"method": "password"}))

    def add(
        self, name: str, rows: Iterable[Mapping[str, Any]], act: Act | None = None
    ) -> list[Any]:
        """Add many records; one act, in steps of some thousand rows."""
        return self._write(name, [Line(row) for row in rows], act)

    def change(self, name: str, rows: Iterable[tuple[Any, Mapping[str, Any]]]) -> list[Any]:
        """Change many records (record, new values), as they stand now: scenes keep theirs for months."""
        told = list(rows)
        now = registry[name].model._default_manager.in_bulk([record.pk for record, _ in told])
        return self._write(name, [Line(values, now[record.pk]) for record, values in told], None)

    def _write(self, name: str, lines: list[Line], act: Act | None) -> list[Any]:
        act = act or self.operator
        grp, found = new_id(act.at), []
        for start in range(0, len(lines), CHUNK):
            part = lines[start : start + CHUNK]
            found += [w.record for w in commands.write_many(registry[name], act, part, grp)]
        return found

    def one(self, register: str, act: Act | None = None, /, **values: Any) -> Any:
        """Add one record."""
        return commands.write(registry[register], act or self.operator, values)

    def edit(self, register: str, record: Any, /, **values: Any) -> Any:
        """Change one record."""
        return commands.write(registry[register], self.operator, values, record)

    def move(self, act: Act, register: str, step: str, record: Any, /, **said: Any) -> Any:
        return commands.move(registry[register], act, step, record, said)


def months(first: date, last: date) -> list[date]:
    """The first day of every month from that of ``first`` to that of ``last``."""
    found, day = [], first.replace(day=1)
    while day <= last:
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def fiscal_year(day: date) -> int:
    """The year in which the fiscal year of ``day`` began (April)."""
    return day.year if day.month >= 4 else day.year - 1
