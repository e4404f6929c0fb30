"""Mails that have come in: each one becomes one incident, however often it is delivered."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class Arrival(models.Model):
    """A mail by the hash of its Message-ID and text; ``incident`` empty: it was none of ours."""

    key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()
    incident = models.UUIDField(null=True)
    why = models.CharField(max_length=20, blank=True)

    objects: ClassVar[models.Manager["Arrival"]] = models.Manager()

    class Meta:
        verbose_name = _("mail that came in")

    def __str__(self) -> str:
        return self.key


def seen(key: str) -> Arrival | None:
    return Arrival.objects.filter(pk=key).first()


def note(key: str, at: datetime, incident: UUID | None, why: str) -> None:
    """Remember it in the transaction of the act that it led to."""
    Arrival.objects.create(key=key, at=at, incident=incident, why=why)
