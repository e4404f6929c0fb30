"""Lists: what a page and the API show of a register, narrowed, ordered and paged alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Q, QuerySet, TextField
from django.utils.translation import gettext_lazy as _

from sekisho.registers import guard, references
from sekisho.registers.actor import Actor
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.paging import Order
from sekisho.registers.parse import Unfit
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import BASE, Field, Schema, schema
from sekisho.registers.search import narrowed
from sekisho.registers.state import plain

MOST = 200
NONE = "none"
RANGED = {"date", "moment", "integer", "decimal"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked a list for. ``filters``: field, with ``__from``/``__to`` for ranges."""

    words: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: str = ""
    limit: int = 50
    after: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the records and the cursor of the next page ("" when there is none)."""

    items: list[Any]
    next: str


def wanted(register: Register[Any], asked: Mapping[str, Sequence[str]], limit: int = 50) -> Wanted:
    """Read a query string; what is blank asks for nothing. Raises Invalid naming what is not understood."""
    said = {name: [value for value in values if value.strip()] for name, values in asked.items()}
    plain = {name: values for name, values in said.items() if values}
    problems: dict[str, list[Text]] = {}
    known = open_to_all(register)
    taken = {name: (plain.pop(name, None) or [""])[-1] for name in ("q", "order", "after", "limit")}
    for name in plain:
        base, _mark, end = name.partition("__")
        if base not in known or (
            end and (end not in {"from", "to"} or known[base].type not in RANGED)
        ):
            problems[name] = [_("There is no filter of this name.")]
    if taken["order"] and not _sorts(known.get(taken["order"].removeprefix("-"))):
        problems["order"] = [_("The list cannot be sorted by this.")]
    if taken["limit"]:
        limit = int(taken["limit"]) if re.fullmatch("[0-9]{1,6}", taken["limit"]) else 0
    if not 1 <= limit <= MOST:
        problems["limit"] = [_("From %(least)s to %(most)s.") % {"least": 1, "most": MOST}]
    if problems:
        raise Invalid(problems)
    return Wanted(taken["q"], plain, taken["order"], limit, taken["after"])


def open_to_all(register: Register[Any]) -> dict[str, Field]:
    """The fields a list may be narrowed and sorted by, by name.

    Never a sealed secret: an order, or a cursor made of it, would tell what it holds.
    """
    form = schema(register)
    named = {*BASE, *register.filters, *register.columns, *(f.name for f in form.fields)}
    return {name: one for name, one in form.all.items() if name in named}


def _sorts(one: Field | None) -> bool:
    return one is not None and not one.extra and one.type != "json"


def rows(register: Register[Any], actor: Actor, on: date, asked: Wanted) -> "QuerySet[Any]":
    """Every row that ``actor`` may see and that was asked for, unordered."""
    found = guard.visible(actor, register, on)
    if asked.filters:
        found = found.filter(_filters(register, asked.filters, actor, on))
    return narrowed(register, found, asked.words) if asked.words else found


def page(register: Register[Any], actor: Actor, on: date, asked: Wanted) -> Page:
    """One page of the list, in one query."""
    order = Order(register, (asked.order,) if asked.order else register.order)
    found = order.apply(rows(register, actor, on, asked))
    if asked.after:
        found = order.after(found, asked.after)
    items = list(found.select_related(*parents(register))[: asked.limit + 1])
    more = len(items) > asked.limit
    items = items[: asked.limit]
    return Page(items, order.cursor(items[-1]) if more else "")


def parents(register: Register[Any]) -> list[str]:
    """The references a list shows and its labels speak of; read with the row, not row by row."""
    known = schema(register).all
    shown = [n for n in register.columns if n in known and known[n].type == "reference"]
    spoken = [f"{n}__{m}" for n in shown for m in registry[known[n].target].label_with]
    return list(dict.fromkeys([*shown, *spoken, *register.label_with]))


def _filters(
    register: Register[Any], asked: Mapping[str, Sequence[str]], actor: Actor, on: date
) -> Q:
    form = schema(register)
    resolved = references.resolve(references.asked(form, _first(form, asked)), actor, on)
    condition = Q()
    problems: dict[str, list[Text]] = {}
    for name, raws in asked.items():
        base, _mark, end = name.partition("__")
        try:
            condition &= _filter(form.all[base], end, raws, resolved)
        except Unfit as unfit:
            problems[name] = [unfit.text]
    if problems:
        raise Invalid(problems)
    return condition


def _first(form: Schema, asked: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Reference words, a row a value, as the resolver takes them."""
    lines = []
    for name, raws in asked.items():
        if name in form.all and form.all[name].type == "reference":
            lines += [{name: raw} for raw in raws if raw != NONE]
    return lines


def _filter(one: Field, end: str, raws: Sequence[str], resolved: references.Resolved) -> Q:
    path = f"extra__{one.name}" if one.extra else one.attname
    if end:
        return Q((f"{path}__{'gte' if end == 'from' else 'lte'}", one.clean(raws[-1])))
    condition = Q()
    for raw in raws:
        condition |= _absent(one, path) if raw == NONE else _equal(one, path, raw, resolved)
    return condition


def _absent(one: Field, path: str) -> Q:
    missing = Q((f"{path}__isnull", True))
    written = one.extra or isinstance(one.column, CharField | TextField)
    return missing | Q((path, "")) if written and one.type != "reference" else missing


def _equal(one: Field, path: str, raw: str, resolved: references.Resolved) -> Q:
    if one.type == "reference":
        found = Schema._reference(one, raw, resolved)
        return Q((path, found))
    value = one.clean(raw)
    if one.type == "set":
        return Q(*((f"{path}__contains", f",{code},") for code in value), _connector=Q.OR)
    if one.type == "words":
        return Q(*((f"{path}__contains", word) for word in value), _connector=Q.OR)
    if one.extra:
        return Q((path, plain(value)))
    return Q((path, value))
