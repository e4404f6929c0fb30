"""Adding and changing a record; when somebody saved first, both versions stand side by side."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sekisho.registers.commands import write
from sekisho.registers.errors import Conflict, Invalid
from sekisho.registers.guard import demand
from sekisho.registers.labels import HIDDEN, Reader, called
from sekisho.registers.references import resolve
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import Field, schema
from sekisho.web import inputs
from sekisho.web.register import cells
from sekisho.web.register.finding import record_or_404, register_or_404
from sekisho.web.register.lookup import handle, search_address
from sekisho.web.request import Request


@require_http_methods(["GET", "POST"])
def new_page(request: HttpRequest, name: str) -> HttpResponse:
    request = cast("Request", request)
    return form_page(request, register_or_404(request, name), None)


@require_http_methods(["GET", "POST"])
def edit_page(request: HttpRequest, name: str, key: str) -> HttpResponse:
    request = cast("Request", request)
    register = register_or_404(request, name)
    return form_page(request, register, record_or_404(request, register, key))


def form_page(request: Request, register: Register[Any], record: Any) -> HttpResponse:
    """The form; after a save the record's page."""
    demand(request.actor, "change" if record else "add", register, record, request.act().on)
    request.place = register.place
    problems: dict[str, Any] = {}
    conflict: list[tuple[Any, Any, Any]] = []
    ver = record.ver if record else None
    given: dict[str, Any] = dict(request.GET.items()) if record is None else {}
    if request.method == "POST":
        given = posted(request, register)
        ver = int(request.POST["ver"]) if request.POST.get("ver", "").isdigit() else None
        try:
            saved = write(register, request.act(), given, record, ver)
        except Invalid as invalid:
            problems = invalid.problems
        except Conflict as clash:
            conflict, ver = both(request, register, clash), clash.ver
        else:
            messages.success(request, _("Saved."))
            return redirect(cells.address(register, saved))
    context = {
        "title": register.label(record)
        if record
        else _("Register %(what)s") % {"what": register.singular},
        "crumbs": crumbs(register, record),
        "register": register,
        "record": record,
        "ver": ver,
        "inputs": questions(request, register, record, given, problems),
        "whole": problems.get("", []),
        "conflict": conflict,
        "back": cells.address(register, record)
        if record
        else reverse("list", kwargs={"name": register.name}),
    }
    status = 422 if problems else 409 if conflict else 200
    return render(request, "web/register/form.html", context, status=status)


def crumbs(register: Register[Any], record: Any) -> list[tuple[Any, str]]:
    home = (register.title, reverse("list", kwargs={"name": register.name}))
    if record is None:
        return [home, (_("Register"), "")]
    return [home, (register.label(record), cells.address(register, record)), (_("Change"), "")]


def posted(request: Request, register: Register[Any]) -> dict[str, Any]:
    """The values of the form by field name; an unticked set is an empty one."""
    given: dict[str, Any] = {}
    for name, one in schema(register).writable.items():
        if one.type == "set":
            if f"{name}-asked" in request.POST or name in request.POST:
                given[name] = request.POST.getlist(name)
        elif name in request.POST:
            given[name] = request.POST[name]
    return given


def questions(
    request: Request,
    register: Register[Any],
    record: Any,
    given: dict[str, Any],
    problems: dict[str, Any],
) -> list[inputs.Input]:
    """An input for each field one may fill in, with what was typed, else what is stored."""
    form = schema(register)
    stored = form.values(record) if record else {}
    found = []
    for name, one in form.writable.items():
        value = given[name] if name in given else stored.get(name, one.empty)
        shown: Any = ""
        if one.type == "reference" and value:
            value, shown = _named(request, one, value, stored.get(name))
        errors = problems.get(name, ())
        search = search_address(register, one)
        found.append(inputs.of_field(one, value, errors, shown=shown, search=search))
    return found


def _named(request: Request, one: Field, value: Any, stored: Any) -> tuple[Any, Any]:
    """How a reference is typed and called. What was typed (or stood in the address) is looked up
    among what the actor may see; what the record holds already is called as everywhere else."""
    target = registry[one.target]
    word, on = str(value), request.act().on
    pk = value
    if value != stored:
        pk = resolve({target.name: [word]}, request.actor, on).get((target.name, word))
    if not isinstance(pk, UUID):
        return value, ""
    known = called(target, [pk], Reader(request.actor, on)).get(pk)
    if known is None:
        return pk, HIDDEN
    return (handle(target, known.record) if known.record else pk), known.words


def both(request: Request, register: Register[Any], clash: Conflict) -> list[tuple[Any, Any, Any]]:
    """(label, mine, theirs) of each field that differs."""
    form = schema(register)
    fields = [form.all[name] for name in clash.mine]
    known = cells.names(fields, [clash.mine, clash.theirs], request.actor, request.act().on)
    return [
        (
            one.label,
            cells.shown(one, clash.mine[one.name], known),
            cells.shown(one, clash.theirs[one.name], known),
        )
        for one in fields
    ]
