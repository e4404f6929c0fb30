"""Signals of others: each may close a door here, none opens one.

A session that was revoked ends here too; a stolen credential freezes the person; a device that does
not comply is noted as such until somebody has looked. Everything else is acknowledged and left alone.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sekisho.checkpoint.caep import signing
from sekisho.checkpoint.models import SignalSeen
from sekisho.domains.people.models import Account, Person
from sekisho.domains.safeguards.models import Device, Freeze
from sekisho.domains.safeguards.signalling import SignalSource, jwks
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.register import registry

CAEP = "https://schemas.openid.net/secevent/caep/event-type/"
RISC = "https://schemas.openid.net/secevent/risc/event-type/"
EARLY, LATE = timedelta(minutes=5), timedelta(days=7)
REMEMBERED = timedelta(days=30)
End = Callable[[Account], int]


class Refused(ValueError):  # noqa: N818
    """Not taken (RFC 8935 section 2.4): ``code`` as there."""

    def __init__(self, code: str, words: str) -> None:
        self.code = code
        super().__init__(words)


def receive(token: str, act: Act, end_sessions: End) -> list[str]:
    """Act on a signal, once; what was done. Raises Refused."""
    claims, source = _claims(token, act.at)
    jti = claims.get("jti")
    told = claims.get("events")
    if (
        not isinstance(jti, str)
        or not 0 < len(jti) <= 200
        or not isinstance(told, dict)
        or not told
    ):
        raise Refused("invalid_request", "jti and events are needed")
    with transaction.atomic():
        if not SignalSeen.objects.get_or_create(source=source.pk, jti=jti, defaults={"at": act.at})[
            1
        ]:
            return []
        done = []
        for uri, said in told.items():
            if (does := DOES.get(uri)) and isinstance(said, dict):
                about = _subject(claims, said)
                done += does(about, said, source, act, end_sessions)
        return done


def _claims(token: str, at: datetime) -> tuple[dict[str, Any], SignalSource]:
    try:
        issuer = signing.unverified_issuer(token)
        source = SignalSource.objects.present().filter(issuer=issuer, active=True).first()
        if source is None:
            raise Refused("invalid_issuer", "this issuer is not registered")
        claims = signing.verify(token, jwks(source.keys))
    except signing.Unsigned as error:
        raise Refused("authentication_failed", str(error)) from None
    audience = claims.get("aud")
    if source.audience not in (audience if isinstance(audience, list) else [audience]):
        raise Refused("invalid_audience", "this token is meant for somebody else")
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        raise Refused("invalid_request", "iat is needed")
    if not (at - LATE).timestamp() <= issued <= (at + EARLY).timestamp():
        raise Refused("invalid_request", "iat lies too far away")
    return claims, source


def _subject(claims: Mapping[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
    found = claims.get("sub_id") or said.get("subject") or {}
    return found if isinstance(found, dict) else {}


def _person(about: Mapping[str, Any]) -> Person | None:
    """Whom a subject names, by e-mail address or by our number or theirs; None: nobody here."""
    user = about.get("user", about)
    if not isinstance(user, dict):
        return None
    email, sub = user.get("email"), user.get("sub") or user.get("id")
    rows = Person.objects.present()
    if isinstance(email, str) and email:
        return rows.filter(email__iexact=email).first()
    if isinstance(sub, str) and sub:
        return rows.filter(number=sub).first() or rows.filter(employee_number=sub).first()
    return None


def _session(about: Any, said: Any, source: SignalSource, act: Act, end: End) -> list[str]:
    del said, source, act
    person = _person(about)
    accounts = Account.objects.present().filter(person=person) if person else []
    return [f"sessions:{end(account)}" for account in accounts]


def _stolen(about: Any, said: Any, source: SignalSource, act: Act, end: End) -> list[str]:
    """Ends the sessions and freezes the person, unless that is so already; a human lifts it."""
    done = _session(about, said, source, act, end)
    person = _person(about)
    if person is None or Freeze.objects.in_force().filter(person=person).exists():
        return done
    words = _("“%(name)s” reports that a credential was stolen or an account was disabled.")
    freeze = write(
        registry["freezes"], act, {"person": person.pk, "reason": words % {"name": source.name}}
    )
    return [*done, f"freeze:{freeze.number}"]


def _device(about: Any, said: Any, source: SignalSource, act: Act, end: End) -> list[str]:
    del source, end
    named = about.get("device") if isinstance(about.get("device"), dict) else about
    name = named.get("id") or named.get("sub")
    if said.get("current_status") != "not-compliant" or not isinstance(name, str):
        return []  # that it complies again is for us to see
    device = Device.objects.present().filter(tag=name).first()
    if device is None or device.noncompliant_at is not None:
        return []
    write(registry["devices"], act, {"noncompliant_at": act.at}, device)
    return [f"device:{device.number}"]


DOES: dict[str, Callable[..., list[str]]] = {
    CAEP + "session-revoked": _session,
    CAEP + "device-compliance-change": _device,
    RISC + "sessions-revoked": _session,
    RISC + "account-disabled": _stolen,
    RISC + "credential-compromise": _stolen,
}


def tidy(at: datetime) -> None:
    """Forget what was heard so long ago that its token would not be taken any more."""
    SignalSeen.objects.filter(at__lt=at - REMEMBERED).delete()
