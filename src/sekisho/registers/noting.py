"""An act upon a record that changes none of its fields, such as sending an invitation: sealed all the same."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sekisho.registers.actor import Act
from sekisho.registers.commands import locked
from sekisho.registers.guard import demand
from sekisho.registers.plan import Line, plan
from sekisho.registers.register import Register
from sekisho.registers.store import save


@transaction.atomic
def note(
    register: Register[Any], act: Act, name: str, record: Any, said: Mapping[str, Any] | None = None
) -> Any:
    """Seal the act ``name`` on ``record``, by somebody who may change it. Raises Denied, Missing."""
    demand(act.actor, "change", register, record, act.on)
    record = locked(register, record.pk)
    (row,) = plan(register, act, [Line({}, record)], guarded=False)
    save(register, act, [row], name=name, said=said)
    return row.record
