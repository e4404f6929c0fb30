"""Which duties a clause may speak of: suggestions for a person to confirm, never decisions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from sekisho.packs.duties import duties

from .catalogue import Catalogue, catalogue
from .dates import is_date_line
from .grams import text
from .numbering import Clause
from .roles import roles

MOST = 12
LEAST = 0.12
LOW = 0.3
_HEADING, _PARENT, _ABOVE, _LIKENESS, _MEANING = 0.4, 0.25, 0.2, 4.0, 2.0
_HALF = 2.4
_UNHEARD = 0.25
_DATE = 0.1
_DEFINITION = re.compile(
    r"とは[、,].*(?:をいう|をいいます|を指す|のこと)|^「[^」]+」とは|\bmeans\b|\bis defined as\b|\brefers to\b"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A duty's id and how surely the clause speaks of it, 0…1."""

    id: str
    score: float


def suggest(clauses: Sequence[Clause]) -> dict[str, list[Suggestion]]:
    """At most :data:`MOST` suggestions per clause number, best first.

    A clause is heard by the field's terms and by n-grams in its own text; its headings and its
    lead-in count as context, with less weight; whom it addresses tips the balance.
    """
    known = catalogue()
    by_number = {clause.number: clause for clause in clauses}
    return {c.number: _best(c, by_number.get(_above(c.number)), known) for c in clauses}


def unmatched(suggestions: dict[str, list[Suggestion]], low: float = LOW) -> list[str]:
    """The clauses without any suggestion of at least ``low``."""
    return [n for n, found in suggestions.items() if not found or found[0].score < low]


def _above(number: str) -> str:
    return number.rpartition(".")[0]


def _best(clause: Clause, parent: Clause | None, known: Catalogue) -> list[Suggestion]:
    scores = _scores(clause, parent, known)
    found = [Suggestion(duty, round(score, 3)) for duty, score in scores.items() if score >= LEAST]
    return sorted(found, key=lambda s: (-s.score, s.id))[:MOST]


def _scores(clause: Clause, parent: Clause | None, known: Catalogue) -> dict[str, float]:
    own = known.heard(text(clause.text))
    alike = known.alike(clause.text)
    shared = known.shared(text(clause.text))
    context = _context(clause, parent, known)
    addressed = _addressed(clause, parent)
    sure = _sureness(clause.text)
    scores = {}
    for duty in duties().values():
        heard = own.get(duty.id, 0.0)
        weight = heard + alike.get(duty.id, 0.0) * _LIKENESS + shared.get(duty.id, 0.0) * _MEANING
        weight += context.get(duty.id, 0.0) * (1.0 if heard else _UNHEARD)
        weight *= _fit(duty.role, addressed)
        weight = _dated(duty.id, weight, sure) if sure < 1 else weight
        scores[duty.id] = 1 - exp(-weight / _HALF)
    return scores


def _dated(duty: str, weight: float, sure: float) -> float:
    """A date line speaks of when the text was reviewed, and of nothing else."""
    if duty in _about_dates():
        return weight + 3.0 if sure == _DATE else weight
    return weight * sure


@cache
def _about_dates() -> frozenset[str]:
    """The duties that a date line speaks of: those that know the field's word for it."""
    return frozenset(duty.id for duty in duties().values() if "最終改定日" in duty.words)


def _context(clause: Clause, parent: Clause | None, known: Catalogue) -> dict[str, float]:
    total: dict[str, float] = {}
    parts = [(clause.heading, _HEADING)]
    parts += [(" / ".join(clause.path[:-1]), _ABOVE)]
    parts += [(parent.text, _PARENT)] if parent else []
    for said, share in parts:
        for duty, weight in known.heard(text(said)).items() if said else ():
            total[duty] = total.get(duty, 0.0) + weight * share
    return total


def _addressed(clause: Clause, parent: Clause | None) -> set[str]:
    """The roles the clause names; if it names none, those of its lead-in and headings."""
    if named := roles(clause.text):
        return named | roles(clause.heading)
    return roles(" / ".join([*clause.path, parent.text if parent else ""]))


def _fit(owes: tuple[str, ...], addressed: set[str]) -> float:
    if not addressed:
        return 1.0
    return 1.2 if addressed & set(owes) else 0.85


def _sureness(said: str) -> float:
    """Dates and definitions bind nobody to anything."""
    if is_date_line(said):
        return _DATE
    return 0.2 if _DEFINITION.search(said) else 1.0
