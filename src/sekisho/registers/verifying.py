"""What the verifier compares with the ledger: every record's version and the hash of its state."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from sekisho.registers.register import Register, registry
from sekisho.registers.schema import declared
from sekisho.registers.state import state_hash

CHUNK = 2000


def states(
    register: Register[Any], using: str = DEFAULT_DB_ALIAS
) -> Iterator[tuple[UUID, int, str]]:
    """Every record that ever was, withdrawn ones too, by id: (id, version, hash)."""
    form = declared(register)  # another database than the live one may be read
    rows = register.model._default_manager.using(using).order_by("pk")
    last: UUID | None = None
    while True:
        part = list((rows.filter(pk__gt=last) if last else rows)[:CHUNK])
        for record in part:
            yield record.pk, record.ver, state_hash(form, record)
        if len(part) < CHUNK:
            return
        last = part[-1].pk


def everything() -> Mapping[str, Callable[[str], Iterator[tuple[UUID, int, str]]]]:
    """The records of every register, by the alias of a database: for ``ledger.verify``."""
    return {register.name: partial(states, register) for register in registry}
