"""What is known while a list is made, and how the tests of a policy join, errors included."""

from collections.abc import Callable
from typing import NamedTuple

from sekisho.checkpoint.cedar import meaning
from sekisho.checkpoint.cedar.columns import Cond, Rows, both, either, opposite
from sekisho.checkpoint.cedar.values import Rec, Uid


class Given(NamedTuple):
    """What is known while a list is made."""

    principal: Uid
    action: Uid
    context: Rec
    entities: meaning.Entities
    rows: Rows


class Sides(NamedTuple):
    """Where a test is true, and where it errs; elsewhere it is false."""

    yes: Cond
    errs: Cond

    @property
    def no(self) -> Cond:
        return opposite(either(self.yes, self.errs))


Made = Callable[[Given], Sides]
TRUE = Sides(True, False)
ERRS = Sides(False, True)


def every(made: list[Made], given: Given) -> Sides:
    """``a && b``: the second is asked where the first is true."""
    found = TRUE
    for one in made:
        if found.yes is False:
            break
        side = one(given)
        found = Sides(both(found.yes, side.yes), either(found.errs, both(found.yes, side.errs)))
    return found


def some(made: list[Made], given: Given) -> Sides:
    found = Sides(False, False)
    for one in made:
        if found.no is False:
            break
        side, open_ = one(given), found.no
        found = Sides(
            either(found.yes, both(open_, side.yes)), either(found.errs, both(open_, side.errs))
        )
    return found
