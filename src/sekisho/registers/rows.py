"""Rows into the table in plain SQL: the columns of a model are looked at once, not for each row."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

Convert = Callable[[Any], Any]
Columns = tuple[tuple[str, Convert], ...]

# Values of exactly this type go to the driver as they are.
AS_IS: tuple[tuple[Any, type], ...] = (
    (models.CharField, str),
    (models.TextField, str),
    (models.IntegerField, int),
    (models.BooleanField, bool),
)


def insert(model: type[models.Model], records: Sequence[models.Model]) -> None:
    """Add ``records``, each with all of its columns, by one prepared statement."""
    sql, columns = _insert(model, connection.vendor)
    with connection.cursor() as cursor:
        cursor.executemany(sql, [_values(columns, record) for record in records])
    for record in records:
        record._state.adding, record._state.db = False, connection.alias


def update(
    model: type[models.Model], names: tuple[str, ...], record: models.Model, ver: int
) -> bool:
    """Write the columns ``names`` of a record that stands at version ``ver``; False: it does not."""
    sql, columns = _update(model, names, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*_values(columns, record), ver])
        return bool(cursor.rowcount == 1)


def _values(columns: Columns, record: models.Model) -> list[Any]:
    return [convert(getattr(record, name)) for name, convert in columns]


@cache
def _insert(model: type[models.Model], vendor: str) -> tuple[str, Columns]:  # noqa: ARG001
    quote, fields = connection.ops.quote_name, model._meta.concrete_fields
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
    return sql, tuple((field.attname, _convert(field)) for field in fields)


@cache
def _update(
    model: type[models.Model],
    names: tuple[str, ...],
    vendor: str,  # noqa: ARG001
) -> tuple[str, Columns]:
    quote, fields = connection.ops.quote_name, {f.attname: f for f in model._meta.concrete_fields}
    sets = ", ".join(f"{quote(str(fields[name].column))} = %s" for name in names)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE id = %s AND ver = %s"  # noqa: S608
    return sql, tuple((name, _convert(fields[name])) for name in (*names, "id"))


def _convert(field: Any) -> Convert:
    """From the value in Python to what the driver takes."""
    plain = next((kind for family, kind in AS_IS if isinstance(field, family)), None)
    prepare = field.get_db_prep_save

    def convert(value: Any) -> Any:
        if value is None or type(value) is plain:
            return value
        return prepare(value, connection)

    return convert
