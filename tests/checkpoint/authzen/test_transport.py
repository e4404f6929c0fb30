"""Addresses, keys, limits and errors: AuthZEN 1.0 §9 and §10."""

from typing import Any

import pytest

from sekisho.checkpoint.authzen.asking import Answer, Page
from sekisho.checkpoint.authzen.door import LARGEST, Door
from sekisho.checkpoint.keys import Keys
from sekisho.checkpoint.standalone import Store
from sekisho.registers.secrets import digest
from tests.checkpoint.authzen.calling import Caller
from tests.checkpoint.authzen.stores import PAPER_POLICIES, PAPERS, papers, thing

ONE = "/access/v1/evaluation"
QUESTION = {
    "subject": thing("user", "alice"), "action": {"name": "read"},
    "resource": thing("record", "record-1"),
}  # fmt: skip


@pytest.mark.parametrize("missing", ["subject", "action", "resource"])
def test_a_question_has_three_parts(missing: str) -> None:
    part = QUESTION[missing]
    for wrong in (None, "alice", [part], {}, {"name": 1}, {"type": "", "id": ""}):
        reply = papers().post(ONE, QUESTION | {missing: wrong})
        assert reply.status == 400
        assert missing in reply.body["error"]["message"]
    assert papers().post(ONE, {k: v for k, v in QUESTION.items() if k != missing}).status == 400


@pytest.mark.parametrize(
    ("body", "environ", "status"),
    [
        (b"{}", {"CONTENT_TYPE": "text/plain"}, 400),
        (b"{}", {"CONTENT_TYPE": ""}, 400),
        (b"{}", {"CONTENT_TYPE": "application/json; charset=shift_jis"}, 415),
        (b"{}", {"HTTP_CONTENT_ENCODING": "gzip"}, 415),
        (b"", {}, 400),
        (b"{", {}, 400),
        (b"[]", {}, 400),
        (b"\xff", {}, 400),
        (b"[" * 5000, {}, 400),
        (b" " * (LARGEST + 1), {}, 413),
        (b" " * (LARGEST + 1), {"CONTENT_LENGTH": ""}, 413),
        (b"{}", {"CONTENT_LENGTH": "x"}, 400),
        (b"{}", {"method": "GET"}, 405),
        (b"{}", {"path": "/access/v2/evaluation"}, 404),
        (b"{}", {"path": "/access/v1/search/everything"}, 404),
        (b"{}", {"path": "/.well-known/authzen-configuration"}, 405),
    ],
)
def test_what_cannot_be_heard_is_an_error(
    body: bytes, environ: dict[str, str], status: int
) -> None:
    path = environ.pop("path", ONE)
    found = papers().raw(path, body, **environ)  # type: ignore[arg-type]
    assert found.status == status
    assert found.body["error"]["status"] == status


def test_unknown_members_and_nulls_are_passed_over() -> None:
    more = {"foo": "bar", "future": {"nested": True}, "context": None}
    assert papers().post(ONE, QUESTION | more).body["decision"] is True
    for wrong in ({"context": []}, {"subject": QUESTION["subject"] | {"properties": "admin"}}):
        assert papers().post(ONE, QUESTION | wrong).status == 400


def test_the_request_id_comes_back() -> None:
    assert papers().post(ONE, QUESTION, HTTP_X_REQUEST_ID="r-1").headers["X-Request-ID"] == "r-1"
    assert papers().post(ONE, {}, HTTP_X_REQUEST_ID="r-1").headers["X-Request-ID"] == "r-1"
    for odd in ("", "a\nSet-Cookie: b", "x" * 129):
        assert "X-Request-ID" not in papers().post(ONE, QUESTION, HTTP_X_REQUEST_ID=odd).headers


def test_the_metadata_names_the_address_that_was_asked() -> None:
    found = papers().raw("/.well-known/authzen-configuration", method="GET")
    assert found.status == 200
    assert found.body["policy_decision_point"] == "https://pdp.example"
    assert found.body["search_action_endpoint"] == "https://pdp.example/access/v1/search/action"
    wrong = papers().raw("/.well-known/authzen-configuration", method="GET", HTTP_HOST="a/b?c")
    assert wrong.status == 400


def test_an_enforcement_point_without_a_key_is_not_heard() -> None:
    keys = Keys([digest("first"), digest("second")])
    room = Caller(Door(Store(PAPERS, PAPER_POLICIES), keys))
    for given in ("", "Bearer", "Bearer third", "Basic first", "first"):
        reply = room.post(ONE, QUESTION, HTTP_AUTHORIZATION=given)
        assert reply.status == 401
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")
    assert room.post(ONE, QUESTION, HTTP_AUTHORIZATION="Bearer second").body["decision"] is True


class Broken:
    def decide(self, ask: Any) -> Answer:
        raise RuntimeError("the index is gone")

    def search(self, wanted: str, ask: Any, after: str, limit: int | None) -> Page:
        raise RuntimeError("the index is gone")


def test_a_checkpoint_that_breaks_permits_nothing(caplog: pytest.LogCaptureFixture) -> None:
    found = Caller(Door(Broken())).post(ONE, QUESTION)
    assert found.status == 500
    assert "decision" not in found.body
    assert "the index is gone" not in str(found.body)
