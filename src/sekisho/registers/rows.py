"""Rows to and from the table in plain SQL: the columns of a model are looked at once, not per row."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

Column = models.Field[Any, Any]
Convert = Callable[[Any], Any]

# What the drivers store as it is, when the value is exactly of this type.
AS_IS: tuple[tuple[type[Column], type], ...] = (
    (models.CharField, str),
    (models.TextField, str),
    (models.IntegerField, int),
    (models.BooleanField, bool),
)


def insert(model: type[models.Model], records: Sequence[models.Model]) -> None:
    """Add ``records``, each with every column set, by one prepared statement."""
    columns = model._meta.concrete_fields
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, [values(columns, record) for record in records])
    for record in records:
        record._state.adding, record._state.db = False, connection.alias


def update(
    model: type[models.Model], names: Iterable[str], record: models.Model, ver: int
) -> bool:
    """Write the columns ``names`` of one record that stands at ``ver``; False: it does not."""
    by_name = {column.attname: column for column in model._meta.concrete_fields}
    columns = [by_name[name] for name in names]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(column.column)} = %s" for column in columns)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE id = %s AND ver = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values(columns, record), *values([by_name["id"]], record), ver])
        return bool(cursor.rowcount == 1)


def values(columns: Iterable[Column], record: models.Model) -> list[Any]:
    """The stored form of the record's ``columns``, as the driver takes it."""
    held = record.__dict__
    return [_convert(column, connection.vendor)(held[column.attname]) for column in columns]


@cache
def _convert(column: Column, vendor: str) -> Convert:
    del vendor  # part of the key: each database has its own form
    plain = next((kind for field, kind in AS_IS if isinstance(column, field)), None)
    prepare = column.get_db_prep_save

    def convert(value: Any) -> Any:
        if value is None or type(value) is plain:
            return value
        return prepare(value, connection)

    return convert
