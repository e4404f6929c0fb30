"""What single people did in a mail drill: traces that are made to be deleted.

They are no records: no list, sheet, API, search or ledger entry holds them, so that nothing outlives
their deletion (ADR 0102). Read them through ``drill_sight`` alone.
"""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.drill_words import Seen, Surety


class DrillTarget(models.Model):
    """One person's mail. Of its token only the hash is here; ``unit``: theirs on the day of sending.

    The moments are the first of their kind, as far as a person, not a machine, made them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    drill = models.ForeignKey("education.Drill", models.PROTECT, related_name="targets")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="drill_targets")
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    hash = models.CharField(max_length=64, blank=True, db_index=True)
    send_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    scanned = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "drill_target"
        verbose_name = _("mail of a drill")
        constraints = (
            models.UniqueConstraint(fields=("drill", "person"), name="drill_target_once"),
        )
        indexes = (models.Index(fields=("drill", "queued_at", "send_at"), name="drill_target_due"),)

    def __str__(self) -> str:
        return f"{self.drill_id} {self.pk}"


class DrillEvent(models.Model):
    """One thing seen of a mail, kept raw as long as its target. ``caller``: a keyed hash of the network
    address it came from, to find bursts by; ``why``: what spoke for a machine."""

    target = models.ForeignKey(DrillTarget, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=18, choices=Seen)
    at = models.DateTimeField()
    surety = models.CharField(max_length=9, choices=Surety)
    caller = models.CharField(max_length=24, blank=True)
    why = models.CharField(max_length=60, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        db_table = "drill_event"
        verbose_name = _("event of a drill")
        indexes = (models.Index(fields=("caller", "at"), name="drill_event_caller"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"
