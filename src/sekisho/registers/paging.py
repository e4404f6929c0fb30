"""Paging by key: the next page starts after the last row seen, however long the list is."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Invalid
from sekisho.registers.register import Register
from sekisho.registers.state import plain


class Order:
    """An order of rows that has no ties, made of column names, ``-`` for descending."""

    def __init__(self, register: Register[Any], names: Sequence[str]) -> None:
        self.model = register.model
        self.names = list(names)
        if not self._unique(self.names[-1]):
            self.names.append("id")

    def _column(self, name: str) -> models.Field[Any, Any]:
        model: Any = self.model
        *path, last = name.lstrip("-").split("__")
        for step in path:
            model = model._meta.get_field(step).related_model
        column: models.Field[Any, Any] = model._meta.get_field(last)
        return column

    def _path(self, name: str) -> str:
        """The lookup of a column: through references, a reference itself by its id."""
        *path, _last = name.lstrip("-").split("__")
        return "__".join([*path, self._column(name).attname])

    def _value(self, record: Any, name: str) -> Any:
        for step in self._path(name).split("__"):
            record = None if record is None else getattr(record, step)
        return record

    def _unique(self, name: str) -> bool:
        column = self._column(name)
        return column.unique and not column.null and "__" not in name

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.order_by(*(self._expression(name) for name in self.names))

    def _expression(self, name: str) -> Any:
        column = self._column(name)
        if not column.null:
            return ("-" if name.startswith("-") else "") + self._path(name)
        place = F(self._path(name))
        return place.desc(nulls_last=True) if name[0] == "-" else place.asc(nulls_last=True)

    def cursor(self, record: Any) -> str:
        """Where ``record`` stands, as an opaque word for the next request."""
        return self.packed(self._value(record, name) for name in self.names)

    @property
    def paths(self) -> list[str]:
        """The lookups whose values make up a cursor, in order."""
        return [self._path(name) for name in self.names]

    @staticmethod
    def packed(values: Iterable[Any]) -> str:
        """The cursor of a row whose ``paths`` hold ``values``."""
        found = [plain(value) for value in values]
        return base64.urlsafe_b64encode(orjson.dumps(found)).rstrip(b"=").decode()

    def after(self, rows: QuerySet[Any], cursor: str) -> QuerySet[Any]:
        """The rows behind ``cursor``. Raises Invalid when it is not one of ours."""
        return rows.filter(self._behind(self._values(cursor)))

    def _values(self, cursor: str) -> list[Any]:
        try:
            values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            if not isinstance(values, list) or len(values) != len(self.names):
                raise ValueError(cursor)
            return [self._column(n).to_python(v) for n, v in zip(self.names, values, strict=True)]
        except (ValueError, TypeError, binascii.Error, ValidationError):
            raise Invalid({"after": [_("This place in the list is not known any more.")]}) from None

    def _behind(self, values: list[Any]) -> Q:
        behind, same = Q(), Q()
        for name, value in zip(self.names, values, strict=True):
            column = self._path(name)
            step = Q(pk__in=[]) if value is None else self._past(name, column, value)
            behind |= same & step
            same &= Q((f"{column}__isnull", True)) if value is None else Q((column, value))
        return behind

    def _past(self, name: str, column: str, value: Any) -> Q:
        past = Q((f"{column}__{'lt' if name[0] == '-' else 'gt'}", value))
        return past | Q((f"{column}__isnull", True)) if self._column(name).null else past
