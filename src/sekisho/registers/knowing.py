"""Of which records an entry of the ledger may speak to somebody: by right, and by need to know."""

from collections.abc import Iterable
from uuid import UUID

import orjson

from sekisho.registers.actor import Actor
from sekisho.registers.guard import guard
from sekisho.registers.register import registry


def may_hear(actor: Actor, kind: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those of ``ids`` whose entries may be shown, also of records withdrawn since; two queries at most.

    What is no register (sign-ins, judgements) is shown; what nobody or not this actor reads is not,
    so that a line left blank says nothing about why.
    """
    register, wanted = registry.get(kind), set(ids)
    if register is None:
        return wanted
    if not guard().reach(actor, "read", register):
        return set()
    known = register.known_to(actor)
    if not known:
        return wanted
    rows = register.model._default_manager.filter(known, pk__in=wanted)
    return set(rows.values_list("pk", flat=True))


def may_hear_core(actor: Actor, core: str) -> bool:
    """Whether the entry with this core may be shown."""
    said = orjson.loads(core)
    return bool(may_hear(actor, said["kind"], [UUID(said["rec"])]))
