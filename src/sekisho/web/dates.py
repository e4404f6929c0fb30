"""Days, moments and counts for pages: the words are those of ``registers.dates``."""

from sekisho.registers.dates import (
    clauses,
    companies,
    day,
    items,
    left,
    machines,
    minutes,
    moment,
    people,
)

__all__ = [
    "clauses",
    "companies",
    "day",
    "items",
    "left",
    "machines",
    "minutes",
    "moment",
    "people",
]
