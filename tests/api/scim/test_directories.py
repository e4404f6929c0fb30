"""What Entra ID, Okta, Google and OneLogin really send."""

from typing import Any

import pytest
from django.test import Client

from sekisho.domains.people.models import Appointment, Assignment, Person
from tests.api.calling import today
from tests.api.scim.directory import (
    ENTERPRISE,
    GROUP,
    PATCH,
    USER,
    a_user,
    directory,
    find,
    names,
    send,
)
from tests.api.scim.directory import patch as patched

pytestmark = pytest.mark.django_db


@pytest.fixture
def scim() -> Client:
    return directory()


def shown(client: Client, path: str) -> Any:
    return client.get(f"/scim/v2{path}").json()


def test_entra_asks_first_then_adds_and_writes_booleans_as_text(scim: Client) -> None:
    ask = {"filter": 'userName eq "yui@example.co.jp"'}
    assert find(scim, "/Users", **ask)["totalResults"] == 0
    boss = a_user(scim, "boss@example.co.jp", displayName="長谷 部長")
    body = {
        "schemas": [USER, ENTERPRISE],
        "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
        "userName": "yui@example.co.jp",
        "active": "True",
        "displayName": "唯 岬",
        "emails": [{"primary": "True", "type": "work", "value": "yui@example.co.jp"}],
        "meta": {"resourceType": "User"},
        "name": {"formatted": "唯 岬", "familyName": "岬", "givenName": "唯"},
        "roles": [],
        "addresses": [{"type": "work", "country": "JP"}],
        "phoneNumbers": [{"type": "mobile", "value": "090-0000-0000"}],
        ENTERPRISE: {"employeeNumber": "000007", "department": "総務部", "manager": boss["id"]},
    }
    answer = send(scim, "POST", "/Users", body)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert made["active"] is True
    assert made["emails"][0]["primary"] is True
    assert made[ENTERPRISE]["manager"]["value"] == boss["id"]
    assert "phoneNumbers" not in made
    assert Person.objects.get(pk=made["id"]).phone == ""
    assert find(scim, "/Users", **ask)["Resources"][0]["id"] == made["id"]


def test_entra_patches_without_path_by_path_and_with_filters(scim: Client) -> None:
    user = a_user(scim, "yui")
    path = f"/Users/{user['id']}"
    answer = patched(
        scim, path,
        {"op": "Add", "path": 'emails[type eq "work"].value', "value": "yui@example.co.jp"},
        {"op": "Add", "path": 'addresses[type eq "work"].locality', "value": "三浦市"},
        {"op": "Replace", "path": "name.familyName", "value": "岬"},
        {"op": "Replace", "value": {"displayName": "岬 唯", "title": "係長",
                                    f"{ENTERPRISE}:department": "総務部", "name.givenName": "唯"}},
        {"op": "Add", "path": f"{ENTERPRISE}:employeeNumber", "value": "000007"},
    )  # fmt: skip
    assert answer.status_code in {200, 204}, answer.content
    now = shown(scim, path)
    assert (now["displayName"], now["title"]) == ("岬 唯", "係長")
    assert now["name"] == {"familyName": "岬", "givenName": "唯"}
    assert now["emails"][0]["value"] == "yui@example.co.jp"
    assert now[ENTERPRISE] == {"employeeNumber": "000007", "department": "総務部"}
    patched(scim, path, {"op": "Replace", "path": "active", "value": "False"})
    assert shown(scim, path)["active"] is False
    patched(scim, path, {"op": "Replace", "value": {"active": "True"}})
    assert shown(scim, path)["active"] is True
    patched(scim, path, {"op": "Remove", "path": f"{ENTERPRISE}:employeeNumber"})
    assert "employeeNumber" not in shown(scim, path)[ENTERPRISE]


def test_entra_moves_members_in_one_operation_and_removes_them_by_filter(scim: Client) -> None:
    people = [a_user(scim, f"u{n}@example.co.jp", displayName=f"社員 {n}") for n in range(4)]
    ids = [one["id"] for one in people]
    group = send(scim, "POST", "/Groups", {"schemas": [GROUP], "displayName": "全社員",
                                           "externalId": "g-1"}).json()  # fmt: skip
    path = f"/Groups/{group['id']}"
    members = [{"$ref": None, "value": pk} for pk in ids[:3]]
    assert (
        patched(scim, path, {"op": "Add", "path": "members", "value": members}).status_code == 204
    )
    assert len(shown(scim, path)["members"]) == 3
    assert names(scim, f'groups.value eq "{group["id"]}"') == ["社員 0", "社員 1", "社員 2"]
    patched(scim, path, {"op": "Remove", "path": f'members[value eq "{ids[0]}"]'})
    patched(scim, path, {"op": "Remove", "path": "members", "value": [{"value": ids[1]}]})
    assert [one["value"] for one in shown(scim, path)["members"]] == [ids[2]]
    patched(scim, path, {"op": "Replace", "path": "members", "value": [{"value": ids[3]}]})
    assert [one["value"] for one in shown(scim, path)["members"]] == [ids[3]]
    held = Assignment.objects.present()
    assert [(one.person_id.__str__(), one.ends_on) for one in held] == [(ids[3], None)]
    assert Appointment.objects.count() == 0


