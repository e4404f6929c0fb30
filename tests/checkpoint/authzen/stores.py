"""Two small stores: a reading room, and the errands of a household."""

from typing import Any

from sekisho.checkpoint.authzen.door import Door
from sekisho.checkpoint.standalone import Store
from tests.checkpoint.authzen.calling import Caller


def entity(type_: str, id_: str, **attrs: Any) -> dict[str, Any]:
    return {"uid": {"type": type_, "id": id_}, "attrs": attrs, "parents": []}


def thing(type_: str, id_: str, **properties: Any) -> dict[str, Any]:
    return {"type": type_, "id": id_} | ({"properties": properties} if properties else {})


PAPERS = [
    entity("user", "alice"), entity("user", "bob", role="admin"),
    entity("record", "record-1", status="active"), entity("record", "record-2", status="archived"),
]  # fmt: skip
PAPER_POLICIES = """
@id("readers") permit(principal, action == Action::"read", resource == record::"record-1");
@id("author") permit(principal == user::"alice", action == Action::"write", resource == record::"record-1");
@id("admins")
permit(principal, action == Action::"write", resource)
when { principal has role && principal.role == "admin" && resource has status && resource.status == "archived" };
@id("to-the-bin")
permit(principal == user::"alice", action == Action::"delete", resource == record::"record-1")
when { context has soft && context.soft };
@id("sealed") @reason_ja("保管済みの記録は書き換えられません。") @reason_en("Archived records stay as they are.")
forbid(principal, action == Action::"write", resource)
when { resource has status && resource.status == "archived" }
unless { principal has role && principal.role == "admin" };
"""
ERRAND_POLICIES = """
permit(principal, action in [Action::"can_read_user", Action::"can_read_todos"], resource);
permit(principal, action == Action::"can_create_todo", resource)
when { principal.roles.containsAny(["admin", "editor"]) };
permit(principal, action in [Action::"can_update_todo", Action::"can_delete_todo"], resource)
when { principal.roles.contains("editor") && resource.ownerID == principal.email };
permit(principal, action == Action::"can_update_todo", resource) when { principal.roles.contains("evil_genius") };
permit(principal, action == Action::"can_delete_todo", resource) when { principal.roles.contains("admin") };
"""


def papers(*, trust: bool = True) -> Caller:
    return Caller(Door(Store(PAPERS, PAPER_POLICIES, trust=trust)))


def errands(users: dict[str, Any]) -> Caller:
    store = [entity("user", key, **user) for key, user in users.items()]
    return Caller(Door(Store(store, ERRAND_POLICIES, trust=True)))
