"""What the verifier compares with the ledger: every record's version and the hash of its state."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from sekisho.registers.register import Register, registry
from sekisho.registers.schema import schema
from sekisho.registers.state import state_hash

CHUNK = 2000


def states(register: Register[Any]) -> Iterator[tuple[UUID, int, str]]:
    """Every record that ever was, withdrawn ones too, by id: (id, version, hash)."""
    form = schema(register)
    rows = register.model._default_manager.order_by("pk")
    last: UUID | None = None
    while True:
        part = list((rows.filter(pk__gt=last) if last else rows)[:CHUNK])
        for record in part:
            yield record.pk, record.ver, state_hash(form, record)
        if len(part) < CHUNK:
            return
        last = part[-1].pk


def everything() -> Mapping[str, Callable[[], Iterator[tuple[UUID, int, str]]]]:
    """The records of every register, for ``ledger.verify``."""
    return {register.name: partial(states, register) for register in registry}
