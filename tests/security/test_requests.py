"""Requests that somebody else made up: other hosts, other sites, fields nobody offered."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sekisho.registers.register import registry
from sekisho.registers.schema import Schema
from tests.contract.acting import NAMES
from tests.given.every import a_record
from tests.given.people import a_pledge
from tests.house.tree import ROOT
from tests.web.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ARGUMENTS = {
    "slug:name": "assets", "str:name": "assets", "slug:kind": "csv", "slug:field": "unit",
    "str:key": "IA-0001", "slug:move": "end", "str:move": "end", "str:suffix": "csv", "int:pk": "1",
}  # fmt: skip
UUID = "019ab000-0000-7000-8000-000000000000"


def addresses(patterns: Any, prefix: str = "") -> list[str]:
    """Every address of the product, with something in the place of each argument."""
    found: list[str] = []
    for one in patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            found += addresses(one.url_patterns, path)
        elif isinstance(one, URLPattern) and "(" not in path and ".*" not in path:
            filled = re.sub(r"<([^>]+)>", lambda m: ARGUMENTS.get(m[1], UUID), path)
            found.append("/" + filled.replace("^", "").replace("$", ""))
    return sorted(set(found))


EVERY = addresses(get_resolver().url_patterns)


def signed_in(role: str = "director", **but: Any) -> Client:
    client = Client(**but)
    client.force_login(somebody(role))
    return client


def test_no_unsafe_request_is_answered_without_the_token_of_our_own_page() -> None:
    client = signed_in(enforce_csrf_checks=True, raise_request_exception=False)
    for path in (one for one in EVERY if not one.startswith("/ssf/")):  # no session opens those
        api = path.startswith("/api/")
        for method in ("post", "put", "patch", "delete") if api else ("post",):
            status = getattr(client, method)(path).status_code
            assert status in {403, 404, 405}, f"{method} {path}: {status}"


def test_no_address_answers_a_stranger() -> None:
    client = Client(raise_request_exception=False)
    for path in EVERY:
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            place = answer.headers.get("Location", "")
            closed = answer.status_code in {401, 403, 404, 405} or place.startswith(
                "/accounts/login/"
            )
            assert closed or path in OPEN, f"{method} {path}: {answer.status_code} {place}"


OPEN = {
    "/healthz", "/readyz", "/accounts/login/", "/accounts/logout/", "/accounts/inactive/",
    "/accounts/password/reset/", "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/", "/accounts/2fa/authenticate/",
    "/accounts/2fa/webauthn/login/", "/forward-auth/start", "/api/v1/openapi.json", "/api/v1/docs",
    "/.well-known/ssf-configuration", "/ssf/jwks.json", "/ssf/events",
}  # fmt: skip


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil", ""]
)
def test_another_host_is_refused(host: str) -> None:
    for path in ("/", "/accounts/login/", "/api/v1/me"):
        answer = Client(raise_request_exception=False).get(path, headers={"Host": host or "a b"})
        assert answer.status_code == 400


ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "/\t/evil.example",
    "\\\\evil.example", "javascript:alert(1)", "http:evil.example", "///evil.example",
    "/%09/evil.example\r\nSet-Cookie: a=b",
]  # fmt: skip


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_a_move_leads_nowhere_but_here(onward: str) -> None:
    account = somebody()
    pledge = a_pledge(
        person=account.person,
        wording="守ります",
        outcome="",
        signed_on=None,
        original="",
        signing="",
    )
    client = Client()
    client.force_login(account)
    answer = client.post(f"/r/pledges/{pledge.number}/moves/consent", {"next_": onward})
    assert answer.status_code == 302
    assert_here(answer.headers["Location"])


def assert_here(place: str) -> None:
    assert re.match(r"/(?![/\\\t\r\n])", place), place
    assert not re.search(r"[\t\r\n\\]", place), place


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_signing_in_leads_nowhere_but_here(onward: str) -> None:
    account = somebody()
    account.set_password("長い合言葉-2026-秋")
    account.save()
    sent = {"login": account.email, "password": "長い合言葉-2026-秋", "next": onward}
    answer = Client().post("/accounts/login/", sent)
    assert answer.status_code == 302
    assert_here(answer.headers["Location"])


@pytest.mark.parametrize(
    "name", [n for n in NAMES if registry[n].listed and registry[n].rights.change]
)
def test_nobody_slips_in_what_the_system_fills_in(name: str) -> None:
    """By the API it is refused with its name; by the page it is left out."""
    register = registry[name]
    role = next((r for r in register.rights.of("change") if r in ROLES), "admin")
    client = signed_in(role)
    record = a_record(name)
    before = register.model._default_manager.filter(pk=record.pk).values().get()
    form = Schema(register)
    closed = [n for n in form.all if n not in form.writable]
    for field in (*closed, "extra", "roles", "is_superuser", "is_staff"):
        answer = client.patch(
            f"/api/v1/{name}/{record.pk}",
            {field: "1"},
            "application/json",
            headers={"If-Match": "*"},
        )
        assert answer.status_code in {403, 404, 422}, field
    kept = {n: form.values(record)[n] for n in form.writable}
    typed = {n: v for n, v in kept.items() if isinstance(v, str)}
    client.post(
        f"/r/{name}/{record.pk}/edit", {**typed, **dict.fromkeys(closed, "1"), "extra": "1"}
    )
    after = register.model._default_manager.filter(pk=record.pk).values().get()
    sealed = {form.all[n].attname for n in closed if n not in {"ver", "changed_at"}}
    assert {n: after[n] for n in sealed - register.derived} == {
        n: before[n] for n in sealed - register.derived
    }


ROLES = ("director", "chair", "committee", "admin")


def test_the_deployment_checks_of_the_framework_find_nothing(tmp_path: Path) -> None:
    ours = {n: v for n, v in os.environ.items() if n != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    env = ours | {
        "SEKISHO_DATA": str(tmp_path),
        "SEKISHO_URL": "https://sekisho.example.co.jp",
        "DJANGO_SETTINGS_MODULE": "sekisho.config.settings",
    }
    words = ["tools/manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    found = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
