"""Workflows: the states a record passes through, and who may move it (declared once)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from sekisho.registers.errors import Text


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step: the button, the API action, the permission and the ledger entry.

    ``asks`` are fields of the record (or free words, when no field has the name) that the mover
    must fill in, ``may`` those they may. ``other_than`` names earlier moves (or ``add``, ``change``):
    whoever made one since the record entered the flow may not make this one
    (``registers.segregation``). ``target`` "" leaves the state as it is: something is said beside
    the road.
    ``sets`` names record fields filled by the move: field → ``"person"``, ``"day"`` or ``"moment"``.
    """

    name: str
    source: str | tuple[str, ...]
    target: str
    label: Text
    asks: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()
    sets: tuple[tuple[str, str], ...] = ()
    danger: bool = False
    may: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source,) if isinstance(self.source, str) else self.source


@dataclass(frozen=True, slots=True)
class Workflow:
    """States of one kind of record; ``field`` holds the state and is written by moves alone."""

    states: type[models.TextChoices]
    initial: str
    moves: Sequence[Move]
    field: str = "state"

    def from_state(self, state: str) -> list[Move]:
        return [move for move in self.moves if state in move.sources]

    def move(self, name: str, state: str) -> Move:
        """The move ``name`` out of ``state``; LookupError when there is none."""
        for step in self.from_state(state):
            if step.name == name:
                return step
        raise LookupError(f"no move {name!r} from {state!r}")
