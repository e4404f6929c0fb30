"""Capability links: one purpose, for people without an account (a client's contact, a supplier).

Whoever holds the link may do the one thing it is for, until it expires, is used up or is revoked.
Mail scanners open links: show the page with ``peek`` and act with ``use`` on the button alone.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sekisho.ledger.ids import new_id
from sekisho.registers import limits
from sekisho.registers.errors import Missing
from sekisho.registers.secrets import digest, new_secret, same

PER_CALLER = (20, 60)  # attempts, seconds
PER_LINK = (30, 3600)


class Capability(models.Model):
    """What a link lets its holder do. Of the token only the hash is here."""

    id = models.UUIDField(primary_key=True)
    hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(_("purpose of the link"), max_length=40)
    kind = models.CharField(max_length=60)
    rec = models.UUIDField()
    person = models.UUIDField(null=True)
    expires_at = models.DateTimeField(_("expires at"))
    max_uses = models.PositiveIntegerField(_("uses allowed"), null=True)
    used_count = models.PositiveIntegerField(_("uses so far"), default=0)
    used_at = models.DateTimeField(_("last used at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    made_by = models.UUIDField(_("issued by"))
    made_at = models.DateTimeField(_("issued at"))

    class Meta:
        db_table = "capability"
        verbose_name = _("capability link")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "rec"], name="capability_of"),
            models.Index(fields=["person"], name="capability_person"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.kind} {self.rec}"


def make(
    purpose: str,
    target: tuple[str, UUID],
    *,
    expires_at: datetime,
    by: UUID,
    at: datetime,
    person: UUID | None = None,
    max_uses: int | None = 1,
) -> str:
    """Open a link for ``purpose`` on ``target`` (register, record): its token, shown this once.

    ``max_uses`` None: any number until ``expires_at``. ``by``: the account that answers for it.
    """
    token = new_secret()
    Capability.objects.create(
        id=new_id(at), hash=digest(token), purpose=purpose, kind=target[0], rec=target[1],
        person=person, expires_at=expires_at, max_uses=max_uses, made_by=by, made_at=at,
    )  # fmt: skip
    return token


def peek(
    token: str,
    purpose: str,
    at: datetime,
    caller: str = "",
    per_link: tuple[int, float] = PER_LINK,
) -> Capability:
    """The capability, unused. ``caller`` (such as a network address) is held to a rate.

    Raises Missing when it is unknown, for another purpose, expired, used up or revoked (which of
    them is not told), and limits.TooMany.
    """
    if caller:
        limits.demand(f"link-caller:{caller}", *PER_CALLER, at)
    found = _live(at).filter(hash=digest(token), purpose=purpose).first()
    if found is None or not same(token, found.hash):
        raise Missing
    limits.demand(f"link:{found.id}", *per_link, at)
    return found


def use(
    token: str,
    purpose: str,
    at: datetime,
    caller: str = "",
    per_link: tuple[int, float] = PER_LINK,
) -> Capability:
    """The capability, with this use counted: of two at once on the last use one gets Missing."""
    found = peek(token, purpose, at, caller, per_link)
    counted = _live(at).filter(pk=found.pk).update(used_count=F("used_count") + 1, used_at=at)
    if not counted:
        raise Missing
    found.refresh_from_db()
    return found


def revoke(target: tuple[str, UUID], at: datetime, purpose: str = "") -> int:
    """Close every open link on ``target`` (of one purpose, if given); how many."""
    rows = _live(at).filter(kind=target[0], rec=target[1])
    return (rows.filter(purpose=purpose) if purpose else rows).update(revoked_at=at)


def revoke_person(person: UUID, at: datetime) -> int:
    """Close every open link given to ``person``; how many."""
    return _live(at).filter(person=person).update(revoked_at=at)


def _live(at: datetime) -> "models.QuerySet[Capability]":
    unused = Q(max_uses=None) | Q(used_count__lt=F("max_uses"))
    return Capability.objects.filter(unused, revoked_at=None, expires_at__gt=at)
