"""Users: a person, an identity and an account, by the one door; dates and sign-in follow."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sekisho.domains.people.models import Account, Identity, Person, Unit
from sekisho.ledger.history import history
from sekisho.registers import tokens
from sekisho.registers.actor import service
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from tests.api.calling import acting, by_token, today
from tests.api.scim.directory import ENTERPRISE, JAPAN, a_user, directory, find, patch, send
from tests.given.people import a_person, a_unit, an_account, an_appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scim() -> Client:
    return directory()


def person(user: dict[str, Any]) -> Any:
    return Person.objects.select_related("identity", "account").get(pk=user["id"])


def test_a_user_is_a_person_who_can_sign_in_and_every_row_has_its_entry(scim: Client) -> None:
    unit = a_unit(code="0100", name="営業部")
    user = a_user(
        scim, externalId="e-1", title="課長", userType="Contractor",
        name={"familyName": "浜", "givenName": "花"},
        **{JAPAN: {"kana": "はま はな", "formerName": "沖", "supplier": "株式会社うみねこ"},
           ENTERPRISE: {"employeeNumber": "000042", "department": "0100", "costCenter": "C1",
                        "division": "東日本", "organization": "みさき"}},
    )  # fmt: skip
    made = person(user)
    assert (made.name, made.family_name, made.kana, made.romaji) == (
        "浜 花", "浜", "ハマ ハナ", "HAMA HANA",
    )  # fmt: skip
    assert (made.employee_number, made.unit, made.employment) == ("000042", unit, "contractor")
    assert (made.former_name, made.supplier) == ("沖", "株式会社うみねこ")
    assert made.starts_on == today()
    assert (made.account.email, made.account.active) == ("hana@example.co.jp", True)
    assert not made.account.password
    assert made.identity.external_id == "e-1"
    for kind, row in (("people", made), ("identities", made.identity), ("accounts", made.account)):
        (entry,) = history(kind, row.pk)
        assert (entry.actor, entry.via) == (service("scim").id, "scim")
    found = scim.get(f"/scim/v2/Users/{user['id']}").json()
    assert found == user
    assert found[ENTERPRISE]["department"] == "0100"
    assert found["meta"]["location"].endswith(f"/scim/v2/Users/{user['id']}")


def test_what_adding_answers_is_what_reading_gives(scim: Client) -> None:
    boss = a_user(scim)
    work = {"department": "nowhere", "manager": {"value": boss["id"]}}
    cases = ({"active": False}, {"emails": [], "active": "False"}, {ENTERPRISE: work})
    for n, more in enumerate(cases):
        name = f"other{n}@example.co.jp"
        mail = {"emails": [{"value": name, "type": "home", "primary": False}]}
        user = a_user(scim, **{"userName": name, **mail, **more})
        assert scim.get(f"/scim/v2/Users/{user['id']}").json() == user


def test_deactivating_ends_sign_in_at_once_and_enters_the_days(scim: Client) -> None:
    user = a_user(scim)
    account = person(user).account
    browser = Client()
    browser.force_login(account)
    assert browser.get("/tasks").status_code == 200
    until = today() + timedelta(days=9)
    _token, secret = tokens.make(acting(), account.pk, "own", ["read"], until)
    assert patch(scim, f"/Users/{user['id']}", {"op": "replace", "path": "active", "value": False})
    assert browser.get("/tasks").status_code == 302
    assert by_token(secret).get("/api/v1/me").status_code == 401
    left = person(user)
    assert (left.last_working_on, left.ends_on, left.account.active) == (today(), today(), False)
    assert scim.get(f"/scim/v2/Users/{user['id']}").json()["active"] is False

    patch(scim, f"/Users/{user['id']}", {"op": "replace", "path": "active", "value": True})
    back = person(user)
    assert (back.last_working_on, back.ends_on, back.account.active) == (None, None, True)


def test_the_days_of_personnel_win_over_the_directory(scim: Client) -> None:
    earlier, later = today() - timedelta(days=3), today() + timedelta(days=20)
    user = a_user(scim)
    dates = {"starts_on": "2020-04-01", "last_working_on": earlier, "ends_on": later}
    write(registry["people"], acting(), dates, person(user))
    assert scim.get(f"/scim/v2/Users/{user['id']}").json()["active"] is False
    body = {**user, "active": True, "title": "部長"}
    assert send(scim, "PUT", f"/Users/{user['id']}", body).json()["active"] is False
    patch(scim, f"/Users/{user['id']}", {"op": "replace", "path": "active", "value": False})
    held = person(user)
    assert (held.last_working_on, held.ends_on, held.title) == (earlier, later, "部長")


def test_a_company_may_say_that_deactivating_is_no_leaving(scim: Client) -> None:
    write(registry["settings"], acting(),
          {"name": "people.inactive_means", "value": "suspended", "reason": "休職でも止めるため"})  # fmt: skip
    user = a_user(scim)
    patch(scim, f"/Users/{user['id']}", {"op": "replace", "path": "active", "value": False})
    held = person(user)
    assert (held.ends_on, held.account.active, held.identity.closed_on) == (None, False, today())


def test_somebody_who_has_yet_to_join_is_prepared_and_may_be_kept_out(scim: Client) -> None:
    soon = today() + timedelta(days=30)
    joins = a_person(number="P-90000", starts_on=soon, email="soon@example.co.jp")
    found = find(scim, "/Users", filter='userName eq "soon@example.co.jp"')["Resources"][0]
    assert found["active"] is True
    patch(scim, f"/Users/{joins.pk}", {"op": "replace", "path": "active", "value": False})
    held = person(found)
    assert (held.identity.closed_on, held.last_working_on, held.ends_on) == (today(), None, None)


def test_a_deleted_user_is_gone_for_the_directory_and_kept_in_the_register(scim: Client) -> None:
    user = a_user(scim, **{ENTERPRISE: {"employeeNumber": "000042"}})
    path = f"/Users/{user['id']}"
    assert send(scim, "DELETE", path).status_code == 204
    for method in ("GET", "PUT", "DELETE"):
        assert send(scim, method, path, user).status_code == 404
    assert patch(scim, path, {"op": "remove", "path": "title"}).status_code == 404
    assert find(scim, "/Users")["totalResults"] == 0
    left = person(user)
    assert (left.ends_on, left.account.active, left.withdrawn_at) == (today(), False, None)

    again = a_user(scim, **{ENTERPRISE: {"employeeNumber": "000042"}})
    assert again["id"] == user["id"]
    assert (person(user).ends_on, person(user).account.active) == (None, True)


def test_whoever_was_here_before_the_directory_is_taken_over_not_doubled(scim: Client) -> None:
    known = a_person(number="P-90000", employee_number="000042", email="", title="課長")
    user = a_user(scim, **{ENTERPRISE: {"employeeNumber": "000042"}})
    assert user["id"] == str(known.pk)
    assert Person.objects.count() == 1
    assert person(user).account.email == "hana@example.co.jp"


@pytest.mark.parametrize(
    "other",
    [{"userName": "HANA@example.co.jp"}, {ENTERPRISE: {"employeeNumber": "000042"}},
     {"emails": [{"value": "hana@example.co.jp"}]}],
)  # fmt: skip
def test_what_belongs_to_one_user_is_refused_to_another(scim: Client, other: Any) -> None:
    a_user(scim, **{ENTERPRISE: {"employeeNumber": "000042"}})
    body = {"schemas": [], "userName": "other", "displayName": "別 人", "active": True} | other
    answer = send(scim, "POST", "/Users", body)
    assert (answer.status_code, answer.json()["scimType"]) == (409, "uniqueness")
    assert (Person.objects.count(), Identity.objects.count(), Account.objects.count()) == (1, 1, 1)


def test_a_directory_cannot_take_over_the_account_of_whoever_holds_a_role(scim: Client) -> None:
    user = a_user(scim)
    mail = {"op": "replace", "path": 'emails[type eq "work"].value', "value": "new@example.co.jp"}
    patch(scim, f"/Users/{user['id']}", mail)
    assert person(user).account.email == "new@example.co.jp"
    an_appointment(person=person(user), role="director")
    patch(scim, f"/Users/{user['id']}", {**mail, "value": "evil@example.co.jp"})
    assert person(user).email == "evil@example.co.jp"
    assert person(user).account.email == "new@example.co.jp"


def test_a_version_that_is_no_longer_the_newest_changes_nothing(scim: Client) -> None:
    user = a_user(scim)
    path, old = f"/Users/{user['id']}", user["meta"]["version"]
    assert scim.get(f"/scim/v2{path}", headers={"If-None-Match": old}).status_code == 304
    operation = {"op": "replace", "path": "title", "value": "課長"}
    body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]}
    assert send(scim, "PATCH", path, body, **{"If-Match": old}).status_code == 204
    assert send(scim, "PATCH", path, body, **{"If-Match": old}).status_code == 412
    assert send(scim, "DELETE", path, **{"If-Match": old}).status_code == 412
    new = scim.get(f"/scim/v2{path}").headers["ETag"]
    assert new != old
    assert send(scim, "DELETE", path, **{"If-Match": new}).status_code == 204


def test_saying_the_same_again_leaves_no_entry(scim: Client) -> None:
    user = a_user(scim)
    before = len(history("people", person(user).pk))
    again = send(scim, "PUT", f"/Users/{user['id']}", user)
    assert again.json()["meta"] == user["meta"]
    assert len(history("people", person(user).pk)) == before


def test_values_that_cannot_stand_are_named_and_nothing_is_half_written(scim: Client) -> None:
    body = {"schemas": [], "userName": "x", "displayName": "名" * 200, "active": True}
    answer = send(scim, "POST", "/Users", body)
    assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidValue")
    assert "name" in answer.json()["detail"]
    lost = {**body, "displayName": "名", ENTERPRISE: {"manager": {"value": "nobody"}}}
    assert send(scim, "POST", "/Users", lost).status_code == 400
    assert (Person.objects.count(), Identity.objects.count(), Unit.objects.count()) == (0, 0, 0)


def test_an_account_is_made_once_there_is_an_address(scim: Client) -> None:
    user = a_user(scim, "hama")
    assert not Account.objects.filter(person=user["id"]).exists()
    mail = {"emails": [{"value": "Hama@Example.co.jp", "type": "work"}]}
    patch(scim, f"/Users/{user['id']}", {"op": "add", "value": mail})
    assert person(user).account.email == "hama@example.co.jp"
    an_account(email="taken@example.co.jp")
    other = {"emails": [{"value": "taken@example.co.jp", "type": "work"}]}
    answer = patch(scim, f"/Users/{user['id']}", {"op": "replace", "value": other})
    assert answer.status_code == 409
