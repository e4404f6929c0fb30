"""API tokens: what a program shows instead of a sign-in. Scoped, expiring, shown once."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db import models, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from sekisho.ledger.entries import Draft, append
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.fields import WordsField
from sekisho.registers.secrets import digest, new_secret, same
from sekisho.registers.store import origin

KIND = "tokens"
PREFIX = "sk_"
SHOWN = 8
SCOPE = re.compile(r"read|write|approve|scim|[a-z][a-z_-]*\.[a-z][a-z_]*")
NOTED_EVERY = timedelta(minutes=1)


class Token(models.Model):
    """A token of an account. Of the secret only the hash and the first letters are here."""

    id = models.UUIDField(primary_key=True)
    hash = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(_("begins with"), max_length=SHOWN)
    name = models.CharField(_("what it is for"), max_length=80)
    account = models.UUIDField(db_index=True)
    scopes = WordsField(_("scopes"))
    expires_on = models.DateField(_("valid until"))
    made_at = models.DateTimeField(_("issued at"))
    last_used_at = models.DateTimeField(_("last used at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        db_table = "token"
        verbose_name = _("API token")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


@transaction.atomic
def make(
    act: Act, account: UUID, name: str, scopes: Iterable[str], expires_on: date
) -> tuple[Token, str]:
    """A token of ``account`` and its secret, which is shown this once; the ledger has an entry.

    ``scopes``: ``read``, ``write``, ``approve``, ``scim`` or ``<register>.<verb>``; valid through
    ``expires_on`` on the company's calendar. Raises Invalid, naming every field at fault.
    """
    wanted = sorted(set(scopes))
    if problems := _problems(name, wanted, expires_on, act.on):
        raise Invalid(problems)
    secret = new_secret(PREFIX)
    token = Token.objects.create(
        id=new_id(act.at), hash=digest(secret), prefix=secret[:SHOWN], name=name.strip(),
        account=account, scopes=cast("Any", tuple(wanted)), expires_on=expires_on, made_at=act.at,
    )  # fmt: skip
    told = {"account": account, "name": token.name, "scopes": wanted, "expires_on": expires_on}
    append([Draft("add", KIND, token.pk, 1, {"set": told})], origin(act))
    return token, secret


def find(secret: str, at: datetime) -> Token | None:
    """The token that ``secret`` opens at ``at``; None when unknown, expired or revoked.

    Whether its account may still sign in is the caller's to ask. The use is noted to the minute.
    """
    if not secret.startswith(PREFIX):
        return None
    token = Token.objects.filter(hash=digest(secret), revoked_at=None).first()
    if token is None or not same(secret, token.hash) or token.expires_on < localtime(at).date():
        return None
    if token.last_used_at is None or at - token.last_used_at >= NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def revoke(act: Act, token: UUID) -> bool:
    """End a token; False when there was none to end."""
    return bool(_end(act, Token.objects.filter(pk=token)))


def revoke_account(act: Act, account: UUID) -> int:
    """End every token of ``account``; how many."""
    return _end(act, Token.objects.filter(account=account))


@transaction.atomic
def _end(act: Act, rows: "models.QuerySet[Token]") -> int:
    live = rows.filter(revoked_at=None).select_for_update().values_list("pk", flat=True)
    ended = list(live.order_by("pk"))
    Token.objects.filter(pk__in=ended).update(revoked_at=act.at)
    told = {"set": {"revoked_at": act.at}}
    append([Draft("withdraw", KIND, pk, 2, told) for pk in ended], origin(act))
    return len(ended)


def _problems(name: str, scopes: list[str], expires_on: date, on: date) -> dict[str, list[Text]]:
    problems: dict[str, list[Text]] = {}
    if not 0 < len(name.strip()) <= 80:
        problems["name"] = [_("Say in 1 to 80 characters what the token is for.")]
    if wrong := [scope for scope in scopes if not SCOPE.fullmatch(scope)]:
        words = _(
            "%(scopes)s: use read, write, approve, scim, or register.verb (such as assets.read)."
        )
        problems["scopes"] = [words % {"scopes": ", ".join(wrong)}]
    elif not scopes:
        problems["scopes"] = [_("Name at least one scope, such as read.")]
    if expires_on < on:
        problems["expires_on"] = [_("The last day of validity is already over.")]
    return problems
