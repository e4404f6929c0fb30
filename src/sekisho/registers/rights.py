"""Who may do what with the records of a register, as data that the checkpoint decides from."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

_named: ContextVar[Mapping[str, str]] = ContextVar("named", default={})  # noqa: B039 - never changed


def name_roles(words: Mapping[str, str]) -> None:
    """Call roles as the company does, from here on in this request: code → word."""
    _named.set(words)


def _called(code: str, default: Any) -> str:
    return _named.get().get(code) or str(default)


_word: Any = lazy(_called, str)


class Role(models.TextChoices):
    """What an appointment (or an employment) makes of a person. Nothing else gives a role."""

    DIRECTOR = "director", _word("director", _("Director in charge"))
    DEPUTY = "deputy", _word("deputy", _("Deputy of the director in charge"))
    CHAIR = "chair", _word("chair", _("Chair of the committee"))
    COMMITTEE = "committee", _word("committee", _("Member of the committee"))
    MANAGER = "manager", _word("manager", _("Information security manager"))
    EMPLOYEE = "employee", _("Employee")
    CONTRACTOR = "contractor", _("Contractor")
    AUDITOR = "auditor", _word("auditor", _("Auditor"))
    ADMIN = "admin", _word("admin", _("System administrator"))
    DESIGNATED = "designated", _("Designated for whistle-blowing")
    OPERATOR = "operator", _("Built-in operator")
    SCIM = "scim", _("Built-in directory service")


class Scope(models.TextChoices):
    """How far a right reaches: ``unit`` = units one manages, ``own`` = records about oneself."""

    ALL = "all", _("every record")
    UNIT = "unit", _("records of the units one manages")
    OWN = "own", _("records about oneself")


LEADERS = ("director", "deputy", "chair", "committee")


@dataclass(frozen=True, slots=True)
class Rights:
    """Grants written ``role`` or ``role:scope`` per verb. A verb not named is nobody's.

    ``read`` also covers history, comments, files, export and counts. Moves are verbs by name.
    ``attach``: who may add files; nobody named: those who may change the record.
    ``never_own`` names verbs that nobody does to a record about oneself, whatever the role.
    """

    read: Iterable[str] = ()
    add: Iterable[str] = ()
    change: Iterable[str] = ()
    withdraw: Iterable[str] = ()
    attach: Iterable[str] = ()
    moves: Mapping[str, Iterable[str]] = field(default_factory=dict)
    never_own: Iterable[str] = ()

    def of(self, verb: str) -> dict[str, str]:
        """Role → scope for ``verb``; the operator reads and writes, but never moves by right."""
        plain = {"read": self.read, "add": self.add, "change": self.change}
        plain |= {"withdraw": self.withdraw, "attach": self.attach or self.change}
        grants = plain[verb] if verb in plain else self.moves.get(verb, ())
        return dict(grant.partition(":")[::2] for grant in grants)


def everyone(*more: str) -> tuple[str, ...]:
    """Every person with an account, and whatever is named besides."""
    return ("director", "deputy", "chair", "committee", "manager", "employee", "contractor",
            "auditor", "admin", *more)  # fmt: skip
