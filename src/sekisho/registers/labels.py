"""How a record is called to somebody who may not see it: not at all, unless its register says so.

One rule for page, sheet, history, API, search and command line (ADR 0071): the words for a record
that another one refers to are shown where the reader may see the record itself, or where its
register declares ``open_labels``. Everybody else learns that something is there, no more.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sekisho.registers import guard
from sekisho.registers.actor import Actor
from sekisho.registers.register import Register

HIDDEN = _("(a record you may not see)")
TONGUES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom something is written, and on which day."""

    actor: Actor
    on: date

    def visible(self, register: Register[Any]) -> "QuerySet[Any]":
        """What the reader may see, and might see if it were not withdrawn: its words still stand
        in the records that refer to it."""
        every = register.model._default_manager.all()
        rows: QuerySet[Any] = guard.guard().visible(self.actor, register, every, self.on)
        return rows


@dataclass(frozen=True, slots=True)
class Called:
    """The words for a record, and the record where the reader may open it (it may be withdrawn)."""

    words: str
    record: Any = None


def called(register: Register[Any], ids: Collection[UUID], reader: Reader) -> dict[UUID, Called]:
    """The words for those of ``ids`` that may be called by name; at most two queries."""
    if not ids:
        return {}
    seen = reader.visible(register).filter(pk__in=ids).select_related(*register.label_with)
    found = {one.pk: Called(register.label(one), one) for one in seen}
    left = [pk for pk in ids if pk not in found]
    if left and register.open_labels:
        rows = register.model._default_manager.filter(pk__in=left)
        for one in rows.select_related(*register.label_with):
            found[one.pk] = Called(register.label(one))
    return found


def is_hidden(word: str) -> bool:
    """Whether ``word`` is what an export writes for a record that is kept from the reader."""
    return any(word == _in(tongue) for tongue in TONGUES)


def _in(tongue: str) -> str:
    with override(tongue):
        return str(HIDDEN)
