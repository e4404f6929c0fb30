"""What notices remember: which rounds were made, and which clauses were red at the last one."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """One round of notices: a day, and how many messages it queued."""

    on = models.DateField(primary_key=True)
    at = models.DateTimeField()
    messages = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Round"]] = models.Manager()

    class Meta:
        verbose_name = _("round of notices")

    def __str__(self) -> str:
        return f"{self.on}: {self.messages}"


class Red(models.Model):
    """A clause that was not kept when a round last looked; ``since`` the round that saw it first."""

    stable = models.CharField(max_length=36, primary_key=True)
    since = models.DateField()

    objects: ClassVar[models.Manager["Red"]] = models.Manager()

    class Meta:
        verbose_name = _("clause that is not kept")

    def __str__(self) -> str:
        return f"{self.stable} {self.since}"
