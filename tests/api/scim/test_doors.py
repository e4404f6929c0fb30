"""Who comes in to SCIM, and what refusals look like."""

import pytest
from django.test import Client

from sekisho.domains.people.models import Person
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from tests.api.calling import acting, by_token, caller, somebody, token_of
from tests.api.scim.directory import a_user, directory, secret, send
from tests.given.people import a_person

pytestmark = pytest.mark.django_db
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


@pytest.mark.parametrize(
    ("client", "status"),
    [(Client(), 401), (Client(headers={"Authorization": "Bearer sk_nothing"}), 401),
     (Client(headers={"Authorization": "Basic eDp5"}), 401)],
)  # fmt: skip
def test_nobody_comes_in_without_a_token(client: Client, status: int) -> None:
    answer = client.get("/scim/v2/Users")
    assert answer.status_code == status
    assert answer.json()["schemas"] == [ERROR]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/scim+json"


def test_a_session_is_no_way_in_and_a_token_needs_the_scope() -> None:
    browser = Client()
    browser.force_login(somebody("admin"))
    assert browser.get("/scim/v2/Users").status_code == 401
    answer = caller("admin", ("read", "write", "approve")).get("/scim/v2/Users")
    assert (answer.status_code, answer.json()["schemas"]) == (403, [ERROR])


def test_the_scope_opens_nothing_but_scim_and_no_role_more_than_it_has() -> None:
    assert directory().get("/api/v1/people").status_code == 403
    assert directory().get("/api/v1/assets").status_code == 403
    other = a_person(number="P-90000")
    employee = by_token(token_of(somebody("employee"), ("scim",)))
    assert send(employee, "GET", f"/Users/{other.pk}").status_code == 404
    body = {"schemas": [], "userName": "x", "displayName": "x", "active": True}
    assert send(employee, "POST", "/Users", body).status_code == 403
    assert not Person.objects.filter(name="x").exists()


def test_a_token_is_held_to_its_number_of_requests() -> None:
    write(registry["settings"], acting(),
          {"name": "scim.per_minute", "value": "60", "reason": "試験"})  # fmt: skip
    client = directory()
    answers = [client.get("/scim/v2/ServiceProviderConfig") for _ in range(70)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert answers[-1].json()["schemas"] == [ERROR]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [("GET", "/Nothing", None, 404), ("GET", "/Users/nobody", None, 404),
     ("POST", "/Users", {}, 400), ("POST", "/Users", {"userName": ""}, 400),
     ("POST", "/Users", [1], 400), ("POST", "/Users", {"userName": 7, "active": "perhaps"}, 400),
     ("POST", "/Users", {"userName": "a\u0000b", "displayName": "x"}, 400),
     ("PATCH", "/Users/nobody", {"Operations": "x"}, 400), ("DELETE", "/Schemas", None, 405),
     ("GET", "/Me", None, 501)],
)  # fmt: skip
def test_nonsense_is_refused_in_the_words_of_the_protocol(
    method: str, path: str, body: object, status: int
) -> None:
    answer = send(directory(), method, path, body)
    assert answer.status_code == status, answer.content
    assert answer.json()["schemas"] == [ERROR]


def test_a_body_that_is_no_json_is_refused() -> None:
    client = directory()
    for raw, kind in ((b"{", "application/scim+json"), (b"\xff", "application/json")):
        answer = client.generic("POST", "/scim/v2/Users", raw, kind)
        assert answer.status_code == 400
    assert client.generic("POST", "/scim/v2/Users", b"<a/>", "text/xml").status_code in {400, 415}


def test_what_the_service_can_do_is_said_as_it_is() -> None:
    client = directory()
    can = client.get("/scim/v2/ServiceProviderConfig").json()
    assert all(can[name]["supported"] for name in ("patch", "bulk", "filter", "sort", "etag"))
    assert can["changePassword"]["supported"] is False
    assert client.get("/scim/v2/ResourceTypes").json()["totalResults"] == 2
    assert client.get("/scim/v2/Schemas").json()["totalResults"] == 4
    a_user(client)
    assert client.get("/scim/v2/Users/").status_code in {200, 404}
    assert secret() != secret()
