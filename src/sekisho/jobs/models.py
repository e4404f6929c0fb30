"""The table of jobs and the table of what runs on schedule."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    READY = "ready", _("Waiting to run")
    RUNNING = "running", _("Running")
    DONE = "done", _("Finished")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


LIVE = (State.READY, State.RUNNING)


class Job(models.Model):
    """One call of a task. ``attempts`` grows with every claim, and so tells the holders apart.

    ``args`` is ``{"args": […], "kwargs": {…}}``: identifiers, never personal data or secrets.
    ``saved`` is what the task stored to resume from; ``again`` asks for one more run after this.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    task = models.CharField(max_length=200)
    queue = models.CharField(max_length=40, default="default")
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State, default=State.READY)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=5)
    dedupe = models.CharField(max_length=200, blank=True)
    again = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    saved = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Job"]] = models.Manager()

    class Meta:
        db_table = "job"
        verbose_name = _("background job")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "run_at"], name="job_ready"),
            models.Index(fields=["state", "lease_until"], name="job_lease"),
            models.Index(fields=["task", "created_at"], name="job_task"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["task", "dedupe"],
                condition=Q(state__in=["ready", "running"]) & ~Q(dedupe=""),
                name="job_once_while_live",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.state}"


class Slot(models.Model):
    """When a scheduled task runs next. ``every`` is the rule it was computed from."""

    task = models.CharField(max_length=200, primary_key=True)
    every = models.CharField(max_length=40)
    next_run = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager["Slot"]] = models.Manager()

    class Meta:
        db_table = "job_slot"

    def __str__(self) -> str:
        return f"{self.task} {self.every}"
