"""Finding records by words, in any register: every word has to be in one of its search fields.

Words are compared folded: full and half width, case, hiragana and katakana are one.
"""

from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex

from sekisho.registers import guard
from sekisho.registers.actor import Actor
from sekisho.registers.parse import folded
from sekisho.registers.register import Register, registry
from sekisho.registers.search_index import (
    SearchEntry,
    SearchState,
    columns,
    fold,
    shape,
    tokens,
)

MATCH = {
    "sqlite": "SELECT rowid FROM search_grams WHERE search_grams MATCH %s",
    "postgresql": "SELECT entry FROM search_grams WHERE grams @@ %s::tsquery",
}
# SQLite would rather read every entry of the kind than take the short index of those waiting.
WAITING = {
    "sqlite": " UNION ALL SELECT id FROM search_entry INDEXED BY search_entry_waiting"
    " WHERE kind = %s AND NOT indexed",
    "postgresql": " UNION ALL SELECT id FROM search_entry WHERE kind = %s AND NOT indexed",
}
MANY = 2000  # above this many hits reading row by row in the list's order fills a page sooner


def narrowed(register: Register[Any], rows: "QuerySet[Any]", words: str) -> "QuerySet[Any]":
    """The rows in which every word is found in one of the register's search fields."""
    words = words.replace("\x00", " ")
    if not register.search:
        return rows.none() if words.split() else rows
    if not is_indexed(register):
        return _read(register, rows, words)
    parts = fold(words).split()
    if all(len(part) == 1 for part in parts) or _many(parts):
        # common words: a list is full before many rows were read
        entries = _holding(register, parts).filter(rec=OuterRef("pk"))
        return rows.filter(Exists(entries)) if parts else rows
    return rows.filter(pk__in=_found(register, parts))


def is_indexed(register: Register[Any]) -> bool:
    """Whether the index holds every record of ``register``; else the records themselves are read."""
    names = columns(register)
    rows = SearchState.objects.filter(kind=register.name)
    return bool(names) and rows.values_list("shape", flat=True).first() == shape(register)


def search_all(
    actor: Actor, on: date, words: str, each: int = 5
) -> Iterator[tuple[Register[Any], list[Any]]]:
    """What ``actor`` may see of every register that holds ``words``, ``each`` at most, in its order."""
    if not words.split():
        return
    for register in registry:
        if register.listed and register.search:
            rows = narrowed(register, guard.visible(actor, register, on), words)
            if found := list(rows.order_by(*register.order)[:each]):
                yield register, found


def _query(words: list[str]) -> str:
    query = " ".join(map(_asked, words))
    return " & ".join(query.split()) if connection.vendor == "postgresql" else query


def _many(words: list[str]) -> bool:
    """Whether the index knows more records that may hold ``words`` than are worth listing by id."""
    sql = f"SELECT count(*) FROM ({MATCH[connection.vendor]} LIMIT {MANY + 1}) AS hits"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [_query(words)])
        return int(cursor.fetchone()[0]) > MANY


def _found(register: Register[Any], words: list[str]) -> "QuerySet[Any]":
    # one list of ids: SQLite would read every entry rather than take an OR apart
    sql = MATCH[connection.vendor] + WAITING[connection.vendor]
    near = RawSQL(sql, [_query(words), register.name])  # noqa: S611
    return _holding(register, words).filter(pk__in=near).values("rec")


def _holding(register: Register[Any], words: list[str]) -> "QuerySet[SearchEntry]":
    """The entries that hold every word, read one by one."""
    entries = SearchEntry.objects.filter(kind=register.name)
    for number, part in enumerate(words):
        # bigrams may stand apart from each other; the words themselves decide
        place = f"sk_place{number}"
        entries = entries.alias(**{place: StrIndex("text", Value(part))}).filter(
            **{f"{place}__gt": 0}
        )
    return entries


def _asked(word: str) -> str:
    """The bigrams of ``word`` as the index is asked for them; a single character as a beginning."""
    if len(word) > 1:
        return " ".join(sorted(tokens(word)))
    mark = "*" if connection.vendor == "sqlite" else ":*"
    return f"{ord(word):05x}{mark}"


def _read(register: Register[Any], rows: "QuerySet[Any]", words: str) -> "QuerySet[Any]":
    for word in words.split():
        forms = {word, folded(word)}
        found = (Q((f"{name}__icontains", form)) for name in register.search for form in forms)
        rows = rows.filter(reduce(or_, found, Q()))
    return rows
