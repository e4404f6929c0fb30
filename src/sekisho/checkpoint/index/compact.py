"""Ids and rights as bytes, read back quickly."""

import marshal
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sekisho.checkpoint.index.facts import RightFacts

_blank = UUID.__new__
_put, _safe = (vars(UUID)[slot].__set__ for slot in ("int", "is_safe"))
_UNSURE = UUID(int=0).is_safe


def _id(raw: bytes) -> UUID:
    """A UUID from its bytes, without the checks of its constructor: most of the time of loading."""
    found = _blank(UUID)
    _put(found, int.from_bytes(raw))
    _safe(found, _UNSURE)
    return found


def ids_in(blob: bytes) -> list[UUID]:
    return [_id(blob[n : n + 16]) for n in range(0, len(blob), 16)]


class Places(NamedTuple):
    """Whose a right is, by its id: sorted ids, and beside each the place of the person."""

    keys: bytes
    people: "array[int]"
    order: Sequence[UUID]

    def person_of(self, right: UUID) -> UUID | None:
        at = bisect_left(range(len(self.people)), right.bytes, key=self._key)
        return (
            self.order[self.people[at]]
            if at < len(self.people) and self._key(at) == right.bytes
            else None
        )

    def _key(self, n: int) -> bytes:
        return self.keys[16 * n : 16 * n + 16]


def rights_in(blob: bytes) -> Iterable[RightFacts]:
    """The rights of one person."""
    known = Known()
    for pk, number, person, asset, role, *rest in marshal.loads(blob):  # noqa: S302 - sealed
        yield RightFacts(_id(pk), number, _id(person), known(asset), known(role), *rest)


class Known:
    """Ids that come again and again are made once."""

    def __init__(self) -> None:
        self.made: dict[bytes, UUID] = {}

    def __call__(self, raw: bytes | None) -> Any:
        if raw is None:
            return None
        found = self.made.get(raw)
        if found is None:
            found = self.made[raw] = _id(raw)
        return found
