"""Reading, adding and changing records by API."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sekisho.domains.assets.models import Asset
from sekisho.ledger.history import history
from sekisho.registers import tokens
from sekisho.registers.register import registry
from tests.api.calling import V1, acting, by_token, caller, operator, send, somebody, token_of
from tests.given.assets import an_asset
from tests.given.people import a_person, a_unit, an_account

pytestmark = pytest.mark.django_db


def add(client: Client, **values: Any) -> Any:
    unit = values.pop("unit", None) or a_unit()
    return send(client, "POST", "/assets", {"name": "顧客名簿", "unit": str(unit.pk)} | values)


def test_what_is_added_is_read_back_and_stands_in_the_ledger() -> None:
    client = operator()
    made = add(client, location="本社 3階")
    assert made.status_code == 201
    found = client.get(made.headers["Location"])
    assert found.json() == made.json()
    assert found.json()["location"] == "本社 3階"
    assert found.headers["ETag"] == made.headers["ETag"] == '"1"'
    (entry,) = history("assets", Asset.objects.get(pk=made.json()["id"]).pk)
    assert (entry.act, entry.via) == ("add", "api")


def test_references_are_ids_and_labels_say_what_they_are() -> None:
    unit, owner = a_unit(name="営業部"), a_person(name="山田 花子")
    made = add(operator(), unit=unit, owner=owner.number).json()
    assert (made["unit"], made["owner"]) == (str(unit.pk), str(owner.pk))
    assert "営業部" in made["_labels"]["unit"]
    assert "山田 花子" in made["_labels"]["owner"]


def test_labels_of_what_the_caller_may_not_see_are_left_out() -> None:
    colleague = somebody("employee")
    mine = an_asset(owner=colleague.person)
    client = by_token(token_of(colleague))
    item = client.get(f"{V1}/assets/{mine.pk}").json()
    visible = client.get(f"{V1}/units/{mine.unit_id}").status_code == 200
    assert ("unit" in item["_labels"]) == visible


def test_a_record_answers_to_its_number_and_to_its_id() -> None:
    asset = an_asset()
    client = operator()
    one, other = client.get(f"{V1}/assets/{asset.number}"), client.get(f"{V1}/assets/{asset.pk}")
    assert one.json() == other.json()


def test_an_unchanged_record_need_not_be_sent_again() -> None:
    asset = an_asset()
    client = operator()
    tag = client.get(f"{V1}/assets/{asset.pk}").headers["ETag"]
    again = client.get(f"{V1}/assets/{asset.pk}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_change_needs_the_version_that_was_seen() -> None:
    made = add(operator()).json()
    client, here = operator(), f"/assets/{made['id']}"
    missing = send(client, "PATCH", here, {"location": "倉庫"})
    assert (missing.status_code, missing.json()["code"]) == (428, "no_version")
    for tag in ('"1"', "2", 'W/"3"', "*"):
        done = send(client, "PATCH", here, {"location": f"倉庫 {tag}"}, **{"If-Match": tag})
        assert done.status_code == 200
    assert done.json()["ver"] == 5
    odd = send(client, "PATCH", here, {"location": "倉庫"}, **{"If-Match": "yesterday"})
    assert odd.status_code == 400


def test_a_stale_change_shows_both_versions_and_changes_nothing() -> None:
    made = add(operator(), location="本社").json()
    client, here = operator(), f"/assets/{made['id']}"
    send(client, "PATCH", here, {"location": "倉庫"}, **{"If-Match": '"1"'})
    late = send(client, "PATCH", here, {"location": "工場"}, **{"If-Match": '"1"'})
    assert (late.status_code, late.json()["code"], late.json()["ver"]) == (412, "stale", 2)
    assert late.json()["yours"] == {"location": "工場"}
    assert late.json()["theirs"] == {"location": "倉庫"}
    assert client.get(f"{V1}{here}").json()["location"] == "倉庫"


def test_values_that_cannot_stand_are_named_field_by_field() -> None:
    answer = send(operator(), "POST", "/assets", {"unit": "no such unit", "colour": "red"})
    body = answer.json()
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "code", "errors", "instance"} <= body.keys()
    assert {"unit", "colour", "name"} <= body["errors"].keys()
    assert not Asset.objects.exists()


def test_the_words_follow_the_reader_and_the_codes_do_not() -> None:
    japanese = send(operator(), "POST", "/assets", {}, **{"Accept-Language": "ja"})
    english = send(operator(), "POST", "/assets", {}, **{"Accept-Language": "en-GB,ja;q=0.5"})
    assert japanese.json()["code"] == english.json()["code"] == "invalid"
    assert english.json()["title"] == "Some values cannot stand. Nothing was saved."
    assert japanese.json()["title"] != english.json()["title"]
    assert english.headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"{", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'{"name": "a\\u0000b"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"name=x", "application/x-www-form-urlencoded", 415),
        (b" " * (5 * 2**20 + 1), "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(body: bytes, media: str, status: int) -> None:
    assert operator().post(f"{V1}/assets", body, media).status_code == status


def test_a_list_is_narrowed_sorted_and_paged() -> None:
    unit = a_unit(code="EIGYO")
    mine = [an_asset(unit=unit, name=f"帳票{n}") for n in range(3)]
    an_asset()
    client = operator()
    first = client.get(f"{V1}/assets", {"unit": "EIGYO", "order": "-name", "limit": 2}).json()
    rest = client.get(
        f"{V1}/assets", {"unit": "EIGYO", "order": "-name", "limit": 2, "after": first["next"]}
    ).json()
    names = [one["name"] for one in first["items"] + rest["items"]]
    assert names == [asset.name for asset in reversed(mine)]
    assert rest["next"] == ""
    assert client.get(f"{V1}/assets", {"q": "帳票1"}).json()["items"][0]["name"] == "帳票1"


@pytest.mark.parametrize("query", ["colour=red", "limit=0", "limit=201", "limit=²", "order=-",
                                   "order=colour", "after=%%%", "unit=nowhere"])  # fmt: skip
def test_a_query_that_is_not_understood_is_refused(query: str) -> None:
    answer = operator().get(f"{V1}/assets?{query}")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [query.partition("=")[0]]


@pytest.mark.parametrize("query", ["order=password", "password=x", "order=-password"])
def test_no_list_is_sorted_or_narrowed_by_a_secret(query: str) -> None:
    an_account()
    assert operator().get(f"{V1}/accounts?{query}").status_code in {403, 422}
    assert caller("admin").get(f"{V1}/accounts?{query}").status_code == 422


def test_no_account_shows_its_password() -> None:
    assert "password" not in caller("admin").get(f"{V1}/accounts").text


def test_withdrawing_needs_a_reason_and_ends_the_record() -> None:
    asset = an_asset()
    client = caller("chair")
    refused = send(client, "POST", f"/assets/{asset.pk}/withdraw", {})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["reason"])
    gone = send(client, "POST", f"/assets/{asset.pk}/withdraw", {"reason": "二重登録"})
    assert gone.status_code == 200
    assert client.get(f"{V1}/assets/{asset.pk}").status_code == 404


def test_a_move_out_of_another_state_is_a_conflict_that_names_the_possible_ones() -> None:
    manager = somebody("manager")
    unit = manager.person.appointments.get().unit
    asset = an_asset(unit=unit)
    client = by_token(token_of(manager))
    answer = send(client, "POST", f"/assets/{asset.pk}/moves/resume", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert answer.json()["state"] == asset.state
    assert "end" in answer.json()["moves"]


def test_a_move_takes_the_answers_it_asks_for_and_no_others() -> None:
    manager = somebody("manager")
    unit = manager.person.appointments.get().unit
    asset = an_asset(unit=unit)
    client = by_token(token_of(manager))
    here = f"/assets/{asset.pk}/moves/end"
    strange = send(client, "POST", here, {"colour": "red"})
    assert (strange.status_code, list(strange.json()["errors"])) == (422, ["colour"])
    asks = {
        name for step in registry["assets"].life.moves if step.name == "end" for name in step.asks
    }
    lacking = send(client, "POST", here, {})
    assert (lacking.status_code == 422) == bool(asks)
    late = send(client, "POST", here, dict.fromkeys(asks, "disposed"), **{"If-Match": '"7"'})
    assert late.status_code in {412, 422}
    assert send(client, "POST", f"/assets/{asset.pk}/moves/fly", {}).status_code == 404


def test_history_tells_every_change_with_its_author() -> None:
    client = operator()
    made = add(client, location="本社").json()
    here = f"/assets/{made['id']}"
    send(client, "PATCH", here, {"location": "倉庫"}, **{"If-Match": "*"})
    found = client.get(f"{V1}{here}/history?limit=1").json()
    (latest,) = found["items"]
    assert (latest["set"], latest["was"]) == ({"location": "倉庫"}, {"location": "本社"})
    assert (latest["actor_name"], latest["via"]) == ("operator", "api")
    (first,) = client.get(f"{V1}{here}/history?after={found['next']}").json()["items"]
    assert first["act"] == "add"


def test_a_wrong_method_says_which_are_right() -> None:
    answer = operator().delete(f"{V1}/assets")
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_the_language_of_a_label_is_that_of_the_reader() -> None:
    assert operator().get(f"{V1}/nowhere").json()["code"] == "missing"


def test_a_token_ends_with_its_last_day_its_revocation_and_its_account() -> None:
    account = somebody("director")
    secret = token_of(account, ["read"], days=0)
    assert by_token(secret).get(f"{V1}/me").status_code == 200
    token = tokens.Token.objects.get()
    tokens.Token.objects.update(expires_on=acting().on - timedelta(days=1))
    expired = by_token(secret).get(f"{V1}/me")
    tokens.Token.objects.update(expires_on=acting().on)
    tokens.revoke(acting(), token.pk)
    revoked, unknown = by_token(secret).get(f"{V1}/me"), by_token("sk_nothing").get(f"{V1}/me")
    for answer in (expired, revoked, unknown):
        assert answer.status_code == 401
        assert "invalid_token" in answer.headers["WWW-Authenticate"]
    assert expired.json() | {"instance": ""} == unknown.json() | {"instance": ""}


def test_the_token_of_a_closed_account_opens_nothing() -> None:
    account = somebody("director", active=False)
    assert by_token(token_of(account)).get(f"{V1}/me").status_code == 401


@pytest.mark.parametrize("header", ["Basic eDp5", "Bearer", "sk_x", "Bearer sk_x y"])
def test_another_way_to_sign_in_is_not_taken(header: str) -> None:
    client = Client(headers={"Authorization": header})
    assert client.get(f"{V1}/assets").status_code == 401
