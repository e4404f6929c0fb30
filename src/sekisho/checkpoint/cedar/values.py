"""The values of Cedar in Python: bool, int (64 bits), str, and the four kinds below.

In Python ``True == 1``; in Cedar they differ. So sets keep their elements by ``key``, and
``equal`` compares types before it compares values.
"""

from typing import Any, NamedTuple, NoReturn

from sekisho.checkpoint.cedar.errors import Erring

LEAST, MOST = -(2**63), 2**63 - 1


class Uid(NamedTuple):
    """The name of an entity: ``User::"alice"``."""

    type: str
    id: str

    def __str__(self) -> str:
        escaped = self.id.replace("\\", "\\\\").replace('"', '\\"')
        return f'{self.type}::"{escaped}"'


class _Truth:
    """A boolean as an element of a set."""

    def __init__(self, value: bool) -> None:
        self.value = value

    def __repr__(self) -> str:
        return repr(self.value)


_TRUE, _FALSE = _Truth(True), _Truth(False)


def key(value: Any) -> Any:
    """``value`` such that Python's equality and hash say what Cedar's ``==`` says."""
    if value is True:
        return _TRUE
    return _FALSE if value is False else value


class Set:
    """A set of values; order and repetition mean nothing."""

    __slots__ = ("items",)

    def __init__(self, values: Any) -> None:
        self.items = frozenset(key(value) for value in values)

    def __eq__(self, other: object) -> bool:
        return type(other) is Set and self.items == other.items

    def __hash__(self) -> int:
        return hash(self.items)

    def __repr__(self) -> str:
        return f"[{', '.join(sorted(map(repr, self.items)))}]"


class Rec:
    """A record: names and values."""

    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields = fields

    def __eq__(self, other: object) -> bool:
        return type(other) is Rec and self._keyed() == other._keyed()

    def __hash__(self) -> int:
        return hash(frozenset(self._keyed().items()))

    def __repr__(self) -> str:
        return repr(self.fields)

    def _keyed(self) -> dict[str, Any]:
        return {name: key(value) for name, value in self.fields.items()}


class Unusable:
    """A value that somebody sent and Cedar has no word for, such as 0.5: it is there (``has``),
    and whatever looks at it errs, so that it can neither permit nor slip past a forbid."""

    __slots__ = ("what",)

    def __init__(self, what: str) -> None:
        self.what = what

    def __eq__(self, other: object) -> NoReturn:
        self.fail()

    def __hash__(self) -> int:
        return self.fail()

    def fail(self) -> NoReturn:
        raise Erring(f"{self.what} is no value of Cedar")


def kind(value: Any) -> str:
    """What people call the type of ``value``."""
    names = {bool: "bool", int: "long", str: "string", Uid: "entity", Set: "set", Rec: "record"}
    return names.get(type(value), type(value).__name__)
