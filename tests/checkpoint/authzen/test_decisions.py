"""Evaluation and boxcar: AuthZEN 1.0 §6 and §7."""

from typing import Any

import pytest

from tests.checkpoint.authzen.stores import papers, thing

ALICE, BOB = thing("user", "alice"), thing("user", "bob")
ONE, TWO = thing("record", "record-1"), thing("record", "record-2")
READ, WRITE = {"name": "read"}, {"name": "write"}
MANY = "/access/v1/evaluations"


@pytest.mark.parametrize(
    ("subject", "action", "resource", "expected"),
    [
        (ALICE, READ, ONE, True),
        (ALICE, WRITE, ONE, True),
        (BOB, READ, ONE, True),
        (BOB, WRITE, ONE, False),
        (ALICE, WRITE, TWO, False),
        (thing("user", "alice", role="admin"), WRITE, TWO, True),  # trusted, so it counts
        (ALICE, {"name": "delete", "properties": {"soft": True}}, ONE, True),
        (ALICE, {"name": "delete", "properties": {"soft": False}}, ONE, False),
        (ALICE, {"name": "delete"}, ONE, False),
        (thing("user", "nobody"), READ, ONE, False),
        (thing("ship", "alice"), READ, ONE, False),
        (ALICE, READ, thing("record", "none"), False),
        (ALICE, {"name": "fly"}, ONE, False),
    ],
)
def test_the_policies_decide(subject: Any, action: Any, resource: Any, expected: bool) -> None:
    found = papers().decide(subject, action, resource, time="2026-04-01T09:00:00+09:00", level=0.5)
    assert found["decision"] is expected
    assert bool(found["context"].get("reasons")) is not expected


def test_what_an_enforcement_point_says_of_somebody_widens_nothing() -> None:
    room = papers(trust=False)
    claimed = thing("user", "alice", role="admin")
    assert not room.decide(claimed, WRITE, TWO)["decision"]
    assert not room.decide(BOB, WRITE, thing("record", "record-1", status="archived"))["decision"]
    assert not room.decide(thing("user", "eve", role="admin"), WRITE, TWO)["decision"]
    assert not room.decide(BOB, WRITE, thing("record", "new", status="archived"))["decision"]
    assert room.decide(BOB, WRITE, TWO)["decision"]  # what the store says does


def test_a_deny_says_why_in_both_languages() -> None:
    found = papers().decide(ALICE, WRITE, TWO)["context"]
    assert found["reason"] == "forbidden"
    assert found["reasons"] == [
        {
            "code": "forbidden",
            "policy": "sealed",
            "ja": "保管済みの記録は書き換えられません。",
            "en": "Archived records stay as they are.",
        }
    ]
    stranger = papers().decide(thing("user", "eve"), READ, ONE)["context"]["reasons"][0]
    assert stranger["code"] == "subject_unknown"
    assert "user:eve" in stranger["ja"]
    assert stranger["ja"] != stranger["en"]


def test_defaults_are_replaced_as_a_whole() -> None:
    body = {
        "subject": thing("user", "alice", role="admin"), "action": WRITE, "resource": TWO,
        "evaluations": [{}, {"subject": ALICE}, {"resource": ONE}, {"action": READ, "resource": ONE}],
    }  # fmt: skip
    found = papers().post(MANY, body).body["evaluations"]
    assert [one["decision"] for one in found] == [True, False, True, True]


def test_without_a_list_one_question_is_answered() -> None:
    for rest in ({}, {"evaluations": []}, {"evaluations": None}):
        body = {"subject": ALICE, "action": READ, "resource": ONE} | rest
        assert papers().post(MANY, body).body["decision"] is True


@pytest.mark.parametrize(
    ("semantic", "expected"),
    [
        ("execute_all", [True, False, True, False]),
        ("deny_on_first_deny", [True, False]),
        ("permit_on_first_permit", [True]),
    ],
)
def test_a_boxcar_stops_where_it_is_told_to(semantic: str, expected: list[bool]) -> None:
    items = [
        {"resource": ONE},
        {"resource": TWO},
        {"resource": ONE},
        {"resource": {"type": "record"}},
    ]
    body = {"subject": ALICE, "action": READ, "evaluations": items}
    found = papers().post(MANY, body | {"options": {"evaluations_semantic": semantic}}).body
    assert [one["decision"] for one in found["evaluations"]] == expected
    if len(expected) == 4:
        assert found["evaluations"][3]["context"]["error"]["status"] == 400
