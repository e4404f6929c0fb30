"""The guard that every command and query asks. It says no until the checkpoint installs itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from sekisho.registers.actor import Actor
from sekisho.registers.errors import Denied, Text


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, with every reason against it (code, words)."""

    allowed: bool
    reasons: Sequence[tuple[str, Text]] = ()


class Guard(Protocol):
    """One set of rules in two forms: for one record, and for a query."""

    def decide(
        self,
        actor: Actor,
        verb: str,
        register: Any,
        record: Any,
        on: date,
        values: Mapping[str, Any] | None = None,
    ) -> Decision:
        """May ``actor`` do ``verb`` with ``record``?

        ``record`` None and ``values`` given: with a record about to be added with these values
        (references as UUIDs). Both None: with any record of the register at all. Both given:
        the record is about to take these values, so both its old and its new place must be in
        reach.
        """

    def visible(self, actor: Actor, register: Any, rows: "QuerySet[Any]", on: date) -> Any:
        """The rows of ``rows`` that ``actor`` may read; the same rules, in SQL."""

    def reachable(
        self, actor: Actor, verb: str, register: Any, rows: "QuerySet[Any]", on: date
    ) -> Any:
        """The rows of ``rows`` with which ``actor`` may do ``verb``; the same rules, in SQL."""

    def reach(self, actor: Actor, verb: str, register: Any) -> frozenset[str]:
        """The scopes (``all``, ``unit``, ``own``) in which ``actor`` may do ``verb`` at all.

        ``others``: every record but those about oneself (``Rights.never_own``) or kept from
        the actor (``Register.known_to``).
        """

    def barring(self, person: UUID, roles: frozenset[str]) -> str:
        """The number of the freeze that shuts out ``person``, who holds ``roles``; "" if none."""


class Closed:
    """Nobody may do anything."""

    def decide(
        self,
        actor: Actor,
        verb: str,
        register: Any,
        record: Any,
        on: date,
        values: Mapping[str, Any] | None = None,
    ) -> Decision:
        del actor, verb, register, record, on, values
        return Decision(False, [("closed", "no checkpoint is installed")])

    def visible(self, actor: Actor, register: Any, rows: "QuerySet[Any]", on: date) -> Any:
        del actor, register, on
        return rows.none()

    def reachable(
        self, actor: Actor, verb: str, register: Any, rows: "QuerySet[Any]", on: date
    ) -> Any:
        del actor, verb, register, on
        return rows.none()

    def reach(self, actor: Actor, verb: str, register: Any) -> frozenset[str]:
        del actor, verb, register
        return frozenset()

    def barring(self, person: UUID, roles: frozenset[str]) -> str:
        del person, roles
        return ""  # nothing is open anyway


_installed: list[Guard] = [Closed()]


def install(guard: Guard) -> None:
    """Put ``guard`` in charge; called once by the checkpoint."""
    _installed[0] = guard


def guard() -> Guard:
    return _installed[0]


def demand(
    actor: Actor,
    verb: str,
    register: Any,
    record: Any,
    on: date,
    values: Mapping[str, Any] | None = None,
) -> None:
    """Return if allowed; raise Denied with all reasons otherwise."""
    answer = guard().decide(actor, verb, register, record, on, values)
    if not answer.allowed:
        raise Denied(f"{register.name}.{verb}", answer.reasons)


def visible(actor: Actor, register: Any, on: date) -> Any:
    """Every row of ``register`` that ``actor`` may read: the only way in for lists and counts."""
    return guard().visible(actor, register, register.rows(), on)


def reachable(actor: Actor, verb: str, register: Any, rows: "QuerySet[Any]", on: date) -> Any:
    """Those of ``rows`` with which ``actor`` may do ``verb``."""
    return guard().reachable(actor, verb, register, rows, on)
