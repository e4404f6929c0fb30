"""Who holds which office: asked of the people above the framework, who install the answer.

Nobody holds anything until they do: a request then waits, it is never waved through.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol
from uuid import UUID


class Offices(Protocol):
    """Every answer is about people in service on ``on``, by their ids."""

    def line(self, unit: UUID) -> list[UUID]:
        """The units from the root down to ``unit``."""

    def managers(self, units: Iterable[UUID], on: date) -> Mapping[UUID, list[UUID]]:
        """Unit → the people appointed as its managers."""

    def holders(self, role: str, on: date) -> list[UUID]:
        """The people of ``role``, in the order of their appointment."""

    def people(self, accounts: Iterable[UUID]) -> Mapping[UUID, UUID]:
        """Account → its person."""

    def account(self, person: UUID) -> UUID | None:
        """The account of ``person``."""

    def serving(self, people: Iterable[UUID], on: date) -> set[UUID]:
        """Those of ``people`` who are in service."""

    def stands_for(self, person: UUID, on: date) -> set[UUID]:
        """The people in whose place ``person`` may decide on ``on`` (代理)."""


class Vacant:
    """Nobody knows of anybody."""

    def line(self, unit: UUID) -> list[UUID]:
        return [unit]

    def managers(self, units: Iterable[UUID], on: date) -> Mapping[UUID, list[UUID]]:
        del units, on
        return {}

    def holders(self, role: str, on: date) -> list[UUID]:
        del role, on
        return []

    def people(self, accounts: Iterable[UUID]) -> Mapping[UUID, UUID]:
        del accounts
        return {}

    def account(self, person: UUID) -> UUID | None:
        del person
        return None

    def serving(self, people: Iterable[UUID], on: date) -> set[UUID]:
        del people, on
        return set()

    def stands_for(self, person: UUID, on: date) -> set[UUID]:
        del person, on
        return set()


_installed: list[Offices] = [Vacant()]


def install(one: Offices) -> None:
    _installed[0] = one


def offices() -> Offices:
    return _installed[0]


def sitting(person: UUID, on: date) -> set[UUID]:
    """Oneself and the people in whose place one may decide on ``on``."""
    return {person, *offices().stands_for(person, on)}
