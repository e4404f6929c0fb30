from collections.abc import Iterator

import pytest

from sekisho.registers import settings


@pytest.fixture(autouse=True)
def _settings_of_this_test_alone() -> Iterator[None]:
    settings.forget()
    yield
    settings.forget()
