"""Search: AuthZEN 1.0 §8."""

from typing import Any

import pytest

from sekisho.checkpoint.authzen.door import Door
from sekisho.checkpoint.standalone import Store
from tests.checkpoint.authzen.calling import Caller
from tests.checkpoint.authzen.stores import entity, papers, thing

USER, RECORD = {"type": "user"}, {"type": "record"}
ONE = thing("record", "record-1")


def found(wanted: str, room: Caller | None = None, **body: Any) -> list[str]:
    reply = (room or papers()).post(f"/access/v1/search/{wanted}", body)
    assert reply.status == 200
    assert next(iter(reply.body)) == "page"
    return [one.get("id") or one["name"] for one in reply.body["results"]]


def test_subjects_resources_and_actions_are_found() -> None:
    read, write = {"name": "read"}, {"name": "write"}
    assert found("subject", subject=USER, action=read, resource=ONE) == ["alice", "bob"]
    assert found("subject", subject=USER, action=write, resource=thing("record", "record-2")) == [
        "bob"
    ]
    assert found("resource", subject=thing("user", "bob"), action=write, resource=RECORD) == [
        "record-2"
    ]
    assert found("resource", subject=thing("user", "alice"), action=read, resource=ONE) == [
        "record-1"
    ]
    assert found("action", subject=thing("user", "alice"), resource=ONE) == ["read", "write"]


def test_what_nobody_knows_finds_nothing() -> None:
    read = {"name": "read"}
    assert found("action", subject=thing("user", "nobody"), resource=ONE) == []
    assert found("subject", subject={"type": "ship"}, action=read, resource=ONE) == []
    assert (
        found("resource", subject=thing("user", "alice"), action=read, resource={"type": "x"}) == []
    )


def test_pages_join_into_the_whole() -> None:
    store = [entity("user", f"u{n:02}") for n in range(25)] + [entity("record", "r")]
    policy = 'permit(principal, action, resource) unless { principal == user::"u07" };'
    room = Caller(Door(Store(store, policy)))
    body: dict[str, Any] = {
        "subject": USER,
        "action": {"name": "x"},
        "resource": thing("record", "r"),
    }
    whole = found("subject", room, **body)
    assert len(whole) == 24
    seen, page = [], {"limit": 7}
    while page:
        reply = room.post("/access/v1/search/subject", body | {"page": page}).body
        seen.append([one["id"] for one in reply["results"]])
        token = reply["page"]["next_token"]
        page = {"token": token} if token else {}
    assert [len(one) for one in seen] == [7, 7, 7, 3]
    assert [name for one in seen for name in one] == whole
    counted = room.post("/access/v1/search/subject", body | {"page": {"limit": 0}}).body
    assert (counted["results"], counted["page"]["total"]) == ([], 24)


def test_a_token_opens_its_own_question_alone() -> None:
    body: dict[str, Any] = {"subject": USER, "action": {"name": "read"}, "resource": ONE}
    room = papers()
    first = room.post("/access/v1/search/subject", body | {"page": {"limit": 1}}).body
    token = first["page"]["next_token"]
    for wrong in (
        body | {"page": {"token": token, "limit": 2}},
        body | {"action": {"name": "write"}, "page": {"token": token}},
        body | {"page": {"token": token[:-4] + "AAAA"}},
        body | {"page": {"token": "nonsense"}},
        body | {"page": {"limit": -1}},
        body | {"page": {"limit": True}},
        body | {"page": []},
    ):
        assert room.post("/access/v1/search/subject", wrong).status == 400
    again = body | {"page": {"token": token, "limit": 1}}
    assert room.post("/access/v1/search/subject", again).body["results"][0]["id"] == "bob"


@pytest.mark.parametrize(
    ("wanted", "body"),
    [
        ("subject", {"subject": USER, "resource": ONE}),
        ("subject", {"subject": USER, "action": {"name": "x"}, "resource": RECORD}),
        ("resource", {"action": {"name": "x"}, "resource": RECORD}),
        ("resource", {"subject": USER, "action": {"name": "x"}, "resource": RECORD}),
        ("action", {"subject": thing("user", "alice")}),
        ("action", {"subject": USER, "resource": ONE}),
    ],
)
def test_half_a_question_is_refused(wanted: str, body: Any) -> None:
    assert papers().post(f"/access/v1/search/{wanted}", body).status == 400
