"""What a policy text says, as a tree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sekisho.checkpoint.cedar.errors import Place
from sekisho.checkpoint.cedar.values import Uid


@dataclass(frozen=True, slots=True)
class Lit:
    value: Any


@dataclass(frozen=True, slots=True)
class Var:
    """principal, action, resource or context; ``place``: where it stands, for messages alone."""

    name: str
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """``a && b && …``"""

    parts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """``a || b || …``"""

    parts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Any


@dataclass(frozen=True, slots=True)
class Minus:
    part: Any


@dataclass(frozen=True, slots=True)
class Pair:
    """Two operands: == != < <= > >= + - * in."""

    op: str
    left: Any
    right: Any


@dataclass(frozen=True, slots=True)
class Has:
    """``part has a.b``"""

    part: Any
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Like:
    part: Any
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Is:
    """``part is Type in ancestor``"""

    part: Any
    type: str
    ancestor: Any = None


@dataclass(frozen=True, slots=True)
class If:
    test: Any
    then: Any
    other: Any


@dataclass(frozen=True, slots=True)
class Attr:
    part: Any
    name: str
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A method of a set: contains, containsAll, containsAny, isEmpty."""

    part: Any
    method: str
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SetOf:
    parts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RecOf:
    parts: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy. ``scope``: the tests of the head; ``conditions``: when (True) and unless."""

    effect: str
    number: int
    place: Place
    scope: tuple[Any, ...]
    conditions: tuple[tuple[bool, Any], ...]
    annotations: Mapping[str, str] = field(default_factory=dict)
    actions: frozenset[Uid] = frozenset()

    @property
    def id(self) -> str:
        return self.annotations.get("id") or f"policy{self.number}"
