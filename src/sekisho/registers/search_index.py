"""The index behind searching: of every record its words, folded, and their bigrams.

The words are written in the act's own transaction, which costs little, so that what was just saved is
found at once. Their bigrams, which cost ten times as much, follow a moment later (``catch_up``); until
then the words themselves are read. So the index decides how fast something is found, never whether.

Bigrams are only ever added: a changed record gets a new entry with a new id, and what the old id
still stands for is passed over. On SQLite they live in an FTS5 table, on PostgreSQL in a tsvector; both
hold the same tokens, ten hexadecimal digits for two characters, which no tokenizer takes apart.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from django.db import connection, models, transaction

from sekisho.registers.register import Register, registry

END = "\x1f"
CHUNK = 500
STYLE = 1  # counted up when folding or tokens change: every kind is then filled anew
HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


class SearchEntry(models.Model):
    """The words of one record. ``indexed``: their bigrams are in the index under this id."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    rec = models.UUIDField()
    text = models.TextField()
    indexed = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["SearchEntry"]] = models.Manager()

    class Meta:
        db_table = "search_entry"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "rec"], name="search_entry_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["kind"], condition=models.Q(indexed=False), name="search_entry_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.rec}"


class SearchState(models.Model):
    """A kind whose every record has an entry made in the ``shape`` of its search fields."""

    kind = models.CharField(max_length=40, primary_key=True)
    shape = models.CharField(max_length=64)

    objects: ClassVar[models.Manager["SearchState"]] = models.Manager()

    class Meta:
        db_table = "search_state"

    def __str__(self) -> str:
        return self.kind


def fold(text: str) -> str:
    """As words are compared: NFKC, no case, katakana as hiragana."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", plain).translate(HIRAGANA).replace(END, " ")


def columns(register: Register[Any]) -> list[str]:
    """The search fields of ``register`` when all are its own columns; else none: no index."""
    own = {field.name for field in register.model._meta.concrete_fields}
    return list(register.search) if own.issuperset(register.search) else []


def shape(register: Register[Any]) -> str:
    told = f"{STYLE} {' '.join(columns(register))}"
    return hashlib.sha256(told.encode()).hexdigest()


def text_of(names: Sequence[str], record: Any) -> str:
    """The folded words of a record, each field closed by a mark that no word holds."""
    return "".join(f"{fold(_plain(getattr(record, name)))}{END}" for name in names)


def _plain(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def tokens(text: str) -> set[str]:
    return {f"{ord(a):05x}{ord(b):05x}" for a, b in pairwise(text)}


def note(register: Register[Any], fresh: Sequence[Any], changed: Sequence[Any]) -> None:
    """Write the words of records just saved, in the act's transaction."""
    names = columns(register)
    if not names:
        return
    kind, prepare = register.name, SearchEntry._meta.get_field("rec").get_db_prep_save
    rows = [
        (kind, prepare(one.pk, connection), text_of(names, one), False)
        for one in (*fresh, *changed)
    ]
    with connection.cursor() as cursor:
        if changed:
            gone = [(kind, prepare(one.pk, connection)) for one in changed]
            cursor.executemany("DELETE FROM search_entry WHERE kind = %s AND rec = %s", gone)
        cursor.executemany(
            "INSERT INTO search_entry (kind, rec, text, indexed) VALUES (%s, %s, %s, %s)", rows
        )


@transaction.atomic
def catch_up(limit: int = CHUNK) -> int:
    """Index the bigrams of up to ``limit`` entries that wait; how many there were."""
    rows = SearchEntry.objects.filter(indexed=False)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    found = list(rows.order_by("pk").values_list("pk", "text")[:limit])
    if not found:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(INSERT[connection.vendor], [_indexed(*row) for row in found])
    SearchEntry.objects.filter(pk__in=[pk for pk, _text in found]).update(indexed=True)
    return len(found)


def _indexed(pk: int, text: str) -> tuple[int, str]:
    return pk, " ".join(tokens(text))


INSERT = {
    "sqlite": "INSERT INTO search_grams (rowid, grams) VALUES (%s, %s)",
    "postgresql": (
        "INSERT INTO search_grams (entry, grams) VALUES (%s, array_to_tsvector("
        "string_to_array(%s, ' ')))"
    ),
}
EMPTY = {
    "sqlite": "INSERT INTO search_grams (search_grams) VALUES ('delete-all')",
    "postgresql": "TRUNCATE search_grams",
}


@transaction.atomic
def empty() -> None:
    """Throw the whole index away; searching reads the records themselves until it is filled."""
    SearchState.objects.all().delete()
    SearchEntry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(EMPTY[connection.vendor])


def fill(limit: int = CHUNK) -> Iterator[tuple[str, int]]:
    """Give entries to records that have none: after each portion its kind and size.

    Each portion is committed, so that a fill that was killed goes on where it was.
    """
    for register in pending():
        yield from _fill(register, limit)


def pending() -> list[Register[Any]]:
    """The registers whose records do not all have entries in today's shape."""
    known = dict(SearchState.objects.values_list("kind", "shape"))
    return [r for r in registry if columns(r) and known.get(r.name) != shape(r)]


def _fill(register: Register[Any], limit: int) -> Iterator[tuple[str, int]]:
    if SearchState.objects.filter(kind=register.name).exists():
        with transaction.atomic():  # made in another shape
            SearchEntry.objects.filter(kind=register.name).delete()
            SearchState.objects.filter(kind=register.name).delete()
    names = columns(register)
    known = SearchEntry.objects.filter(kind=register.name, rec=models.OuterRef("pk"))
    rows = register.model._default_manager.filter(~models.Exists(known)).order_by("pk")
    while part := list(rows.only("pk", *names)[:limit]):
        entries = [
            SearchEntry(kind=register.name, rec=one.pk, text=text_of(names, one)) for one in part
        ]
        # a record saved meanwhile has its entry already, with newer words
        SearchEntry.objects.bulk_create(entries, ignore_conflicts=True)
        yield register.name, len(part)
    SearchState.objects.update_or_create(kind=register.name, defaults={"shape": shape(register)})