def test_okta_updates_by_put_and_asks_for_the_user_name(scim: Client) -> None:
    body = {
        "schemas": [USER],
        "userName": "sora@example.co.jp",
        "name": {"givenName": "Sora", "familyName": "Misaki"},
        "emails": [
            {"primary": True, "value": "sora@example.co.jp", "type": "work"},
            {"primary": False, "value": "sora@home.example", "type": "home"},
        ],
        "displayName": "Sora Misaki",
        "locale": "ja-JP",
        "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [],
        "password": "1mz050nq",
        "active": True,
    }
    user = send(scim, "POST", "/Users", body).json()
    assert user["emails"] == [{"value": "sora@example.co.jp", "type": "work", "primary": True}]
    assert "password" not in user
    Person.objects.filter(pk=user["id"]).update(kana="ミサキ ソラ")
    found = find(scim, "/Users", filter='userName eq "sora@example.co.jp"', startIndex="1",
                 count="100")["Resources"][0]  # fmt: skip
    put = {**body, "id": found["id"], "title": "主任", "active": False}
    answer = send(scim, "PUT", f"/Users/{found['id']}", put)
    assert (answer.status_code, answer.json()["active"], answer.json()["title"]) == (
        200, False, "主任",
    )  # fmt: skip
    held = Person.objects.get(pk=user["id"])
    assert (held.kana, held.last_working_on) == ("ミサキ ソラ", today())


def test_okta_pushes_a_group_with_its_members(scim: Client) -> None:
    user = a_user(scim)
    body = {
        "schemas": [GROUP],
        "displayName": "営業部",
        "members": [{"value": user["id"], "display": "x"}],
    }
    group = send(scim, "POST", "/Groups", body).json()
    assert [one["value"] for one in group["members"]] == [user["id"]]
    assert send(scim, "POST", "/Groups", body).status_code == 409
    put = send(scim, "PUT", f"/Groups/{group['id']}", {**body, "members": []})
    assert put.status_code == 200
    assert "members" not in put.json()
    lost = {**body, "members": [{"value": "01a00000-0000-7000-8000-000000000000"}]}
    assert send(scim, "PUT", f"/Groups/{group['id']}", lost).status_code == 400
    assert send(scim, "DELETE", f"/Groups/{group['id']}").status_code == 204
    assert send(scim, "GET", f"/Groups/{group['id']}").status_code == 404


def test_google_leaves_out_what_others_send(scim: Client) -> None:
    body = {
        "schemas": [USER, ENTERPRISE],
        "userName": "umi@example.co.jp",
        "name": {"familyName": "海野", "givenName": "海"},
        "emails": [{"value": "umi@example.co.jp", "type": "", "primary": True}],
    }
    user = send(scim, "POST", "/Users", body)
    assert user.status_code == 201, user.content
    assert (user.json()["displayName"], user.json()["active"]) == ("海野 海", True)
    roman = {
        **body,
        "userName": "ken",
        "emails": [],
        "name": {"familyName": "Oki", "givenName": "Ken"},
    }
    assert send(scim, "POST", "/Users", roman).json()["displayName"] == "Ken Oki"


def test_onelogin_patches_all_at_once_and_old_connectors_wrap_values_in_lists(scim: Client) -> None:
    boss = a_user(scim, "boss", displayName="長谷 部長")
    user = a_user(scim)
    path = f"/Users/{user['id']}"
    whole = {"op": "replace", "value": {"active": True, "title": "課長", "userName": "hana2",
                                        ENTERPRISE: {"department": "営業部"}}}  # fmt: skip
    assert patched(scim, path, whole).status_code == 204
    assert (shown(scim, path)["userName"], shown(scim, path)["title"]) == ("hana2", "課長")
    manager = {"op": "Add", "path": f"{ENTERPRISE}:manager",
               "value": [{"$ref": f"http://testserver/scim/v2/Users/{boss['id']}", "value": boss["id"]}]}  # fmt: skip
    off = {"op": "Replace", "path": "active", "value": [{"$ref": None, "value": "False"}]}
    assert patched(scim, path, manager, off).status_code == 204
    assert shown(scim, path)[ENTERPRISE]["manager"]["value"] == boss["id"]
    assert shown(scim, path)["active"] is False
    patched(scim, path, {"op": "Replace", "path": f"{ENTERPRISE}:manager", "value": ""})
    assert "manager" not in shown(scim, path)[ENTERPRISE]


def test_many_operations_go_in_one_request_and_refer_to_each_other(scim: Client) -> None:
    people = [
        {"method": "POST", "path": "/Users", "bulkId": f"u{n}",
         "data": {"schemas": [USER], "userName": f"bulk{n}", "displayName": f"社員 {n}", "active": "True"}}
        for n in range(3)
    ]  # fmt: skip
    group = {"method": "POST", "path": "/Groups", "bulkId": "g",
             "data": {"schemas": [GROUP], "displayName": "開発部",
                      "members": [{"value": f"bulkId:u{n}"} for n in range(3)]}}  # fmt: skip
    broken = {"method": "DELETE", "path": "/Users/nobody"}
    body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
            "Operations": [*people, group, broken]}  # fmt: skip
    answer = send(scim, "POST", "/Bulk", body)
    assert answer.status_code == 200, answer.content
    assert [one["status"] for one in answer.json()["Operations"]] == ["201"] * 4 + ["404"]
    assert names(scim, 'groups.display eq "開発部"') == ["社員 0", "社員 1", "社員 2"]


def test_an_attribute_nobody_knows_changes_nothing(scim: Client) -> None:
    user = a_user(scim)
    body = {"schemas": [PATCH], "Operations": [{"op": "add", "path": "nickName", "value": "ハナ"}]}
    assert send(scim, "PATCH", f"/Users/{user['id']}", body).status_code == 204
    assert shown(scim, f"/Users/{user['id']}") == user
