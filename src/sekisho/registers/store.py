"""Rows and their ledger entries, saved together: the one place where records are written."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sekisho.ledger.entries import Draft, Origin, append
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act
from sekisho.registers.errors import Conflict
from sekisho.registers.numbers import take
from sekisho.registers.plan import Planned
from sekisho.registers.register import Register, registry
from sekisho.registers.rows import insert, update
from sekisho.registers.schema import Schema, schema
from sekisho.registers.search_index import note
from sekisho.registers.state import plain, state_hash


def save(
    register: Register[Any],
    act: Act,
    planned: Sequence[Planned],
    *,
    name: str = "",
    said: Mapping[str, Any] | None = None,
    grp: UUID | None = None,
) -> None:
    """Save what was planned, settle what follows from it, and seal one entry per row.

    ``name`` is the ledger's word for the act, else ``add`` or ``change``. Rows that change nothing
    are left alone, unless the act has a name of its own. Every ``row.record`` is set afterwards.
    Raises Conflict when somebody saved a row in between.
    """
    form = schema(register)
    touched = [row for row in planned if row.adds or row.changes or name]
    if not touched:
        return
    words = [name or ("add" if row.adds else "change") for row in touched]
    fresh = [row for row in touched if row.adds]
    stale = [row for row in touched if not row.adds]
    _make(register, act, fresh)
    for row in touched:
        _fill(form, row, act)
    if fresh:
        insert(register.model, [row.record for row in fresh])
    _update(register, form, stale)
    register.settle([row.record for row in touched], act)
    _followed(register, fresh, stale)
    note(register, [row.record for row in fresh], [row.record for row in stale])
    drafts = [
        _draft(register, form, row, word, said or {})
        for row, word in zip(touched, words, strict=True)
    ]
    append(drafts, origin(act, grp))


def _followed(register: Register[Any], fresh: Sequence[Planned], stale: Sequence[Planned]) -> None:
    """Tell the registers whose derived columns follow this one (``Register.follows``)."""
    for other in registry:
        wanted = set(other.follows.get(register.name, ()))
        if not wanted:
            continue
        rows = [row for row in stale if wanted & row.changes.keys()]
        rows += fresh if "add" in wanted else []
        if rows:
            other.followed(register.name, [row.record.pk for row in rows])


def origin(act: Act, grp: UUID | None = None) -> Origin:
    """Who and how, for the ledger."""
    return Origin(
        actor=act.actor.id,
        at=act.at,
        via=act.via,
        grp=grp or new_id(act.at),
        on_behalf=act.actor.on_behalf,
        request=act.request,
        auth=act.actor.auth,
    )


def _make(register: Register[Any], act: Act, fresh: Sequence[Planned]) -> None:
    wanting = [row for row in fresh if register.number and not row.values.get("number")]
    formats = [register.numbered(row.values) for row in wanting]
    numbers = take(register, act.on, formats) if wanting else []
    for row, number in zip(wanting, numbers, strict=True):
        row.values["number"] = number
        row.changes["number"] = (None, number)
    for row in fresh:
        row.record = register.model(id=new_id(act.at), created_at=act.at)


def _fill(form: Schema, row: Planned, act: Act) -> None:
    own: dict[str, Any] = {}
    for name in row.changes:
        field = form.all[name]
        if field.extra:
            own[name] = plain(row.values[name])
        else:
            setattr(row.record, field.attname, row.values[name])
    if own:
        row.record.extra = row.record.extra | own
    row.record.ver += 1
    row.record.changed_at = act.at


def _update(register: Register[Any], form: Schema, stale: Sequence[Planned]) -> None:
    """The changed columns alone, and each row only at its known version."""
    for row in stale:
        own = any(form.all[name].extra for name in row.changes)
        columns = {form.all[n].attname for n in row.changes if not form.all[n].extra}
        names = (*sorted(columns), *(("extra",) if own else ()), "ver", "changed_at")
        if not update(register.model, names, row.record, row.record.ver - 1):
            raise Conflict(row.record.ver, row.values, {})


def _draft(
    register: Register[Any], form: Schema, row: Planned, word: str, said: Mapping[str, Any]
) -> Draft:
    record = row.record
    payload: dict[str, Any] = {"state": state_hash(form, record)}
    if row.changes:
        payload["set"] = {name: new for name, (_, new) in row.changes.items()}
        was = {name: old for name, (old, _) in row.changes.items() if record.ver > 1}
        payload |= {"was": was} if was else {}
    if said:
        payload["said"] = plain(dict(said))
    return Draft(word, register.name, record.pk, record.ver, payload, register.subjects(record))
