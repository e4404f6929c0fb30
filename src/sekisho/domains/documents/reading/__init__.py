"""Reading policy texts: files to lines, lines to clauses, clauses to suggested duties.

Pure functions; nothing here touches the database.
"""

from .lines import Line, Source, Unreadable
from .sources import read
from .structure import Clause, Reading, structure

__all__ = ["Clause", "Line", "Reading", "Source", "Unreadable", "read", "structure"]
