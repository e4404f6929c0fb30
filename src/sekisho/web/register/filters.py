"""The bar over a list: what is set, what can be set, and the views saved."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sekisho.registers import guard, listing
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import Field, schema
from sekisho.web import inputs
from sekisho.web.register.lookup import search_address
from sekisho.web.request import Request

CHOICES = {"choice", "boolean", "set"}
RANGES = {"date", "moment", "integer", "decimal"}
MOST_CHOICES = 30
FIRST = 5


def bar(request: Request, register: Register[Any], asked: listing.Wanted) -> dict[str, Any]:
    known = schema(register).all
    own = [f.name for f in known.values() if f.extra and f.type not in {"long", "text"}]
    offered = [known[n] for n in (*register.filters, *own)]
    made = [one for f in offered if (one := offer(register, f, asked))]
    search = {"name": "q", "value": asked.words, "label": _("Search by number or words")}
    return {
        "search": search if register.search else None,
        "set": chips(request, register, asked),
        "filters": made[:FIRST],
        "more": made[FIRST:],
        "saved": [
            {"title": v.title, "href": f"?{urlencode(dict(v.query))}"} for v in register.views
        ],
        "keep": [("order", asked.order)] if asked.order else [],
    }


def chips(request: Request, register: Register[Any], asked: listing.Wanted) -> list[dict[str, Any]]:
    """Each filter that is set, in words, with the address that removes it."""
    known = schema(register).all
    found = []
    for name, raws in asked.filters.items():
        base, _mark, end = name.partition("__")
        one = known[base]
        words = _("、").join(word(one, raw, request) for raw in raws)
        if end:
            words = {"from": _("from %(value)s"), "to": _("until %(value)s")}[end] % {
                "value": words
            }
        params = request.GET.copy()
        params.pop(name)
        params.pop("after", None)
        found.append({"title": f"{one.label}{_(': ')}{words}", "href": f"?{params.urlencode()}"})
    return found


def offer(register: Register[Any], one: Field, asked: listing.Wanted) -> dict[str, Any] | None:
    """One filter to open: choices to tick, a record to name, or a span."""
    told: dict[str, Any] = {"title": one.label, "name": one.name}
    if one.type in CHOICES:
        return told | {"options": options(one, asked)}
    if one.type == "reference":
        return told | _reference(register, one, asked)
    if one.type in RANGES:
        return told | {"span": _span(one, asked)}
    return None


def options(one: Field, asked: listing.Wanted) -> list[dict[str, Any]]:
    pairs = list(one.choices)[:MOST_CHOICES]
    if one.type == "boolean":
        pairs = [("true", _("Yes")), ("false", _("No"))]
    chosen = set(asked.filters.get(one.name, ()))
    found: list[dict[str, Any]] = [
        {"value": code, "words": words, "chosen": code in chosen} for code, words in pairs
    ]
    if one.type != "choice" or not one.required:
        found.append(_none(chosen))
    return found


def _none(chosen: set[str]) -> dict[str, Any]:
    return {"value": listing.NONE, "words": _("Not filled in"), "chosen": listing.NONE in chosen}


def _reference(register: Register[Any], one: Field, asked: listing.Wanted) -> dict[str, Any]:
    """Few records are ticked, many are searched for."""
    chosen = set(asked.filters.get(one.name, ()))
    box = inputs.Input(
        name=one.name, label=one.label, kind="reference", id=f"flt-{one.name}", mark=False,
        search=search_address(register, one),
    )  # fmt: skip
    return {"box": box, "options": [_none(chosen)] if not one.required else []}


def _span(one: Field, asked: listing.Wanted) -> list[inputs.Input]:
    kind = "date" if one.type in {"date", "moment"} else "number"
    ends = (("from", _("From")), ("to", _("Until")))
    return [
        inputs.Input(
            name=f"{one.name}__{end}", label=words, kind=kind, id=f"flt-{one.name}-{end}",
            mark=False, value=(asked.filters.get(f"{one.name}__{end}") or [""])[-1],
        )
        for end, words in ends
    ]  # fmt: skip


def word(one: Field, raw: str, request: Request) -> str:
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
    codes = dict(one.choices)
    if one.type == "set":
        return _("、").join(str(codes.get(code, code)) for code in raw.split(","))
    return str(codes.get(raw, raw))
