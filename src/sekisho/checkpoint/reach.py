"""How far a right reaches: the scopes ``all``, ``unit`` and ``own``, for rows and for values."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from sekisho.domains.people.appointment import managed_units
from sekisho.registers.actor import Actor
from sekisho.registers.rights import Scope

Values = Mapping[str, Any]


def within(actor: Actor, register: Any, scopes: frozenset[str], on: date) -> Q | None:
    """What a row must fulfil to lie in one of ``scopes``; an empty Q: nothing, None: no row does.

    Units are a subquery over the appointments in force, never a list of ids, and every rule is
    about a column of the row itself, so that each branch of an OR finds its index.
    """
    if Scope.ALL in scopes:
        return Q()
    if actor.person is None:
        return None
    rules = []
    if Scope.OWN in scopes and (own := register.own(actor.person, on)) is not None:
        rules.append(own)
    elif Scope.OWN in scopes:
        rules += [leads(register.model, path, actor.person) for path in own_paths(register)]
    if Scope.UNIT in scopes and register.unit_path:
        units = managed_units(actor.person, on).values("pk")
        rules.append(leads(register.model, register.unit_path, units))
    return reduce(or_, rules) if rules else None


def leads(model: type[Model], path: str, end: Any) -> Q:
    """Rows of ``model`` from which ``path`` leads to ``end``: an id, or a query of ids."""
    first, _sep, rest = path.partition("__")
    if rest:
        related = _related(model, first)
        end = related._base_manager.filter(leads(related, rest, end)).values("pk")
    return Q((f"{first}__in" if isinstance(end, QuerySet) else first, end))


def covers(
    actor: Actor, register: Any, scopes: frozenset[str], on: date, values: Values, record: Any
) -> bool:
    """Whether a record holding ``values`` lies in one of ``scopes``; what they lack is as in ``record``."""
    if Scope.ALL in scopes:
        return True
    own = Scope.OWN in scopes and is_own(actor, register, values, record)
    return own or (Scope.UNIT in scopes and _is_managed(actor, register, on, values, record))


def own_paths(register: Any) -> tuple[str, ...]:
    """The lookups to the people whose own a record is: whom it is about, and who else."""
    return (*filter(None, (register.person_path,)), *register.own_paths)


def is_own(actor: Actor, register: Any, values: Values, record: Any) -> bool:
    """Whether a record holding ``values`` is the actor's own."""
    if actor.person and register.owned(actor.person, values):
        return True
    return any(_is_at(path, actor, register, values, record) for path in own_paths(register))


def _is_at(path: str, actor: Actor, register: Any, values: Values, record: Any) -> bool:
    target, rest = _target(path, values, record)
    if target is None or actor.person is None:
        return False
    return _is_led(register, path, target, actor.person) if rest else target == actor.person


def _is_managed(actor: Actor, register: Any, on: date, values: Values, record: Any) -> bool:
    target, rest = _target(register.unit_path, values, record)
    if target is None or actor.person is None:
        return False
    units = managed_units(actor.person, on)
    if not rest:
        return bool(units.filter(pk=target).exists())
    return _is_led(register, register.unit_path, target, units.values("pk"))


def _is_led(register: Any, path: str, target: UUID, end: Any) -> bool:
    """Whether ``target``, where ``path`` goes first, leads on to ``end``."""
    first, _sep, rest = path.partition("__")
    related = _related(register.model, first)
    return bool(related._base_manager.filter(leads(related, rest, end), pk=target).exists())


def _target(path: str, values: Values, record: Any) -> tuple[UUID | None, str]:
    """Where ``path`` leads from ``values``: the id at its first step, and the steps after it."""
    first, _sep, rest = path.partition("__")
    if first in {"id", "pk"}:
        return (record.pk if record is not None else None), ""
    if first in values:
        found = values[first]
    else:
        found = getattr(record, f"{first}_id", None) if first else None
    return (found.pk if isinstance(found, Model) else found or None), rest


def _related(model: type[Model], name: str) -> type[Model]:
    return model._meta.get_field(name).related_model  # type: ignore[return-value]
