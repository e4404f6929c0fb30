"""What the operators do; the compiled policies call these. They raise Erring where Cedar errs."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sekisho.checkpoint.cedar.errors import Erring
from sekisho.checkpoint.cedar.values import LEAST, MOST, Rec, Set, Uid, Unusable, key, kind


class Entity(NamedTuple):
    """An entity of a store: its attributes, and every group it is in, however far up."""

    attrs: Mapping[str, Any]
    ancestors: frozenset[Uid]


Entities = Mapping[Uid, Entity]


def wrong(value: Any, wanted: str) -> Erring:
    if type(value) is Unusable:
        value.fail()
    return Erring(f"expected {wanted}, found {kind(value)}")


def truth(value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    raise wrong(value, "bool")


def attr(entities: Entities, value: Any, name: str) -> Any:
    fields = _fields(entities, value)
    if fields is None:
        raise Erring(f"{value} is not in the store")
    if name not in fields:
        raise Erring(f"{value if type(value) is Uid else 'the record'} has no attribute {name}")
    return fields[name]


def _fields(entities: Entities, value: Any) -> Mapping[str, Any] | None:
    if type(value) is Uid:
        found = entities.get(value)
        return found.attrs if found is not None else None
    if type(value) is Rec:
        return value.fields
    raise wrong(value, "entity or record")


def has(entities: Entities, value: Any, *names: str) -> bool:
    for at, name in enumerate(names):
        fields = _fields(entities, value)
        if fields is None or name not in fields:
            return False
        if at + 1 < len(names):
            value = fields[name]
    return True


def equal(left: Any, right: Any) -> bool:
    for one in (left, right):
        if type(one) is Unusable:
            one.fail()
    return type(left) is type(right) and bool(left == right)


def within(entities: Entities, value: Any, group: Any) -> bool:
    if type(value) is not Uid:
        raise wrong(value, "entity")
    groups = (group,) if type(group) is Uid else uids(group)
    if value in groups:
        return True
    found = entities.get(value)
    return found is not None and not found.ancestors.isdisjoint(groups)


def uids(group: Any) -> frozenset[Any]:
    if type(group) is not Set:
        raise wrong(group, "entity or set of entities")
    for one in group.items:
        if type(one) is not Uid:
            raise wrong(one, "entity")
    return group.items


def is_a(value: Any, type_: str) -> bool:
    if type(value) is not Uid:
        raise wrong(value, "entity")
    return value.type == type_


def long(value: Any) -> int:
    if type(value) is not int:
        raise wrong(value, "long")
    return value


def fits(value: int) -> int:
    if not LEAST <= value <= MOST:
        raise Erring("the number does not fit into 64 bits")
    return value


def like(value: Any, *pieces: str) -> bool:
    """Whether ``pieces`` follow each other in the text, with anything between them; linear."""
    if type(value) is not str:
        raise wrong(value, "string")
    if len(pieces) == 1:
        return value == pieces[0]
    first, *middle, last = pieces
    if not value.startswith(first):
        return False
    at = len(first)
    for piece in middle:
        found = value.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(value) - len(last) >= at and value.endswith(last)


def items(value: Any) -> frozenset[Any]:
    if type(value) is not Set:
        raise wrong(value, "set")
    return value.items


def contains(value: Any, one: Any) -> bool:
    if type(one) is Unusable:
        one.fail()
    return key(one) in items(value)
