"""The storage that scim2-server reads and writes: the registers, by guard and commands."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from django.db import transaction
from scim2_models import (
    NotFoundException,
    NotImplementedException,
    PreconditionFailedException,
    Resource,
    ResourceType,
)
from scim2_server.storage import ScimStorage, SearchPage

from sekisho.api.scim import groups, users
from sekisho.api.scim.keeping import Keeper, as_id
from sekisho.api.scim.posts import GroupKeeper
from sekisho.api.scim.search import searched
from sekisho.registers.actor import Act

USER = "User"


class Store(ScimStorage):
    """One request's view of the registers: everything in it belongs to one act."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self.held: Any = None
        self.among: groups.Ids = None

    @contextmanager
    def narrowed(self, among: groups.Ids) -> Iterator[None]:
        """Groups have only these members for now: the rest is neither read nor touched."""
        self.among = among
        try:
            yield
        finally:
            self.among = None

    def get(
        self, resource_type: ResourceType, resource_id: str, *, response_parameters: Any = None
    ) -> Resource[Any]:
        row = self._row(resource_type, resource_id, _needed(resource_type, response_parameters))
        self.held = row
        return cast("Resource[Any]", _resource(resource_type, row))

    def search(
        self, resource_types: list[ResourceType], search_request: Any, *, position: Any = None
    ) -> SearchPage:
        """The page; of several types, one type after the other, each in its own order."""
        del position
        if len(resource_types) > 1 and search_request.sort_by is not None:
            raise NotImplementedException(detail="Please sort users and groups separately.")
        start, left = search_request.start_index_0 or 0, search_request.count or 0
        total, found = 0, []
        for one in resource_types:
            rows, count = searched(
                self._rows(one, _needed(one, search_request)), one, search_request, self.act
            )
            part = rows[max(0, start - total) : max(0, start - total) + left] if left else []
            made = [_resource(one, row) for row in part] if start < total + count else []
            found += made
            left, total = left - len(made), total + count
        return SearchPage(total=total, resources=found)

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        keeper = self._keeper(resource_type)
        pk = keeper.add(resource)
        if keeper.fresh is not None:
            return cast("Resource[Any]", _resource(resource_type, keeper.fresh))
        return self.get(resource_type, str(pk))

    def update(
        self,
        resource_type: ResourceType,
        resource: Resource[Any],
        *,
        expected_version: str | None = None,
    ) -> Resource[Any]:
        row = self._expected(resource_type, str(resource.id), expected_version)
        pk = self._keeper(resource_type).update(resource, row)
        return self.get(resource_type, str(pk))

    def delete(
        self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None
    ) -> None:
        row = self._expected(resource_type, resource_id, expected_version)
        self._keeper(resource_type).remove(row)

    def operation(self) -> AbstractContextManager[None]:
        return cast("AbstractContextManager[None]", transaction.atomic())

    def _keeper(self, kind: ResourceType) -> Any:
        return Keeper(self.act) if kind.id == USER else GroupKeeper(self.act, self.among)

    def _rows(self, kind: ResourceType, whole: bool) -> Any:
        if kind.id == USER:
            return users.people(self.act, groups=whole)
        return groups.units(self.act, members=whole, among=self.among)

    def _row(self, kind: ResourceType, word: str, whole: bool = True) -> Any:
        pk = as_id(word)
        row = self._rows(kind, whole).filter(pk=pk).first() if pk else None
        if row is None:
            raise NotFoundException(detail=f"{kind.id} {word!r} not found")
        return row

    def _expected(self, kind: ResourceType, word: str, version: str | None) -> Any:
        held = self.held is not None and str(self.held.pk) == word
        row = self.held if held else self._row(kind, word)
        if version is not None and _meta(kind, row).version != version:
            raise PreconditionFailedException
        return row


def _meta(kind: ResourceType, row: Any) -> Any:
    return users.meta(row) if kind.id == USER else groups.meta(row)


def _resource(kind: ResourceType, row: Any) -> Any:
    return users.resource(row) if kind.id == USER else groups.resource(row)


def _needed(kind: ResourceType, parameters: Any) -> bool:
    """Whether the answer names members or groups, which cost a query and may be many."""
    if parameters is None:
        return True
    name = "groups" if kind.id == USER else "members"
    heads = {
        str(path).rpartition(":")[2].partition(".")[0].lower()
        for path in parameters.attributes or ()
    }
    left_out = {
        str(path).rpartition(":")[2].lower() for path in parameters.excluded_attributes or ()
    }
    return (not heads or name in heads) and name not in left_out
