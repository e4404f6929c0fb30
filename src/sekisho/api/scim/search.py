"""Filters (RFC 7644 §3.4.2.2) and sorting as SQL: paging and totals are those of the database."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Left, Length, Lower, Right, StrIndex
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
)
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from scim2_models import InvalidFilterException, InvalidPathException, ResourceType
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)

from sekisho.api.scim.attributes import TABLES, Attribute, exists
from sekisho.api.scim.keeping import as_id
from sekisho.api.scim.shapes import CORE, GROUP
from sekisho.registers.actor import Act

Op = CompareOperator
EVERY, NONE = Q(pk__isnull=False), Q(pk__in=())
ORDERED: dict[Op, Any] = {
    Op.eq: Exact,
    Op.gt: GreaterThan,
    Op.ge: GreaterThanOrEqual,
    Op.lt: LessThan,
    Op.le: LessThanOrEqual,
}
PLAIN: dict[Op, Callable[[str, str], bool]] = {
    Op.eq: lambda one, other: one == other,
    Op.co: lambda one, other: other in one,
    Op.sw: lambda one, other: one.startswith(other),
    Op.ew: lambda one, other: one.endswith(other),
    Op.gt: lambda one, other: one > other,
    Op.ge: lambda one, other: one >= other,
    Op.lt: lambda one, other: one < other,
    Op.le: lambda one, other: one <= other,
}


def searched(
    rows: "QuerySet[Any]", kind: ResourceType, request: Any, act: Act
) -> tuple["QuerySet[Any]", int]:
    """The rows that the request asks for, in its order, and how many there are in all."""
    table = TABLES[str(kind.id)]
    if request.filter is not None:
        rows = rows.filter(Compiler(table, act).visit(request.filter.ast))
    return rows.order_by(*_order(table, request)), rows.count()


def name_of(path: AttrPath) -> str:
    """The attribute in lower case, without the name of its core schema."""
    return _plain_name(str(path))


def _plain_name(path: str) -> str:
    name = path.lower()
    for core in (CORE.lower(), GROUP.lower()):
        name = name.removeprefix(f"{core}:")
    return name


def _order(table: Mapping[str, Attribute], request: Any) -> list[Any]:
    """The order of the request; rows without a value come last, first when descending."""
    if request.sort_by is None:
        return ["pk"]
    name = _plain_name(str(request.sort_by))
    head, _dot, sub = name.partition(".")
    one = table.get(name)
    if head in table and table[head].kind == "many":
        one = table[head].inner.get(sub or "value") if table[head].rows is None else None
    if one is None or one.kind == "fixed":
        raise InvalidPathException(path=name, detail=f"Cannot sort by {request.sort_by}")
    value = F(one.value) if one.kind == "id" else one.value
    keys: list[Any] = [value]
    if one.kind == "text":
        missing = Case(When(Exact(value, Value("")), then=1), default=0)
        keys = [missing, value if one.exact else Lower(value), "pk"]
    down = request.sort_order == type(request).SortOrder.descending
    keys = [key if isinstance(key, str) else (key.desc() if down else key.asc()) for key in keys]
    return [*keys, "pk"]


class Compiler(FilterVisitor[Q]):
    """A filter as a condition of rows whose attributes are ``table``."""

    def __init__(self, table: Mapping[str, Attribute], act: Act) -> None:
        self.table, self.act = table, act

    def visit_not(self, node: Not) -> Q:
        return ~_firm(self.visit(node.expr))

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        terms = [self.visit(term) for term in node.terms]
        whole = terms[0]
        for term in terms[1:]:
            whole = whole & term if node.op == LogicalOperator.and_ else whole | term
        return whole

    def visit_value_path(self, node: ValuePath) -> Q:
        one = self._find(node.attr_path)
        if one is None or one.kind != "many":
            raise _unfit(node.attr_path)
        return exists(one, self.act, Compiler(one.inner, self.act).visit(node.val_filter))

    def visit_present(self, node: Present) -> Q:
        found = self._below(name_of(node.attr_path))
        if not found:
            raise _unfit(node.attr_path)
        whole = NONE
        for outer, one in found:
            whole |= self._within(outer, _present(one))
        return whole

    def visit_comparison(self, node: Comparison) -> Q:
        outer, one = self._target(node.attr_path)
        if node.op == Op.ne:
            return ~_firm(self._within(outer, compare(one, Op.eq, node.value)))
        return self._within(outer, compare(one, node.op, node.value))

    def _within(self, outer: Attribute | None, inner: Q) -> Q:
        return inner if outer is None else exists(outer, self.act, inner)

    def _find(self, path: AttrPath) -> Attribute | None:
        return self.table.get(name_of(path))

    def _target(self, path: AttrPath) -> tuple[Attribute | None, Attribute]:
        """The attribute compared, and the many-valued one it is part of, if any."""
        one = self._find(path) or self.table.get(f"{name_of(path)}.value")
        if one is not None and one.kind != "many":
            return None, one
        head, _dot, sub = name_of(path).partition(".")
        outer = self.table.get(head)
        inner = outer.inner.get(sub or "value") if outer else None
        if outer is None or inner is None:
            raise _unfit(path)
        return outer, inner

    def _below(self, name: str) -> list[tuple[Attribute | None, Attribute]]:
        """What is there when an attribute, or any part of it, is there."""
        head, _dot, sub = name.partition(".")
        outer = self.table.get(head)
        if outer is not None and outer.kind == "many":
            inner = outer.inner.get(sub or "value")
            return [(outer, inner)] if inner else []
        ends = (name, f"{name}.", f"{name}:")
        return [
            (None, one)
            for key, one in self.table.items()
            if key == name or key.startswith(ends[1:])
        ]


def compare(one: Attribute, op: Op, value: Any) -> Q:
    """The condition for one attribute; ``ne`` is the caller's, as what is not ``eq``."""
    if value is None:
        return ~_firm(_present(one)) if op == Op.eq else NONE
    if one.kind == "fixed":
        words = (str(word) for word in one.value)
        return EVERY if any(PLAIN[op](w.lower(), str(value).lower()) for w in words) else NONE
    if one.kind == "flag":
        return Q(Exact(one.value, bool(value)))
    if one.kind == "id":
        return _same_id(one, op, str(value))
    if one.kind == "moment":
        return _moment(one, op, str(value))
    return _text(one, op, str(value))


