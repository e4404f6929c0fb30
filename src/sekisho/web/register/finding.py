"""From an address to a register and a record, or 404: missing and hidden look the same."""

from typing import Any
from uuid import UUID

from django.http import Http404

from sekisho.registers import guard
from sekisho.registers.register import Register, registry
from sekisho.web.request import Request


def register_or_404(request: Request, name: str) -> Register[Any]:
    """The register, if the actor may read any of it at all."""
    register = registry.get(name)
    if register is None or not register.listed:
        raise Http404(name)
    on = request.act().on
    if not guard.guard().decide(request.actor, "read", register, None, on).allowed:
        raise Http404(name)
    return register


def record_or_404(request: Request, register: Register[Any], key: str) -> Any:
    """The record of this number or id, if the actor may read it."""
    rows = guard.visible(request.actor, register, request.act().on)
    try:
        found = rows.filter(pk=UUID(key)).first()
    except ValueError:
        numbered = any(f.name == "number" for f in register.model._meta.concrete_fields)
        found = rows.filter(number=key).first() if numbered else None
    if found is None:
        raise Http404(key)
    return found


def allowed(request: Request, verb: str, register: Register[Any], record: Any = None) -> bool:
    """Whether to show a button: the same question the command will ask."""
    return guard.guard().decide(request.actor, verb, register, record, request.act().on).allowed
