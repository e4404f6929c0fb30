"""Keys of enforcement points: kept as hashes, compared in constant time."""

import hmac
from collections.abc import Iterable
from contextvars import ContextVar

from sekisho.registers.secrets import digest

asking: ContextVar[str] = ContextVar("asking", default="")
"""The enforcement point whose question is being answered, for the log."""


class Keys:
    """A few keys, by their hashes."""

    def __init__(self, hashes: Iterable[str]) -> None:
        self._hashes = tuple(hashes)

    def __call__(self, key: str) -> bool:
        """Whether ``key`` is one of them; every hash is compared, so that time tells nothing."""
        given = digest(key)
        return bool(sum([hmac.compare_digest(given, one) for one in self._hashes]))
