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

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sekisho.ledger.history import Deed, deeds, deeds_of_each, deeds_of_many
from sekisho.registers.actor import Act
from sekisho.registers.approving import approving
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
    """Why somebody else, or somebody first, has to make ``step``: the mover is a maker of what it
    decides, the register itself says so, or the approval matrix does."""
    reasons = list(register.against(act, step.name, record))
    reasons += approving().kept(register, act, [step], [record]).get(record.pk, [])
    if not step.other_than or register.life is None:
        return reasons
    mine = {act.actor.id, act.actor.on_behalf} - {None}
    made = mine & makers(register, step, record)
    return [("same_person", WORDS), *reasons] if made else reasons


def segregated_each(
    register: Register[Any], act: Act, step: Move, records: Sequence[Any]
) -> dict[UUID, list[tuple[str, Text]]]:
    """``segregated`` of many records, in a few queries for all of them."""
    kept = approving().kept(register, act, [step], records)
    mine = {act.actor.id, act.actor.on_behalf} - {None}
    asked = bool(step.other_than) and register.life is not None
    made = makers_of_each(register, [step], records) if asked else {}
    found = {}
    for record in records:
        reasons = [*register.against(act, step.name, record), *kept.get(record.pk, [])]
        if mine & made.get((record.pk, step.name), set()):
            reasons.insert(0, ("same_person", WORDS))
        found[record.pk] = reasons
    return found


def makers(register: Register[Any], step: Move, record: Any) -> set[UUID]:
    """Everybody, by account, who had a hand in what ``step`` decides of ``record``."""
    done = deeds(register.name, record.pk)
    return _makers(register, step, done, lambda since: _parts(register, record, since))


def makers_of_each(
    register: Register[Any], steps: Iterable[Move], records: Sequence[Any]
) -> dict[tuple[UUID, str], set[UUID]]:
    """``makers`` of many records: (record, step) → accounts, in a few queries for all of them."""
    recs = [record.pk for record in records]
    done = deeds_of_each(register.name, recs)
    written = _parts_of_each(register, recs)
    return {
        (rec, step.name): _makers(register, step, done[rec], partial(_since, written[rec]))
        for rec in recs
        for step in steps
    }


def _makers(
    register: Register[Any],
    step: Move,
    done: Sequence[Deed],
    parts: Callable[[int], Iterable[Deed]],
) -> set[UUID]:
    assert register.life is not None  # noqa: S101 - asked for decisions of a workflow alone
    flow = list(_flow(register.life, step, done))
    made = set(_hands(one for one in flow if one.act in step.other_than))
    made |= set(_hands(_changed_since(step, flow)))
    for name in set(step.other_than) - {one.act for one in flow}:
        made |= set(_hands([one for one in done if one.act == name][:1]))
    if register.parts and flow:
        made |= set(_hands(parts(flow[-1].id)))
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


def _parts_of_each(register: Register[Any], recs: Sequence[UUID]) -> dict[UUID, list[Deed]]:
    """What was ever written of the parts of each record: two queries for each kind of part."""
    found: dict[UUID, list[Deed]] = {rec: [] for rec in recs}
    for name, path in register.parts:
        rows = registry[name].model._default_manager.filter(**{f"{path}__in": recs})
        of = dict(rows.values_list("pk", path))
        for part, done in deeds_of_each(name, list(of)).items():
            found[of[part]] += [one for one in done if one.act in WRITING]
    return found


def _since(done: Sequence[Deed], entry: int) -> list[Deed]:
    return [one for one in done if one.id >= entry]


def _hands(done: Iterable[Deed]) -> Iterator[UUID]:
    for one in done:
        yield one.actor
        if one.on_behalf:
            yield one.on_behalf
