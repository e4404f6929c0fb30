"""Shared signals: systems that hear when access ends here, and those whose word closes it here."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import orjson
from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.connectors import addresses, endpoint, outbox
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import Rights


class SignalEvent(models.TextChoices):
    SESSION_REVOKED = "session-revoked", _("Session ended (session-revoked)")
    CLAIMS = "token-claims-change", _("Rights changed (token-claims-change)")
    DEVICE = "device-compliance-change", _("State of a device (device-compliance-change)")


class Delivery(models.TextChoices):
    PUSH = "push", _("We send (push, RFC 8935)")
    POLL = "poll", _("They fetch (poll, RFC 8936)")


class SignalStream(Record):
    """A receiver of our signals."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    delivery = models.CharField(_("delivery"), max_length=4, choices=Delivery, default="push")
    url = models.CharField(
        _("address"), max_length=500, blank=True,
        help_text=_("For sending: https:// with a public host, or an internal one that the settings name."),
    )  # fmt: skip
    audience = models.CharField(
        _("audience"), max_length=300, help_text=_("What the receiver calls itself (aud).")
    )
    events = SetField(_("events"), choices=SignalEvent, help_text=_("Empty: all of them."))
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("signal stream")

    def __str__(self) -> str:
        return self.name


@register
class SignalStreams(Register[SignalStream]):
    name = "signal_streams"
    title = _("Signal streams")
    singular = _("signal stream")
    about = _("Systems that hear at once when access ends here (OpenID Shared Signals, CAEP).")
    model = SignalStream
    key = ("name",)
    columns = ("name", "delivery", "url", "events", "active")
    filters = ("delivery", "active")
    search = ("name", "url", "audience")
    order = ("name",)
    place = "settings"
    rights = Rights(
        read=("director", "deputy", "admin", "auditor", "operator"),
        add=("admin", "operator"),
        change=("admin", "operator"),
        withdraw=("admin",),
    )

    def check(
        self, values: Mapping[str, Any], record: SignalStream | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        pushed = values["delivery"] == Delivery.PUSH
        if pushed and not values["url"]:
            yield "url", _("Please give the address to send to.")
        elif pushed and (record is None or values["url"] != record.url):
            try:
                addresses.check(values["url"])
            except (addresses.Blocked, addresses.Unreachable) as error:
                yield "url", str(error)

    def settle(self, records: Sequence[SignalStream], act: Act) -> None:
        """Deliver to where the record says; the endpoint keeps the address beside the outbox."""
        for record in records:
            if record.withdrawn_at or not record.active:
                outbox.cancel("signals", record.pk)
            if record.withdrawn_at or record.delivery != Delivery.PUSH:
                endpoint.drop(str(record.pk))
            else:
                endpoint.aim(str(record.pk), record.url, act.at)


class SignalSource(Record):
    """A system whose signals may close doors here. None of them ever opens one."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    issuer = models.CharField(
        _("issuer"), max_length=300, unique=True, help_text=_("Its name in the tokens (iss).")
    )
    audience = models.CharField(
        _("audience"), max_length=300, help_text=_("What it calls us in the tokens (aud).")
    )
    keys = models.TextField(
        _("keys"), help_text=_("Its public keys as JSON (JWK set). EC P-256 or RSA from 2048 bits.")
    )
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("signal source")

    def __str__(self) -> str:
        return self.name


@register
class SignalSources(Register[SignalSource]):
    name = "signal_sources"
    title = _("Signal sources")
    singular = _("signal source")
    about = _("Identity and device services whose signals close access here, and never open it.")
    model = SignalSource
    key = ("name",)
    columns = ("name", "issuer", "active")
    filters = ("active",)
    search = ("name", "issuer")
    order = ("name",)
    place = "settings"
    rights = Rights(
        read=("director", "deputy", "admin", "auditor", "operator"),
        add=("admin", "operator"),
        change=("admin", "operator"),
        withdraw=("admin",),
    )
    values: ClassVar[Mapping[str, Mapping[str, str]]] = {}

    def check(
        self, values: Mapping[str, Any], record: SignalSource | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        if not jwks(values["keys"]):
            yield "keys", _("This is no JWK set with a key.")


def jwks(text: str) -> list[dict[str, Any]]:
    """The keys of a JWK set; none when it is no such set."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return []
    keys = found.get("keys") if isinstance(found, dict) else None
    fit = isinstance(keys, list) and all(isinstance(k, dict) and "kty" in k for k in keys)
    return list(keys) if fit and keys else []
