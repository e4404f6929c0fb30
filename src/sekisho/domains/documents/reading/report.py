"""What ``policy import --json`` prints."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from .structure import Reading
from .suggest import Suggestion, unmatched


class DutyJson(TypedDict):
    id: str
    score: float


class ClauseJson(TypedDict):
    number: str
    heading: str
    text: str
    duties: list[DutyJson]


class ReadingJson(TypedDict):
    """The contract of ``policy import --json``; keys never depend on the language."""

    title: str
    revised_on: str | None
    clauses: list[ClauseJson]
    unmatched: list[str]


def as_json(reading: Reading, suggestions: Mapping[str, Sequence[Suggestion]]) -> ReadingJson:
    """The reading with the suggestions of each clause, best first."""
    clauses: list[ClauseJson] = [
        {
            "number": clause.number,
            "heading": clause.heading,
            "text": clause.text,
            "duties": [{"id": s.id, "score": s.score} for s in suggestions.get(clause.number, ())],
        }
        for clause in reading.clauses
    ]
    known = {c.number: list(suggestions.get(c.number, ())) for c in reading.clauses}
    return {
        "title": reading.title,
        "revised_on": reading.revised_on,
        "clauses": clauses,
        "unmatched": unmatched(known),
    }
