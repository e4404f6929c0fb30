"""Finding a record to refer to, while typing: options for a combobox, of what one may see."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sekisho.registers import guard
from sekisho.registers.references import handles
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import Field, schema
from sekisho.registers.search import narrowed
from sekisho.web.request import Request

SHOWN = 12


def search_address(register: Register[Any], one: Field) -> str:
    """Where the combobox of a reference asks for options."""
    if one.type != "reference":
        return ""
    return reverse("options", kwargs={"name": register.name, "field": one.name})


@require_safe
def options(request: HttpRequest, name: str, field: str) -> HttpResponse:
    """Records a reference field may point to, that answer to the words typed."""
    request = cast("Request", request)
    register = registry.get(name)
    one = schema(register).all.get(field) if register else None
    if one is None or one.type != "reference":
        raise Http404(field)
    target = registry[one.target]
    words = request.GET.get("q") or request.GET.get(field) or ""
    rows = guard.visible(request.actor, target, request.act().on)
    found = (
        narrowed(target, rows, words).order_by("pk")[:SHOWN]
        if words.strip()
        else rows.order_by(*target.order, "pk")[:SHOWN]
    )
    shown = [{"value": handle(target, record), "label": target.label(record)} for record in found]
    context = {"options": shown, "id": request.GET.get("id", "f")}
    return render(request, "web/parts/options.html", context)


def handle(register: Register[Any], record: Any) -> str:
    """What to put in the field: the surest thing the importer understands too."""
    columns = {column.name: column for column in register.model._meta.concrete_fields}
    names = [name for name in handles(register) if columns[name].unique]
    value = getattr(record, names[0], "") if names else ""
    return str(value or record.pk)
