"""The OpenID interop cases, where they are at hand: $AUTHZEN_VECTORS, else beside this repository."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.checkpoint.authzen.stores import errands, papers

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "authzen-vectors"
FOLDER = Path(os.environ.get("AUTHZEN_VECTORS", BESIDE))
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the vectors of github.com/openid/authzen: set AUTHZEN_VECTORS"
)


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text())


def holds(found: Any, expected: Any) -> bool:
    """Whether ``found`` says at least what is expected."""
    if isinstance(expected, dict):
        return all(key in found and holds(found[key], value) for key, value in expected.items())
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(holds, found, expected))
    return bool(found == expected)


def test_every_certification_case_is_answered_as_it_should_be() -> None:
    room = papers()
    for case in read("certification/cases.json")["cases"]:
        body = case["request"]
        if case["id"] == "c-4-5-2":  # goes on from the page of c-4-5-1
            first = room.post(case["endpoint"], body | {"page": {"limit": 1}}).body
            body = body | {"page": {"token": first["page"]["next_token"]}}
        found = room.post(case["endpoint"], body)
        assert found.status == case["expected_status"], case
        assert holds(found.body, case["expected_body_at_least"] or {}), (case, found.body)


def test_every_todo_vector_is_answered_as_it_should_be() -> None:
    room = errands(read("todo/users.json"))
    asked = 0
    for name in ("01", "02"):
        vectors = read(f"todo/decisions-authorization-api-1_0-{name}.json")
        for case in vectors["evaluation"]:
            found = room.post("/access/v1/evaluation", case["request"])
            assert found.body["decision"] is case["expected"], case
            asked += 1
        for case in vectors.get("evaluations", []):
            found = room.post("/access/v1/evaluations", case["request"])
            assert holds(found.body["evaluations"], case["expected"]), case
            asked += 1
    assert asked == 83
