"""What the company decided in one test is forgotten before the next."""

from collections.abc import Iterator

import pytest

from sekisho.registers import extras, guard, settings
from tests.registers.conftest import Open


@pytest.fixture(autouse=True)
def _decisions_of_this_test_alone() -> Iterator[None]:
    settings.forget()
    extras.forget()
    yield
    settings.forget()
    extras.forget()


@pytest.fixture
def anybody() -> Iterator[None]:
    """Everybody may do everything: where the guard is not what is tested."""
    before = guard.guard()
    guard.install(Open())
    yield
    guard.install(before)


@pytest.fixture
def nobody() -> Iterator[None]:
    """The guard as it is before a checkpoint is installed."""
    before = guard.guard()
    guard.install(guard.Closed())
    yield
    guard.install(before)
