"""Buttons that a register's record page has besides its moves, declared by whoever carries them out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sekisho.registers.errors import Text
from sekisho.registers.register import Register
from sekisho.web.request import Request


@dataclass(frozen=True, slots=True)
class Extra:
    """One button: its words, the address it posts to, what it does."""

    label: Text
    href: str
    help: Text = ""
    danger: bool = False


Offer = Callable[[Request, Register[Any], Any], list[Extra]]
_offers: dict[str, Offer] = {}


def extra(register: str) -> Callable[[Offer], Offer]:
    """Decorator: the function says which buttons a record of ``register`` has for this reader."""

    def keep(offer: Offer) -> Offer:
        _offers[register] = offer
        return offer

    return keep


def extras(request: Request, register: Register[Any], record: Any) -> list[Extra]:
    offer = _offers.get(register.name)
    return offer(request, register, record) if offer else []
