"""A policy text as clauses: structure and numbers, never a changed word."""

from dataclasses import dataclass

from .dates import is_date_line, revised
from .headings import classified
from .lines import Source
from .numbering import Clause, numbered
from .outline import tree

__all__ = ["Clause", "Reading", "structure"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a policy says: title ("" if none), last revision (ISO date or None), clauses in order."""

    title: str
    revised_on: str | None
    clauses: tuple[Clause, ...]


def structure(source: Source) -> Reading:
    """Read titles, headings, paragraphs and lists out of the lines.

    The rules are told in docs/explanation/how-policy-is-read.md. None of them knows the words of
    one policy; what cannot be known for sure is marked ``doubtful``.
    """
    title, found = classified(source.lines)
    days = [revised(line.text) for line in source.lines if is_date_line(line.text)]
    last = max((day for day in days if day), default=None)
    return Reading(title, last.isoformat() if last else None, tuple(numbered(tree(found))))
