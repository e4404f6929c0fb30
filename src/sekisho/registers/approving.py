"""What an approval matrix adds to a move that decides; the engine in ``approvals/`` installs itself.

The commands know this much: whether the matrix keeps a decision for the people it names, which records
must not change while they are being decided, and that a record came into a new state.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.register import Register
from sekisho.registers.workflow import Move

Reasons = list[tuple[str, Text]]


class Approving(Protocol):
    def kept(
        self, register: Register[Any], act: Act, moves: Iterable[Move], records: Sequence[Any]
    ) -> Mapping[UUID, Reasons]:
        """Why these ``records`` cannot be led by any of ``moves`` directly; a few queries for all."""

    def held(self, register: Register[Any], records: Sequence[Any]) -> set[UUID]:
        """Those that must stay as they are, because somebody is deciding about them."""

    def came(
        self, register: Register[Any], act: Act, records: Sequence[Any], was: str | None
    ) -> None:
        """``records`` were added, or left the state ``was``: ask for approvals, or end asking."""


class Nothing:
    """No matrix: the rights of the register alone decide."""

    def kept(
        self, register: Register[Any], act: Act, moves: Iterable[Move], records: Sequence[Any]
    ) -> Mapping[UUID, Reasons]:
        del register, act, moves, records
        return {}

    def held(self, register: Register[Any], records: Sequence[Any]) -> set[UUID]:
        del register, records
        return set()

    def came(
        self, register: Register[Any], act: Act, records: Sequence[Any], was: str | None
    ) -> None:
        del register, act, records, was


_installed: list[Approving] = [Nothing()]


def install(one: Approving) -> None:
    """Put ``one`` in charge; called once by the framework."""
    _installed[0] = one


def approving() -> Approving:
    return _installed[0]


def deciding(register: Register[Any]) -> list[Move]:
    """The moves that somebody else than the one before must make: what a matrix may govern."""
    return [m for m in register.life.moves if m.other_than] if register.life else []
