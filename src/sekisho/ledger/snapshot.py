"""Reading everything as it stood at one moment, while others go on writing."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction

FETCH = 2000


@contextmanager
def snapshot(connection: Any) -> Iterator[None]:
    """All reads within see one state of the database. Writers are not held up.

    Inside a transaction that is open already this does nothing: its own isolation holds.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Not atomic(): BEGIN IMMEDIATE would keep every writer out until the end.
        connection.cursor().execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.cursor().execute("ROLLBACK")
    else:
        with transaction.atomic(using=connection.alias):
            connection.cursor().execute(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
            )
            yield


def stream(
    connection: Any, sql: str, values: Sequence[Any] = ()
) -> Generator[tuple[Any, ...], None, None]:
    """The rows of a query without holding them all; on PostgreSQL needs a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(FETCH):
            yield from rows
