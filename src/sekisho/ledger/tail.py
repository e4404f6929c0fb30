"""Learning by reading on: consumers of the ledger, each with its own stored position."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from sekisho.ledger.history import SELECT, Item, item
from sekisho.ledger.models import Cursor
from sekisho.ledger.sequence import size

__all__ = ["batch", "follow", "position", "reset", "size"]


def position(consumer: str, using: str = DEFAULT_DB_ALIAS) -> int:
    """The next position this consumer will read; 0 for one that has not begun."""
    rows = Cursor.objects.using(using).filter(consumer=consumer)
    return rows.values_list("pos", flat=True).first() or 0


def reset(consumer: str, pos: int, using: str = DEFAULT_DB_ALIAS) -> None:
    """Let the consumer go on from ``pos``: 0 reads everything again, ``size()`` nothing old."""
    Cursor.objects.using(using).update_or_create(consumer=consumer, defaults={"pos": pos})


def follow(consumer: str, limit: int = 1000, using: str = DEFAULT_DB_ALIAS) -> list[Item]:
    """The entries after the consumer's position, oldest first, without moving it."""
    return _read(position(consumer, using), limit, using)


@contextmanager
def batch(consumer: str, limit: int = 1000, using: str = DEFAULT_DB_ALIAS) -> Iterator[list[Item]]:
    """Up to ``limit`` entries the consumer has not read, in one transaction with what it does.

        with batch("judge", 500) as items:
            judge(items)

    The position moves on if and only if the block's own writes are committed. Empty when there is
    nothing new, or when another process is reading for the same consumer.
    """
    if position(consumer, using) >= size(using):
        yield []
        return
    with transaction.atomic(using=using):
        rows = Cursor.objects.using(using)
        rows.bulk_create([Cursor(consumer=consumer)], ignore_conflicts=True)
        mine = rows.select_for_update(skip_locked=True).filter(consumer=consumer).first()
        items = _read(mine.pos, limit, using) if mine else []
        yield items
        if mine and items:
            rows.filter(consumer=consumer).update(pos=mine.pos + len(items))


def _read(pos: int, limit: int, using: str) -> list[Item]:
    with connections[using].cursor() as cursor:
        cursor.execute(_FROM, [pos, pos + limit])
        return [item(row) for row in cursor.fetchall()]


_FROM = SELECT + " WHERE s.pos >= %s AND s.pos < %s ORDER BY s.pos"
