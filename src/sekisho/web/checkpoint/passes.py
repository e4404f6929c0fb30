"""Passes: how a person who signed in here is known at the host of a protected application.

A ticket (one minute, used once) takes the sign-in to that host; a pass in a cookie of that host
keeps it. Both are signed, name the host they are for, and hold no more than which sign-in they
stand for: the sign-in itself is looked up each time, so ending it ends every pass.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.cache import cache

from sekisho.checkpoint.routing import host_of
from sekisho.domains.people.models import Account
from sekisho.web.middleware import proofs
from sekisho.web.request import Request

COOKIE = "sekisho_gate"
TICKET, PASS = "sekisho.gate.ticket", "sekisho.gate.pass"
MINUTE, HALF_DAY = 60, 12 * 3600
METHODS = {"password": "pwd", "totp": "otp", "recovery_codes": "otp", "webauthn": "webauthn"}


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose sign-in holds, and how they proved who they are."""

    account: Account
    at: float | None
    methods: tuple[str, ...]


def of_session(request: Request) -> Known | None:
    """Whoever is signed in with a session of this host."""
    if not request.user.is_authenticated:
        return None
    account: Any = request.user
    told = proofs(request, account)
    methods = tuple(METHODS.get(m, m) for m in str(told["methods"]).split(",") if m)
    return Known(account, float(told["at"]) or None, methods)


def ticket(request: Request, host: str) -> str:
    """A ticket for ``host`` from this session; "" when the sign-in is not on record."""
    known = of_session(request)
    key = request.session.session_key
    one = UserSession.objects.filter(user=request.user, session_key=key).first()
    if known is None or one is None:
        return ""
    told = {"s": one.pk, "h": host_of(host), "at": known.at, "m": known.methods,
            "n": secrets.token_urlsafe(12)}  # fmt: skip
    return signing.dumps(told, salt=TICKET)


def redeem(word: str, host: str) -> str:
    """The pass for a ticket; "" when it is not for ``host``, over, or was used before."""
    told = _read(word, TICKET, MINUTE)
    if told is None or told["h"] != host_of(host):
        return ""
    if not cache.add(f"gate-ticket:{told['n']}", 1, 2 * MINUTE):
        return ""
    return signing.dumps({k: told[k] for k in ("s", "h", "at", "m")}, salt=PASS)


def of_pass(word: str, host: str, now: datetime) -> Known | None:
    """Whoever holds a pass for ``host`` whose sign-in still holds."""
    told = _read(word, PASS, HALF_DAY)
    if told is None or told["h"] != host_of(host):
        return None
    one = UserSession.objects.filter(pk=told["s"]).select_related("user").first()
    if one is None:
        return None
    alive = Session.objects.filter(session_key=one.session_key, expire_date__gt=now).exists()
    return Known(one.user, told["at"], tuple(told["m"])) if alive else None


def _read(word: str, salt: str, age: int) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = signing.loads(word, salt=salt, max_age=age)
    except signing.BadSignature:
        return None
    return found
