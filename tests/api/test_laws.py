"""Whatever is sent, the answer is a refusal with words, never a failure."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.api import caller as callers
from sekisho.registers.listing import RANGED, open_to_all
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import schema
from tests.api.calling import V1, operator, send
from tests.given.every import BUILDERS

pytestmark = pytest.mark.django_db

LISTED = [one for one in registry if one.listed and one.name in BUILDERS]
TRIES = 12 if settings().max_examples < 1000 else 250
EXAMPLES = settings(max_examples=TRIES, suppress_health_check=list(HealthCheck))
odd = st.text(max_size=30) | st.sampled_from([
    "none", "0", "-1", "1e999", "NaN", "²", "9999-12-31", "0001-01-01", "R8.4.1", "\x00", "%",
    "true", "1000000000000000000000", "',--", "a" * 5000, "__from", "WyJhIl0", "W251bGxd",
    "00000000-0000-0000-0000-000000000000",
])  # fmt: skip
json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | odd,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(odd, inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(autouse=True)
def _at_leisure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "PER_MINUTE", lambda: 10**7)


def named(register: Register[Any]) -> str:
    return register.name


class _Undo(Exception):  # noqa: N818
    pass


def answered(client: Any, method: str, path: str, body: Any = None) -> int:
    """The status of one request, of which nothing stays."""
    status = 0
    try:
        with transaction.atomic():
            status = send(client, method, path, body, **{"If-Match": "*"}).status_code
            raise _Undo
    except _Undo:
        return status


@pytest.mark.parametrize("register", LISTED, ids=named)
def test_no_query_makes_a_list_fail(register: Register[Any]) -> None:
    BUILDERS[register.name]()
    client = operator()
    known = open_to_all(register)
    names = [*known, *(f"{n}__{end}" for n, f in known.items() for end in ("from", "to")
                       if f.type in RANGED), "limit", "after", "order", "q"]  # fmt: skip
    orders = st.sampled_from([*known, *(f"-{name}" for name in known)])

    @EXAMPLES
    @given(st.dictionaries(st.sampled_from(names) | odd, odd | orders, max_size=3))
    def law(query: dict[str, str]) -> None:
        status = answered(client, "GET", f"/{register.name}?{urlencode(query, errors='replace')}")
        assert status in {200, 400, 422}

    law()


@pytest.mark.parametrize("register", LISTED, ids=named)
def test_every_field_sorts_filters_and_pages_or_says_why_not(register: Register[Any]) -> None:
    for _n in range(2 if register.name not in {"settings", "terms", "companies"} else 1):
        BUILDERS[register.name]()
    client = operator()
    values = ("none", "x", "1", "2026-04-01")
    for place, name in enumerate(open_to_all(register)):
        order = f"{'-' * (place % 2)}{name}"  # the next field the other way
        page = client.get(f"{V1}/{register.name}?order={order}&limit=1")
        assert page.status_code in {200, 422}
        if page.status_code == 200 and (after := page.json()["next"]):
            there = client.get(f"{V1}/{register.name}", {"order": order, "after": after})
            assert there.status_code == 200
        for value in (values[place % 4], values[(place + 1) % 4]):
            assert client.get(f"{V1}/{register.name}", {name: value}).status_code in {200, 422}


@pytest.mark.parametrize("register", LISTED, ids=named)
def test_no_body_makes_adding_or_changing_fail(register: Register[Any]) -> None:
    record = BUILDERS[register.name]()
    client = operator()
    fields = st.sampled_from([*schema(register).writable, "id", "ver", "_labels"])

    @EXAMPLES
    @given(st.dictionaries(fields, json, max_size=4))
    def law(body: dict[str, Any]) -> None:
        for method, path in (("POST", f"/{register.name}"),
                             ("PATCH", f"/{register.name}/{record.pk}")):  # fmt: skip
            status = answered(client, method, path, body)
            assert status in {200, 201, 400, 403, 404, 409, 422}

    law()


@pytest.mark.parametrize("register", LISTED, ids=named)
def test_what_is_read_can_be_written_back_and_changes_nothing(register: Register[Any]) -> None:
    """GET, then PATCH with the very same values: the version stays."""
    record = BUILDERS[register.name]()
    client = operator()
    found = client.get(f"{V1}/{register.name}/{record.pk}")
    if found.status_code != 200:
        return
    values = {n: v for n, v in found.json().items() if n in schema(register).writable}
    back = send(client, "PATCH", f"/{register.name}/{record.pk}", values, **{"If-Match": "*"})
    if back.status_code == 200:
        now = client.get(f"{V1}/{register.name}/{record.pk}").json()
        assert {n: now[n] for n in values} == values
    else:
        assert back.status_code in {403, 422}
