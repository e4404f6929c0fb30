"""Secrets that were planted turn up nowhere: not in logs, sheets, answers, history or the ledger."""

import io
import logging
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from sekisho.ledger.history import history
from sekisho.registers import links, tokens
from sekisho.registers.commands import write
from sekisho.registers.exchange.writing import WRITERS
from sekisho.registers.labels import Reader
from sekisho.registers.register import registry
from sekisho.registers.schema import schema
from tests.contract.acting import an_act, somebody
from tests.contract.conftest import anybody  # noqa: F401
from tests.given.people import a_unit, an_account
from tests.web.conftest import somebody as an_account_of

pytestmark = pytest.mark.django_db
PASSWORD = "鍵のかかった庭-73ab"
CANARY = "canary-4f1c9e"


def every_row() -> str:
    """All that stands in the database, as text; an index that cannot be read through is derived."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.endswith("_grams"):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                found.append(" ".join(
                    bytes(v).decode("utf-8", "replace") if isinstance(v, bytes | memoryview) else str(v)
                    for v in row
                ))  # fmt: skip
    return "\n".join(found)


@pytest.mark.usefixtures("anybody")
def test_the_hash_of_a_password_is_in_no_sheet_no_history_and_no_answer() -> None:
    register = registry["accounts"]
    account = an_account(password=f"argon2${CANARY}")
    write(register, an_act(), {"name": "改名"}, account)
    hidden = schema(register)
    assert "password" not in {f.name for f in hidden.fields} | hidden.writable.keys()
    for writer in WRITERS.values():
        out = io.BytesIO()
        reader = Reader(somebody(), date(2026, 11, 23))
        writer(out, register, reader.visible(register), "Asia/Tokyo", reader)
        assert CANARY.encode() not in out.getvalue()
    assert CANARY not in str([entry.payload for entry in history("accounts", account.pk)])
    client = Client()
    client.force_login(an_account_of("admin"))
    for path in ("", f"/{account.pk}", f"/{account.pk}/history", "/export.json", "?q=canary"):
        answer = client.get(f"/api/v1/accounts{path}")
        body = b"".join(answer) if answer.streaming else answer.content
        assert CANARY.encode() not in body, path
    for path in ("/r/accounts/", f"/r/accounts/{account.pk}", f"/r/accounts/{account.pk}/edit"):
        assert CANARY.encode() not in client.get(path).content, path


def test_nobody_sorts_or_filters_by_a_secret() -> None:
    client = Client()
    client.force_login(an_account_of("admin"))
    for query in ("order=password", "password=x", "password__from=a", "order=-last_login"):
        answer = client.get(f"/api/v1/accounts?{query}")
        assert answer.status_code in {400, 422}, query


def test_a_token_is_kept_by_its_hash_alone() -> None:
    act = an_act()
    _token, secret = tokens.make(
        act, an_account().pk, "連携", ["read"], act.on + timedelta(days=30)
    )
    assert len(secret) > 40
    assert secret[tokens.SHOWN :] not in every_row()


def test_a_capability_link_is_kept_by_its_hash_alone() -> None:
    at = timezone.now()
    made = links.make(
        "report",
        ("units", a_unit().pk),
        expires_at=at + timedelta(days=1),
        by=an_account().pk,
        at=at,
    )
    secret = made[1] if isinstance(made, tuple) else made
    assert isinstance(secret, str)
    assert len(secret) > 40
    assert secret not in every_row()


def test_a_failed_sign_in_writes_the_password_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    account = an_account()
    with caplog.at_level(logging.DEBUG):
        for login in (account.email, "nobody@example.jp"):
            answer = Client().post("/accounts/login/", {"login": login, "password": PASSWORD})
            assert PASSWORD not in answer.content.decode()
    assert PASSWORD not in caplog.text
    assert PASSWORD not in every_row()


def test_a_wrong_token_is_repeated_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    secret = f"sk_{CANARY}"
    with caplog.at_level(logging.DEBUG):
        answer = Client().get("/api/v1/units", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    assert CANARY not in answer.content.decode()
    assert CANARY not in caplog.text


def test_what_breaks_inside_is_told_to_the_log_without_what_was_sent(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sekisho.registers import listing

    def broken(*_: object) -> None:
        raise RuntimeError

    client = Client(raise_request_exception=False)
    client.force_login(an_account_of("director"))
    monkeypatch.setattr(listing, "rows", broken)
    sent = {"Authorization": "", "Cookie": ""}
    answer = client.get(f"/api/v1/units?q={CANARY}", headers={k: v for k, v in sent.items() if v})
    assert answer.status_code == 500
    assert CANARY not in answer.content.decode()
    assert "RuntimeError" not in answer.content.decode()
