"""Decisions that were given, one after the other, each holding the hash of the one before."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint.access_policy import AccessPolicy

__all__ = ["AccessPolicy", "Decision", "DecisionHead"]


class Decision(models.Model):
    """One decision. ``said`` is what the hash covers; the columns repeat of it what is looked for."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    person = models.UUIDField(null=True)
    asset = models.UUIDField(null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    action = models.CharField(max_length=40)
    allowed = models.BooleanField()
    said = models.TextField()
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("decision of the checkpoint")
        ordering: ClassVar[list[str]] = ["-number"]
        indexes = (
            models.Index(fields=("allowed", "-number"), name="decision_answer"),
            models.Index(fields=("person", "-number"), name="decision_person"),
            models.Index(fields=("asset", "-number"), name="decision_asset"),
        )

    def __str__(self) -> str:
        return f"D-{self.number}"


class DecisionHead(models.Model):
    """Where the chain ends: one row, locked while a decision is added. ``dropped``: the last
    decision that retention took away, so that the rest still verifies."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    dropped = models.BigIntegerField(default=0)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("end of the decisions")

    def __str__(self) -> str:
        return f"D-{self.number}"


class DecisionProcess(models.Model):
    """A process that decides. ``pos``: the position in the ledger up to which it has followed."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(_("process"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16)
    started_at = models.DateTimeField(_("started at"))
    seen_at = models.DateTimeField(_("last heard at"), db_index=True)
    pos = models.BigIntegerField(_("position in the ledger"))

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("decision process")
        ordering: ClassVar[list[str]] = ["name", "started_at"]

    def __str__(self) -> str:
        return self.name


class Heard(models.Model):
    """That a process applies a freeze, or its lifting, as of version ``ver`` of its record."""

    process = models.ForeignKey(DecisionProcess, models.CASCADE, related_name="heard")
    freeze = models.UUIDField(db_index=True)
    ver = models.PositiveIntegerField()
    at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("freeze heard")
        constraints = (
            models.UniqueConstraint(fields=("process", "freeze", "ver"), name="heard_once"),
        )

    def __str__(self) -> str:
        return f"{self.freeze} {self.ver}"


class SignalToFetch(models.Model):
    """A signal that waits until its receiver has fetched and acknowledged it."""

    jti = models.UUIDField(primary_key=True)
    stream = models.UUIDField()
    token = models.TextField()
    at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("signal to be fetched")
        indexes = (models.Index(fields=("stream", "at"), name="signal_waiting"),)

    def __str__(self) -> str:
        return str(self.jti)


class SignalSeen(models.Model):
    """A signal of another system that was acted on, so that it is not again."""

    source = models.UUIDField()
    jti = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("signal received")
        constraints = (models.UniqueConstraint(fields=("source", "jti"), name="signal_once"),)

    def __str__(self) -> str:
        return self.jti


class DeviceTold(models.Model):
    """How a device stood when others were last told of it."""

    tag = models.CharField(max_length=80, primary_key=True)
    status = models.CharField(max_length=16)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("state of a device as told")

    def __str__(self) -> str:
        return self.tag
