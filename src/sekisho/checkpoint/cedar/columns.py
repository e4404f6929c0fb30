"""What a policy may ask of rows: the columns in which the attributes of a resource stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from sekisho.checkpoint.cedar.values import Uid

Cond = Q | bool
"""A condition on a row: a query, or what is so (not so) for every row."""


def both(one: Cond, other: Cond) -> Cond:
    if isinstance(one, bool):
        return other if one else False
    if isinstance(other, bool):
        return one if other else False
    return one & other


def either(one: Cond, other: Cond) -> Cond:
    if isinstance(one, bool):
        return True if one else other
    if isinstance(other, bool):
        return True if other else one
    return one | other


def opposite(one: Cond) -> Cond:
    return not one if isinstance(one, bool) else ~one


class Absent:
    """No value: the attribute is not there."""


ABSENT: Any = Absent()


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute held in one column. ``type``: bool, int or str. ``empty``: what NULL stands
    for; ABSENT: the attribute is not there then. ``filled``: it is never NULL."""

    path: str
    type: type
    empty: Any = ABSENT
    filled: bool = False

    def absent(self) -> Cond:
        if self.filled or self.empty is not ABSENT:
            return False
        return Q(**{f"{self.path}__isnull": True})

    def holds(self, lookup: str, operand: Any, test: Callable[[Any], bool]) -> Cond:
        """Rows whose value passes: by the query ``lookup``; ``test`` says the same in Python."""
        found: Cond = Q(**{f"{self.path}__{lookup}": operand})
        if self.filled:
            return found
        there = both(~Q(**{f"{self.path}__isnull": True}), found)
        if self.empty is ABSENT or not test(self.empty):
            return there
        return either(there, Q(**{f"{self.path}__isnull": True}))


@dataclass(frozen=True, slots=True)
class Known:
    """An attribute that is the same for every row; ABSENT: no row has it."""

    value: Any
    path: str = ""

    @property
    def type(self) -> type:
        return type(self.value)

    def absent(self) -> Cond:
        return self.value is ABSENT

    def holds(self, lookup: str, operand: Any, test: Callable[[Any], bool]) -> Cond:
        del lookup, operand
        return self.value is not ABSENT and test(self.value)


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean that a condition tells; ``unsaid``: the rows of which it is not told."""

    yes: Q
    unsaid: Q
    type: type = bool

    def absent(self) -> Cond:
        return self.unsaid

    def holds(self, lookup: str, operand: Any, test: Callable[[Any], bool]) -> Cond:
        del lookup, operand
        sure = both(~self.unsaid, self.yes) if test(True) else False
        other = both(~self.unsaid, ~self.yes) if test(False) else False
        return either(sure, other)


Attribute = Column | Known | Flag


@dataclass(frozen=True)
class Rows:
    """A kind of resource as rows. ``id``: the column of its name; ``within``: the rows that lie in
    a group (False: none of that name)."""

    type: str
    id: str
    attrs: Mapping[str, Attribute]
    within: Callable[[Uid], Cond] = field(default=lambda _uid: False)

    def is_named(self, uid: Uid) -> Cond:
        return Q(**{self.id: uid.id}) if uid.type == self.type else False

    def lies_in(self, uid: Uid) -> Cond:
        return either(self.is_named(uid), self.within(uid))
