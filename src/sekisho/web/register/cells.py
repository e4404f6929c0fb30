"""How a person reads a value: words for codes, links for references, days written out."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sekisho.registers.actor import Actor
from sekisho.registers.labels import HIDDEN, Reader, called
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import Field
from sekisho.web.templatetags.days import day, moment
from sekisho.web.templatetags.sekisho import cls

NOTHING = "—"
LINE = SafeString("<br>")
Names = dict[UUID, tuple[str, str]]


def address(register: Register[Any], record: Any) -> str:
    """Where the record stands; a numbered one by its number, so that links can be read aloud."""
    key = str(getattr(record, "number", "") or record.pk)
    if register.page:
        return reverse(register.page, kwargs={"key": key})
    return reverse("record", kwargs={"name": register.name, "key": key})


def names(
    fields: Iterable[Field], values: Iterable[dict[str, Any]], actor: Actor, on: date
) -> Names:
    """Words and address of every record referred to; no address where the actor may not look.

    At most two queries for each register referred to.
    """
    wanted: dict[str, set[UUID]] = {}
    held = list(values)
    for one in fields:
        if one.type == "reference":
            ids = {row[one.name] for row in held if row.get(one.name)}
            wanted.setdefault(one.target, set()).update(ids)
    found: Names = {}
    reader = Reader(actor, on)
    for target, ids in wanted.items():
        register = registry[target]
        for pk, known in called(register, ids, reader).items():
            opens = known.record and register.listed and known.record.withdrawn_at is None
            found[pk] = (known.words, address(register, known.record) if opens else "")
    return found


def _reference(_one: Field, value: UUID, known: Names) -> Any:
    words, href = known.get(value, (HIDDEN, ""))
    return format_html('<a href="{}">{}</a>', href, words) if href else words


def _choice(one: Field, value: Any, _known: Names) -> Any:
    return dict(one.choices).get(str(value), value)


def _set(one: Field, value: Iterable[str], _known: Names) -> Any:
    labels = dict(one.choices)
    return _("、").join(str(labels.get(v, v)) for v in value)


def _words(_one: Field, value: Iterable[str], _known: Names) -> Any:
    return format_html_join(LINE, "{}", ((v,) for v in value))


def _boolean(_one: Field, value: bool, _known: Names) -> Any:
    return _("Yes") if value else _("No")


def _long(_one: Field, value: str, _known: Names) -> Any:
    return format_html_join(LINE, "{}", ((line,) for line in value.splitlines()))


SHOW: dict[str, Callable[[Field, Any, Names], Any]] = {
    "reference": _reference,
    "choice": _choice,
    "set": _set,
    "words": _words,
    "boolean": _boolean,
    "long": _long,
    "date": lambda _one, value, _known: day(value),
    "moment": lambda _one, value, _known: moment(value),
    "integer": lambda _one, value, _known: number_format(value, use_l10n=True, force_grouping=True),
}


def shown(one: Field, value: Any, known: Names) -> Any:
    """The value as people read it; a dash for one that says nothing."""
    if value in (None, "", ()):
        return NOTHING
    if one.type == "choice" and not isinstance(value, str):
        value = str(value)
    if isinstance(value, datetime) and one.type == "date":
        value = value.date()
    show = SHOW.get(one.type)
    return show(one, value, known) if show else value


def class_label(record: Any) -> Any:
    """The class of an asset as its label; unclassified is never shown as a class."""
    found = record.classification
    return cls(str(found), found.level) if found else cls(_("Unclassified"))
