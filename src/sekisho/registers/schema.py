"""What a register's fields are and mean: compiled once, used by page, API, CLI and importer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from sekisho.registers import extras
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField, WordsField
from sekisho.registers.parse import PARSERS, Unfit, is_empty
from sekisho.registers.register import Register, registry

BASE = frozenset({"id", "ver", "created_at", "changed_at", "withdrawn_at", "extra", "number"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field as every face knows it.

    ``type``: text, long, integer, decimal, boolean, date, moment, choice, set, words,
    reference, email, url or json. ``target`` names the register a reference points to.
    ``writable``: may be typed in; a state, a number or a sealed field is not.
    """

    name: str
    label: Text
    type: str
    required: bool = False
    writable: bool = True
    choices: tuple[tuple[str, Text], ...] = ()
    target: str = ""
    help: Text = ""
    limit: int | None = None
    empty: Any = None
    extra: bool = False
    column: models.Field[Any, Any] | None = None

    @property
    def attname(self) -> str:
        return self.column.attname if self.column is not None else self.name

    def clean(self, raw: Any) -> Any:
        """The value ``raw`` stands for (a reference must be resolved before).

        Raises Unfit with words that say how to put it right.
        """
        if is_empty(raw):
            if self.required:
                raise Unfit(_("Please fill this in."))
            return self.empty
        value = PARSERS[self.type](self, raw)
        if self.type == "choice" and self.column is not None:
            value = self.column.to_python(value)  # the code of a number is a number
        if isinstance(self.column, models.UUIDField):
            value = self._id(value)
        if self.column is not None:
            self._validate(value)
        return value

    def _id(self, value: Any) -> UUID:
        try:
            return UUID(str(value))
        except ValueError:
            raise Unfit(_("“%(value)s” is not an id.") % {"value": str(value)[:40]}) from None

    def _validate(self, value: Any) -> None:
        if self.limit and isinstance(value, str) and len(value) > self.limit:
            raise Unfit(
                _("At most %(n)s characters; there are %(is)s.")
                % {"n": self.limit, "is": len(value)}
            )
        if self.type in {"set", "words"} or self.column is None:
            return
        try:
            self.column.run_validators(value)
        except ValidationError as error:
            raise Unfit(" ".join(error.messages)) from None


TYPES: list[tuple[type[models.Field[Any, Any]], str]] = [
    (SetField, "set"),
    (WordsField, "words"),
    (models.ForeignKey, "reference"),
    (models.EmailField, "email"),
    (models.URLField, "url"),
    (models.TextField, "long"),
    (models.CharField, "text"),
    (models.BooleanField, "boolean"),
    (models.IntegerField, "integer"),
    (models.DecimalField, "decimal"),
    (models.DateTimeField, "moment"),
    (models.DateField, "date"),
    (models.UUIDField, "text"),
    (models.JSONField, "json"),
    (models.BinaryField, "json"),
]


def type_of(column: models.Field[Any, Any]) -> str:
    if column.choices and not isinstance(column, SetField):
        return "choice"
    for kind, name in TYPES:
        if isinstance(column, kind):
            return name
    raise TypeError(f"no register type for {column}")


def _empty(column: models.Field[Any, Any]) -> Any:
    if column.has_default():
        default = column.get_default()
        return None if column.null and default is None else default
    if column.null:
        return None
    return () if isinstance(column, SetField | WordsField) else ""


def _required(column: models.Field[Any, Any]) -> bool:
    return not (column.blank or column.null or column.has_default())


def field_of(register: Register[Any], column: models.Field[Any, Any]) -> Field:
    kind = type_of(column)
    life = register.life
    given = BASE if register.number else BASE - {"number"}  # a clause brings its own number
    sealed = column.name in given | register.sealed | register.derived or not column.editable
    state = life is not None and column.name == life.field
    target = registry.of(column.related_model).name if kind == "reference" else ""  # type: ignore[arg-type]
    return Field(
        name=column.name,
        label=column.verbose_name,
        type=kind,
        required=_required(column),
        writable=not (sealed or state),
        choices=tuple((str(code), label) for code, label in column.choices or ()),  # type: ignore[misc]
        target=target,
        help=column.help_text,
        limit=column.max_length if kind in {"text", "email", "url"} else None,
        empty=_empty(column),
        column=column,
    )


