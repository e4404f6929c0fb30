"""Many records at once: one field changed or one move made for all, each by its own command."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sekisho.registers import commands, guard
from sekisho.registers.errors import Conflict, Denied, Invalid
from sekisho.registers.register import Register
from sekisho.registers.schema import Field, schema
from sekisho.registers.workflow import Move
from sekisho.web import dates, inputs
from sekisho.web.register import cells
from sekisho.web.register.finding import allowed, register_or_404
from sekisho.web.register.lookup import search_address
from sekisho.web.register.record_page import question
from sekisho.web.request import Request

MOST = 200
TYPES = {"choice", "boolean", "set", "reference", "date", "text", "words"}


@dataclass(slots=True)
class Summary:
    """What became of the records: how many done, and each refusal in words."""

    done: int = 0
    refused: list[tuple[str, str, str]] = field(default_factory=list)  # title, address, words


def moves(request: Request, register: Register[Any]) -> list[Move]:
    """The moves the actor may make with some record; each once."""
    found = register.life.moves if register.life else ()
    once = {m.name: m for m in reversed(found) if allowed(request, m.name, register)}
    return [m for m in found if once.get(m.name) is m]


def may_bulk(request: Request, register: Register[Any]) -> bool:
    return allowed(request, "change", register) or bool(moves(request, register))


def changeable(request: Request, register: Register[Any]) -> list[Field]:
    """The fields that make sense to set for many at once: never a key of the register."""
    if not allowed(request, "change", register):
        return []
    keys = {*register.key, "name", "email", "employee_number"}
    return [f for n, f in schema(register).writable.items() if f.type in TYPES and n not in keys]


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest, name: str) -> HttpResponse:
    """GET: what to do with the rows ``?pick=…``; ``?set=`` a field or ``?move=`` opens its question.
    POST: do it, and tell what was refused."""
    asked = cast("Request", request)
    register = register_or_404(asked, name)
    asked.place = register.place
    source = asked.POST if asked.method == "POST" else asked.GET
    records = chosen(asked, register, source.getlist("pick"))
    if not records:
        return redirect("list", name=register.name)
    one = {f.name: f for f in changeable(asked, register)}.get(source.get("set", ""))
    step = {m.name: m for m in moves(asked, register)}.get(source.get("move", ""))
    questions = _questions(register, one, step)
    summary = None
    if asked.method == "POST" and (one or step):
        summary = (
            _change(asked, register, records, one) if one else _move(asked, register, records, step)
        )
    home = reverse("list", kwargs={"name": register.name})
    context = {
        "title": _("Change %(n)s at once") % {"n": dates.items(len(records))},
        "crumbs": [(register.title, home), (_("Change at once"), "")],
        "register": register,
        "records": [(r.pk, register.label(r), cells.address(register, r)) for r in records],
        "fields": changeable(asked, register),
        "moves": moves(asked, register),
        "one": one,
        "step": step,
        "questions": questions,
        "summary": summary,
        "home": home,
        "labels": labels(register, records),
    }
    return render(
        request,
        "web/register/bulk.html",
        context,
        status=422 if summary and not summary.done else 200,
    )


def labels(register: Register[Any], records: list[Any]) -> str:
    """The address of the sheet of labels, for things that bear one."""
    if register.name != "assets":
        return ""
    numbers = ",".join(r.number for r in records)
    return f"{reverse('print-all', kwargs={'paper': 'labels'})}?assets={numbers}"


def chosen(request: Request, register: Register[Any], picks: list[str]) -> list[Any]:
    """The records picked, as far as the actor may see them; at most MOST."""
    ids = []
    for pick in picks[:MOST]:
        try:
            ids.append(UUID(pick))
        except ValueError:
            continue
    rows = guard.visible(request.actor, register, request.act().on)
    return list(rows.filter(pk__in=ids).order_by(*register.order))


def _questions(register: Register[Any], one: Field | None, step: Move | None) -> list[inputs.Input]:
    if one is not None:
        return [inputs.of_field(one, search=search_address(register, one))]
    if step is not None:
        known = schema(register).all
        return [question(known.get(n), n, register) for n in step.asks]
    return []


def _change(request: Request, register: Register[Any], records: list[Any], one: Field) -> Summary:
    value: Any = (
        request.POST.getlist(one.name) if one.type == "set" else request.POST.get(one.name, "")
    )
    return _each(
        register,
        records,
        lambda r: commands.write(register, request.act(), {one.name: value}, r, r.ver),
    )


def _move(
    request: Request, register: Register[Any], records: list[Any], step: Move | None
) -> Summary:
    assert step is not None  # noqa: S101 - the caller has looked
    known = schema(register).all
    said = {
        n: request.POST.getlist(n)
        if n in known and known[n].type == "set"
        else request.POST.get(n, "")
        for n in step.asks
    }
    return _each(
        register,
        records,
        lambda r: commands.move(register, request.act(), step.name, r, said, r.ver),
    )


def _each(register: Register[Any], records: list[Any], act: Callable[[Any], Any]) -> Summary:
    """One command for each record: what cannot be done for one does not hold up the others."""
    told = Summary()
    for record in records:
        try:
            act(record)
        except (Denied, Invalid, Conflict) as refusal:
            told.refused.append(
                (
                    register.label(record),
                    cells.address(register, record),
                    words_of(register, refusal),
                )
            )
        else:
            told.done += 1
    return told


def words_of(register: Register[Any], refusal: Denied | Invalid | Conflict) -> str:
    """Why not, in one line."""
    if isinstance(refusal, Denied):
        return " ".join(str(text) for _code, text in refusal.reasons)
    if isinstance(refusal, Conflict):
        return _("Somebody else changed this record first. Please look again.")
    known = schema(register).all
    parts = []
    for name, texts in refusal.problems.items():
        label = f"{known[name].label}{_(': ')}" if name in known else ""
        parts.append(label + " ".join(map(str, texts)))
    return " ".join(parts)
