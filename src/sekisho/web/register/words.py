"""Words for acts in the history of any register."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text
from sekisho.registers.register import Register

ACTS: dict[str, Text] = {
    "add": _("Registered"),
    "change": _("Changed"),
    "withdraw": _("Withdrawn"),
    "undo": _("Put back by undoing an import"),
    "erase": _("Contents erased"),
    "invite": _("Invitation sent"),
    "renew_secret": _("Secret renewed"),
    "set_address": _("Address set"),
    "sign_out": _("Signed out everywhere"),
}


def act_words(register: Register[Any], act: str) -> Text:
    """``approve`` → the words of the move's button; the ledger's own acts by the table."""
    if register.life is not None:
        for move in register.life.moves:
            if move.name == act:
                return move.label
    return ACTS.get(act, act)
