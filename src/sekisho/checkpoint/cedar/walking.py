"""Walking through the tree of a policy: what is inside, and where it speaks of the resource."""

from collections.abc import Callable, Iterable
from typing import Any

from sekisho.checkpoint.cedar.errors import Place
from sekisho.checkpoint.cedar.tree import (
    All,
    Attr,
    Call,
    Has,
    If,
    Is,
    Like,
    Minus,
    Not,
    Pair,
    RecOf,
    SetOf,
    Some,
    Var,
)


def parts(node: Any) -> tuple[Any, ...]:
    """The expressions right inside ``node``."""
    inside = _INSIDE.get(type(node))
    return tuple(one for one in inside(node) if one is not None) if inside else ()


_INSIDE: dict[type, Callable[[Any], Iterable[Any]]] = {
    All: lambda n: n.parts, Some: lambda n: n.parts, SetOf: lambda n: n.parts,
    Not: lambda n: (n.part,), Minus: lambda n: (n.part,), Has: lambda n: (n.part,),
    Like: lambda n: (n.part,), Attr: lambda n: (n.part,), Is: lambda n: (n.part, n.ancestor),
    Pair: lambda n: (n.left, n.right), If: lambda n: (n.test, n.then, n.other),
    Call: lambda n: (n.part, *n.args), RecOf: lambda n: (part for _name, part in n.parts),
}  # fmt: skip


def speaks_of_resource(node: Any) -> bool:
    return is_resource(node) or any(map(speaks_of_resource, parts(node)))


def is_resource(node: Any) -> bool:
    return isinstance(node, Var) and node.name == "resource"


def place(node: Any) -> Place | None:
    """Where ``node`` speaks of the resource."""
    if isinstance(node, Var | Attr) and node.place is not None and speaks_of_resource(node):
        return node.place
    return next((found for part in parts(node) if (found := place(part))), None)
