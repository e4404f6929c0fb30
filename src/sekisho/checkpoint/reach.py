"""How far a right reaches: the scopes ``all``, ``unit`` and ``own``, for rows and for values."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from sekisho.domains.people.appointment import managed_units
from sekisho.registers.actor import Actor
from sekisho.registers.rights import Scope

Values = Mapping[str, Any]


def within(actor: Actor, register: Any, scopes: frozenset[str], on: date) -> Q | None:
    """What a row must fulfil to lie in one of ``scopes``; an empty Q: nothing, None: no row does.

    Units are a subquery over the appointments in force, never a list of ids.
    """
    if Scope.ALL in scopes:
        return Q()
    if actor.person is None:
        return None
    rules = []
    if Scope.OWN in scopes and register.person_path:
        rules.append(Q(**{register.person_path: actor.person}))
    if Scope.UNIT in scopes and register.unit_path:
        units = managed_units(actor.person, on).values("pk")
        rules.append(Q(**{f"{register.unit_path}__in": units}))
    return reduce(or_, rules) if rules else None


def covers(
    actor: Actor, register: Any, scopes: frozenset[str], on: date, values: Values, record: Any
) -> bool:
    """Whether a record holding ``values`` lies in one of ``scopes``; what they lack is as in ``record``."""
    if Scope.ALL in scopes:
        return True
    own = Scope.OWN in scopes and is_own(actor, register, values, record)
    return own or (Scope.UNIT in scopes and _is_managed(actor, register, on, values, record))


def is_own(actor: Actor, register: Any, values: Values, record: Any) -> bool:
    """Whether a record holding ``values`` is about the actor."""
    target, rest = _target(register.person_path, values, record)
    if target is None or actor.person is None:
        return False
    if not rest:
        return target == actor.person
    return _related(register, register.person_path, target, Q(**{rest: actor.person}))


def _is_managed(actor: Actor, register: Any, on: date, values: Values, record: Any) -> bool:
    target, rest = _target(register.unit_path, values, record)
    if target is None or actor.person is None:
        return False
    units = managed_units(actor.person, on)
    if not rest:
        return units.filter(pk=target).exists()
    return _related(register, register.unit_path, target, Q(**{f"{rest}__in": units.values("pk")}))


def _target(path: str, values: Values, record: Any) -> tuple[UUID | None, str]:
    """Where ``path`` leads from ``values``: the id at its first step, and the steps after it."""
    first, _sep, rest = path.partition("__")
    if first in {"id", "pk"}:
        return (record.pk if record is not None else None), ""
    if first in values:
        found = values[first]
    else:
        found = getattr(record, f"{first}_id", None) if first else None
    return (found.pk if isinstance(found, Model) else found), rest


def _related(register: Any, path: str, target: UUID, rule: Q) -> bool:
    model = register.model._meta.get_field(path.partition("__")[0]).related_model
    return bool(model._base_manager.filter(rule, pk=target).exists())
