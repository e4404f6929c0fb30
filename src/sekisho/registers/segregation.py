"""Segregation of duties (ISO/IEC 27001 A.5.3): who had a hand in what is now to be decided.

Read from the ledger, so that neither a page, nor the API, nor a sheet goes round it. A decision
(a move with ``other_than``) is closed to every maker of the matter since it last entered the flow:

- whoever made one of the steps named in ``other_than``, however often it was made again;
- whoever changed the record after the last of these steps, for then it is their words that are
  decided on;
- whoever wrote its parts (``Register.parts``: the clauses of a version).

The flow begins where the record last left the state that the decision leads to, or with the
record. Where nobody in the flow made a named step, the last one who ever made it stays excluded.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sekisho.ledger.history import Deed, deeds, deeds_of_many
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.register import Register, registry
from sekisho.registers.workflow import Move, Workflow

WRITING = frozenset({"add", "change", "withdraw"})
WORDS = _(
    "You had a hand in what is to be decided here: the person who did the earlier step, or changed "
    "the content since, cannot take this one. Somebody else is needed."
)


def segregated(
    register: Register[Any], act: Act, step: Move, record: Any
) -> list[tuple[str, Text]]:
    """Whether the mover is a maker of what ``step`` decides."""
    if not step.other_than or register.life is None:
        return []
    mine = {act.actor.id, act.actor.on_behalf} - {None}
    return [("same_person", WORDS)] if mine & makers(register, step, record) else []


def makers(register: Register[Any], step: Move, record: Any) -> set[UUID]:
    """Everybody, by account, who had a hand in what ``step`` decides of ``record``."""
    assert register.life is not None  # noqa: S101 - asked for decisions of a workflow alone
    done = deeds(register.name, record.pk)
    flow = list(_flow(register.life, step, done))
    made = set(_hands(one for one in flow if one.act in step.other_than))
    made |= set(_hands(_changed_since(step, flow)))
    for name in set(step.other_than) - {one.act for one in flow}:
        made |= set(_hands([one for one in done if one.act == name][:1]))
    if register.parts and flow:
        made |= set(_hands(_parts(register, record, flow[-1].id)))
    return made


def _flow(life: Workflow, step: Move, done: Sequence[Deed]) -> Iterator[Deed]:
    """What happened since the record last left the state that ``step`` leads to; newest first."""
    settles = {move.name for move in life.moves if move.target == step.target}
    enters = {move.name for move in life.moves if set(move.sources) == {step.target}}
    for one in done:
        if one.act in settles:
            return
        yield one
        if one.act in enters:
            return


def _changed_since(step: Move, flow: Sequence[Deed]) -> Iterator[Deed]:
    """Changes after the latest of the steps that ``step`` names."""
    for one in flow:
        if one.act in step.other_than:
            return
        if one.act == "change":
            yield one


def _parts(register: Register[Any], record: Any, since: int) -> Iterator[Deed]:
    """What was written of the parts of ``record`` since the entry ``since``."""
    for name, path in register.parts:
        rows = registry[name].model._default_manager.filter(**{path: record.pk})
        for one in deeds_of_many(name, list(rows.values_list("pk", flat=True)), since):
            if one.act in WRITING:
                yield one


def _hands(done: Iterable[Deed]) -> Iterator[UUID]:
    for one in done:
        yield one.actor
        if one.on_behalf:
            yield one.on_behalf
