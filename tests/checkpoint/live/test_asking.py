"""Enforcement points ask the main process; people ask on the command line."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sekisho.checkpoint import live, points
from sekisho.checkpoint.front import front
from sekisho.registers import tokens
from sekisho.registers.actor import Act, service
from tests.checkpoint.authzen.calling import Caller
from tests.checkpoint.live.company import NOW, Company
from tests.given.people import an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    company = Company()
    monkeypatch.setattr(live, "_here", [company.gate])
    yield company


def a_token(*scopes: str) -> tuple[Any, str]:
    account = an_account(kind="service", person=None)
    act = Act.now(service("operator"), NOW, "test", "Asia/Tokyo")
    return tokens.make(act, account.pk, "wiki", scopes, date(2030, 1, 1))


def behind(_environ: Any, start: Any) -> list[bytes]:
    body = b'"django"'
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def question(company: Company) -> dict[str, Any]:
    return {
        "subject": {"type": "person", "id": company.hana.number}, "action": {"name": "read"},
        "resource": {"type": "asset", "id": company.plans.number},
        "context": {"device": company.device.tag, "auth_time": NOW.timestamp(), "amr": ["otp"]},
    }  # fmt: skip


def test_a_token_of_the_right_scope_asks_and_no_other(gate: Company) -> None:
    room = Caller(front(behind))
    assert room.raw("/anything", method="GET").body == "django"
    _token, read = a_token("read")
    token, secret = a_token(points.SCOPE)
    path = "/access/v1/evaluation"
    for given in ("", f"Bearer {read}", "Bearer sk_nonsense"):
        assert room.post(path, question(gate), HTTP_AUTHORIZATION=given).status == 401
    found = room.post(path, question(gate), HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert (found.status, found.body["decision"]) == (200, True)
    act = Act.now(service("operator"), NOW, "test", "Asia/Tokyo")
    tokens.revoke(act, token.pk)
    fresh = Caller(front(behind))  # another process, or this one a second later
    assert fresh.post(path, question(gate), HTTP_AUTHORIZATION=f"Bearer {secret}").status == 401


def test_lists_hold_what_is_permitted_one_by_one(gate: Company) -> None:
    _token, secret = a_token(points.SCOPE)
    room = Caller(front(behind))

    def found(wanted: str, **but: Any) -> list[str]:
        body = question(gate) | but
        reply = room.post(
            f"/access/v1/search/{wanted}", body, HTTP_AUTHORIZATION=f"Bearer {secret}"
        )
        assert reply.status == 200
        return [one.get("id") or one["name"] for one in reply.body["results"]]

    assert found("action") == ["read", "write"]
    assert found("resource") == [gate.plans.number]
    assert found("subject") == [gate.hana.number]
    assert found("subject", action={"name": "fly"}) == []
    assert found("resource", subject={"type": "person", "id": "nobody"}) == []


def test_the_command_line_says_why_and_ends_with_one(
    gate: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    from sekisho.cli.command import Context, operator
    from sekisho.config.main import parser

    def run(*words: str) -> tuple[int, dict[str, Any]]:
        args = parser().parse_args(["checkpoint", "decide", *words])
        code = args.command_.run(Context(args, args.json, operator()))
        return code, json.loads(capsys.readouterr().out)

    who, what = f"person:{gate.hana.number}", f"asset:{gate.plans.number}"
    code, found = run("--subject", who, "--action", "read", "--resource", what, "--json")
    assert (code, found["decision"]) == (1, False)
    assert {one["gate"] for one in found["context"]["reasons"]} >= {"identity", "device"}
