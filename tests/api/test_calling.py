"""Sessions, rates, and what lies beside the registers."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.api import caller as callers
from sekisho.findings import daily
from sekisho.ledger import files, sequence
from sekisho.obligations.obligation import obligations
from sekisho.registers import commands
from sekisho.registers.actor import Act, service
from sekisho.registers.register import registry
from tests.api.calling import V1, acting, by_token, caller, operator, send, somebody, token_of
from tests.given.people import a_unit

pytestmark = pytest.mark.django_db


def test_a_signed_in_person_reads_with_the_session() -> None:
    client = Client()
    client.force_login(somebody("director"))
    assert client.get(f"{V1}/assets").status_code == 200
    assert client.get(f"{V1}/me").json()["scopes"] is None


def test_a_session_writes_only_with_the_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(somebody("admin"))
    client.get("/accounts/login/")
    body = {"code": "X", "name": "新しい部", "starts_on": "2026-04-01"}
    bare = send(client, "POST", "/units", body)
    assert (bare.status_code, bare.json()["code"]) == (403, "csrf")
    page = client.get("/me")
    secret = page.context["csrf_token"]
    assert send(client, "POST", "/units", body, **{"X-CSRFToken": str(secret)}).status_code == 201


def test_a_token_needs_no_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True, headers={
        "Authorization": f"Bearer {token_of(somebody('admin'))}"})  # fmt: skip
    body = {"code": "X", "name": "新しい部", "starts_on": "2026-04-01"}
    assert send(client, "POST", "/units", body).status_code == 201


def test_a_session_that_is_over_is_nobody() -> None:
    account = somebody("director")
    client = Client()
    client.force_login(account)
    commands.write(registry["accounts"], _admin(), {"active": False}, account)
    assert client.get(f"{V1}/me").status_code == 401


def _admin() -> Act:
    from sekisho.domains.people.actors import actor_for

    actor = actor_for(somebody("admin"), acting().on)
    return Act(actor, timezone.now(), "test", acting().on)


def test_too_many_requests_are_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "PER_MINUTE", lambda: 10)
    client, other = operator(), caller("director")
    statuses = [client.get(f"{V1}/me").status_code for _n in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    late = client.get(f"{V1}/me")
    assert late.json()["code"] == "too_many"
    assert int(late.headers["Retry-After"]) >= 1
    assert other.get(f"{V1}/me").status_code == 200


def test_every_answer_carries_the_strict_headers() -> None:
    for path in ("/me", "/assets", "/nowhere", "/docs", "/openapi.json"):
        answer = operator().get(f"{V1}{path}")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_operator_by_token_never_approves() -> None:
    me = operator(["read", "write"]).get(f"{V1}/me").json()
    assert me["roles"] == ["operator"]


def test_the_evaluation_is_the_latest_standing() -> None:
    client = caller("director")
    never = client.get(f"{V1}/evaluation").json()
    assert never["on"] is None
    assert {one["state"] for one in never["obligations"]} == {"unknown"}
    a_unit()
    act = Act.now(service("engine"), timezone.now(), "engine", "Asia/Tokyo")
    whole = daily.evaluate(act)
    found = client.get(f"{V1}/evaluation").json()
    assert found["on"] == act.on.isoformat()
    assert {o["code"]: o["state"] for o in found["obligations"]} == {
        j.one.code: j.seal for j in whole.judged
    }
    assert client.get(f"{V1}/evaluation?on=2020-01-01").json()["on"] == "2020-01-01"
    assert client.get(f"{V1}/evaluation?on=2999-01-01").status_code == 422


def test_the_evaluation_is_for_those_who_oversee() -> None:
    assert caller("employee").get(f"{V1}/evaluation").status_code == 403
    assert caller("director", ["write"]).get(f"{V1}/evaluation").status_code == 403


def test_duties_name_the_obligations_that_answer_them() -> None:
    found = caller("employee").get(f"{V1}/duties").json()["items"]
    assert len(found) == 124
    assert {c for duty in found for c in duty["obligations"]} <= {one.code for one in obligations}


def test_the_checkpoint_is_the_signed_note_with_its_key() -> None:
    client = operator()
    assert client.get(f"{V1}/ledger/checkpoint").status_code == 404
    commands.write(
        registry["units"], acting(), {"code": "A", "name": "部", "starts_on": "2026-04-01"}
    )
    sequence.integrate()
    sequence.seal(timezone.now())
    found = client.get(f"{V1}/ledger/checkpoint").json()
    assert found["size"] >= 1
    assert found["vkeys"] == [one.vkey() for one in files.verifiers()]
    text = client.get(f"{V1}/ledger/checkpoint", headers={"Accept": "text/plain"})
    assert text.text == found["note"]


def test_an_unexpected_failure_is_a_problem_with_a_number_and_no_details(
    monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    from sekisho.api import records

    monkeypatch.setattr(records.listing, "wanted", lambda *_: 1 / 0)
    answer = operator().get(f"{V1}/assets")
    assert answer.status_code == 500
    assert answer.json()["code"] == "broken"
    assert "ZeroDivision" not in answer.text
    assert answer.headers["X-Request-ID"] in caplog.text


def test_another_tokens_owner_is_another_caller() -> None:
    one, other = somebody("director"), somebody("admin")
    assert by_token(token_of(one)).get(f"{V1}/me").json()["account"] == str(one.pk)
    assert by_token(token_of(other)).get(f"{V1}/me").json()["account"] == str(other.pk)
