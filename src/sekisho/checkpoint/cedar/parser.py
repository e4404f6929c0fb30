"""From words to expressions, by recursive descent; precedence as in Cedar's grammar."""

from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint.cedar import lexer, outside
from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.cedar.lexer import Token
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
    RecOf,
    SetOf,
    Some,
    Var,
)
from sekisho.checkpoint.cedar.values import Uid
from sekisho.registers.errors import Text

VARIABLES = frozenset({"principal", "action", "resource", "context"})
RESERVED = frozenset({"true", "false", "if", "then", "else", "in", "is", "like", "has"})
COMPARING = frozenset({"==", "!=", "<", "<=", ">", ">="})
METHODS = {"contains": 1, "containsAll": 1, "containsAny": 1, "isEmpty": 0}
DEEPEST = 30
DEEP, DIVIDE = _("This is nested too deeply."), _("Divide it into several policies.")


class Reader:
    """A position in the tokens of a text."""

    def __init__(self, text: str) -> None:
        self.tokens = lexer.tokens(text)
        self.at = 0
        self.depth = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.now
        if token.kind != "end":
            self.at += 1
        return token

    def sees(self, *texts: str) -> bool:
        return self.now.kind in {"sign", "name"} and self.now.text in texts

    def skip(self, text: str) -> bool:
        """Take ``text`` if it is next."""
        found = self.sees(text)
        self.at += found
        return found

    def expect(self, text: str) -> Token:
        if not self.sees(text):
            self.fail(_("“%(what)s” is expected here.") % {"what": text})
        return self.take()

    def name(self) -> str:
        """An identifier that is no word of the language."""
        if self.now.kind != "name" or self.now.text in RESERVED:
            self.fail(_("A name is expected here."))
        return self.take().text

    def string(self) -> Token:
        if self.now.kind != "string":
            self.fail(_('A text in quotation marks is expected here: "…".'))
        return self.take()

    def fail(self, message: Text, hint: Text = "") -> NoReturn:
        if not hint:
            found = self.now.text or _("the end of the text")
            hint = _("Found: %(found)s") % {"found": found}
        raise Refused(message, self.now.place, hint)


def path(reader: Reader, first: str = "") -> str:
    """A type name, ``Company::User``; stops before ``::"``."""
    parts = [first or reader.name()]
    while reader.sees("::") and reader.tokens[reader.at + 1].kind == "name":
        reader.take()
        parts.append(reader.name())
    return "::".join(parts)


def entity(reader: Reader, first: str = "") -> Uid:
    """``Type::"id"``"""
    if reader.now.kind == "slot":
        outside.slot(reader.now)
    type_ = path(reader, first)
    reader.expect("::")
    return Uid(type_, lexer.unquote(reader.string()))


def expression(reader: Reader) -> Any:
    reader.depth += 1
    if reader.depth > DEEPEST:
        reader.fail(DEEP, DIVIDE)
    found = _if(reader) if reader.sees("if") else _some(reader)
    reader.depth -= 1
    return found


def _if(reader: Reader) -> If:
    reader.take()
    test = expression(reader)
    reader.expect("then")
    then = expression(reader)
    reader.expect("else")
    return If(test, then, expression(reader))


def _some(reader: Reader) -> Any:
    parts = [_all(reader)]
    while reader.skip("||"):
        parts.append(_all(reader))
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


def _all(reader: Reader) -> Any:
    parts = [_relation(reader)]
    while reader.skip("&&"):
        parts.append(_relation(reader))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _relation(reader: Reader) -> Any:
    left = _sum(reader)
    if reader.sees(*COMPARING, "in"):
        left = Pair(reader.take().text, left, _sum(reader))
    elif reader.skip("has"):
        left = Has(left, _names(reader))
    elif reader.skip("like"):
        left = Like(left, lexer.pattern(reader.string()))
    elif reader.skip("is"):
        type_ = path(reader)
        left = Is(left, type_, _sum(reader) if reader.skip("in") else None)
    if reader.sees(*COMPARING, "in", "has", "like", "is"):
        reader.fail(_("Comparisons do not chain."), _("Set one of them in parentheses."))
    return left