class Schema:
    """The fields of one register, the company's own ones at the end."""

    def __init__(self, register: Register[Any], own: Iterable[Field] = ()) -> None:
        self.register = register
        columns = [c for c in register.model._meta.concrete_fields if c.name != "extra"]
        fields = [field_of(register, column) for column in columns]
        self.all: dict[str, Field] = {f.name: f for f in fields} | {f.name: f for f in own}

    @cached_property
    def fields(self) -> list[Field]:
        """What people see and may filter by: no ids, versions or sealed columns."""
        hidden = (BASE - {"number"}) | self.register.derived
        return [f for f in self.all.values() if f.name not in hidden]

    @cached_property
    def writable(self) -> dict[str, Field]:
        return {f.name: f for f in self.all.values() if f.writable}

    @cached_property
    def references(self) -> list[Field]:
        return [f for f in self.all.values() if f.type == "reference"]

    @cached_property
    def columns(self) -> list[models.Field[Any, Any]]:
        """The columns that make up a record's state, for hashing and history."""
        derived = self.register.derived
        meta = self.register.model._meta
        return [c for c in meta.concrete_fields if c.name not in derived]

    def value(self, record: models.Model, name: str) -> Any:
        """The stored value of a field: a reference as its UUID."""
        field = self.all[name]
        if field.extra:
            return field.clean(record.extra.get(name))  # type: ignore[attr-defined]
        return getattr(record, field.attname)

    def values(self, record: models.Model) -> dict[str, Any]:
        """All values by field name, references as UUIDs."""
        found = {f.name: getattr(record, f.attname) for f in self.all.values() if not f.extra}
        own = record.extra  # type: ignore[attr-defined]
        return found | {f.name: own.get(f.name) for f in self.all.values() if f.extra}

    def clean(
        self,
        raw: Mapping[str, Any],
        resolved: Mapping[tuple[str, str], Any],
        also: Iterable[str] = (),
    ) -> tuple[dict[str, Any], dict[str, list[Text]]]:
        """Clean what was given, and only that: (values, problems) by field name.

        ``also``: fields that may be answered here though nobody may type them otherwise.
        """
        open_ = self.writable | {name: self.all[name] for name in also if name in self.all}
        values: dict[str, Any] = {}
        problems: dict[str, list[Text]] = {}
        for name, given in raw.items():
            field = open_.get(name)
            if field is None:
                problems[name] = [self._unknown(name)]
                continue
            try:
                values[name] = field.clean(self._reference(field, given, resolved))
            except Unfit as unfit:
                problems[name] = [unfit.text]
        return values, problems

    def _unknown(self, name: str) -> Text:
        if name in self.all:
            return _("This is filled in by the system and cannot be typed.")
        return _("There is no field of this name.")

    @staticmethod
    def _reference(field: Field, given: Any, resolved: Mapping[tuple[str, str], Any]) -> Any:
        if field.type != "reference" or is_empty(given):
            return given
        if isinstance(given, models.Model):
            return given.pk
        if isinstance(given, UUID):
            return given
        found = resolved.get((field.target, str(given).strip()))
        if isinstance(found, UUID):
            return found
        raise Unfit(found or _("“%(value)s” is not registered.") % {"value": given})


_static: dict[str, Schema] = {}


def schema(register: Register[Any]) -> Schema:
    """The schema of ``register`` with the company's own fields as they are now."""
    own = extras.of(register.name)
    return Schema(register, [_own(line) for line in own]) if own else declared(register)


def declared(register: Register[Any]) -> Schema:
    """The schema as declared, without the company's own fields: no database is asked."""
    if register.name not in _static:
        _static[register.name] = Schema(register)
    return _static[register.name]


def _own(line: extras.Line) -> Field:
    label = line.label
    made = Field(name=line.name, label=label, type=line.type, required=line.required, extra=True)
    return replace(made, choices=tuple((c, c) for c in line.choices))


def as_text(value: Any) -> str:
    return force_str(value, strings_only=False)
