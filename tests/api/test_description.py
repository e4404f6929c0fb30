"""The OpenAPI document is whole, true of what is answered, and its page is for people."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from sekisho.registers import extras
from sekisho.registers.register import registry
from tests.api.calling import V1, caller, operator, send
from tests.given.every import BUILDERS
from tests.given.framework import an_own_field

pytestmark = pytest.mark.django_db

LISTED = [one.name for one in registry if one.listed]


@pytest.fixture(scope="module")
def described(django_db_setup: Any, django_db_blocker: Any) -> dict[str, Any]:
    del django_db_setup
    with django_db_blocker.unblock():
        found: dict[str, Any] = Client().get(f"{V1}/openapi.json").json()
    return found


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    for node in nodes(described):
        if isinstance(target := node.get("$ref"), str):
            place: Any = described
            for step in target.removeprefix("#/").split("/"):
                place = place[step]


def test_every_schema_is_a_json_schema(described: dict[str, Any]) -> None:
    for kind in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(kind)


def test_every_operation_is_named_once_and_answers(described: dict[str, Any]) -> None:
    operations = [
        (path, verb, one)
        for path, item in described["paths"].items()
        for verb, one in item.items()
        if verb != "parameters"
    ]
    names = [one["operationId"] for _path, _verb, one in operations]
    assert len(names) == len(set(names))
    for path, verb, one in operations:
        assert verb in {"get", "post", "patch"}
        assert {"4XX", "5XX"} <= one["responses"].keys()
        assert any(status.startswith("2") for status in one["responses"])
        told = one.get("parameters", []) + described["paths"][path].get("parameters", [])
        in_path = {p["name"] for p in told if p["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path))
        assert len({(p["name"], p["in"]) for p in told}) == len(told)


def test_every_register_and_move_is_described(described: dict[str, Any]) -> None:
    for name in LISTED:
        assert {f"/{name}", f"/{name}/{{id}}", f"/{name}/import"} <= described["paths"].keys()
        life = registry[name].life
        for step in life.moves if life else ():
            assert f"/{name}/{{id}}/moves/{step.name}" in described["paths"]


@pytest.mark.parametrize("name", [n for n in LISTED if n in BUILDERS])
def test_what_is_answered_is_as_described(described: dict[str, Any], name: str) -> None:
    BUILDERS[name]()
    kind = described["components"]["schemas"][name]
    items = operator().get(f"{V1}/{name}").json()["items"] or caller("admin").get(
        f"{V1}/{name}"
    ).json().get("items", [])
    whole = {**kind, "additionalProperties": False}
    for item in items:
        Draft202012Validator(whole, format_checker=FormatChecker()).validate(item)


def test_refusals_are_as_described(described: dict[str, Any]) -> None:
    kind = Draft202012Validator(described["components"]["schemas"]["Problem"])
    for answer in (
        Client().get(f"{V1}/assets"),
        operator().get(f"{V1}/nowhere"),
        send(operator(), "POST", "/assets", {}),
        caller("employee").get(f"{V1}/imports"),
    ):
        kind.validate(answer.json())
        assert answer.json()["status"] == answer.status_code


def test_fields_the_company_added_are_told_only_to_callers_who_are_known() -> None:
    an_own_field(register="assets", name="cupboard", label_ja="保管庫")
    extras.forget()
    assert "cupboard" not in Client().get(f"{V1}/openapi.json").text
    assert "cupboard" not in Client().get(f"{V1}/docs").text
    properties = operator().get(f"{V1}/openapi.json").json()["components"]["schemas"]
    assert "cupboard" in properties["assets"]["properties"]
    made = send(
        operator(), "POST", "/units", {"code": "A", "name": "部", "starts_on": "2026-04-01"}
    )
    asset = send(operator(), "POST", "/assets",
                 {"name": "x", "unit": made.json()["id"], "cupboard": "B-3"})  # fmt: skip
    assert asset.json()["cupboard"] == "B-3"
    found = operator().get(f"{V1}/assets?cupboard=B-3").json()["items"]
    assert [one["id"] for one in found] == [asset.json()["id"]]
    assert operator().get(f"{V1}/assets?order=cupboard").status_code == 422


@pytest.mark.parametrize(("language", "word"), [("ja", "受け付けられなかったとき"), ("en", "When something is refused")])  # fmt: skip
def test_the_page_reads_in_both_languages_and_carries_no_script(language: str, word: str) -> None:
    page = Client().get(f"{V1}/docs?lang={language}")
    assert word in page.text
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|https://", page.text.replace("urn:", ""))
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    for name in LISTED:
        assert f"/{name}</code>" in page.text
