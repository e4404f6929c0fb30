"""What to tell a person at the command line when something was refused."""

from functools import singledispatch

from django.db import Error
from django.utils.translation import gettext as _

from sekisho.cli.command import REFUSED, USAGE, WRONG, Stop
from sekisho.ledger.core import LedgerError
from sekisho.registers.errors import Conflict, Denied, Invalid, Missing, Text
from sekisho.registers.exchange.table import Unreadable

Explained = tuple[int, Text, Text]


@singledispatch
def explain(error: Exception) -> Explained | None:
    """Exit code, message and way out; None for what nobody expected."""
    del error
    return None


@explain.register
def _stop(error: Stop) -> Explained:
    return error.code, error.message, error.hint


@explain.register
def _unreadable(error: Unreadable) -> Explained:
    return USAGE, error.message, error.hint


@explain.register
def _denied(error: Denied) -> Explained:
    reasons = " ".join(str(text) for _code, text in error.reasons)
    return REFUSED, _("This is not allowed: %(what)s.") % {"what": error.verb}, reasons


@explain.register
def _invalid(error: Invalid) -> Explained:
    lines = [f"{name}: {' '.join(map(str, texts))}" for name, texts in error.problems.items()]
    return USAGE, _("This cannot be accepted."), "\n".join(lines)


@explain.register
def _missing(error: Missing) -> Explained:
    return USAGE, _("There is no such record: %(what)s.") % {"what": error}, ""


@explain.register
def _conflict(error: Conflict) -> Explained:
    del error
    return WRONG, _("Somebody else saved first."), _("Please try again.")


@explain.register
def _ledger(error: LedgerError) -> Explained:
    return USAGE, str(error), ""


@explain.register
def _database(error: Error) -> Explained:
    message = _("The database cannot be used: %(why)s") % {"why": str(error).strip()}
    return USAGE, message, _("Check SEKISHO_DATA and SEKISHO_DATABASE_URL.")
