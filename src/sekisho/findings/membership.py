"""Whether a population may have changed: only if something was changed that its scope asks about.

Counting 100,000 assets costs more than judging one of them again. Most changes touch no column that
decides who belongs to a population, and then the number counted before still holds.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist
from django.db.models import Model, QuerySet

from sekisho.ledger.history import Item
from sekisho.registers.register import Register, registry

NAMES = re.compile(r'"([^"]+)"')


def same(rows: "QuerySet[Any]", items: Sequence[Item]) -> bool:
    """Whether ``items`` leave the number of ``rows`` as it was. False also when in doubt.

    Every table and column the database is asked about stands in the query by its name, those of
    conditions within conditions too.
    """
    try:
        sql, _values = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return False
    names = set(NAMES.findall(sql))
    if any(_derives(one, names) for one in registry):
        return False
    return not any(_alters(item, names) for item in items)


def _derives(one: Register[Any], names: set[str]) -> bool:
    """A derived column follows other records too: no entry tells when it changes."""
    if not one.derived or one.model._meta.db_table not in names:
        return False
    return not names.isdisjoint(_columns(one.model, one.derived))


def _alters(item: Item, names: set[str]) -> bool:
    one = registry.get(item.kind)  # sign-ins, tokens and the like change no record
    if one is None or one.model._meta.db_table not in names:
        return False
    said = item.payload
    if said is None or item.act not in _changing(one):
        return True
    return not names.isdisjoint(_columns(one.model, said.get("set", ())))


def _changing(one: Register[Any]) -> set[str]:
    """Acts whose entry names every column they changed; adding and withdrawing move the record."""
    return {"change"} | {move.name for move in one.life.moves} if one.life else {"change"}


def _columns(model: type[Model], fields: Iterable[str]) -> set[str]:
    return {_column(model, name) for name in fields}


def _column(model: type[Model], name: str) -> str:
    try:
        return str(model._meta.get_field(name).column)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return "extra"  # a field of the company's own lives there
