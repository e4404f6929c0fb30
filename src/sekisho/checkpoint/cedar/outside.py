"""Cedar that is not decided here: each refused by name, with what to write instead."""

from typing import NoReturn

from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.cedar.lexer import Token

INSTEAD = {
    "ip": _("Put the network's name into the context and compare that."),
    "decimal": _("Use whole numbers, such as hundredths."),
    "datetime": _("Use seconds since 1970 as a whole number, such as context.now."),
    "duration": _("Use seconds as a whole number."),
    "getTag": _("Use an attribute."),
    "hasTag": _("Use an attribute and “has”."),
}
METHODS = _("Of the methods there are contains, containsAll, containsAny and isEmpty.")


def slot(token: Token) -> NoReturn:
    raise Refused(
        _("Templates are not supported: %(what)s") % {"what": token.text}, token.place,
        _("Write the entity itself, or a group that it belongs to."),
    )  # fmt: skip


def sign(token: Token) -> None:
    """Refuses division and remainder, which Cedar does not have either."""
    if token.text in {"/", "%"}:
        raise Refused(
            _("Cedar cannot divide: %(what)s") % {"what": token.text}, token.place,
            _("Multiply the other side instead."),
        )  # fmt: skip


def method(token: Token) -> NoReturn:
    words = _("“%(name)s” is not supported.") % {"name": token.text}
    raise Refused(words, token.place, INSTEAD.get(token.text, METHODS))


def function(token: Token) -> NoReturn:
    words = _("Functions are not supported: %(name)s(…)") % {"name": token.text}
    raise Refused(words, token.place, INSTEAD.get(token.text, ""))
