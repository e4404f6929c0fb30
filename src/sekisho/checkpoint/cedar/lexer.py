"""The words of a Cedar text, each with its place."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint.cedar.errors import Place, Refused
from sekisho.checkpoint.cedar.values import MOST
from sekisho.registers.errors import Text

LONGEST = 1_000_000  # characters of one text

PATTERN = re.compile(
    r"""(?P<space>[ \t\r\n\f\v]+|//[^\n]*)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<number>[0-9]+)
      | (?P<string>"(?:[^"\\\n]|\\.)*")
      | (?P<slot>\?[a-z]+)
      | (?P<sign>::|==|!=|<=|>=|&&|\|\||[@(){}\[\],;.:<>!+\-*/%=&|])
    """,
    re.VERBOSE,
)
ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|x[0-7][0-9a-fA-F]|.)", re.DOTALL)
SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "\\": "\\", '"': '"', "'": "'"}


class Token(NamedTuple):
    """``kind``: name, number, string, slot, sign or end."""

    kind: str
    text: str
    place: Place


def tokens(text: str) -> list[Token]:
    """The tokens of ``text``, the last of kind ``end``. Raises Refused at what is no token."""
    if len(text) > LONGEST:
        raise Refused(_("The text is longer than a million characters."))
    found: list[Token] = []
    at, line, start = 0, 1, 0
    while at < len(text):
        place = Place(line, at - start + 1)
        hit = PATTERN.match(text, at)
        if hit is None:
            raise Refused(
                _("“%(what)s” cannot stand here.") % {"what": text[at]}, place, _hint(text[at])
            )
        if hit.lastgroup != "space":
            found.append(Token(str(hit.lastgroup), hit.group(), place))
        if newlines := hit.group().count("\n"):
            line += newlines
            start = hit.start() + hit.group().rindex("\n") + 1
        at = hit.end()
    return [*found, Token("end", "", Place(line, at - start + 1))]


def _hint(character: str) -> Text:
    if character == '"':
        return _("The quotation mark that ends this text is missing.")
    if character in "'“”「」":
        return _('Texts stand in straight double quotation marks: "…".')
    return ""


def unquote(token: Token) -> str:
    """The text that a string token stands for."""
    return ESCAPE.sub(lambda hit: _escaped(hit.group(1), token), token.text[1:-1])


def pattern(token: Token) -> tuple[str, ...]:
    """The pieces between the wildcards of a ``like`` pattern; ``\\*`` is a star."""

    def plain(hit: re.Match[str]) -> str:
        return "*" if hit.group(1) == "*" else _escaped(hit.group(1), token)

    return tuple(ESCAPE.sub(plain, piece) for piece in _between_stars(token.text[1:-1]))


def _between_stars(raw: str) -> list[str]:
    pieces, piece, escaped = [], "", False
    for character in raw:
        if character == "*" and not escaped:
            pieces.append(piece)
            piece = ""
            continue
        piece += character
        escaped = character == "\\" and not escaped
    return [*pieces, piece]


def _escaped(what: str, token: Token) -> str:
    if what in SIMPLE:
        return SIMPLE[what]
    code = int(what[2:-1] if what[0] == "u" else what[1:], 16) if len(what) > 1 else -1
    if code < 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise Refused(
            _("“\\%(what)s” is no escape.") % {"what": what}, token.place,
            _("Write \\\\ for a backslash, and \\u{…} for a character by its number."),
        )  # fmt: skip
    return chr(code)


def number(token: Token, *, negative: bool = False) -> int:
    """The whole number of a token."""
    found = int(token.text) if len(token.text) < 30 else MOST + 2
    if found > MOST + negative:
        raise Refused(_("Numbers reach from -2^63 to 2^63 - 1."), token.place)
    return -found if negative else found
