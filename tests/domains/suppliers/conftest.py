"""Who acts in the tests of these registers."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest

from sekisho.domains.people.models import Person
from sekisho.registers.actor import Act, Actor, service
from tests.contract.conftest import anybody

__all__ = ["anybody"]

ON = date(2026, 11, 24)


@pytest.fixture
def act() -> Act:
    """An act of the operator."""
    return Act(service("operator"), datetime.combine(ON, time(1), UTC), "test", ON)


@pytest.fixture
def by() -> Callable[..., Act]:
    """``by("director", person=…, on=…)``: an act of somebody with these roles."""

    def made(*roles: str, person: Person | None = None, on: date = ON) -> Act:
        actor = Actor(uuid4(), frozenset(roles), person.pk if person else None)
        return Act(actor, datetime.combine(on, time(1), UTC), "test", on)

    return made
