"""What the person probably meant: for a word that is no choice and no record."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sekisho.registers import guard
from sekisho.registers.actor import Act
from sekisho.registers.exchange.run import RowError
from sekisho.registers.references import handles
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import Field, schema

MOST = 5000


@dataclass(frozen=True, slots=True)
class Guess:
    """``rows`` rows say ``word`` in ``field``; perhaps ``instead`` is meant ("" when unclear)."""

    field: str
    word: str
    instead: str
    rows: int
    options: tuple[str, ...] = ()


def guesses(register: Register[Any], act: Act, errors: Iterable[RowError]) -> list[Guess]:
    """One guess for each word that several rows may share, most frequent first."""
    form = schema(register)
    counts: dict[tuple[str, str], int] = {}
    for error in errors:
        one = form.all.get(error.field)
        if one is not None and error.value and one.type in {"choice", "reference", "boolean"}:
            counts[error.field, error.value] = counts.get((error.field, error.value), 0) + 1
    words = {name: candidates(form.all[name], act) for name, _word in counts}
    found = [_guess(name, word, n, words[name]) for (name, word), n in counts.items()]
    return sorted(found, key=lambda guess: -guess.rows)


def _guess(name: str, word: str, rows: int, known: list[str]) -> Guess:
    near = get_close_matches(word, known, n=1, cutoff=0.5) if len(known) <= MOST else []
    options = tuple(known) if len(known) <= 30 else ()
    return Guess(name, word, near[0] if near else "", rows, options)


def candidates(one: Field, act: Act) -> list[str]:
    """The words that would be accepted, of what the actor may see."""
    if one.type == "reference":
        target = registry[one.target]
        names = [n for n in handles(target) if n != "number"][:2] or ["pk"]
        rows = guard.visible(act.actor, target, act.on).values_list(*names)[: MOST + 1]
        return list(dict.fromkeys(str(v) for row in rows for v in row if v))
    return [str(label) for _code, label in one.choices]
