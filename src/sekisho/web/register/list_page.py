"""The list of any register: search, filters, sorting, paging by key, saved views, picking."""

from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.registers import guard, listing
from sekisho.registers.errors import Invalid
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import Field, schema
from sekisho.web.register import cells
from sekisho.web.register.finding import allowed, register_or_404
from sekisho.web.request import Request

CHOICES = {"choice", "boolean", "set"}
MOST_CHOICES = 30


@require_safe
def list_page(request: HttpRequest, name: str) -> HttpResponse:
    request = cast("Request", request)
    register = register_or_404(request, name)
    problems: dict[str, Any] = {}
    try:
        asked = listing.wanted(register, dict(request.GET.lists()))
        page = listing.page(register, request.actor, request.act().on, asked)
    except Invalid as invalid:
        problems = invalid.problems
        asked = listing.Wanted()
        page = listing.page(register, request.actor, request.act().on, asked)
    count = listing.rows(register, request.actor, request.act().on, asked).count()
    request.place = register.place if register.place != "settings" else ""
    context = {
        "title": register.title,
        "register": register,
        "lead": [_("%(n)s records") % {"n": f"{count:,}"}, register.about],
        "count": count,
        "problems": problems,
        "filtered": bool(asked.words or asked.filters),
        "bar": bar(request, register, asked),
        "tabs": tabs(request, register),
        "columns": columns(request, register),
        "rows": rows(request, register, page.items),
        "following": page.next,
        "may_add": allowed(request, "add", register),
        "query": request.GET.urlencode(),
    }
    return render(request, "web/register/list.html", context)


def columns(request: Request, register: Register[Any]) -> list[dict[str, Any]]:
    known = schema(register).all
    order = request.GET.get("order", "")
    found = []
    for name in register.columns:
        one = known[name]
        down = order == name
        params = request.GET.copy()
        params.pop("after", None)
        params["order"] = f"-{name}" if down else name
        sort = "ascending" if down else "descending" if order == f"-{name}" else ""
        sortable = one.type not in {"set", "words", "long", "json"} and not one.extra
        href = f"?{params.urlencode()}" if sortable else ""
        found.append({"title": one.label, "href": href, "sort": sort, "num": _number(one)})
    return found


def _number(one: Field) -> bool:
    return one.type in {"integer", "decimal"}


def rows(request: Request, register: Register[Any], items: list[Any]) -> list[dict[str, Any]]:
    form = schema(register)
    fields = [form.all[name] for name in register.columns]
    values = [form.values(record) for record in items]
    known = cells.names(fields, values, request.actor, request.act().on)
    found = []
    for record, row in zip(items, values, strict=True):
        line = []
        for one in fields:
            value = cells.shown(one, row[one.name], known)
            if one.name == "classification":
                value = cells.class_label(record)
            line.append({"value": value, "label": one.label, "num": _number(one)})
        line[0] = {
            "value": row[fields[0].name] if fields[0].type == "text" else line[0]["value"],
            "head": True,
        }
        href = cells.address(register, record)
        found.append(
            {"href": href, "title": register.label(record), "cells": line, "pick": record.pk}
        )
    return found


def bar(request: Request, register: Register[Any], asked: listing.Wanted) -> dict[str, Any]:
    known = schema(register).all
    chips = []
    for name, raws in asked.filters.items():
        base = known[name.partition("__")[0]]
        words = _("、").join(_word(base, raw, request) for raw in raws)
        params = request.GET.copy()
        params.pop(name)
        params.pop("after", None)
        chips.append({"title": f"{base.label}: {words}", "href": f"?{params.urlencode()}"})
    choices = [_filter(known[n], asked) for n in register.filters if known[n].type in CHOICES]
    saved = [{"title": v.title, "href": f"?{urlencode(dict(v.query))}"} for v in register.views]
    search = {"name": "q", "value": asked.words, "label": _("Search by number or words")}
    keep = [("order", asked.order)] if asked.order else []
    return {
        "search": search if register.search else None,
        "set": chips,
        "choices": [c for c in choices if c],
        "saved": saved,
        "keep": keep,
    }


def _filter(one: Field, asked: listing.Wanted) -> dict[str, Any]:
    pairs = list(one.choices)[:MOST_CHOICES]
    if one.type == "boolean":
        pairs = [("true", _("Yes")), ("false", _("No"))]
    chosen = set(asked.filters.get(one.name, ()))
    options: list[dict[str, Any]] = [
        {"value": code, "words": words, "chosen": code in chosen} for code, words in pairs
    ]
    none = {"value": listing.NONE, "words": _("Not filled in"), "chosen": listing.NONE in chosen}
    if one.type != "choice" or not one.required:
        options.append(none)
    return {"title": one.label, "name": one.name, "options": options}


def _word(one: Field, raw: str, request: Request) -> str:
    if raw == listing.NONE:
        return _("Not filled in")
    if one.type == "boolean":
        return {"true": _("Yes"), "false": _("No")}.get(raw, raw)
    if one.type == "reference":
        target = registry[one.target]
        rows = guard.visible(request.actor, target, request.act().on)
        try:
            found = rows.filter(pk=raw).first()
        except (ValueError, ValidationError):  # a typed word, not an id
            found = None
        return target.label(found) if found else raw
    return str(dict(one.choices).get(raw, raw))


def tabs(request: Request, register: Register[Any]) -> list[dict[str, Any]]:
    """The registers of the same place that the actor may read."""
    on = request.act().on
    found = []
    for other in registry:
        if other.place == register.place and other.listed:
            may = guard.guard().decide(request.actor, "read", other, None, on).allowed
            if may:
                href = reverse("list", kwargs={"name": other.name})
                found.append({"title": other.title, "href": href, "current": other is register})
    return found
