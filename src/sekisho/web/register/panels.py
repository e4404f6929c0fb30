"""What the record page of a register shows before its facts, declared by whoever knows it."""

from collections.abc import Callable
from typing import Any

from sekisho.registers.register import Register
from sekisho.web.request import Request

Panel = Callable[[Request, Any], dict[str, Any] | None]
_panels: dict[str, tuple[str, Panel]] = {}


def panel(register: str, template: str) -> Callable[[Panel], Panel]:
    """Decorator: the function gives ``template`` its context, or None to show nothing."""

    def keep(offer: Panel) -> Panel:
        _panels[register] = (template, offer)
        return offer

    return keep


def panel_of(request: Request, register: Register[Any], record: Any) -> dict[str, Any] | None:
    """The template and its context for this record, if it has a panel now."""
    if register.name not in _panels:
        return None
    template, offer = _panels[register.name]
    context = offer(request, record)
    return None if context is None else {"template": template, **context}
