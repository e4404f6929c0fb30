"""From a text to its policies: annotations, effect, head and conditions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint.cedar import lexer, outside
from sekisho.checkpoint.cedar.parser import Reader, entity, expression, path
from sekisho.checkpoint.cedar.tree import Is, Lit, Pair, Policy, SetOf, Var
from sekisho.checkpoint.cedar.values import Uid


def policies(text: str) -> list[Policy]:
    """Every policy of ``text``, in order. Raises Refused at the first thing that is wrong."""
    reader = Reader(text)
    found: list[Policy] = []
    while reader.now.kind != "end":
        found.append(_policy(reader, len(found)))
    return found


def _policy(reader: Reader, number: int) -> Policy:
    annotations = _annotations(reader)
    place = reader.now.place
    if not reader.sees("permit", "forbid"):
        reader.fail(_("A policy begins with “permit” or “forbid”."))
    effect = reader.take().text
    reader.expect("(")
    principal = _who(reader, "principal")
    reader.expect(",")
    action, actions = _action(reader)
    reader.expect(",")
    resource = _who(reader, "resource")
    reader.skip(",")
    reader.expect(")")
    conditions = _conditions(reader)
    reader.expect(";")
    scope = tuple(test for test in (principal, action, resource) if test is not None)
    return Policy(effect, number, place, scope, conditions, annotations, actions)


def _annotations(reader: Reader) -> dict[str, str]:
    found: dict[str, str] = {}
    while reader.skip("@"):
        token = reader.take()
        if token.kind != "name":
            reader.fail(_("A name is expected here."))
        if token.text in found:
            reader.fail(_("“%(name)s” is given twice.") % {"name": token.text})
        found[token.text] = ""
        if reader.skip("("):
            found[token.text] = lexer.unquote(reader.string())
            reader.expect(")")
    return found


def _who(reader: Reader, name: str) -> Any:
    """The test of principal or resource in the head; None: any."""
    reader.expect(name)
    if reader.skip("=="):
        return Pair("==", Var(name), Lit(entity(reader)))
    if reader.skip("in"):
        return Pair("in", Var(name), Lit(entity(reader)))
    if reader.skip("is"):
        type_ = path(reader)
        return Is(Var(name), type_, Lit(entity(reader)) if reader.skip("in") else None)
    if reader.now.kind == "slot":
        outside.slot(reader.now)
    return None


def _action(reader: Reader) -> tuple[Any, frozenset[Uid]]:
    reader.expect("action")
    if reader.skip("=="):
        one = entity(reader)
        return Pair("==", Var("action"), Lit(one)), frozenset({one})
    if not reader.skip("in"):
        if reader.sees("is"):
            reader.fail(
                _("An action has no type to ask for."),
                _('Write action == Action::"…" or action in [Action::"…"].'),
            )
        return None, frozenset()
    if not reader.skip("["):
        one = entity(reader)
        return Pair("in", Var("action"), Lit(one)), frozenset({one})
    found: list[Uid] = []
    while not reader.sees("]"):
        found.append(entity(reader))
        if not reader.skip(","):
            break
    reader.expect("]")
    listed = SetOf(tuple(Lit(one) for one in found))
    return Pair("in", Var("action"), listed), frozenset(found)


def _conditions(reader: Reader) -> tuple[tuple[bool, Any], ...]:
    found = []
    while reader.sees("when", "unless"):
        wanted = reader.take().text == "when"
        reader.expect("{")
        found.append((wanted, expression(reader)))
        reader.expect("}")
    return tuple(found)
