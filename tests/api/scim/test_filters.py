"""Filters, sorting and paging: the database finds what the library's own evaluator finds."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sekisho.registers.actor import Act, Actor, service
from tests.api.calling import acting, today
from tests.api.scim.directory import ENTERPRISE, GROUP, JAPAN, a_user, directory, find, names, send
from tests.given.people import a_person, a_unit, an_assignment

pytestmark = pytest.mark.django_db

USERS = [
    'userName eq "HANA@example.co.jp"',
    'userName ne "hana@example.co.jp"',
    'userName sw "ren"',
    'userName ew ".JP"',
    'userName co "EXAMPLE"',
    'userName gt "i"',
    'userName le "ren"',
    'userName eq "p-90001"',
    'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ren"',
    'externalId eq "ext-1"',
    'externalId eq "EXT-1"',
    'externalId ne "ext-1"',
    "externalId pr",
    "not (externalId pr)",
    'title eq "課長"',
    'title ne "課長"',
    'title co "長"',
    'title sw ""',
    "title pr",
    "title eq null",
    "title ne null",
    'name.familyName eq "浜"',
    'name.givenName pr and name.familyName sw "山"',
    "name pr",
    "active eq true",
    "active ne true",
    "active eq false or title pr",
    'userType eq "Contractor"',
    'emails eq "hana@example.co.jp"',
    'emails.value ew "@example.co.jp"',
    'emails.value ne "hana@example.co.jp"',
    'emails[type eq "work" and value co "hana"]',
    'emails[type eq "other"]',
    'emails[not (type eq "work")]',
    "emails[primary eq true]",
    "emails pr",
    "not (emails pr)",
    'groups.display eq "営業部"',
    'groups[display sw "営業"]',
    "groups pr",
    'not (groups.display eq "営業部")',
    f'{ENTERPRISE}:employeeNumber eq "000042"',
    f"{ENTERPRISE}:department pr",
    f'{ENTERPRISE}:department eq "総務部"',
    f'{ENTERPRISE}:costCenter ge "C1"',
    f"{ENTERPRISE}:manager pr",
    f'{JAPAN}:kana sw "ハマ"',
    'meta.resourceType eq "User"',
    'meta.created lt "2021-01-01T00:00:00Z"',
    'meta.lastModified ge "2026-01-01T00:00:00+09:00"',
    'schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"',
    'title pr and (active eq true or userName sw "p") and not (userType eq "x")',
    'id eq "nothing"',
]
UNITS = [
    'displayName eq "営業部"',
    'displayName co "部" and externalId pr',
    'externalId eq "g-1"',
    "members pr",
    'members.type eq "User"',
    'meta.resourceType eq "Group"',
    'not (displayName sw "営")',
]


@pytest.fixture
def scim() -> Client:
    """A directory, and a company of which it knows a part."""
    client = directory()
    sales, affairs = a_unit(name="営業部", external_id="g-1"), a_unit(name="総務部")
    hana = a_user(
        client, externalId="ext-1", title="課長", userType="Contractor",
        **{JAPAN: {"kana": "はま はな"}, ENTERPRISE: {"costCenter": "C100"}},
    )  # fmt: skip
    a_user(client, "ren", displayName="森 蓮", active=False, title="係員",
           emails=[{"value": "ren@example.jp", "type": "other"}],
           **{ENTERPRISE: {"department": "総務部", "manager": {"value": hana["id"]}}})  # fmt: skip
    a_person(number="P-90000", employee_number="000042", unit=affairs, email="old@example.co.jp")
    bare = a_person(number="P-90001", email="", name="鈴木", family_name="鈴木", given_name="")
    an_assignment(number="AS-90000", person=bare, unit=sales)
    an_assignment(number="AS-90001", person=bare, unit=affairs, ends_on=today().replace(year=2021))
    return client


def everything(kind: str) -> tuple[Any, list[Any]]:
    """The model of a kind, and every resource of it."""
    from sekisho.api.scim import groups, users
    from sekisho.api.scim.door import GRANTED
    from sekisho.api.scim.shapes import Group

    own, now = service("scim"), acting()
    act = Act(Actor(own.id, own.roles, None, GRANTED), now.at, "test", now.on)
    if kind == "User":
        return users.FULL, [users.resource(row) for row in users.people(act)]
    return Group, [groups.resource(row) for row in groups.units(act)]


@pytest.mark.parametrize(("kind", "filters"), [("User", USERS), ("Group", UNITS)])
def test_the_database_finds_what_the_filter_means(
    scim: Client, kind: str, filters: list[str]
) -> None:
    from scim2_models import ScimFilter

    model, held = everything(kind)
    assert len(held) >= 3
    for text in filters:
        means = sorted(str(one.id) for one in held if ScimFilter[model](text).match(one))
        found = find(scim, f"/{kind}s", filter=text)
        assert sorted(one["id"] for one in found.get("Resources", [])) == means, text
        assert found["totalResults"] == len(means)


def test_members_are_found_by_the_id_of_a_user(scim: Client) -> None:
    user = find(scim, "/Users", filter='userName eq "P-90001"')["Resources"][0]
    for text in ('members eq "%s"', 'members.value eq "%s"', 'members[value eq "%s"]'):
        assert names(scim, text % user["id"], "/Groups") == ["営業部"]
    group = find(scim, "/Groups", filter='displayName eq "営業部"')["Resources"][0]
    assert names(scim, f'groups.value eq "{group["id"]}"') == ["鈴木"]
    assert names(scim, f'id eq "{user["id"]}"') == ["鈴木"]
    assert len(names(scim, f'id ne "{user["id"]}"')) == 3
    assert names(scim, f'{ENTERPRISE}:manager.value eq "{user["id"]}"') == []


@pytest.mark.parametrize(
    "text",
    ['nothing eq "x"', "userName eq", "active gt true", 'title[value eq "x"]', "members.$ref pr",
     'meta.created co "2020"', 'meta.created gt "gestern"', 'id sw "0"', 'emails[nothing eq "x"]'],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_refused_as_such(scim: Client, text: str) -> None:
    path = "/Groups" if text.startswith("members") else "/Users"
    answer = scim.get(f"/scim/v2{path}", {"filter": text})
    assert answer.status_code == 400, answer.content
    assert answer.json()["scimType"] in {"invalidFilter", "invalidPath", "invalidValue"}


def test_results_are_sorted_and_what_has_no_value_comes_last(scim: Client) -> None:
    up = find(scim, "/Users", sortBy="title")["Resources"]
    assert [one.get("title") for one in up] == ["係員", "課長", None, None]
    down = find(scim, "/Users", sortBy="title", sortOrder="descending")["Resources"]
    assert [one.get("title") for one in down] == [None, None, "課長", "係員"]
    for name in ("userName", "emails", "active", "meta.lastModified", f"{JAPAN}:kana", "id"):
        assert find(scim, "/Users", sortBy=name)["totalResults"] == 4
    assert scim.get("/scim/v2/Users", {"sortBy": "nothing"}).status_code == 400


def test_pages_follow_one_another(scim: Client) -> None:
    whole = [one["id"] for one in find(scim, "/Users", sortBy="userName")["Resources"]]
    parts = [
        find(scim, "/Users", sortBy="userName", startIndex=str(at), count="2") for at in (1, 3, 5)
    ]
    assert [one["id"] for part in parts for one in part.get("Resources", [])] == whole
    assert [part["totalResults"] for part in parts] == [4, 4, 4]
    none = find(scim, "/Users", count="0")
    assert (none["totalResults"], none.get("Resources", [])) == (4, [])


def test_a_search_of_everything_goes_on_from_users_to_groups(scim: Client) -> None:
    every = find(scim, "/", count="100")
    kinds = [one["meta"]["resourceType"] for one in every["Resources"]]
    assert kinds == ["User"] * 4 + ["Group"] * (every["totalResults"] - 4)
    part = find(scim, "/", startIndex="4", count="2")["Resources"]
    assert [one["id"] for one in part] == [one["id"] for one in every["Resources"][3:5]]
    body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
            "filter": 'displayName eq "営業部"'}  # fmt: skip
    assert send(scim, "POST", "/.search", body).json()["totalResults"] == 1


def test_the_number_of_queries_does_not_grow_with_the_results(scim: Client) -> None:
    def asked(path: str) -> int:
        scim.get(f"/scim/v2{path}")
        with CaptureQueriesContext(connection) as queries:
            scim.get(f"/scim/v2{path}")
        return len(queries)

    paths = ("/Users?count=100", "/Groups?count=100")
    few = [asked(path) for path in paths]
    unit = a_unit(name="開発部")
    for n in range(20):
        an_assignment(number=f"AS-9100{n}", unit=unit, person=a_person(number=f"P-9100{n}"))
    assert [asked(path) for path in paths] == few
    assert asked("/Groups?count=100&excludedAttributes=members") < few[1]


def test_groups_come_without_members_when_the_directory_wants_none(scim: Client) -> None:
    lean = find(scim, "/Groups", excludedAttributes="members")["Resources"]
    full = find(scim, "/Groups")["Resources"]
    assert [one["meta"]["version"] for one in lean] == [one["meta"]["version"] for one in full]
    assert not any("members" in one for one in lean)
    assert {GROUP} == {schema for one in full for schema in one["schemas"]}
