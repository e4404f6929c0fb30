"""The rows of a list as drawn: one heading cell, words for values, and how each record stands."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.html import format_html
from django.utils.translation import gettext as _

from sekisho.findings.finding import Finding
from sekisho.obligations.obligation import Obligation, obligations
from sekisho.registers.register import Register
from sekisho.registers.schema import Field, schema
from sekisho.web import dates
from sekisho.web.register import cells, looks
from sekisho.web.request import Request
from sekisho.web.templatetags.sekisho import seal

PLAIN = {"set", "words", "long", "json"}
OWN = 3
"""How many of the company's own fields a list shows as columns."""
SEALS = {"overdue": "not_kept", "unknown": "unknown", "due_soon": "at_risk"}
WORST = ("overdue", "unknown", "due_soon")


def shown(register: Register[Any]) -> list[Field]:
    """The fields that are columns: those declared, less those drawn as notes, and some own ones."""
    known = schema(register).all
    notes = looks.notes(register)
    hidden = {note for pair in notes.values() for note in pair}
    own = [f for f in known.values() if f.extra and f.type != "long"][:OWN]
    return [known[n] for n in looks.columns(register) if n not in hidden] + own


def judged(register: Register[Any]) -> dict[str, Obligation]:
    """The rules about records of this register, by code."""
    return {one.code: one for one in obligations if one.of is register.model}


def columns(request: Request, register: Register[Any]) -> list[dict[str, Any]]:
    order = request.GET.get("order", "")
    found = []
    for one in shown(register):
        down = order == one.name
        params = request.GET.copy()
        params.pop("after", None)
        params["order"] = f"-{one.name}" if down else one.name
        sort = "ascending" if down else "descending" if order == f"-{one.name}" else ""
        sortable = one.type not in PLAIN and not one.extra
        href = f"?{params.urlencode()}" if sortable else ""
        title = looks.heading(register, one)
        found.append({"title": title, "href": href, "sort": sort, "num": _number(one)})
    if judged(register):
        found.append({"title": _("How it stands"), "href": "", "sort": "", "num": False})
    return found


def _number(one: Field) -> bool:
    return one.type in {"integer", "decimal"}


def head_of(fields: Sequence[Field]) -> int:
    """Which column names the row: the words beside a number, else the first."""
    named = len(fields) > 1 and fields[0].name == "number" and fields[1].type in {"text", "long"}
    return 1 if named else 0


def rows(request: Request, register: Register[Any], items: Sequence[Any]) -> list[dict[str, Any]]:
    form = schema(register)
    fields = shown(register)
    notes = looks.notes(register)
    noted = [form.all[n] for pair in notes.values() for n in pair]
    values = [form.values(record) for record in items]
    found_names = cells.names([*fields, *noted], values, request.actor, request.act().on)
    known = {pk: (words, "") for pk, (words, _href) in found_names.items()}  # one link a row
    rules = judged(register)
    standing = stand(request, register, items) if rules else {}
    head = head_of(fields)
    found = []
    for record, row in zip(items, values, strict=True):
        line = [_cell(register, record, one, row, known) for one in fields]
        for place, one in enumerate(fields):
            line[place]["note"] = _note(notes.get(one.name, ()), form.all, row, known)
        line[head] |= {
            "head": True,
            "value": _words(fields[head], row, line[head]["value"], register, record),
        }
        if rules:
            state = standing.get(record.pk) or looks.in_order(register, record)
            line.append({"value": state, "label": _("How it stands"), "num": False})
        found.append(
            {
                "href": cells.address(register, record),
                "title": register.label(record),
                "cells": line,
                "pick": record.pk,
            }
        )
    return found


def _cell(
    register: Register[Any], record: Any, one: Field, row: Mapping[str, Any], known: cells.Names
) -> dict[str, Any]:
    value = looks.special(register, record, one, row[one.name])
    if value is None:
        value = cells.shown(one, row[one.name], known)
    css = "mono soft nowrap" if one.name == "number" else "blank" if value == cells.NOTHING else ""
    return {"value": value, "label": one.label, "num": _number(one), "css": css}


def _words(
    one: Field, row: Mapping[str, Any], drawn: Any, register: Register[Any], record: Any
) -> Any:
    """The row's own link holds plain words: no link within a link, never nothing."""
    if one.type == "reference":
        return register.label(record)
    words = row[one.name] if one.type == "text" else drawn
    return register.label(record) if words in (None, "", cells.NOTHING) else words


def _note(
    names: Sequence[str], fields: Mapping[str, Field], row: Mapping[str, Any], known: cells.Names
) -> Any:
    """The first of ``names`` that says something, under the value."""
    for name in names:
        value = cells.shown(fields[name], row[name], known)
        if value != cells.NOTHING:
            return value
    return ""


def stand(request: Request, register: Register[Any], items: Sequence[Any]) -> dict[UUID, Any]:
    """The worst open finding of each record, as a seal with its words. One query."""
    ids = [record.pk for record in items]
    on = request.act().on
    worst: dict[UUID, Finding] = {}
    for row in Finding.objects.open().filter(kind=register.name, rec__in=ids).order_by("due", "pk"):
        held = worst.get(row.rec)
        if held is None or WORST.index(row.state) < WORST.index(held.state):
            worst[row.rec] = row
    rules = judged(register)
    found = {}
    for rec, row in worst.items():
        state = SEALS[row.state]
        told = (
            str(rules[row.obligation].act or rules[row.obligation].remedy)
            if row.obligation in rules
            else ""
        )
        left = dates.left(row.due, on) if row.due else ""
        tone = {"not_kept": "t-ng strong", "at_risk": "t-warn"}.get(state, "muted")
        words = '<span class="nowrap">{} <span class="{}">{}</span></span><br><span class="xs muted">{}</span>'
        found[rec] = format_html(words, seal(state, "s"), tone, left or _("Unknown"), told)
    return found
