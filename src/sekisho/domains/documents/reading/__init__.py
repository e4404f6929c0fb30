"""Reading policy texts: files to lines, lines to clauses, clauses to suggested duties.

Pure functions; nothing here touches the database.
"""

from .ambiguous import Word, ambiguous
from .lines import Line, Source, Unreadable
from .report import as_json
from .sources import read
from .structure import Clause, Reading, structure
from .suggest import Suggestion, suggest, unmatched

__all__ = [
    "Clause",
    "Line",
    "Reading",
    "Source",
    "Suggestion",
    "Unreadable",
    "Word",
    "ambiguous",
    "as_json",
    "read",
    "structure",
    "suggest",
    "unmatched",
]
