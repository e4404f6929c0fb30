"""Where webhooks go. Addresses are secrets too (chat services put keys into them): both are sealed."""

import secrets
from datetime import datetime
from typing import ClassVar

from django.db import models

from sekisho.connectors.addresses import Resolver, check, resolve
from sekisho.connectors.seal import seal, unseal


class Endpoint(models.Model):
    """A receiver by name; ``sealed_url`` and ``sealed_secret`` as ``seal`` left them."""

    name = models.CharField(max_length=80, primary_key=True)
    sealed_url = models.TextField()
    sealed_secret = models.TextField()
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Endpoint"]] = models.Manager()

    class Meta:
        db_table = "endpoint"

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return unseal(self.sealed_url)

    @property
    def secret(self) -> str:
        return unseal(self.sealed_secret)


def put(name: str, url: str, at: datetime, resolver: Resolver = resolve) -> str:
    """Set where ``name`` delivers to, with a new secret: returned this once, for the receiver.

    Raises addresses.Blocked or Unreachable when ``url`` cannot be called.
    """
    check(url, resolver)
    secret = _secret()
    values = {"sealed_url": seal(url), "sealed_secret": seal(secret), "changed_at": at}
    Endpoint.objects.update_or_create(name=name, defaults=values)
    return secret


def aim(name: str, url: str, at: datetime) -> None:
    """Let ``name`` deliver to ``url``, which was checked; its secret stays, or is made."""
    values = {"sealed_url": seal(url), "changed_at": at}
    fresh = values | {"sealed_secret": seal(_secret())}
    Endpoint.objects.update_or_create(name=name, defaults=values, create_defaults=fresh)


def hold(name: str, url: str, secret: str, at: datetime, resolver: Resolver = resolve) -> None:
    """Let ``name`` deliver to ``url`` with a secret that the receiver gave us.

    Raises addresses.Blocked or Unreachable when ``url`` cannot be called.
    """
    check(url, resolver)
    values = {"sealed_url": seal(url), "sealed_secret": seal(secret), "changed_at": at}
    Endpoint.objects.update_or_create(name=name, defaults=values)


def renew(name: str, at: datetime) -> str:
    """A new secret for ``name``, returned this once. Raises Endpoint.DoesNotExist."""
    found, secret = Endpoint.objects.get(pk=name), _secret()
    found.sealed_secret, found.changed_at = seal(secret), at
    found.save(update_fields=["sealed_secret", "changed_at"])
    return secret


def _secret() -> str:
    return "whsec_" + secrets.token_urlsafe(32)


def drop(name: str) -> bool:
    """Forget ``name``: what waits for it in the outbox fails. False when there was none."""
    return bool(Endpoint.objects.filter(pk=name).delete()[0])