def _names(reader: Reader) -> tuple[str, ...]:
    if reader.now.kind == "string":
        return (lexer.unquote(reader.take()),)
    names = [reader.name()]
    while reader.skip("."):
        names.append(reader.name())
    return tuple(names)


def _sum(reader: Reader) -> Any:
    left = _product(reader)
    while reader.sees("+", "-"):
        left = Pair(reader.take().text, left, _product(reader))
    return left


def _product(reader: Reader) -> Any:
    left = _signed(reader)
    while reader.sees("*", "/", "%"):
        outside.sign(reader.now)
        reader.take()
        left = Pair("*", left, _signed(reader))
    return left


def _signed(reader: Reader) -> Any:
    signs = []
    while reader.sees("!", "-"):
        signs.append(reader.take().text)
    if len(signs) > 4:
        reader.fail(_("No more than four signs may stand in a row."))
    if signs and signs[-1] == "-" and reader.now.kind == "number":
        signs.pop()
        found: Any = _members(reader, Lit(lexer.number(reader.take(), negative=True)))
    else:
        found = _members(reader, _primary(reader))
    for sign in reversed(signs):
        found = Not(found) if sign == "!" else Minus(found)
    return found


def _members(reader: Reader, part: Any) -> Any:
    while reader.sees(".", "["):
        if reader.take().text == "[":
            word = reader.now
            part = Attr(part, lexer.unquote(reader.string()), word.place)
            reader.expect("]")
            continue
        word = reader.now
        name = reader.name()
        part = _call(reader, part, word) if reader.skip("(") else Attr(part, name, word.place)
    return part


def _call(reader: Reader, part: Any, word: Token) -> Call:
    args = _listed(reader, ")")
    if word.text not in METHODS:
        outside.method(word)
    if len(args) != METHODS[word.text]:
        wanted = _("“%(name)s” takes %(n)s arguments.")
        raise Refused(wanted % {"name": word.text, "n": METHODS[word.text]}, word.place)
    return Call(part, word.text, args)


def _listed(reader: Reader, end: str) -> tuple[Any, ...]:
    """Expressions between commas, up to and including ``end``."""
    found = []
    while not reader.sees(end):
        found.append(expression(reader))
        if not reader.skip(","):
            break
    reader.expect(end)
    return tuple(found)


def _primary(reader: Reader) -> Any:
    token = reader.now
    if token.kind == "slot":
        outside.slot(token)
    if token.kind == "name":
        return _word(reader)
    if token.kind in {"number", "string"}:
        reader.take()
        return Lit((lexer.number if token.kind == "number" else lexer.unquote)(token))
    return _bracketed(reader)


def _bracketed(reader: Reader) -> Any:
    if reader.skip("("):
        found = expression(reader)
        reader.expect(")")
        return found
    if reader.skip("["):
        return SetOf(_listed(reader, "]"))
    if reader.skip("{"):
        return RecOf(_fields(reader))
    return reader.fail(_("An expression is expected here."))


def _word(reader: Reader) -> Any:
    token = reader.now
    if token.text in {"true", "false"}:
        return Lit(reader.take().text == "true")
    name = reader.name()
    if reader.sees("::"):
        return Lit(entity(reader, name))
    if reader.sees("("):
        outside.function(token)
    if name not in VARIABLES:
        raise Refused(
            _("“%(name)s” means nothing here.") % {"name": name}, token.place,
            _('Say principal, action, resource or context, or an entity such as User::"x".'),
        )  # fmt: skip
    return Var(name, token.place)


def _fields(reader: Reader) -> tuple[tuple[str, Any], ...]:
    found: dict[str, Any] = {}
    while not reader.sees("}"):
        place = reader.now.place
        quoted = reader.now.kind == "string"
        name = lexer.unquote(reader.take()) if quoted else reader.name()
        if name in found:
            raise Refused(_("“%(name)s” is given twice.") % {"name": name}, place)
        reader.expect(":")
        found[name] = expression(reader)
        if not reader.skip(","):
            break
    reader.expect("}")
    return tuple(found.items())
