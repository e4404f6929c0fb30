"""Comments and files on any record; seen by whoever may read the record, and by nobody else."""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from sekisho.ledger import evidence
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid
from sekisho.registers.guard import demand
from sekisho.registers.plan import Line, plan
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register, registry
from sekisho.registers.rights import Rights
from sekisho.registers.scan import accepted, scan
from sekisho.registers.store import save

LIMIT = 50 * 2**20


class Comment(Record):
    """What somebody said about a record."""

    kind = models.CharField(_("register"), max_length=40)
    rec = models.UUIDField(_("record"))
    author = models.UUIDField(_("account"))
    said_at = models.DateTimeField(_("said at"))
    text = models.TextField(_("comment"), max_length=4000)

    class Meta:
        verbose_name = _("comment")
        indexes = (models.Index(fields=("kind", "rec"), name="comment_of"),)

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(Record):
    """A file kept as evidence of a record, in the evidence store under its hash."""

    kind = models.CharField(_("register"), max_length=40)
    rec = models.UUIDField(_("record"))
    author = models.UUIDField(_("account"))
    stored_at = models.DateTimeField(_("stored at"))
    name = models.CharField(_("file name"), max_length=200)
    media = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size (bytes)"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    scanned = models.CharField(_("scan"), max_length=20, blank=True)
    about = models.CharField(_("what it shows"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attached file")
        indexes = (models.Index(fields=("kind", "rec"), name="attachment_of"),)

    def __str__(self) -> str:
        return self.name


@register
class CommentRegister(Register[Comment]):
    name = "comments"
    title = _("Comments")
    singular = _("comment")
    about = _("What people said about records.")
    model = Comment
    key = ("id",)
    columns = ("said_at", "text")
    listed = False
    rights = Rights()


@register
class AttachmentRegister(Register[Attachment]):
    name = "attachments"
    title = _("Attached files")
    singular = _("attached file")
    about = _("Files kept as evidence of records.")
    model = Attachment
    key = ("id",)
    columns = ("name", "size", "stored_at")
    listed = False
    rights = Rights()


@transaction.atomic
def comment(of: Register[Any], act: Act, record: Any, text: str) -> Comment:
    """Say something about a record one may read. Raises Denied, Invalid."""
    demand(act.actor, "read", of, record, act.on)
    made: Comment = _store(CommentRegister.name, act, of, record, {"text": text, "said_at": act.at})
    return made


@transaction.atomic
def attach(
    of: Register[Any], act: Act, record: Any, stream: BinaryIO, name: str, about: str = ""
) -> Attachment:
    """Keep a file as evidence of a record one may add files to. Raises Denied, Invalid.

    The name is reduced to its last part; the media type follows from the content, never from
    what the sender claims; the scan hook may refuse.
    """
    demand(act.actor, "attach", of, record, act.on)
    media = accepted(stream, name)
    try:
        stored = evidence.put(stream, LIMIT, act.at)
    except evidence.TooLarge:
        words = _("The file is too large: at most %(n)s MB.") % {"n": LIMIT // 2**20}
        raise Invalid({"file": [words]}) from None
    values = {
        "name": PurePosixPath(name.replace("\\", "/")).name[:200] or "file",
        "media": media,
        "size": stored.size,
        "sha256": stored.sha256,
        "scanned": scan(stored.sha256),
        "stored_at": act.at,
        "about": about,
    }
    made: Attachment = _store(AttachmentRegister.name, act, of, record, values)
    return made


def _store(name: str, act: Act, of: Register[Any], record: Any, values: dict[str, Any]) -> Any:
    target = registry[name]
    whole = {"kind": of.name, "rec": str(record.pk), "author": str(act.actor.id)} | values
    (row,) = plan(target, act, [Line(whole)], guarded=False)
    if row.problems:
        raise Invalid(row.problems)
    save(target, act, [row])
    return row.record


def comments(of: Register[Any], recs: Iterable[UUID]) -> "models.QuerySet[Comment]":
    """Comments of records the caller has already been shown."""
    rows = Comment.objects.present().filter(kind=of.name, rec__in=list(recs))
    return rows.order_by("said_at")


def files(of: Register[Any], recs: Iterable[UUID]) -> "models.QuerySet[Attachment]":
    """Files of records the caller has already been shown."""
    rows = Attachment.objects.present().filter(kind=of.name, rec__in=list(recs))
    return rows.order_by("stored_at")
