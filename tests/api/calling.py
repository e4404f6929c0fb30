"""Calling the API as somebody, by token."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.test import Client
from django.utils import timezone

from sekisho.domains.people.account import Account
from sekisho.registers import tokens
from sekisho.registers.actor import Act, service
from tests.given.people import a_contractor, an_account, an_appointment

V1 = "/api/v1"
ALL = ("read", "write", "approve")
ROLES = (
    "director", "deputy", "chair", "committee", "manager", "employee", "contractor", "auditor",
    "admin",
)  # fmt: skip


def acting() -> Act:
    return Act.now(service("operator"), timezone.now(), "test", settings.TIME_ZONE)


def today() -> date:
    return acting().on


def somebody(role: str = "employee", **but: Any) -> Account:
    """An account whose person has ``role`` today."""
    if role == "auditor":
        return an_account(kind="auditor", person=None, **but)
    if role == "contractor":
        return an_account(person=a_contractor(), **but)
    account = an_account(**but)
    if role != "employee":
        an_appointment(person=account.person, role=role)
    return account


def token_of(account: Any, scopes: Iterable[str] = ALL, days: int = 30) -> str:
    act = acting()
    _token, secret = tokens.make(act, account.pk, "test", scopes, act.on + timedelta(days=days))
    return secret


def by_token(secret: str, **headers: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}", **headers})


def caller(role: str = "employee", scopes: Iterable[str] = ALL, **headers: str) -> Client:
    """A client that shows a token of somebody with ``role``."""
    return by_token(token_of(somebody(role), scopes), **headers)


def operator(scopes: Iterable[str] = ALL, **headers: str) -> Client:
    """A client that shows a token of the built-in operator."""
    act = acting()
    until = act.on + timedelta(days=30)
    _token, secret = tokens.make(act, service("operator").id, "test", scopes, until)
    return by_token(secret, **headers)


def send(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """One request with a JSON body below /api/v1."""
    data = {} if body is None else body
    return client.generic(
        method, V1 + path, orjson.dumps(data), "application/json", headers=headers
    )
