"""Every test starts with nothing taken from the common bucket of requests."""

from collections.abc import Iterator

import pytest

from sekisho.api import caller
from sekisho.registers import extras, settings


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    caller.forget()
    settings.forget()
    extras.forget()
    yield
    settings.forget()
    extras.forget()
