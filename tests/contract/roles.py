"""Roles with the same rights see the same: a register is looked at as one of them, not as all."""

from typing import Any
from uuid import UUID

from sekisho.checkpoint.guard import PLAIN, granted
from sekisho.registers.actor import Actor
from sekisho.registers.register import Register

KINDS = {"auditor": {"auditor"}, "contractor": {"contractor"}}
"""Roles of accounts that do not belong to an employee."""


def as_role(role: str) -> Actor:
    """Somebody with ``role``, and with what everybody of their kind has besides."""
    return Actor(UUID(int=1), frozenset(KINDS.get(role, {role, "employee"})), UUID(int=2))


def unlike(
    register: Register[Any], roles: tuple[str, ...], *verbs: str, records: bool = True
) -> list[str]:
    """The first of ``roles`` for every set of rights they have in ``register`` (to ``verbs``).

    All of them where who knows of a record depends on more than rights. Where no ``records`` are
    looked at neither that counts nor how far a right reaches.
    """
    if records and any(register.known_to(as_role(role)) for role in roles):
        return list(roles)
    moves = [move.name for move in register.life.moves] if register.life else []
    asked = verbs or (*sorted(PLAIN), *moves)
    first: dict[Any, str] = {}
    for role in roles:
        reach = tuple(granted(as_role(role), verb, register) for verb in asked)
        first.setdefault(reach if records else tuple(map(bool, reach)), role)
    return list(first.values())
