"""From a policy to a condition on rows: the resources to which it applies, and those where it errs.

Who asks, what for and the context are known when a list is made; the resource is not. So every
part of a policy that does not speak of the resource is reckoned in Python, by the very functions
that decide one by one, and the rest becomes a query. What no query can say is refused when the
policy is read: a resource may be compared with what is known, not reckoned with.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint.cedar import meaning
from sekisho.checkpoint.cedar.columns import Cond, both, either
from sekisho.checkpoint.cedar.compiler import reckoner, tests
from sekisho.checkpoint.cedar.errors import Erring, Refused
from sekisho.checkpoint.cedar.sides import ERRS, TRUE, Given, Made, Sides, every, some
from sekisho.checkpoint.cedar.tree import (
    All,
    Attr,
    Call,
    Has,
    If,
    Is,
    Like,
    Not,
    Pair,
    Policy,
    Some,
)
from sekisho.checkpoint.cedar.values import Uid
from sekisho.checkpoint.cedar.walking import is_resource, place, speaks_of_resource

LOOKUPS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
HINT = _(
    "Compare one attribute of the resource with a value, such as resource.rank >= 2, ask with has, like or in, or whether a set contains it."
)
NOTHING = Uid("", "")


def where(policy: Policy) -> Made:
    """The condition of ``policy``. Raises Refused where it says something no query can."""
    made = [_truth(test, policy) for test in tests(policy)]
    return partial(every, made)


def _refuse(node: Any, policy: Policy) -> NoReturn:
    raise Refused(
        _("No list can be made by this use of the resource."), place(node) or policy.place, HINT
    )


def _truth(node: Any, policy: Policy) -> Made:
    """``node`` where a truth is wanted."""
    if not speaks_of_resource(node):
        return partial(_reckoned, reckoner(node, policy))
    writer = _WRITE.get(type(node))
    if writer is None:
        _refuse(node, policy)
    made: Made = writer(node, policy)
    return made


def _free(node: Any, policy: Policy) -> Callable[[Given], Any]:
    """``node`` as a value that is known while a list is made."""
    if speaks_of_resource(node):
        _refuse(node, policy)
    made = reckoner(node, policy)
    return lambda given: made(given.principal, given.action, NOTHING, given.context, given.entities)


def _reckoned(made: Callable[..., Any], given: Given) -> Sides:
    try:
        found = made(given.principal, given.action, NOTHING, given.context, given.entities)
        return Sides(meaning.truth(found), False)
    except Erring:
        return ERRS


def _named(node: Any, policy: Policy) -> str:
    """The name of the attribute that ``node`` reads from the resource."""
    if not (isinstance(node, Attr) and is_resource(node.part)):
        _refuse(node, policy)
    return node.name


def _attribute(given: Given, name: str) -> Any:
    found = given.rows.attrs.get(name)
    if found is None:
        raise Erring(f"no attribute {name}")
    return found


def _guarded(ask: Callable[[Given], Sides]) -> Made:
    """``ask``, where what is wrong with a known value makes every row err."""

    def asked(given: Given) -> Sides:
        try:
            return ask(given)
        except Erring:
            return ERRS

    return asked


def _test(given: Given, name: str, lookup: str, operand: Any, test: Callable[[Any], bool]) -> Sides:
    column = _attribute(given, name)
    return Sides(column.holds(lookup, operand, test), column.absent())


def _of_all(node: All, policy: Policy) -> Made:
    return partial(every, [_truth(part, policy) for part in node.parts])


def _of_some(node: Some, policy: Policy) -> Made:
    return partial(some, [_truth(part, policy) for part in node.parts])


def _of_not(node: Not, policy: Policy) -> Made:
    inner = _truth(node.part, policy)

    def asked(given: Given) -> Sides:
        found = inner(given)
        return Sides(found.no, found.errs)

    return asked


def _of_if(node: If, policy: Policy) -> Made:
    test, then, other = (_truth(part, policy) for part in (node.test, node.then, node.other))

    def asked(given: Given) -> Sides:
        found = test(given)
        yes, no = then(given), other(given)
        errs = either(found.errs, either(both(found.yes, yes.errs), both(found.no, no.errs)))
        return Sides(either(both(found.yes, yes.yes), both(found.no, no.yes)), errs)

    return asked


def _of_attr(node: Attr, policy: Policy) -> Made:
    name = _named(node, policy)

    def asked(given: Given) -> Sides:
        column = _attribute(given, name)
        if column.type is not bool:
            return ERRS
        return _test(given, name, "exact", True, lambda value: value is True)

    return _guarded(asked)


def _of_pair(node: Pair, policy: Policy) -> Made:
    if node.op == "in":
        return _of_in(node, policy)
    left, right, op = node.left, node.right, node.op
    if op not in TURNED:
        _refuse(node, policy)
    if not speaks_of_resource(left):
        left, right, op = right, left, TURNED[op]
    value = _free(right, policy)
    if is_resource(left):
        if op not in {"==", "!="}:
            _refuse(left, policy)
        return _guarded(lambda given: _negated(op, _same(given, value(given))))
    name = _named(left, policy)
    if op in LOOKUPS:
        return _guarded(lambda given: _ordered(given, name, op, meaning.long(value(given))))
    return _guarded(lambda given: _negated(op, _equal(given, name, value(given))))


def _negated(op: str, found: Sides) -> Sides:
    return found if op == "==" else Sides(found.no, found.errs)


def _same(given: Given, value: Any) -> Sides:
    meaning.equal(value, value)  # errs where the value is none
    return Sides(given.rows.is_named(value) if type(value) is Uid else False, False)


def _equal(given: Given, name: str, value: Any) -> Sides:
    meaning.equal(value, value)
    column = _attribute(given, name)
    if column.type is not type(value):
        return Sides(False, column.absent())
    return _test(given, name, "exact", value, lambda one: bool(one == value))


def _ordered(given: Given, name: str, op: str, value: int) -> Sides:
    if _attribute(given, name).type is not int:
        return ERRS
    tests = {"<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__}
    return _test(given, name, LOOKUPS[op], value, lambda one: tests[op](one, value))


def _of_in(node: Pair, policy: Policy) -> Made:
    if not is_resource(node.left):
        _refuse(node, policy)
    group = _free(node.right, policy)
    return _guarded(lambda given: Sides(_within(given, group(given)), False))


def _within(given: Given, group: Any) -> Cond:
    found: Cond = False
    for uid in (group,) if type(group) is Uid else meaning.uids(group):
        found = either(found, given.rows.lies_in(uid))
    return found


def _of_has(node: Has, policy: Policy) -> Made:
    if not is_resource(node.part) or len(node.names) > 1:
        _refuse(node, policy)

    def asked(given: Given) -> Sides:
        column = given.rows.attrs.get(node.names[0])
        return (
            Sides(False, False)
            if column is None
            else Sides(Sides(column.absent(), False).no, False)
        )

    return asked


def _of_like(node: Like, policy: Policy) -> Made:
    name = _named(node.part, policy)
    anything = "(.|\n)*"  # read alike by Python (SQLite) and PostgreSQL
    pattern = rf"\A{anything.join(map(re.escape, node.pieces))}\Z"

    def asked(given: Given) -> Sides:
        if _attribute(given, name).type is not str:
            return ERRS
        return _test(given, name, "regex", pattern, lambda one: meaning.like(one, *node.pieces))

    return _guarded(asked)


def _of_is(node: Is, policy: Policy) -> Made:
    if not is_resource(node.part):
        _refuse(node, policy)
    group = None if node.ancestor is None else _free(node.ancestor, policy)

    def asked(given: Given) -> Sides:
        if given.rows.type != node.type:
            return Sides(False, False)
        return TRUE if group is None else Sides(_within(given, group(given)), False)

    return _guarded(asked)


def _of_call(node: Call, policy: Policy) -> Made:
    if node.method != "contains" or speaks_of_resource(node.part):
        _refuse(node, policy)
    many, one = _free(node.part, policy), node.args[0]
    if is_resource(one):
        return _guarded(lambda given: _among(given, many(given)))
    name = _named(one, policy)

    def asked(given: Given) -> Sides:
        column, values = _attribute(given, name), meaning.items(many(given))
        fitting = [value for value in map(_plain, values) if type(value) is column.type]
        return _test(given, name, "in", fitting, lambda value: value in fitting)

    return _guarded(asked)


def _among(given: Given, many: Any) -> Sides:
    found: Cond = False
    for value in meaning.items(many):
        found = either(found, given.rows.is_named(value) if type(value) is Uid else False)
    return Sides(found, False)


def _plain(value: Any) -> Any:
    """An element of a set as a value (``values.key`` turned back)."""
    return getattr(value, "value", value)


_WRITE: dict[type, Any] = {
    All: _of_all, Some: _of_some, Not: _of_not, If: _of_if, Attr: _of_attr, Pair: _of_pair,
    Has: _of_has, Like: _of_like, Is: _of_is, Call: _of_call,
}  # fmt: skip
