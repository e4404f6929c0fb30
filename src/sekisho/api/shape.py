"""A record as JSON: every field by name, straight from the columns, and words for what it refers to.

    {"id": "0198…", "ver": 3, "created_at": "…Z", "changed_at": "…Z",
     "number": "IA-0047", "unit": "0197…", …, "_labels": {"unit": "営業部"}}

A reference is the id as text, which is also what is written back; ``_labels`` says in words what the
ids stand for, as far as the caller may see it.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sekisho.registers import listing
from sekisho.registers.actor import Actor
from sekisho.registers.labels import Reader, called
from sekisho.registers.paging import Order
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import schema

MARKS = ("id", "ver", "created_at", "changed_at")
LABELS = "_labels"
Row = Sequence[Any]


class Shape:
    """How the records of one register are shown to one actor on one day."""

    def __init__(self, register: Register[Any], actor: Actor, on: date) -> None:
        self.register, self.actor, self.on = register, actor, on
        fields = [f for f in schema(register).fields if f.name not in MARKS]
        self.stored = [f for f in fields if not f.extra]
        self.own = [f for f in fields if f.extra]
        self.columns = [*MARKS, *(f.attname for f in self.stored), *(["extra"] if self.own else ())]
        self.names = [*MARKS, *(f.name for f in self.stored)]

    def page(self, rows: "QuerySet[Any]", asked: listing.Wanted) -> dict[str, Any]:
        """One page of ``rows`` in the order asked for: one query, and one per register in labels."""
        order = Order(self.register, (asked.order,) if asked.order else self.register.order)
        found = order.apply(rows)
        if asked.after:
            found = order.after(found, asked.after)
        more = [path for path in dict.fromkeys(order.paths) if path not in self.columns]
        names = [*self.columns, *more]
        part = list(found.values_list(*names)[: asked.limit + 1])
        cursor = ""
        if len(part) > asked.limit:
            del part[-1]
            last = dict(zip(names, part[-1], strict=True))
            cursor = order.packed(last[path] for path in order.paths)
        return {"items": self.items(part), "next": cursor}

    def one(self, rows: "QuerySet[Any]") -> dict[str, Any] | None:
        """The first of ``rows``."""
        part = list(rows.values_list(*self.columns)[:1])
        return self.items(part)[0] if part else None

    def items(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        found = [dict(zip(self.names, row, strict=False)) for row in rows]
        if self.own:
            for item, row in zip(found, rows, strict=True):
                held = row[len(self.columns) - 1]
                item.update((f.name, held.get(f.name)) for f in self.own)
        self._label(found)
        return found

    def _label(self, items: Sequence[dict[str, Any]]) -> None:
        references = [f for f in self.stored if f.type == "reference"]
        wanted: dict[str, set[UUID]] = {}
        for one in references:
            ids = {item[one.name] for item in items} - {None}
            wanted.setdefault(one.target, set()).update(ids)
        words = {
            target: self._words(registry[target], ids) for target, ids in wanted.items() if ids
        }
        for item in items:
            item[LABELS] = {
                one.name: words[one.target][item[one.name]]
                for one in references
                if item[one.name] in words.get(one.target, ())
            }

    def _words(self, target: Register[Any], ids: Collection[UUID]) -> dict[UUID, str]:
        known = called(target, ids, Reader(self.actor, self.on))
        return {pk: one.words for pk, one in known.items()}
