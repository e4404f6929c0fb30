"""Who acts, and the act itself: the moment and the way are arguments, never looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

SERVICE = UUID("6e3c1c1e-5e15-5a11-8000-5ec150000000")
CALLERS = ("operator", "scim")  # built-in services that a token may act as


@dataclass(frozen=True, slots=True)
class Actor:
    """An account with the roles its appointments give it on the day of the act.

    ``roles`` are codes of ``registers.rights.Role``. ``scopes`` is None for a person who
    signed in, else what a token may do (``read``, ``write``, ``approve``, ``<register>.<verb>``).
    ``frozen`` is the number of the freeze that shuts the person out.
    """

    id: UUID
    roles: frozenset[str] = frozenset()
    person: UUID | None = None
    scopes: frozenset[str] | None = None
    on_behalf: UUID | None = None
    auth: Mapping[str, str | int] = field(default_factory=dict)
    frozen: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: who, when (aware), by which door. ``on`` is the day on the company's calendar."""

    actor: Actor
    at: datetime
    via: str
    on: date
    request: str = ""

    @classmethod
    def now(cls, actor: Actor, at: datetime, via: str, zone: str, request: str = "") -> "Act":
        return cls(actor, at, via, at.astimezone(ZoneInfo(zone)).date(), request)


def service(name: str) -> Actor:
    """A built-in service account, such as ``operator``: its id follows from its name."""
    return Actor(id=uuid5(SERVICE, name), roles=frozenset({name}))