def _same_id(one: Attribute, op: Op, value: str) -> Q:
    if op != Op.eq:
        raise InvalidFilterException(detail="An id can only be compared by eq and ne.")
    pk = as_id(value)
    return Q(**{one.value: pk}) if pk else NONE


def _moment(one: Attribute, op: Op, value: str) -> Q:
    moment = parse_datetime(value)
    if moment is None or op not in ORDERED:
        raise InvalidFilterException(detail=f"{value!r} is no moment that {op.value} can compare.")
    return Q(ORDERED[op](one.value, make_aware(moment) if is_naive(moment) else moment))


def _text(one: Attribute, op: Op, value: str) -> Q:
    if op == Op.eq and one.same is not None:
        return one.same(value)
    column = one.value if one.exact else Lower(one.value)
    word = value if one.exact else value.lower()
    size = len(word)
    if op == Op.co:
        return Q(GreaterThan(StrIndex(column, Value(word)), 0)) if word else _present(one)
    if op == Op.sw:
        return Q(Exact(Left(column, size), Value(word))) if word else _present(one)
    if op == Op.ew:
        fits = Q(GreaterThanOrEqual(Length(column), size))
        return fits & Q(Exact(Right(column, size), Value(word))) if word else _present(one)
    return Q(ORDERED[op](column, Value(word))) & _present(one)


def _present(one: Attribute) -> Q:
    if one.kind == "text":
        return Q(GreaterThan(Length(one.value), 0))
    if one.kind == "id":
        return Q(**{f"{one.value}__isnull": False})
    return EVERY


def _firm(condition: Q) -> Q:
    """A condition whose negation is true where SQL would shrug at a NULL."""
    return Q(Exact(Case(When(condition, then=True), default=False), True))


def _unfit(path: AttrPath) -> InvalidFilterException:
    return InvalidFilterException(detail=f"{path} cannot be searched.")
