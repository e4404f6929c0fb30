"""Enforcement points that ask the main process: they show an access token with a scope of its own."""

import threading
import time
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from sekisho.checkpoint.index.following import renew_connection
from sekisho.checkpoint.keys import asking
from sekisho.domains.people.models import Account
from sekisho.registers import tokens
from sekisho.registers.actor import Act, service
from sekisho.registers.secrets import digest

SCOPE = "checkpoint.decide"
REMEMBERED = 1.0
"""Seconds a token is not looked up again: revoking one takes effect within them."""


class Points:
    """Whether a bearer token belongs to an enforcement point."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, str]] = {}
        self._turn = threading.Lock()

    def __call__(self, key: str) -> bool:
        name = self._name(key)
        asking.set(name)
        return bool(name)

    def _name(self, key: str) -> str:
        held = self._known.get(digest(key))
        if held and time.monotonic() - held[0] < REMEMBERED:
            return held[1]
        name = _looked_up(key)
        with self._turn:
            if len(self._known) > 1000:  # guessed ones must not fill the memory
                self._known.clear()
            self._known[digest(key)] = time.monotonic(), name
        return name


def _looked_up(key: str) -> str:
    return admitted(key, SCOPE)


def is_id(word: str) -> bool:
    """Whether ``word`` is written as an id."""
    try:
        UUID(word)
    except ValueError:
        return False
    return True


def admitted(key: str, scope: str) -> str:
    """What the token ``key`` is called, if it holds, with ``scope``, for an account that is open."""
    renew_connection()
    at = timezone.now()
    token = tokens.find(key, at)
    if token is None or scope not in token.scopes:
        return ""
    on = Act.now(service("operator"), at, "checkpoint", settings.TIME_ZONE).on
    open_ = Account.objects.open(on).filter(pk=token.account).exists()
    return token.name if open_ else ""
