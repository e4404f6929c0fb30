"""Small ways to read a text in a test."""

from pathlib import Path

from sekisho.domains.documents.reading import Reading, read, structure

POLICIES = Path(__file__).parent / "policies"


def reading(text: str, name: str = "policy.txt") -> Reading:
    return structure(read(text.encode(), name))


def numbers(text: str, name: str = "policy.txt") -> list[str]:
    return [clause.number for clause in reading(text, name).clauses]


def pairs(text: str, name: str = "policy.txt") -> list[tuple[str, str]]:
    return [(clause.number, clause.text) for clause in reading(text, name).clauses]
