"""Calling SCIM as a directory does."""

from datetime import timedelta
from typing import Any

import orjson
from django.test import Client

from sekisho.registers import tokens
from sekisho.registers.actor import service
from tests.api.calling import acting, by_token

MEDIA = "application/scim+json"
V2 = "/scim/v2"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
JAPAN = "urn:sekisho:params:scim:schemas:extension:japan:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def secret(*scopes: str) -> str:
    act = acting()
    until = act.on + timedelta(days=30)
    _token, made = tokens.make(act, service("scim").id, "test", scopes or ("scim",), until)
    return made


def directory(*scopes: str) -> Client:
    """A client that shows a token of the directory service."""
    return by_token(secret(*scopes))


def send(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    data = b"" if body is None else orjson.dumps(body)
    return client.generic(method, V2 + path, data, MEDIA, headers=headers)


def find(client: Client, path: str, **query: str) -> Any:
    """The answer to a search, which went well."""
    answer = client.get(V2 + path, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def names(client: Client, filter_: str, path: str = "/Users") -> list[str]:
    """The names of what a filter finds, in order."""
    found = find(client, path, filter=filter_)["Resources"]
    return sorted(one["displayName"] for one in found)


def a_user(client: Client, user_name: str = "hana@example.co.jp", **more: Any) -> dict[str, Any]:
    body = {"schemas": [USER], "userName": user_name, "displayName": "浜 花", "active": True}
    if "@" in user_name:
        body["emails"] = [{"value": user_name, "type": "work", "primary": True}]
    answer = send(client, "POST", "/Users", body | more)
    assert answer.status_code == 201, answer.content
    return answer.json()  # type: ignore[no-any-return]


def patch(client: Client, path: str, *operations: dict[str, Any]) -> Any:
    body = {"schemas": [PATCH], "Operations": list(operations)}
    return send(client, "PATCH", path, body)
