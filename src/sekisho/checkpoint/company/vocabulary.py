"""What a company policy may speak of: types, their attributes, actions, and what is always known."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.words import Action
from sekisho.registers.errors import Text
from sekisho.registers.register import registry

PERSON, ASSET, RECORD, UNIT, REGISTER = "Person", "Asset", "Record", "Unit", "Register"
VERBS = ("read", "add", "change", "withdraw", "attach")
TYPES = {bool: _("true or false"), int: _("a whole number"), str: _("a text")}


@dataclass(frozen=True, slots=True)
class Word:
    """An attribute. ``always``: it is never missing; ask for the others with ``has`` first."""

    type: type
    about: Text
    always: bool = False


PRINCIPAL: Mapping[str, Word] = {
    "number": Word(str, _("number of the person"), always=True),
    "employment": Word(str, _("kind of employment, such as contractor"), always=True),
    "supplier": Word(str, _("company that sends the person")),
}
RESOURCES: Mapping[str, Mapping[str, Word]] = {
    ASSET: {
        "number": Word(str, _("registration number"), always=True),
        "name": Word(str, _("name of the information"), always=True),
        "class": Word(str, _("code of the security class; the assumed one while undecided")),
        "rank": Word(int, _("rank of the security class, 0 the lowest")),
        "personal": Word(bool, _("whether it holds personal data; missing while nobody said")),
    },
    RECORD: {
        "register": Word(str, _("name of the register"), always=True),
        "state": Word(str, _("state of the record")),
        "rank": Word(int, _("rank of the security class of what it is about")),
    },
}
CONTEXTS: Mapping[str, Mapping[str, Word]] = {
    ASSET: {
        "hour": Word(int, _("hour of the day, 0 to 23"), always=True),
        "weekday": Word(int, _("day of the week, 1 for Monday"), always=True),
        "strong": Word(
            bool, _("whether the proof of identity resists phishing; missing without one")
        ),
        "device": Word(str, _("name of the device")),
        "private_device": Word(bool, _("whether the device is private; missing if not known")),
        "zone": Word(str, _("network or place, as the enforcement point says")),
        "purpose": Word(str, _("purpose, as the enforcement point says")),
    },
    RECORD: {"weekday": Word(int, _("day of the week, 1 for Monday"), always=True)},
}
SURE_GROUPS = {ASSET: (UNIT,), RECORD: (UNIT, REGISTER)}


def actions(resource: str) -> frozenset[str]:
    """The actions there are for a type of resource."""
    if resource == ASSET:
        return frozenset(Action.values)
    moves = {move.name for one in registry if one.life for move in one.life.moves}
    return frozenset({*VERBS, *moves})
