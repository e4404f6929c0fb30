"""Which pages open without signing in, and whose signing in still holds."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.urls import ResolverMatch

from sekisho.domains.people.account import Account, AccountKind
from sekisho.registers.actor import Actor

V = TypeVar("V", bound=Callable[..., Any])

OWN_LOCK = ("/api/", "/scim/", "/access/v1/", "/forward-auth/", "/.well-known/", "/ssf/")
"""Addresses that check a bearer token or a session themselves."""

OPEN_PATHS = ("/static/", "/healthz", "/readyz", "/metrics")

OPEN_NAMES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)


def open_door(view: V) -> V:
    """Marks a view that opens without signing in (a capability link checks its own token)."""
    view.open_door = True  # type: ignore[attr-defined]
    return view


def is_open(path: str, match: ResolverMatch | None, view: Callable[..., Any]) -> bool:
    """May this address be opened by nobody in particular?"""
    if path.startswith(OWN_LOCK + OPEN_PATHS) or getattr(view, "open_door", False):
        return True
    return match is not None and match.view_name in OPEN_NAMES


def holds(account: Account, actor: Actor) -> bool:
    """Does signing in still hold? Closed, expired and left accounts have no role at all;
    services show a token, never a session."""
    return bool(actor.roles) and account.kind != AccountKind.SERVICE
