"""A record's state in plain JSON: hashed into its ledger entry, told apart into changes."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import models

from sekisho.registers.fields import SetField, WordsField
from sekisho.registers.schema import Schema

EMPTY: tuple[Any, ...] = ("", (), [], {})


def plain(value: Any) -> Any:
    """``value`` as JSON holds it: times in UTC with six digits, ids and decimals as text."""
    made = _PLAIN.get(type(value))
    return value if made is None else made(value)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _list(value: Any) -> list[Any]:
    return [plain(each) for each in value]


_PLAIN: dict[type, Callable[[Any], Any]] = {
    datetime: _moment,
    date: date.isoformat,
    UUID: str,
    Decimal: str,
    bytes: bytes.hex,
    memoryview: lambda value: bytes(value).hex(),
    tuple: _list,
    list: _list,
    dict: lambda value: {str(name): plain(each) for name, each in value.items()},
}


def state(schema: Schema, record: models.Model) -> dict[str, Any]:
    """Every column that says something. Empty ones are left out, so that a new column of a later
    release does not change the hash of the records written before it."""
    found = {}
    for column in schema.columns:
        value = getattr(record, column.attname)
        if value is not None and value not in EMPTY:
            found[column.attname] = plain(_stored(column, value))
    return found


def _stored(column: Any, value: Any) -> Any:
    """``value`` as it comes back from the database: sets in order, decimals with all places."""
    if isinstance(column, SetField | WordsField):
        return column.to_python(column.get_prep_value(value))
    if value is not None and isinstance(column, models.DecimalField):
        return f"{Decimal(value):.{column.decimal_places}f}"
    return value


def state_hash(schema: Schema, record: models.Model) -> str:
    """SHA-256 over the canonical JSON of the record's state, in hex."""
    body = orjson.dumps(state(schema, record), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(body).hexdigest()


def differences(
    schema: Schema, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Fields whose value changed, as ``{name: (old, new)}`` in plain JSON; never derived ones."""
    changed = {}
    told = schema.all.keys() - schema.register.derived
    for name in after:
        if name in told and before.get(name) != after[name]:
            changed[name] = (plain(before.get(name)), plain(after[name]))
    return changed
