"""Signed deliveries."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sekisho.connectors import webhook
from sekisho.connectors.webhook import judge, sign, verify
from tests.connectors.listening import listening, plain

NOON = datetime(2026, 4, 1, 3, tzinfo=UTC)
BODY = '{"kind":"assets","名":"台帳"}'.encode()


def test_a_signature_holds_for_its_id_body_time_and_secret_alone() -> None:
    good = sign("s", "1", BODY, NOON)
    assert verify("s", "1", good, BODY, NOON)
    assert not verify("t", "1", good, BODY, NOON)
    assert not verify("s", "2", good, BODY, NOON)
    assert not verify("s", "1", good, BODY + b" ", NOON)
    assert not verify("s", "1", good.replace("t=1", "t=2"), BODY, NOON)


def test_an_old_signature_is_refused() -> None:
    good = sign("s", "1", BODY, NOON)
    assert verify("s", "1", good, BODY, NOON + timedelta(seconds=300))
    assert not verify("s", "1", good, BODY, NOON + timedelta(seconds=301))
    assert not verify("s", "1", good, BODY, NOON - timedelta(seconds=301))


@pytest.mark.parametrize(
    "header", ["", "t=,v1=", "t=x,v1=y", "v1=abc", "t=1775012400", "t=²,v1=a", "t=1,v1=日本", ",,="]
)
def test_a_malformed_signature_is_refused_quietly(header: str) -> None:
    assert not verify("s", "1", header, BODY, NOON)


def test_the_receiver_code_of_the_documentation_accepts_it() -> None:
    import hashlib
    import hmac

    start = (webhook.__doc__ or "").index("    def verify")
    end = (webhook.__doc__ or "").index("\n\nAnswer 2xx")
    scope: dict[str, Any] = {"hmac": hmac, "hashlib": hashlib}
    source = (webhook.__doc__ or "")[start:end]
    exec("\n".join(line[4:] for line in source.splitlines()), scope)
    good = sign("s", "1", BODY, NOON)
    assert scope["verify"]("s", "1", good, BODY, NOON.timestamp())
    assert not scope["verify"]("x", "1", good, BODY, NOON.timestamp())


@pytest.mark.parametrize(
    ("status", "ok", "again"),
    [
        (200, True, False), (204, True, False), (301, False, False), (400, False, False),
        (401, False, False), (408, False, True), (410, False, False), (425, False, True),
        (429, False, True), (500, False, True), (503, False, True),
    ],
)  # fmt: skip
def test_the_status_decides_whether_to_try_again(status: int, ok: bool, again: bool) -> None:
    outcome = judge(status, {})
    assert (outcome.ok, outcome.again) == (ok, again)


def test_a_receiver_may_ask_for_patience() -> None:
    assert judge(429, {"retry-after": "120"}).wait == 120
    assert judge(503, {"retry-after": "Wed, 01 Apr 2026 00:00:00 GMT"}).wait == 0
    assert judge(503, {"retry-after": "99999999"}).wait == 86400


def test_a_delivery_arrives_signed_and_named(settings: Any) -> None:
    with listening(lambda handler: plain(handler, 204, b"")) as server:
        settings.OUTBOUND_INTERNAL = [url := f"http://hook.example:{server.port}"]
        outcome = webhook.deliver(url, "s", "id-1", BODY, NOON, lambda _h, _p: ["127.0.0.1"])
    assert outcome.ok
    _method, _path, headers, body = server.requests[0]
    assert headers["Sekisho-Id"] == "id-1"
    assert verify("s", "id-1", headers["Sekisho-Signature"], body, NOON)


def test_what_may_not_be_called_is_not_tried_again_and_what_is_away_is() -> None:
    assert not webhook.deliver("https://127.0.0.1/", "s", "1", b"{}", NOON).again
    gone = webhook.deliver("https://hook.example/", "s", "1", b"{}", NOON, lambda _h, _p: [])
    assert (gone.ok, gone.again) == (False, True)
