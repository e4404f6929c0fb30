"""What every record carries: an opaque id, a version, and when it came and went."""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class Records(models.QuerySet[Any]):
    """Rows of a register; ``present`` leaves out those withdrawn."""

    def present(self) -> Self:
        return self.filter(withdrawn_at=None)


class Record(models.Model):
    """One line of a register. Saved by the commands alone."""

    id = models.UUIDField(primary_key=True, editable=False)
    ver = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("registered at"), editable=False)
    changed_at = models.DateTimeField(_("changed at"), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    extra = models.JSONField(default=dict, editable=False)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        abstract = True

    pk: UUID
