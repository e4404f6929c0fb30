"""From a policy to a Python function: (principal, action, resource, context, entities) → bool.

The source is made from the tree alone: texts and numbers of the policy reach it only as names of
constants, so that no policy text can become code.
"""

from collections.abc import Callable
from typing import Any

from sekisho.checkpoint.cedar import meaning
from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.cedar.parser import DEEP, DIVIDE
from sekisho.checkpoint.cedar.tree import (
    All,
    Attr,
    Call,
    Has,
    If,
    Is,
    Like,
    Lit,
    Minus,
    Not,
    Pair,
    Policy,
    RecOf,
    SetOf,
    Some,
    Var,
)
from sekisho.checkpoint.cedar.values import Rec, Set

Predicate = Callable[[Any, Any, Any, Any, meaning.Entities], bool]

NAMES = {
    "truth": meaning.truth, "attr": meaning.attr, "has": meaning.has, "equal": meaning.equal,
    "within": meaning.within, "is_a": meaning.is_a, "long": meaning.long, "fits": meaning.fits,
    "like": meaning.like, "items": meaning.items, "contains": meaning.contains,
    "Set": Set, "Rec": Rec,
}  # fmt: skip
BOOLEAN = (All, Some, Not, Has, Like, Is, Call)
COMPARING = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})


def predicate(policy: Policy) -> Predicate:
    """The function that says whether ``policy`` applies; it raises Erring where Cedar errs."""
    writer = _Writer()
    try:
        body = " and ".join(writer.truth(test) for test in tests(policy)) or "True"
    except RecursionError:
        raise Refused(DEEP, policy.place, DIVIDE) from None
    found: Predicate = _function(writer, body, policy)
    return found


def tests(policy: Policy) -> list[Any]:
    """What must be true for ``policy`` to apply, in the order in which it is asked."""
    return [*policy.scope, *(part if wanted else Not(part) for wanted, part in policy.conditions)]


def reckoner(node: Any, policy: Policy) -> Callable[[Any, Any, Any, Any, meaning.Entities], Any]:
    """The function that says what one expression of ``policy`` comes to; raises as `predicate`."""
    writer = _Writer()
    found: Callable[..., Any] = _function(writer, writer.write(node), policy)
    return found


def _function(writer: "_Writer", body: str, policy: Policy) -> Any:
    scope: dict[str, Any] = dict(NAMES, __builtins__={}, **writer.constants)
    source = f"lambda principal, action, resource, context, E: {body}"
    try:
        code = compile(source, f"<{policy.id}>", "eval")
    except (SyntaxError, RecursionError, MemoryError):
        raise Refused(DEEP, policy.place, DIVIDE) from None
    return eval(code, scope)  # noqa: S307 - made of our own words alone


class _Writer:
    """Writes expressions as Python source and keeps the constants they name."""

    def __init__(self) -> None:
        self.constants: dict[str, Any] = {}

    def constant(self, value: Any) -> str:
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def truth(self, node: Any) -> str:
        """``node`` where a truth is wanted: checked, unless it cannot be anything else."""
        found = self.write(node)
        sure = isinstance(node, BOOLEAN) or (isinstance(node, Pair) and node.op in COMPARING)
        return found if sure else f"truth({found})"

    def write(self, node: Any) -> str:
        found: str = _WRITE[type(node)](self, node)
        return found

    def lit(self, node: Lit) -> str:
        return self.constant(node.value)

    def var(self, node: Var) -> str:
        return node.name

    def all(self, node: All) -> str:
        return f"({' and '.join(map(self.truth, node.parts))})"

    def some(self, node: Some) -> str:
        return f"({' or '.join(map(self.truth, node.parts))})"

    def not_(self, node: Not) -> str:
        return f"(not {self.truth(node.part)})"

    def minus(self, node: Minus) -> str:
        return f"fits(-long({self.write(node.part)}))"

    def pair(self, node: Pair) -> str:
        left, right = self.write(node.left), self.write(node.right)
        if node.op in {"==", "!="}:
            return f"equal({left}, {right})" if node.op == "==" else f"(not equal({left}, {right}))"
        if node.op == "in":
            return f"within(E, {left}, {right})"
        if node.op in COMPARING:
            return f"(long({left}) {node.op} long({right}))"
        return f"fits(long({left}) {node.op} long({right}))"

    def has(self, node: Has) -> str:
        names = ", ".join(map(self.constant, node.names))
        return f"has(E, {self.write(node.part)}, {names})"

    def like(self, node: Like) -> str:
        return f"like({self.write(node.part)}, {', '.join(map(self.constant, node.pieces))})"

    def is_(self, node: Is) -> str:
        part, type_ = self.write(node.part), self.constant(node.type)
        test = f"is_a({part}, {type_})"
        if node.ancestor is None:
            return test
        return f"({test} and within(E, {part}, {self.write(node.ancestor)}))"

    def if_(self, node: If) -> str:
        test, then, other = self.truth(node.test), self.write(node.then), self.write(node.other)
        return f"({then} if {test} else {other})"

    def attr(self, node: Attr) -> str:
        return f"attr(E, {self.write(node.part)}, {self.constant(node.name)})"

    def call(self, node: Call) -> str:
        part = self.write(node.part)
        if node.method == "isEmpty":
            return f"(not items({part}))"
        other = self.write(node.args[0])
        if node.method == "contains":
            return f"contains({part}, {other})"
        if node.method == "containsAll":
            return f"(items({part}) >= items({other}))"
        return f"(not items({part}).isdisjoint(items({other})))"

    def set_of(self, node: SetOf) -> str:
        if all(isinstance(part, Lit) for part in node.parts):
            return self.constant(Set(part.value for part in node.parts))
        return f"Set(({', '.join(map(self.write, node.parts))},))"

    def rec_of(self, node: RecOf) -> str:
        pairs = (f"{self.constant(name)}: {self.write(part)}" for name, part in node.parts)
        return f"Rec({{{', '.join(pairs)}}})"


_WRITE: dict[type, Any] = {
    Lit: _Writer.lit, Var: _Writer.var, All: _Writer.all, Some: _Writer.some, Not: _Writer.not_,
    Minus: _Writer.minus, Pair: _Writer.pair, Has: _Writer.has, Like: _Writer.like, Is: _Writer.is_,
    If: _Writer.if_, Attr: _Writer.attr, Call: _Writer.call, SetOf: _Writer.set_of,
    RecOf: _Writer.rec_of,
}  # fmt: skip
