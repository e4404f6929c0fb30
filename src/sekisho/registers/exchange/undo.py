"""Undoing an act of many rows, as one act: refused, with names, where rows changed since."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sekisho.ledger.history import group
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act
from sekisho.registers.dependents import leaning
from sekisho.registers.errors import Denied, Invalid, Missing
from sekisho.registers.guard import demand, guard
from sekisho.registers.plan import Line, Planned, plan
from sekisho.registers.register import Register, registry
from sekisho.registers.rights import Scope
from sekisho.registers.store import save

SHOWN = 20


@transaction.atomic
def undo(act: Act, grp: UUID) -> UUID:
    """Put every record of the act ``grp`` back as it was; answers the id of the new act.

    Records it added are withdrawn. Whoever undoes may change each of the records. Raises Missing,
    Denied, or Invalid: records were changed since (named), are referred to by now, or cannot be put
    back; then nothing is undone.
    """
    entries = [e for e in group(grp) if e.act in {"add", "change"}]
    if not entries:
        raise Missing(str(grp))
    undone = new_id(act.at)
    for name in dict.fromkeys(entry.kind for entry in entries):
        _undo(registry[name], act, [e for e in entries if e.kind == name], undone)
    for name in dict.fromkeys(entry.kind for entry in entries):
        gone = [e.rec for e in entries if e.kind == name and e.act == "add"]
        if found := leaning(registry[name].model, gone):
            words = _("%(n)s records still refer to this one: %(kind)s.")
            told = {"n": found, "kind": registry[name].singular}
            raise Invalid({"": [words % told]})
    return undone


def _undo(register: Register[Any], act: Act, entries: list[Any], undone: UUID) -> None:
    rows: dict[UUID, Any] = {}
    for start in range(0, len(entries), 500):
        recs = [e.rec for e in entries[start : start + 500]]
        rows |= register.model._default_manager.select_for_update(of=("self",)).in_bulk(recs)
    everywhere = Scope.ALL in guard().reach(act.actor, "change", register)
    for record in [None] if everywhere else rows.values():
        demand(act.actor, "change", register, record, act.on)
    changed = [rows[e.rec] for e in entries if e.rec in rows and rows[e.rec].ver != e.ver]
    if changed:
        names = "、".join(register.label(record) for record in changed[:SHOWN])
        words = _("%(n)s records were changed since: %(names)s.")
        raise Invalid({"": [words % {"n": len(changed), "names": names}]})
    added = [rows[e.rec] for e in entries if e.act == "add"]
    gone = [Planned(r, {"withdrawn_at": act.at}, {"withdrawn_at": (None, act.at)}) for r in added]
    said = {"why": "undo"}
    save(register, act, gone, name="withdraw", said=said, grp=undone)
    back = [
        Line((e.payload or {}).get("was", {}), rows[e.rec]) for e in entries if e.act == "change"
    ]
    if back:
        planned = plan(register, act, back)
        for row in planned:
            if row.denied:
                raise Denied(f"{register.name}.change", row.denied)
            if row.problems:
                raise Invalid(row.problems)
        save(register, act, planned, name="undo", said=said, grp=undone)
