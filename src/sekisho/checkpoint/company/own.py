"""Company policies over the records of Sekisho itself, for the guard: in SQL, and for values.

They are about people: an account without a person (the engine, a program) has its rights alone.
The register of the policies itself stays out of their reach, so that a mistaken one can be retired.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from sekisho.checkpoint.cedar.columns import ABSENT, Attribute, Column, Cond, Known, Rows
from sekisho.checkpoint.cedar.deciding import Asked
from sekisho.checkpoint.cedar.meaning import Entity
from sekisho.checkpoint.cedar.sides import Given
from sekisho.checkpoint.cedar.tree import Is, Lit, Policy
from sekisho.checkpoint.cedar.values import Rec, Uid
from sekisho.checkpoint.company import facts, rows
from sekisho.checkpoint.company.deciding import forbidding
from sekisho.checkpoint.company.force import Forbidden, Standing, in_force
from sekisho.checkpoint.company.vocabulary import PERSON, RECORD, REGISTER, UNIT
from sekisho.checkpoint.reach import leads
from sekisho.domains.people.models import Person, Unit
from sekisho.registers.actor import Actor

OUT_OF_REACH = frozenset({"access_policies"})
Values = Mapping[str, Any]


def concerned(actor: Actor, verb: str, register: Any) -> list[Standing]:
    """The policies in force that may have something to say of ``verb`` in ``register``."""
    if actor.person is None or register.name in OUT_OF_REACH:
        return []
    return [
        one for one in in_force()
        if one.book is None or any(_fits(p, verb, register.name) for p in one.book.of(RECORD))
    ]  # fmt: skip


def _fits(policy: Policy, verb: str, register: str) -> bool:
    """Whether the head of ``policy`` leaves room for it."""
    if policy.actions and verb not in {uid.id for uid in policy.actions}:
        return False
    for test in policy.scope:
        group = test.ancestor if isinstance(test, Is) else None
        if isinstance(group, Lit) and group.value.type == REGISTER:
            return bool(group.value.id == register)
    return True


def _given(actor: Actor, verb: str, register: Any, on: date) -> Given:
    units = list(Unit.objects.values_list("path", "code"))
    paths = {code: path for path, code in units}
    codes = {path.strip("/").rpartition("/")[2]: code for path, code in units}
    assert actor.person is not None  # noqa: S101 - else nothing is concerned
    number, employment, supplier, path = (
        Person.objects.filter(pk=actor.person)
        .values_list("number", "employment", "supplier", "unit__path").get()
    )  # fmt: skip
    who = Uid(PERSON, number)
    me = facts.person(number, employment, supplier, facts.units(path or "", codes))
    context = Rec({"weekday": on.isoweekday()})
    return Given(who, Uid("Action", verb), context, {who: me}, _rows(register, paths))


def _rows(register: Any, paths: Mapping[str, str]) -> Rows:
    attrs: dict[str, Attribute] = {
        "register": Known(register.name),
        "state": Column(register.life.field, str) if register.life else Known(ABSENT),
        "rank": Column(register.rank_path, int) if register.rank_path else Known(ABSENT),
    }

    def within(uid: Uid) -> Cond:
        if uid.type == REGISTER:
            return bool(uid.id == register.name)
        path = paths.get(uid.id) if uid.type == UNIT else None
        if not path or not register.unit_path:
            return False
        below = Unit.objects.filter(path__startswith=path).values("pk")
        return leads(register.model, register.unit_path, below)

    return Rows(RECORD, "pk", attrs, within)


def shut(actor: Actor, verb: str, register: Any, on: date) -> Cond:
    """The rows of ``register`` that policies keep from ``actor``; False: none."""
    policies = concerned(actor, verb, register)
    return rows.forbidden(policies, _given(actor, verb, register, on)) if policies else False


def against(
    actor: Actor, verb: str, register: Any, record: Any, on: date, values: Values | None
) -> Iterator[Forbidden]:
    """The policies that forbid it: of the stored record, and of what it is about to become.

    Without a record and values: those that leave no record of the register open.
    """
    policies = concerned(actor, verb, register)
    if not policies:
        return
    given = _given(actor, verb, register, on)
    if values is not None:
        thing = _entity(register, record, values)
        asked = Asked(given.principal, given.action, Uid(RECORD, ""), given.context)
        yield from forbidding(policies, RECORD, asked, {**given.entities, asked.resource: thing})
    for one, found in rows.against(policies, given):
        if found is True or (record is not None and _holds(register, record, found)):
            yield one


def _holds(register: Any, record: Any, rule: Cond) -> bool:
    if isinstance(rule, bool):
        return rule
    return bool(register.model._base_manager.filter(pk=record.pk).filter(rule).exists())


def _entity(register: Any, record: Any, values: Values) -> Entity:
    """A record that holds ``values``, as Cedar sees it."""
    unit = _led(register, register.unit_path, record, values)
    state = None
    if register.life:
        state = getattr(record, register.life.field, register.life.initial)
    own = facts.attrs(
        register=register.name, state=state, rank=_led(register, register.rank_path, record, values)
    )
    above = {Uid(REGISTER, register.name)}
    if unit is not None:
        path = Unit.objects.filter(pk=unit).values_list("path", flat=True).first() or ""
        above |= {
            Uid(UNIT, code)
            for code, start in _paths().items() if start and path.startswith(start)
        }  # fmt: skip
    return Entity(own, frozenset(above))


def _paths() -> dict[str, str]:
    return dict(Unit.objects.values_list("code", "path"))


def _led(register: Any, path: str, record: Any, values: Values) -> Any:
    """What ``path`` leads to from a record that holds ``values``; None: nothing."""
    if not path:
        return None
    first, _sep, rest = path.partition("__")
    if first in {"id", "pk"}:
        return record.pk if record is not None else None
    found = values[first] if first in values else getattr(record, f"{first}_id", None)
    target: UUID | None = found.pk if isinstance(found, Model) else found or None
    if target is None or not rest:
        return target
    related: Any = register.model._meta.get_field(first).related_model
    return related._base_manager.filter(pk=target).values_list(rest, flat=True).first()


def negated(found: Cond) -> Q:
    """Every row but those of ``found``."""
    return Q(pk__in=()) if found is True else ~found if isinstance(found, Q) else Q()
