"""Who calls: a bearer token, or the browser session of somebody who signed in."""

import threading
import time
from datetime import date, datetime

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from sekisho.api.problems import Problem
from sekisho.domains.people.account import Account, AccountKind
from sekisho.domains.people.actors import actor_for
from sekisho.registers import limits, tokens
from sekisho.registers.actor import CALLERS, Actor, service
from sekisho.registers.settings import declare

PER_MINUTE = declare(
    "api.per_minute",
    600,
    _("API requests a minute of one token or account"),
    least=10,
    most=100_000,
    group=_("API"),
)
LEASE = 20
KEEP = 1.0  # seconds that roles are taken as read; a token itself is looked up every time
MANY = 10_000
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CHALLENGE = 'Bearer realm="sekisho"'


class _Csrf(CsrfViewMiddleware):
    """Django's own check, asked for its verdict: the view is exempt, for tokens need none."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        del request
        return reason


def caller(request: HttpRequest, at: datetime) -> Actor:
    """The actor behind the request. Raises Problem 401 or 403, limits.TooMany.

    Whatever is wrong with a token (unknown, expired, revoked, of a closed account), the answer
    is the same.
    """
    actor = known(request, at)
    if actor is None:
        wrong = 'error="invalid_token"' if request.headers.get("Authorization") else ""
        raise Problem(
            "no_access", headers={"WWW-Authenticate": ", ".join(filter(None, [CHALLENGE, wrong]))}
        )
    return actor


def known(request: HttpRequest, at: datetime) -> Actor | None:
    """The actor, None for nobody in particular; every call of one counts."""
    on = localtime(at).date()
    if given := request.headers.get("Authorization"):
        found = _by_token(given, at, on)
    else:
        found = _by_session(request, on)
    if found is None:
        return None
    key, actor = found
    spend(key, at)
    return actor


def bearer(request: HttpRequest, at: datetime, per_minute: int) -> Actor | None:
    """The actor of a bearer token, None for any other; every call counts. Raises TooMany."""
    found = _by_token(request.headers.get("Authorization", ""), at, localtime(at).date())
    if found is None:
        return None
    key, actor = found
    spend(f"scim:{key}", at, per_minute)
    return actor


def _by_token(given: str, at: datetime, on: date) -> tuple[str, Actor] | None:
    kind, _space, secret = given.partition(" ")
    if kind.lower() != "bearer":
        return None
    token = tokens.find(secret.strip(), at)
    if token is None:
        return None
    key = str(token.pk)
    held = _actors.get(key)
    if held is None or held[1] != on or time.monotonic() >= held[2]:
        if len(_actors) > MANY:
            _actors.clear()
        held = _actors[key] = (_actor_of(token, on), on, time.monotonic() + KEEP)
    return (key, held[0]) if held[0] and held[0].roles else None


def _actor_of(token: tokens.Token, on: date) -> Actor | None:
    scopes = frozenset(token.scopes)
    proof: dict[str, str | int] = {"token": str(token.pk)}
    for built_in in map(service, CALLERS):
        if token.account == built_in.id:
            return Actor(built_in.id, built_in.roles, None, scopes, auth=proof)
    account = Account.objects.present().filter(pk=token.account).first()
    return actor_for(account, on, proof, scopes) if account else None


def _by_session(request: HttpRequest, on: date) -> tuple[str, Actor] | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    account = request.user
    records = get_authentication_records(request, account)
    methods = ",".join(str(r.get("type") or r.get("method")) for r in records)
    latest = max((int(r.get("at", 0)) for r in records), default=0)
    actor = actor_for(account, on, {"methods": methods, "at": latest})
    if not actor.roles or account.kind == AccountKind.SERVICE:
        return None
    if request.method not in SAFE:
        check = _Csrf(lambda _request: None)  # type: ignore[arg-type]
        check.process_request(request)
        if check.process_view(request, None, (), {}):  # type: ignore[arg-type]
            raise Problem("csrf")
    return f"account:{account.pk}", actor


_lock = threading.Lock()
_leases: dict[str, tuple[int, float]] = {}
_actors: dict[str, tuple[Actor | None, date, float]] = {}


def spend(key: str, at: datetime, per_minute: int | None = None) -> None:
    """Count one request of ``key``. Raises limits.TooMany.

    A process takes a handful from the common bucket at once and spends them by itself, so that
    reading by API writes next to nothing.
    """
    now = time.monotonic()
    with _lock:
        left, until = _leases.get(key, (0, 0.0))
        if left and now < until:
            _leases[key] = (left - 1, until)
            return
    limit = per_minute or PER_MINUTE()
    lease = max(1, min(LEASE, limit // 10))
    limits.demand(f"api:{key}", limit // lease, 60, at)
    with _lock:
        if len(_leases) > MANY:
            _leases.clear()
        _leases[key] = (lease - 1, now + 60)


def forget() -> None:
    """Give up what this process holds (for tests)."""
    _leases.clear()
    _actors.clear()
