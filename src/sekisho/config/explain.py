"""What to tell a person at the command line when something was refused."""

import errno
from functools import singledispatch

from django.db import Error
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.cli.command import REFUSED, USAGE, WRONG, Stop
from sekisho.ledger.core import LedgerError
from sekisho.registers.errors import Conflict, Denied, Invalid, Missing, Text
from sekisho.registers.exchange.table import Unreadable

Explained = tuple[int, Text, Text]

WAYS_OUT: dict[int | None, Text] = {
    errno.ENOENT: gettext_lazy("There is no such file or folder. Check the path."),
    errno.EACCES: gettext_lazy("You may not read or write there. Check the rights of the folder."),
    errno.EPERM: gettext_lazy("You may not read or write there. Check the rights of the folder."),
    errno.EISDIR: gettext_lazy("This is a folder. Name a file in it."),
    errno.ENOTDIR: gettext_lazy("A part of the path is a file, not a folder. Check the path."),
    errno.ENOSPC: gettext_lazy("The disk is full. Make room and try again."),
    errno.EROFS: gettext_lazy("The disk is read-only. Name another place."),
}
"""What to do about a file or folder that could not be used, by the system's error number."""


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
def _system(error: OSError) -> Explained:
    """A file, a folder or an address: which one, and what to do."""
    if error.filename is None:
        return USAGE, _("The system refused: %(why)s") % {"why": error.strerror or error}, ""
    message = _("The file cannot be used: %(file)s") % {"file": error.filename}
    return USAGE, message, WAYS_OUT.get(error.errno, error.strerror or "")


@explain.register
def _database(error: Error) -> Explained:
    message = _("The database cannot be used: %(why)s") % {"why": str(error).strip()}
    return USAGE, message, _("Check SEKISHO_DATA and SEKISHO_DATABASE_URL.")
