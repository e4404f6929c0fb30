"""One record: its facts, what may be done with it, what was said, files, and its history."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.domains.people.models import Account
from sekisho.ledger.history import Item, history
from sekisho.registers import notes
from sekisho.registers.actor import service
from sekisho.registers.register import Register
from sekisho.registers.schema import Field, schema
from sekisho.registers.segregation import segregated
from sekisho.registers.workflow import Move
from sekisho.web import inputs
from sekisho.web.register import cells, prints
from sekisho.web.register.extras import extras
from sekisho.web.register.finding import allowed, record_or_404, register_or_404
from sekisho.web.register.lookup import search_address
from sekisho.web.register.panels import panel_of
from sekisho.web.register.words import act_words
from sekisho.web.request import Request

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Button:
    """A move that the actor could make, with what it asks; or why they cannot."""

    move: Move
    inputs: list[inputs.Input]
    href: str
    refused: Any = ""

    @property
    def optional(self) -> bool:
        """Whether it can be made without filling anything in."""
        return not any(one.required for one in self.inputs)


@require_safe
def record_page(request: HttpRequest, name: str, key: str) -> HttpResponse:
    request = cast("Request", request)
    register = register_or_404(request, name)
    record = record_or_404(request, register, key)
    return render(request, "web/register/record.html", context_of(request, register, record))


def context_of(
    request: Request, register: Register[Any], record: Any, **more: Any
) -> dict[str, Any]:
    """Everything the record page shows; ``more`` overrides (a form with its errors)."""
    request.place = register.place
    home = reverse("list", kwargs={"name": register.name})
    before = _version(request.GET.get("before", ""))
    entries = history(register.name, record.pk, SHOWN + 1, before)
    older = entries[SHOWN - 1].ver if len(entries) > SHOWN else None
    del entries[SHOWN:]
    comments = list(notes.comments(register, [record.pk]))
    files = list(notes.files(register, [record.pk]))
    authors = {c.author for c in comments} | {f.author for f in files} | {e.actor for e in entries}
    people = actors(authors)
    context = {
        "title": register.label(record),
        "crumbs": [
            (register.title, home),
            (getattr(record, "number", "") or register.label(record), ""),
        ],
        "register": register,
        "record": record,
        "facts": facts(request, register, record),
        "buttons": buttons(request, register, record),
        "may_change": allowed(request, "change", register, record),
        "may_attach": allowed(request, "attach", register, record),
        "may_withdraw": register.withdrawable and allowed(request, "withdraw", register, record),
        "comments": [(c, people.get(c.author, "")) for c in comments],
        "files": [(f, people.get(f.author, "")) for f in files],
        "entries": log(request, register, entries, people),
        "older": older,
        "newest": before is not None,
        "here": cells.address(register, record),
        "prints": prints.links(register, record),
        "extras": extras(request, register, record),
        "panel": panel_of(request, register, record),
    }
    return context | more


def _version(raw: str) -> int | None:
    """The version to go on below; nonsense shows the newest entries."""
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None


def facts(request: Request, register: Register[Any], record: Any) -> list[tuple[Any, Any]]:
    """Every field that says something, in the order of the declaration, state first."""
    form = schema(register)
    values = form.values(record)
    known = cells.names(form.fields, [values], request.actor, request.act().on)
    found = []
    for one in form.fields:
        if one.name == "classification":
            found.append((one.label, cells.class_label(record)))
            continue
        value = cells.shown(one, values[one.name], known)
        if value != cells.NOTHING or one.required or one.name in register.columns:
            found.append((one.label, value))
    return found


def buttons(request: Request, register: Register[Any], record: Any) -> list[Button]:
    """Moves out of the present state. One the actor has no right to is not shown; one that only
    somebody else may make says so."""
    if register.life is None:
        return []
    form = schema(register)
    found = []
    for move in register.life.from_state(getattr(record, register.life.field)):
        if not allowed(request, move.name, register, record):
            continue
        reasons = segregated(register, request.act(), move, record)
        asked = [question(form.all.get(n), n, register) for n in move.asks]
        asked += [question(form.all.get(n), n, register, must=False) for n in move.may]
        if beyond := register.further(move.name, record):
            asked += [question(schema(beyond[0]).all.get(n), n, beyond[0]) for n in beyond[2].asks]
        href = reverse(
            "move", kwargs={"name": register.name, "key": str(record.pk), "move": move.name}
        )
        found.append(Button(move, asked, href, reasons[0][1] if reasons else ""))
    # the decision first, with the strong button and the key A; what sends back or ends after it
    return sorted(found, key=lambda one: (one.move.danger, not one.move.other_than))


def question(
    one: Field | None, name: str, register: Register[Any], *, must: bool = True
) -> inputs.Input:
    """What a move asks: a field of the record, or free words under its own name."""
    if one is None:
        label = _("Reason") if name in {"reason", "why"} else name
        return inputs.Input(name=name, label=label, kind="long", required=True, id=f"m-{name}")
    asked = replace(one, writable=True, required=must and one.type != "boolean")
    made = inputs.of_field(asked, search=search_address(register, one))
    made.id = f"m-{name}"
    return made


def actors(ids: set[UUID]) -> dict[UUID, str]:
    """Names of accounts, for whoever may read the record they acted on."""
    built_in = {
        service("operator").id: _("Operator"),
        service("engine").id: _("Automatic judging"),
        service("scim").id: _("Directory (SCIM)"),
    }
    found = dict(Account.objects.filter(pk__in=ids).values_list("pk", "name"))
    return built_in | found


def log(
    request: Request, register: Register[Any], items: list[Item], people: dict[UUID, str]
) -> list[dict[str, Any]]:
    """The history as lines: when, who, what, and the values that changed, in words."""
    form = schema(register)
    rows: list[dict[str, Any]] = []
    for item in items:
        for side in ("set", "was"):
            values = ((item.payload or {}).get(side) or {}).items()
            rows.append({n: _ids(form.all[n], v) for n, v in values if n in form.all})
    known = cells.names(form.fields, rows, request.actor, request.act().on)
    return [_line(register, item, people, known) for item in items]


def _ids(one: Field, value: Any) -> Any:
    return UUID(value) if one.type == "reference" and value else value


def _line(
    register: Register[Any], item: Item, people: dict[UUID, str], known: cells.Names
) -> dict[str, Any]:
    payload = item.payload or {}
    form = schema(register)
    changes = []
    for name, new in (payload.get("set") or {}).items():
        one = form.all.get(name)
        if one is not None and one in form.fields:
            old = (payload.get("was") or {}).get(name)
            changes.append((one.label, _plain(one, old, known), _plain(one, new, known)))
    said = [words for words in (payload.get("said") or {}).values() if isinstance(words, str)]
    return {
        "at": item.at,
        "who": people.get(item.actor) or _("Unknown account"),
        "what": act_words(register, item.act),
        "changes": changes if item.ver > 1 else [],
        "said": said,
        "pos": item.pos,
        "erased": item.erased,
    }


def _plain(one: Field, value: Any, known: cells.Names) -> Any:
    """A value of a ledger entry in words; the entry holds plain JSON."""
    if value in (None, "", []):
        return cells.NOTHING
    if one.type == "date":
        return cells.shown(one, date.fromisoformat(value), known)
    if one.type == "moment":
        return cells.shown(one, parse_datetime(value), known)
    return cells.shown(one, _ids(one, tuple(value) if isinstance(value, list) else value), known)
