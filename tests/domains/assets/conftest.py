"""Who acts on the assets of one unit, through the real guard."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from sekisho.domains.people.models import Person, Unit
from sekisho.registers.actor import Act, Actor, service
from tests.given.people import a_person, a_unit, an_appointment

Acting = Callable[..., Act]


@pytest.fixture
def unit() -> Unit:
    return a_unit(code="EIGYO", name="営業部")


@pytest.fixture
def manager(unit) -> Person:
    return an_appointment(role="manager", unit=unit).person


@pytest.fixture
def acting() -> Acting:
    """An act by a person (None: the operator) in some roles; each act a minute after the last."""
    clock = [datetime(2026, 11, 20, 1, 0, tzinfo=UTC)]

    def act(person: Person | None = None, *roles: str, days: int = 0) -> Act:
        clock[0] += timedelta(minutes=1)
        at = clock[0] + timedelta(days=days)
        if person is None:
            return Act(service("operator"), at, "test", at.date())
        actor = Actor(id=person.pk, roles=frozenset({*roles, "employee"}), person=person.pk)
        return Act(actor, at, "test", at.date())

    return act


@pytest.fixture
def someone() -> Callable[[], Person]:
    return a_person


TODAY = date(2026, 11, 20)
