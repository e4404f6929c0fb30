"""What stands in a form: one description for register fields, Django forms and hand-made pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sekisho.web.words import Text

KINDS = {
    "text": "text",
    "long": "long",
    "words": "long",
    "json": "long",
    "integer": "number",
    "decimal": "number",
    "boolean": "choice",
    "date": "date",
    "moment": "moment",
    "choice": "choice",
    "set": "set",
    "reference": "reference",
    "email": "email",
    "url": "url",
}
"""Type of a register field → kind of input."""

RADIOS = 5
"""A required choice of at most this many is shown as radios, all at once."""

WIDGETS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.PasswordInput, "password"),
    (forms.Textarea, "long"),
    (forms.CheckboxInput, "check"),
    (forms.CheckboxSelectMultiple, "set"),
    (forms.RadioSelect, "radio"),
    (forms.Select, "choice"),
    (forms.ClearableFileInput, "file"),
    (forms.NumberInput, "number"),
    (forms.DateInput, "date"),
)


@dataclass(slots=True)
class Input:
    """One question of a form.

    ``kind``: text, long, number, date, moment, choice (select), radio, seg, set (checkboxes),
    check (one checkbox), reference (combobox), file, password, email, url, hidden.
    ``value``: what stands in it (a list for ``set``); ``shown``: label of a reference's value;
    ``search``: address that answers ``?q=`` with options for a reference; ``errors``: messages. ``mark``: say whether it is required.
    """

    name: str
    label: Text
    kind: str = "text"
    value: Any = ""
    help: Text = ""
    errors: Sequence[Text] = ()
    required: bool = False
    choices: Sequence[tuple[Any, Text]] = ()
    shown: Text = ""
    search: str = ""
    id: str = ""
    autocomplete: str = ""
    mode: str = ""
    limit: int | None = None
    rows: int = 3
    accept: str = ""
    example: Text = ""
    readonly: bool = False
    mark: bool = True
    mark_optional: bool = True
    attrs: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.id or f"f-{self.name}"

    @property
    def type(self) -> str:
        """The ``type`` of its <input>; days are text, for 令和8年4月1日 is a day too."""
        return self.kind if self.kind in {"password", "email", "url", "file"} else "text"

    @property
    def chosen(self) -> set[str]:
        values = self.value if isinstance(self.value, list | tuple | set) else [self.value]
        return {"" if v is None else str(v) for v in values}

    @property
    def options(self) -> list[tuple[str, Text, bool]]:
        """(code, words, chosen?) of every choice."""
        return [(str(c), words, str(c) in self.chosen) for c, words in self.choices]

    @property
    def grouped(self) -> bool:
        """Several controls under one question: a fieldset with a legend."""
        return self.kind in {"radio", "seg", "set"}

    @property
    def described(self) -> str:
        """Ids for aria-describedby."""
        ids = ([f"{self.key}-e"] if self.errors else []) + (
            [f"{self.key}-h"] if self.help or self.example else []
        )
        return " ".join(ids)


def of_field(
    spec: Any, value: Any = "", errors: Iterable[Text] = (), *, shown: Text = "", search: str = ""
) -> Input:
    """The input for a register's field (``registers.schema.Field``)."""
    kind = KINDS[spec.type]
    choices = list(spec.choices)
    if spec.type == "boolean":
        choices = [("true", _("Yes")), ("false", _("No"))]
        value = value if isinstance(value, str) or value is None else str(value).lower()
    if spec.type == "words" and isinstance(value, list | tuple):
        value = "\n".join(value)
    value = written(value)
    if kind == "choice" and spec.required and 0 < len(choices) <= RADIOS:
        kind = "radio"
    elif kind == "choice":
        choices = [("", _("Not chosen")), *choices]
    return Input(
        name=spec.name,
        label=spec.label,
        kind=kind,
        value="" if value is None else value,
        help=spec.help,
        errors=list(errors),
        required=spec.required,
        choices=choices,
        limit=spec.limit,
        shown=shown,
        search=search,
        readonly=not spec.writable,
    )


def written(value: Any) -> Any:
    """A day or moment as it is typed in either language, so that what stands there can be sent."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if value.tzinfo else value
        return local.replace(tzinfo=None).isoformat(" ")
    return f"{value:%Y/%m/%d}" if isinstance(value, date) else value


def of_bound(bound: forms.BoundField) -> Input:
    """The input for a field of a Django form; its own words, never a placeholder as label."""
    widget = bound.field.widget
    kind = next((kind for cls, kind in WIDGETS if isinstance(widget, cls)), "text")
    if kind == "text" and widget.attrs.get("type") in {"email", "url"}:
        kind = widget.attrs["type"]
    return Input(
        name=bound.html_name,
        label=bound.label,
        kind=kind,
        value="" if kind == "password" else bound.value() or "",
        help=bound.help_text,
        errors=[str(message) for message in bound.errors],
        required=bound.field.required,
        choices=list(getattr(bound.field, "choices", ())),
        id=bound.id_for_label,
        autocomplete=widget.attrs.get("autocomplete", ""),
        mode=widget.attrs.get("inputmode", ""),
        mark_optional=False,
    )


def problems(inputs: Iterable[Input], whole: Iterable[Text] = ()) -> list[dict[str, Any]]:
    """For the error summary: every message with the id of its field ("" for the whole)."""
    told = [{"id": "", "text": text} for text in whole]
    for one in inputs:
        told += [{"id": one.key, "text": text} for text in one.errors]
    return told
