"""One thing to tell: under which heading, what, why, by when, and where it leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text


class Heading(IntEnum):
    """Parts of a mail, most urgent first."""

    DECIDE_TODAY = 1
    LATE = 2
    DUE = 3
    DECIDE = 4
    RED = 5
    OPEN = 6
    TEAM = 7
    SUMMARY = 8


TITLES: dict[Heading, Text] = {
    Heading.DECIDE_TODAY: _("To be decided by you today"),
    Heading.LATE: _("Overdue"),
    Heading.DUE: _("Due today"),
    Heading.DECIDE: _("Waiting for your decision"),
    Heading.RED: _("Clauses that are no longer kept"),
    Heading.OPEN: _("Your tasks"),
    Heading.TEAM: _("Overdue in the units you manage"),
    Heading.SUMMARY: _("Clauses that are not kept"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """``why``: the clause, in words. ``link``: path of a lasting address. ``whom``: the person
    whose matter it is, when the mail goes to somebody else."""

    heading: Heading
    what: Text
    link: str
    why: Text = ""
    due: date | None = None
    whom: str = ""


def _fill(text: Text, values: Mapping[str, Any]) -> str:
    return str(text) % values


def _join(parts: Iterable[Text]) -> str:
    return " / ".join(map(str, parts))


# Composed before it is known who reads them: they take their words when they are shown.
filled: Any = lazy(_fill, str)
joined: Any = lazy(_join, str)
