"""Papers one can ask for. Declared once; the page, the address and the command line follow.

    @printed("approvals", of=ANY, title=_("Approval record"), when=has_approvals)
    def approvals(asked: Asked) -> Paper:
        return Paper("approvals", paper(…) | {…})

A module of ``reports/prints/`` declares one (or some); its template lies in ``reports/templates/``.
Whoever may read the record may print it; a paper of no record says which roles it is for, and takes
every row from ``guard.visible``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sekisho.registers import display, guard
from sekisho.registers.actor import Act
from sekisho.registers.errors import Denied, Missing, Text
from sekisho.registers.register import Register
from sekisho.reports import pdf, prints

ANY = "*"
"""In place of a register's name: the paper can be made of a record of every register."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, of which record (None for a paper of no record), with what else was said."""

    act: Act
    register: Register[Any] | None = None
    record: Any = None
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """Template and data of one paper, and the name its file gets (without the ending)."""

    template: str
    data: Mapping[str, Any]
    file: str


Build = Callable[[Asked], Paper]


@dataclass(frozen=True, slots=True)
class Print:
    """``of``: the register whose records it is made of, ANY, or "" for none.

    ``when``: whether there is anything to print of this record. ``roles``: for a paper of no record.
    """

    name: str
    title: Text
    build: Build
    of: str = ""
    when: Callable[[Any, Any], bool] = lambda _register, _record: True
    roles: frozenset[str] = frozenset()


_prints: dict[str, Print] = {}


def printed(
    name: str,
    *,
    title: Text,
    of: str = "",
    when: Callable[[Any, Any], bool] = lambda _register, _record: True,
    roles: Iterable[str] = (),
) -> Callable[[Build], Build]:
    """Declare the decorated function as the paper ``name``."""

    def keep(build: Build) -> Build:
        if name in _prints:
            raise ValueError(f"paper {name} is declared twice")
        _prints[name] = Print(name, title, build, of, when, frozenset(roles))
        return build

    return keep


def every() -> Mapping[str, Print]:
    """All papers by name."""
    for module in iter_modules(prints.__path__, f"{prints.__name__}."):
        import_module(module.name)
    return _prints


def of_record(register: Register[Any], record: Any) -> list[Print]:
    """The papers that can be made of ``record``."""
    return [
        p for p in every().values() if p.of in {register.name, ANY} and p.when(register, record)
    ]


def make(name: str, asked: Asked) -> tuple[bytes, str]:
    """The PDF and its file name. Raises Missing (no such paper here), Denied (not for this actor)."""
    display.apply()
    one = every().get(name)
    if one is None or bool(one.of) != (asked.register is not None):
        raise Missing(name)
    if asked.register is None:
        if not one.roles & asked.act.actor.roles:
            raise Denied(f"print.{name}")
    elif one.of not in {asked.register.name, ANY} or not one.when(asked.register, asked.record):
        raise Missing(name)
    else:
        guard.demand(asked.act.actor, "read", asked.register, asked.record, asked.act.on)
    found = one.build(asked)
    return pdf.render(found.template, found.data), f"{found.file}.pdf"
