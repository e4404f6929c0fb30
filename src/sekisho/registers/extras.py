"""The company's own fields on any register: typed, filterable, in import and export."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register, registry
from sekisho.registers.rights import LEADERS, Rights

KEEP = 2.0  # seconds another process may still see the former fields


class Kind(models.TextChoices):
    TEXT = "text", _("Text")
    LONG = "long", _("Long text")
    INTEGER = "integer", _("Whole number")
    BOOLEAN = "boolean", _("Yes or no")
    DATE = "date", _("Day")
    CHOICE = "choice", _("One of a list")


class ExtraField(Record):
    """One field the company added to a register."""

    register = models.CharField(
        _("register"), max_length=40, help_text=_("Name of the register, for example assets.")
    )
    name = models.SlugField(
        _("name"), max_length=40, help_text=_("Lower-case letters, used in import and API.")
    )
    label_ja = models.CharField(_("label (Japanese)"), max_length=60)
    label_en = models.CharField(_("label (English)"), max_length=60, blank=True)
    kind = models.CharField(_("kind of value"), max_length=8, choices=Kind)
    options = WordsField(_("list to choose from"), help_text=_("One choice a line."))
    required = models.BooleanField(_("must be filled in"), default=False)

    class Meta:
        verbose_name = _("own field")
        constraints = (
            models.UniqueConstraint(fields=("register", "name"), name="extra_field_once"),
        )

    def __str__(self) -> str:
        return f"{self.register}.{self.name}"


@register
class ExtraFieldRegister(Register[ExtraField]):
    name = "fields"
    title = _("Own fields")
    singular = _("own field")
    about = _("Fields the company added to its registers.")
    model = ExtraField
    key = ("register", "name")
    columns = ("register", "name", "label_ja", "kind", "required")
    filters = ("register", "kind")
    search = ("name", "label_ja", "label_en")
    order = ("register", "name")
    place = "settings"
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "operator"),
        add=("admin", "operator"),
        change=("admin", "operator"),
        withdraw=("admin",),
    )

    def check(self, values: Any, record: ExtraField | None, act: Act) -> Any:
        del act
        if values["register"] not in registry:
            yield "register", _("There is no register of this name.")
        elif record is None and values["name"] in _columns(values["register"]):
            yield "name", _("The register already has a field of this name.")
        if values["kind"] == Kind.CHOICE and not values["options"]:
            yield "options", _("Please write at least one choice.")

    def settle(self, records: Sequence[ExtraField], act: Act) -> None:
        del records, act
        forget()


def _columns(name: str) -> set[str]:
    return {field.name for field in registry[name].model._meta.get_fields()}


@dataclass(frozen=True, slots=True)
class Line:
    """An own field as the schema needs it."""

    name: str
    label_ja: str
    label_en: str
    type: str
    choices: tuple[str, ...]
    required: bool

    @property
    def label(self) -> Text:
        return self.label_en if self.label_en and get_language() == "en" else self.label_ja


_kept: dict[str, list[Line]] = {}
_until: list[float] = [0.0]


def forget() -> None:
    _until[0] = 0.0


def of(name: str) -> list[Line]:
    """The own fields of the register ``name``, in order of their making."""
    if time.monotonic() >= _until[0]:
        _load()
    return _kept.get(name, [])


def _load() -> None:
    _kept.clear()
    try:
        for row in ExtraField.objects.present().order_by("id"):
            line = Line(row.name, row.label_ja, row.label_en, row.kind, row.options, row.required)
            _kept.setdefault(row.register, []).append(line)
    except DatabaseError:
        return  # before the first migration there are none
    _until[0] = time.monotonic() + KEEP
