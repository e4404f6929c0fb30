"""Findings: what judging leaves behind, so that a past day has an answer."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.obligations.judge import Seal, State


class Findings(models.QuerySet["Finding"]):
    """Findings are written by judging alone; they follow from records, so no entry tells of them."""

    def open(self) -> "Findings":
        return self.filter(closed_on=None)

    def open_on(self, on: date) -> "Findings":
        """Those that stood open at the end of ``on``."""
        ended = models.Q(closed_on=None) | models.Q(closed_on__gt=on)
        return self.filter(ended, opened_on__lte=on)


class Finding(models.Model):
    """One subject that does not meet one obligation, from the day it was seen until it is gone.

    A subject that fails again gets a new row with ``times`` counted up: history is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    obligation = models.CharField(_("obligation"), max_length=40)
    kind = models.CharField(_("register"), max_length=40)
    rec = models.UUIDField(_("record"))
    state = models.CharField(_("state"), max_length=9, choices=State)
    due = models.DateField(_("due"), null=True)
    assignee = models.UUIDField(_("person who can put it right"), null=True)
    opened_on = models.DateField(_("seen on"))
    overdue_on = models.DateField(_("overdue since"), null=True)
    closed_on = models.DateField(_("gone on"), null=True)
    times = models.PositiveSmallIntegerField(_("times seen"), default=1)

    objects: ClassVar[Findings] = Findings.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("finding")
        constraints = (
            models.UniqueConstraint(
                fields=("obligation", "rec"), condition=models.Q(closed_on=None),
                name="finding_open_once",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("obligation", "closed_on", "state"), name="finding_by_state"),
            models.Index(fields=("kind", "rec"), name="finding_of"),
            models.Index(fields=("assignee", "closed_on"), name="finding_for"),
        )

    def __str__(self) -> str:
        return f"{self.obligation} {self.kind}:{self.rec} {self.state}"


class Standing(models.Model):
    """How one obligation stood on one day; today's row follows every change."""

    obligation = models.CharField(max_length=40)
    on = models.DateField()
    at = models.DateTimeField()
    population = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    due_soon = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    excepted = models.PositiveIntegerField(default=0)
    seal = models.CharField(max_length=12, choices=Seal)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("obligation", "on"), name="standing_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.obligation} {self.on} {self.seal}"


class ClauseStanding(models.Model):
    """How one clause (by its lasting id) stood on one day, with the version it stood in."""

    stable = models.CharField(max_length=36)
    version = models.UUIDField()
    number = models.CharField(max_length=40)
    on = models.DateField()
    seal = models.CharField(max_length=12, choices=Seal)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("version", "stable", "on"), name="clause_standing_once_a_day"
            ),
        )
        indexes = (models.Index(fields=("on", "version"), name="clause_standing_on"),)

    def __str__(self) -> str:
        return f"{self.number} {self.on} {self.seal}"
