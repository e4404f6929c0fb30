"""What a directory asks for costs the same however many people there are."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sekisho.api.scim.keeping import _meant
from tests.api.scim.directory import GROUP, a_user, directory, patch, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def scim() -> Client:
    return directory()


def a_group(scim: Client, count: int) -> tuple[str, list[str]]:
    ids = [a_user(scim, f"u{n}@example.co.jp")["id"] for n in range(count)]
    body = {"schemas": [GROUP], "displayName": "全社", "members": [{"value": pk} for pk in ids[1:]]}
    return f"/Groups/{send(scim, 'POST', '/Groups', body).json()['id']}", ids


def members(answer: Any) -> set[str]:
    return {one["value"] for one in answer.json().get("members", [])}


@pytest.mark.once
def test_whether_a_new_user_is_known_is_answered_from_indexes() -> None:
    with CaptureQueriesContext(connection) as asked:
        list(_meant("a@example.jp", "a@example.jp", "000042"))
    (query,) = (one["sql"] for one in asked)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + query)
        plan = [row[3] for row in cursor.fetchall()]
    assert sum("SEARCH" in step for step in plan) >= 4
    assert not [step for step in plan if step.startswith("SCAN people_")], plan


def test_a_member_more_or_less_neither_reads_nor_touches_the_others(scim: Client) -> None:
    path, ids = a_group(scim, 5)
    for kind, at, value in (
        ("Add", "members", {"value": [{"value": ids[0]}]}),
        ("Remove", f'members[value eq "{ids[1]}"]', {}),
    ):
        with CaptureQueriesContext(connection) as asked:
            answer = patch(scim, path, {"op": kind, "path": at, **value})
        assert answer.status_code == 204, answer.content
        read = " ".join(one["sql"] for one in asked if "people_assignment" in one["sql"])
        assert ids[2].replace("-", "") not in read.replace("-", "")
    assert members(scim.get(f"/scim/v2{path}")) == {ids[0], *ids[2:]}


def test_an_answer_that_shows_the_members_shows_all(scim: Client) -> None:
    path, ids = a_group(scim, 3)
    one = {"op": "add", "path": "members", "value": [{"value": ids[0]}]}
    assert members(patch(scim, f"{path}?attributes=members", one)) == set(ids)
    emptied = patch(scim, path, {"op": "remove", "path": "members"})
    assert emptied.status_code == 204
    assert members(scim.get(f"/scim/v2{path}")) == set()
