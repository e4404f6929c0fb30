"""What is true of every register by API, for every role and every token."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from sekisho.api import caller as callers
from sekisho.domains.people.actors import actor_for
from sekisho.registers import extras, guard, settings
from sekisho.registers.actor import Actor
from sekisho.registers.register import Register, registry
from tests.api.calling import ALL, ROLES, V1, by_token, operator, send, somebody, today, token_of
from tests.contract.roles import unlike
from tests.given.every import BUILDERS

pytestmark = pytest.mark.django_db

LISTED = [one for one in registry if one.listed]
GONE, REFUSED, NOWHERE = 401, 403, 404


BUILT = [one for one in LISTED if one.name in BUILDERS]
ONCE = {"settings", "terms", "companies"}
"""Registers of which the builder makes one and the same record."""


def named(register: Register[Any]) -> str:
    return register.name


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    callers.forget()
    settings.forget()
    extras.forget()
    yield
    settings.forget()


def routes() -> Iterator[str]:
    """Every route under /api/, from the resolver."""
    (api,) = [p for p in get_resolver().url_patterns if str(p.pattern) == "api/"]

    def below(patterns: Any, before: str) -> Iterator[str]:
        for one in patterns:
            if isinstance(one, URLPattern):
                yield f"{before}{one.pattern}"
            else:
                yield from below(one.url_patterns, f"{before}{one.pattern}")

    yield from below(api.url_patterns, "/api/")


def address(route: str) -> str:
    for mark, value in {
        "<str:name>": "assets", "<str:key>": str(uuid4()), "<str:move>": "classify",
        "<uuid:file>": str(uuid4()), "<str:suffix>": "csv", "^.*$": "nowhere",
    }.items():  # fmt: skip
        route = route.replace(mark, value)
    return route


OPEN = {"/api/v1/openapi.json", "/api/v1/docs"}


@pytest.mark.once
@pytest.mark.parametrize("route", sorted(routes()))
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "PUT", "DELETE"])
def test_nobody_in_particular_gets_nothing_but_the_description(route: str, method: str) -> None:
    answer = Client().generic(method, address(route))
    if route in OPEN:
        assert answer.status_code == (200 if method == "GET" else 405)
    else:
        assert answer.status_code in {GONE, 405}
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.once
@pytest.mark.parametrize("route", sorted(set(routes()) - OPEN))
def test_a_token_without_a_useful_scope_opens_no_route(route: str) -> None:
    secret = token_of(somebody("director"), ["nothing.read"])
    for method in ("GET", "POST", "PATCH"):
        answer = by_token(secret).generic(method, address(route), b"{}", "application/json",
                                          headers={"If-Match": "*"})  # fmt: skip
        whoami = route.endswith("/me") and method == "GET"
        assert answer.status_code in ({200} if whoami else {403, 404, 405})


def test_no_register_hides_behind_an_address_of_its_own() -> None:
    taken = {route.split("/")[3] for route in routes() if route.startswith("/api/v1/")}
    assert not {one.name for one in LISTED} & (taken - {"webhooks"})


def test_every_register_has_a_builder() -> None:
    assert [one.name for one in LISTED if one.name not in BUILDERS] == []


def acting_as(role: str) -> tuple[Client, Actor]:
    account = somebody(role)
    return by_token(token_of(account)), actor_for(account, today(), scopes=frozenset(ALL))


def may(actor: Actor, verb: str, register: Register[Any], record: Any = None) -> bool:
    return guard.guard().decide(actor, verb, register, record, today()).allowed


def sees(actor: Actor, register: Register[Any], record: Any) -> bool:
    return bool(guard.visible(actor, register, today()).filter(pk=record.pk).exists())


@pytest.mark.parametrize(
    ("register", "role"),
    [
        pytest.param(one, role, id=f"{one.name}-{role}")
        for one in BUILT
        for role in unlike(one, ROLES)
    ],
)
def test_the_api_shows_and_does_what_the_guard_allows(register: Register[Any], role: str) -> None:
    record = BUILDERS[register.name]()
    client, actor = acting_as(role)
    base, here = f"/{register.name}", f"/{register.name}/{record.pk}"
    reads, seen = may(actor, "read", register), sees(actor, register, record)

    listed = client.get(f"{V1}{base}?limit=200")
    assert listed.status_code == (200 if reads else REFUSED)
    if reads:
        assert (str(record.pk) in [one["id"] for one in listed.json()["items"]]) == seen
    hidden = NOWHERE if reads else REFUSED
    for part in ("", "/history", "/comments", "/files"):
        assert client.get(f"{V1}{here}{part}").status_code == (200 if seen else hidden)
    assert client.get(f"{V1}{here}/files/{uuid4()}").status_code == hidden or seen

    changes = send(client, "PATCH", here, {}, **{"If-Match": "*"}).status_code
    allowed = {200, 422, 409} if may(actor, "change", register, record) else {REFUSED}
    assert changes in (allowed if seen else {hidden})
    for move in register.life.moves if register.life else ():
        moved = send(client, "POST", f"{here}/moves/{move.name}").status_code
        allowed = {200, 403, 409, 422} if may(actor, move.name, register, record) else {REFUSED}
        assert moved in (allowed if seen else {hidden, REFUSED})
    if not may(actor, "add", register):
        assert send(client, "POST", base, {}).status_code in {REFUSED, 422}
    gone = send(client, "POST", f"{here}/withdraw", {"reason": "test"}).status_code
    allowed = {200, 422} if may(actor, "withdraw", register, record) else {REFUSED}
    assert gone in ((allowed | {404}) if seen else {hidden})


@pytest.mark.parametrize("register", BUILT, ids=named)
def test_a_hidden_record_and_one_that_never_was_look_the_same(register: Register[Any]) -> None:
    record = BUILDERS[register.name]()
    client, actor = acting_as("employee")
    if sees(actor, register, record):
        return
    for part in ("", "/history", "/comments", "/files", "/moves/approve", "/withdraw"):
        method = "POST" if part.startswith(("/moves", "/withdraw")) else "GET"
        there = send(client, method, f"/{register.name}/{record.pk}{part}")
        never = send(client, method, f"/{register.name}/{uuid4()}{part}")
        assert there.status_code == never.status_code
        assert there.json() | {"instance": ""} == never.json() | {"instance": ""}
    if may(actor, "read", register):
        for query in ("", "?limit=200", "?order=-changed_at", f"?id={record.pk}"):
            assert str(record.pk) not in client.get(f"{V1}/{register.name}{query}").text


@pytest.mark.parametrize("register", BUILT, ids=named)
def test_a_token_does_only_what_it_is_scoped_for(register: Register[Any]) -> None:
    record = BUILDERS[register.name]()
    account = somebody("director")
    here = f"/{register.name}/{record.pk}"
    reader, writer = by_token(token_of(account, ["read"])), by_token(token_of(account, ["write"]))
    assert send(reader, "PATCH", here, {}, **{"If-Match": "*"}).status_code in {403, 404}
    assert send(reader, "POST", f"/{register.name}", {}).status_code == 403
    assert send(reader, "POST", f"{here}/comments", {"text": "x"}).status_code in {403, 404}
    assert send(reader, "POST", f"{here}/withdraw", {"reason": "x"}).status_code in {403, 404}
    assert writer.get(f"{V1}{here}").status_code == 403
    for move in register.life.moves if register.life else ():
        assert send(reader, "POST", f"{here}/moves/{move.name}").status_code in {403, 404}


@pytest.mark.parametrize("register", BUILT, ids=named)
def test_a_list_costs_the_same_queries_however_long_it_is(register: Register[Any]) -> None:
    client = operator()

    def queries() -> int:
        client.get(f"{V1}/{register.name}?limit=200")
        with CaptureQueriesContext(
            connection,
        ) as made:
            assert client.get(f"{V1}/{register.name}?limit=200").status_code == 200
        return len(made)

    BUILDERS[register.name]()
    few = queries()
    for _n in range(0 if register.name in ONCE else 7):
        BUILDERS[register.name]()
    assert queries() <= few


@pytest.mark.parametrize("register", BUILT, ids=named)
def test_paging_meets_every_record_once(register: Register[Any]) -> None:
    made = {str(BUILDERS[register.name]().pk) for _n in range(1 if register.name in ONCE else 5)}
    client, after, met = operator(), "", []
    for _page in range(400):
        found = client.get(f"{V1}/{register.name}", {"limit": "2", "after": after}).json()
        met += [one["id"] for one in found["items"]]
        after = found["next"]
        if not after:
            break
    assert made <= set(met)
    assert len(met) == len(set(met))
