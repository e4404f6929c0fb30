"""The protocol's operations, with one short cut: a few members of a large group change.

Directories add and remove members one by one. The protocol would read, copy and write back all
the members for each; here only those the request names take part.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from scim2_models import ResourceType
from scim2_server.handler import ScimHandler
from scim2_server.service import ScimService

from sekisho.api.scim.keeping import as_id
from sekisho.api.scim.store import USER, Store

ONE_MEMBER = re.compile(r'members\[value eq "([^"]+)"\]', re.IGNORECASE)
SHOWN = {"attributes", "excludedattributes"}
MANY = 400  # a request that names more reads the whole group: one list of ids has its bounds


class Handler(ScimHandler):
    def __init__(self, service: ScimService, storage: Store, query: Mapping[str, str]) -> None:
        super().__init__(service, storage)
        self.store = storage
        self.shows = any(name.lower() in SHOWN for name in query)

    def patch_resource(
        self, resource_type: ResourceType, resource_id: str, patch_op: Any, conditions: Any
    ) -> Any:
        """A PATCH whose answer shows the group is not cut short: it must know all members."""
        few = None if resource_type.id == USER or self.shows else named(patch_op)
        with self.store.narrowed(few):
            return super().patch_resource(resource_type, resource_id, patch_op, conditions)


def named(patch_op: Any) -> Collection[UUID] | None:
    """The people whose membership is all that ``patch_op`` can change; None when it may be more."""
    found: set[UUID] = set()
    for one in patch_op.operations or ():
        people = _named(one)
        if not people or None in people:
            return None
        found.update(pk for pk in people if pk is not None)
    return found if 0 < len(found) <= MANY else None


def _named(one: Any) -> list[UUID | None]:
    kind, path = str(getattr(one.op, "value", one.op)).lower(), str(one.path or "")
    if kind == "remove" and (match := ONE_MEMBER.fullmatch(path)):
        return [as_id(match.group(1))]
    if kind not in {"add", "remove"} or path.lower() != "members":
        return []
    values = one.value if isinstance(one.value, list) else [one.value]
    return [as_id(_word(value)) for value in values]


def _word(value: Any) -> str:
    said = value.get("value") if isinstance(value, dict) else getattr(value, "value", None)
    return str(said or "")
