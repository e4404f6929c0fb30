"""Every table as lines of JSON, the same on both databases, and back again."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from sekisho.ledger import schema

# What a restored installation must not take over: people sign in again, words are indexed again.
PASSING = frozenset(
    {
        "django_session",
        "django_migrations",
        "usersessions_usersession",
        "search_entry",
        "search_state",
    }
)
CHUNK = 2000


def _models(registry: Any) -> Iterator[Any]:
    """Every table once, through tables of many-to-many fields included, by name."""
    found = {m._meta.db_table: m for m in registry.get_models(include_auto_created=True)}
    for name in sorted(found):
        model = found[name]
        if model._meta.managed and not model._meta.proxy and name not in PASSING:
            yield model


def _fields(model: Any) -> list[Any]:
    return [one for one in model._meta.concrete_fields if not one.generated]


def dump(folder: Path, using: str) -> None:
    """Write ``<table>.jsonl`` for every table: a line of column names, then a line per row."""
    for model in _models(apps):
        fields = _fields(model)
        names = [one.attname for one in fields]
        rows = model._base_manager.using(using).order_by().values_list(*names)
        with (folder / f"{model._meta.db_table}.jsonl").open("wb") as out:
            out.write(_line([one.column for one in fields]))
            for row in rows.iterator(chunk_size=CHUNK):
                out.write(_line([_prepared(f, v) for f, v in zip(fields, row, strict=True)]))


def _prepared(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return bytes(value).hex()
    prepared = field.get_prep_value(value)
    return str(prepared) if isinstance(prepared, Decimal) else prepared


def _line(values: list[Any]) -> bytes:
    return orjson.dumps(values, default=str, option=orjson.OPT_APPEND_NEWLINE)


def migrations(using: str) -> list[tuple[str, str]]:
    """The newest applied migration of every app: the shape the dump was taken in."""
    executor = MigrationExecutor(connections[using])
    applied = set(MigrationRecorder(connections[using]).applied_migrations())
    graph = executor.loader.graph
    plans = [(app, graph.forwards_plan((app, name))) for app, name in graph.leaf_nodes()]
    return sorted(
        {
            key[0]: key[1]
            for app, plan in plans
            for key in plan
            if key in applied and key[0] == app
        }.items()
    )


def load(folder: Path, shape: Iterable[tuple[str, str]], connection: Any) -> None:
    """Make the tables in the ``shape`` of the dump, fill them, then bring them up to date."""
    state = _tables(connection, [(app, name) for app, name in shape])
    with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
        made = list(_models(state.apps))
        for model in made:
            _clear(connection, model)
        for model in made:
            _fill(connection, model, folder / f"{model._meta.db_table}.jsonl")
        connection.check_constraints()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), made):
                cursor.execute(statement)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _tables(connection: Any, shape: list[tuple[str, str]]) -> Any:
    """The tables as they were when dumped; a dump of this release needs no history."""
    if schema.is_empty(connection) and set(shape) == schema.newest(connection):
        return schema.make(connection)
    return MigrationExecutor(connection).migrate(shape)


def _clear(connection: Any, model: Any) -> None:
    """Empty a table that migrations have filled (content types, permissions, calendars)."""
    table = model._meta.db_table
    if not table.startswith("ledger_"):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608


def _fill(connection: Any, model: Any, path: Path) -> None:
    if not path.exists():
        return
    by_column = {one.column: one for one in model._meta.concrete_fields}
    with path.open("rb") as lines, connection.cursor() as cursor:
        fields = [by_column[name] for name in orjson.loads(next(lines))]
        columns = ", ".join(connection.ops.quote_name(one.column) for one in fields)
        places = ", ".join(["%s"] * len(fields))
        table = connection.ops.quote_name(model._meta.db_table)
        sql = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608
        for chunk in _chunks(lines):
            rows = [
                [_value(f, v, connection) for f, v in zip(fields, orjson.loads(line), strict=True)]
                for line in chunk
            ]
            cursor.executemany(sql, rows)


def _value(field: Any, value: Any, connection: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return None if value is None else bytes.fromhex(value)
    if isinstance(field, models.JSONField):
        return field.get_db_prep_save(value, connection)
    return field.get_db_prep_save(field.to_python(value), connection)


def _chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
