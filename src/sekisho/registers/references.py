"""From what people write to the record they mean: a number, a code, a name, an id."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Actor
from sekisho.registers.errors import Text
from sekisho.registers.guard import visible
from sekisho.registers.labels import is_hidden
from sekisho.registers.parse import folded, is_empty
from sekisho.registers.register import Register, registry

Resolved = dict[tuple[str, str], UUID | Text]
CHUNK = 400


def handles(register: Register[Any]) -> list[str]:
    """The fields by which a record of ``register`` may be named, most certain first."""
    names = [f.name for f in register.model._meta.concrete_fields]
    wanted = register.handles or (*(register.key if len(register.key) == 1 else ()), "name")
    plain = [n for n in ("number", *wanted) if isinstance(n, str) and n in names]
    return list(dict.fromkeys(plain))


def joined(register: Register[Any]) -> dict[str, Concat]:
    """Handles of several words, such as a title and a version, as annotations by name."""
    several = [one for one in register.handles if not isinstance(one, str)]
    return {f"called_{n}": _joined(paths) for n, paths in enumerate(several)}


def _joined(paths: Sequence[str]) -> Concat:
    words: list[Any] = [F(paths[0])]
    for path in paths[1:]:
        words += [Value(" "), F(path)]
    return Concat(*words, output_field=TextField())


def asked(schema: Any, rows: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """The words to look up, by target register."""
    words: dict[str, set[str]] = defaultdict(set)
    references = schema.references
    for row in rows:
        for field in references:
            given = row.get(field.name)
            if is_empty(given) or isinstance(given, UUID | Model):
                continue
            if "\x00" not in str(given):  # no database holds such a word
                words[field.target].add(str(given).strip())
    return words


def resolve(words: Mapping[str, Iterable[str]], actor: Actor, on: date) -> Resolved:
    """Look every word up, a constant number of queries for each register and 400 words.

    Only records that ``actor`` may see answer, so that nobody learns of hidden ones by trying. A
    word nobody answers to is left out; one that several answer to becomes a sentence.
    """
    resolved: Resolved = {}
    for target, wanted in words.items():
        register = registry[target]
        rows = visible(actor, register, on)
        pending = sorted(wanted)
        for start in range(0, len(pending), CHUNK):
            part = pending[start : start + CHUNK]
            _resolve(register, rows, part, resolved)
    return resolved


def names(target: str, pk: UUID, word: str) -> bool:
    """Whether ``word`` stands for the record ``pk``, which the actor may not see.

    Its id, what an export writes in its place, or one of its names where its labels are open.
    """
    if word == str(pk):
        return True
    register = registry[target]
    if not register.open_labels:
        return is_hidden(word)  # to say more would tell whoever guesses
    forms = _forms(word)
    more = joined(register)
    asked_for = reduce(
        or_, (Q((f"{name}__in", forms)) for name in (*handles(register), *more)), Q()
    )
    rows = register.rows().annotate(**more)
    return bool(asked_for) and rows.filter(asked_for, pk=pk).exists()


def _resolve(
    register: Register[Any], rows: "QuerySet[Any]", words: list[str], resolved: Resolved
) -> None:
    more = joined(register)
    names = [*handles(register), *more]
    rows = rows.annotate(**more)
    forms = {form for word in words for form in _forms(word)}
    ids = [found for word in words if (found := _uuid(word))]
    asked_for = [Q(pk__in=ids), *(Q((f"{name}__in", forms)) for name in names)]
    by_form: dict[str, list[tuple[int, UUID]]] = defaultdict(list)
    for pk, *values in rows.filter(reduce(or_, asked_for)).values_list("pk", *names):
        by_form[str(pk)].append((0, pk))
        for rank, value in enumerate(values, start=1):
            if value:
                by_form[folded(value)].append((rank, pk))
    for word in words:
        hits = {pk for form in _forms(word) for pk in _best(by_form.get(folded(form), []))}
        if len(hits) == 1:
            resolved[register.name, word] = hits.pop()
        elif hits:
            resolved[register.name, word] = _(
                "%(n)s records are called “%(value)s”. Please give the number."
            ) % {"n": len(hits), "value": word}


def _best(hits: list[tuple[int, UUID]]) -> set[UUID]:
    top = min((rank for rank, _ in hits), default=0)
    return {pk for rank, pk in hits if rank == top}


def _forms(word: str) -> set[str]:
    plain = folded(word)
    forms = {word, plain, plain.upper(), word.replace("\u3000", " ")}
    lead = word.split(" ", 1)[0]
    if lead != word and any(sign.isdigit() for sign in lead):
        forms.add(lead)  # an export writes the number and the name
    return forms


def _uuid(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None
