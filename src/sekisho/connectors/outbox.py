"""Messages on their way: written in the act's own transaction, sent afterwards, at least once.

A message that was sent by a worker which died before noting it is sent again, with the same id
(``Message-ID``, ``Sekisho-Id``) for the receiver to tell. Bodies are sealed and forgotten in time, for
they name people and may hold capability links; they never reach a log.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.connectors import mail
from sekisho.connectors.seal import seal, unseal


class Channel(models.TextChoices):
    MAIL = "mail", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")
    CHAT = "chat", _("Chat")
    SIGNAL = "signal", _("Signal")


class State(models.TextChoices):
    READY = "ready", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    CANCELLED = "cancelled", _("Not to be sent any more")


class Message(models.Model):
    """One message. ``to`` is a mail address, or the name of an ``Endpoint``.

    ``kind`` and ``rec`` say which record it is about, ``person`` whom it is for. ``sender``: of a mail that
    does not come from our usual address.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    channel = models.CharField(max_length=7, choices=Channel)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    html = models.TextField(blank=True)
    sender = models.CharField(max_length=254, blank=True)
    headers = models.JSONField(default=dict)
    dedupe = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.READY)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    rec = models.UUIDField(null=True)
    person = models.UUIDField(null=True, db_index=True)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Message"]] = models.Manager()

    class Meta:
        db_table = "outbox"
        verbose_name = _("message in the outbox")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "not_before"], name="outbox_ready"),
            models.Index(fields=["state", "lease_until"], name="outbox_lease"),
            models.Index(fields=["kind", "rec"], name="outbox_of"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.id} {self.state}"

    @property
    def text(self) -> str:
        """The body as it was given; "" once forgotten. Raises seal.Unreadable."""
        return unseal(self.body) if self.body else ""

    @property
    def markup(self) -> str:
        return unseal(self.html) if self.html else ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to queue. ``dedupe``: of all drafts with the same key ever, one is sent."""

    channel: Channel
    to: str
    subject: str
    text: str
    dedupe: str
    html: str = ""
    sender: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    rec: UUID | None = None
    person: UUID | None = None
    not_before: datetime | None = None


def queue(draft: Draft, at: datetime) -> bool:
    """Queue one message in the caller's transaction; False when its key has been used before."""
    return queue_many([draft], at) == 1


def queue_many(drafts: Iterable[Draft], at: datetime) -> int:
    """Queue messages in the caller's transaction; how many are new.

    Raises mail.Unsendable for what no mail can be, before anything is written.
    """
    wanted = {draft.dedupe: draft for draft in drafts}
    for draft in wanted.values():
        if draft.channel == Channel.MAIL:
            mail.check(draft.to, draft.subject, draft.headers, draft.sender)
    rows = [_message(draft, at) for draft in wanted.values()]
    ids = [row.pk for row in rows]
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return sum(
        Message.objects.filter(pk__in=ids[at : at + 500]).count() for at in range(0, len(ids), 500)
    )


def cancel(kind: str, rec: UUID) -> int:
    """Take back what is not yet sent about a record (the task is done, say); how many."""
    rows = Message.objects.filter(kind=kind, rec=rec, state=State.READY)
    return rows.update(state=State.CANCELLED, body="", html="")


def forget(before: datetime) -> int:
    """Empty messages that were over before then; their keys stay, so that none is sent twice."""
    over = Message.objects.exclude(state__in=[State.READY, State.SENDING])
    return _empty(over.filter(created_at__lt=before).exclude(to=""))


def forget_person(person: UUID) -> int:
    """Cancel and empty every message for a person whose data is erased; how many."""
    mine = Message.objects.filter(person=person)
    mine.filter(state__in=[State.READY, State.SENDING]).update(state=State.CANCELLED)
    return _empty(mine)


def _empty(rows: "models.QuerySet[Message]") -> int:
    return rows.update(
        to="", subject="", body="", html="", sender="", headers={}, error="", person=None
    )


def _message(draft: Draft, at: datetime) -> Message:
    return Message(
        channel=draft.channel, to=draft.to, subject=draft.subject[:200], body=seal(draft.text),
        html=seal(draft.html) if draft.html else "", dedupe=draft.dedupe, kind=draft.kind,
        sender=draft.sender, headers=dict(draft.headers), rec=draft.rec, person=draft.person, not_before=draft.not_before or at, created_at=at,
    )  # fmt: skip
