"""What still leans on a record: it cannot be withdrawn while somebody refers to it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import ForeignObjectRel
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text
from sekisho.registers.record import Record

CHUNK = 500


def dependents(record: Any) -> list[Text]:
    """A sentence for each kind of present record that refers to ``record``."""
    words: list[Text] = []
    for relation in record._meta.get_fields():
        if not isinstance(relation, ForeignObjectRel):
            continue
        model = relation.related_model
        if not issubclass(model, Record):
            continue
        found = model.objects.present().filter(**{relation.field.name: record.pk}).count()
        if found:
            name = model._meta.verbose_name
            words.append(
                _("%(n)s records still refer to this one: %(kind)s.") % {"n": found, "kind": name}
            )
    return words


def leaning(model: type[Record], pks: Sequence[UUID]) -> int:
    """How many present records refer to any of ``pks``; a few queries however many they are."""
    found = 0
    for relation in model._meta.get_fields():
        if isinstance(relation, ForeignObjectRel) and issubclass(relation.related_model, Record):
            rows = relation.related_model.objects.present()
            for start in range(0, len(pks), CHUNK):
                part = pks[start : start + CHUNK]
                found += rows.filter(**{f"{relation.field.name}__in": part}).count()
    return found
