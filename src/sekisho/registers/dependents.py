"""What still leans on a record: it cannot be withdrawn while somebody refers to it."""

from typing import Any

from django.db.models import ForeignObjectRel
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text
from sekisho.registers.record import Record


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
