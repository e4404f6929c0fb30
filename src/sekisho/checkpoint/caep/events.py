"""Which signals follow from what changed: about whom, and what about them.

A signal says what stands now and nothing of why: reasons are personal data, and stay here.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings

from sekisho.checkpoint.rules.information import LIVE
from sekisho.domains.access.models import AccessRight
from sekisho.domains.people.account import ACCESS_ENDS
from sekisho.domains.people.models import Account, Person
from sekisho.domains.safeguards.device import POSTURE
from sekisho.domains.safeguards.models import Device, Freeze
from sekisho.domains.safeguards.signalling import SignalEvent

URI = "https://schemas.openid.net/secevent/caep/event-type/"
MOST = 500  # people of one freeze of a unit told one by one
WATCHED = ("freezes", "accounts", "people", "access_rights", "devices")


class Signal(NamedTuple):
    """``about``: what it may be told once about."""

    kind: str
    subject: dict[str, Any]
    said: dict[str, Any]
    about: str


def of(kind: str, rec: UUID, on: date) -> Iterator[Signal]:
    """The signals that follow from a change of the record ``rec`` of the register ``kind``."""
    yield from READERS[kind](rec, on)


def lapsed(on: date) -> Iterator[Signal]:
    """Those that follow from the day alone: employment and rights whose last day was the day before."""
    gone = Person.objects.present().exclude(
        pk__in=Person.objects.admitted(on, ACCESS_ENDS()).values("pk")
    )
    eve = on - timedelta(days=1)
    ended = gone.filter(pk__in=Person.objects.admitted(eve, ACCESS_ENDS()).values("pk"))
    for person in ended.iterator(500):
        yield _revoked(person, f"left:{person.pk}:{on}")
    rights = AccessRight.objects.present().filter(ends_on=eve, state__in=LIVE)
    yield from _claims(rights, f"ended:{on}")


def _people(rec: UUID, on: date) -> Iterator[Signal]:
    person = Person.objects.filter(pk=rec).first()
    if person and not Person.objects.admitted(on, ACCESS_ENDS()).filter(pk=rec).exists():
        yield _revoked(person, f"left:{rec}:{on}")


def _accounts(rec: UUID, on: date) -> Iterator[Signal]:
    account = Account.objects.filter(pk=rec).select_related("person").first()
    if account and account.person and not Account.objects.open(on).filter(pk=rec).exists():
        yield _revoked(account.person, f"closed:{rec}")


def _freezes(rec: UUID, on: date) -> Iterator[Signal]:
    del on
    freeze = Freeze.objects.filter(pk=rec).select_related("person", "unit").first()
    if freeze is None:
        return
    shut = freeze.state == "frozen"
    if shut and freeze.person:
        yield _revoked(freeze.person, f"frozen:{rec}:{freeze.person.pk}")
    if shut and freeze.unit:
        inside = Person.objects.present().filter(unit__path__startswith=freeze.unit.path)
        for person in inside.order_by("pk")[:MOST]:
            yield _revoked(person, f"frozen:{rec}:{person.pk}")
    if freeze.asset_id or freeze.right_id:
        rights = AccessRight.objects.present().filter(state__in=LIVE)
        mine = (
            rights.filter(pk=freeze.right_id)
            if freeze.right_id
            else rights.filter(asset=freeze.asset_id)
        )
        yield from _claims(mine, f"freeze:{rec}:{freeze.ver}", shut=shut)


def _rights(rec: UUID, on: date) -> Iterator[Signal]:
    del on
    rights = AccessRight.objects.filter(pk=rec)
    ver = rights.values_list("ver", flat=True).first()
    yield from _claims(rights, f"right:{rec}:{ver}")


def _claims(rights: Any, about: str, *, shut: bool | None = None) -> Iterator[Signal]:
    rows = rights.select_related("person", "asset", "entitlement")
    for right in rows.order_by("pk")[:MOST]:
        if right.asset is None and right.entitlement is None:
            continue
        live = right.state in LIVE and right.withdrawn_at is None and not about.startswith("ended:")
        live = live and not shut
        name = right.asset.number if right.asset else str(right.entitlement)
        claims = {"access": {name: sorted(right.actions) if live else []}}
        yield Signal(
            SignalEvent.CLAIMS, subject(right.person), {"claims": claims}, f"{about}:{right.pk}"
        )


def _devices(rec: UUID, on: date) -> Iterator[Signal]:
    device = Device.objects.filter(pk=rec).select_related("holder").first()
    if device is None:
        return
    sound = compliant(device, on)
    words = {True: "compliant", False: "not-compliant"}
    said = {"previous_status": words[not sound], "current_status": words[sound]}
    who = subject(device.holder) if device.holder else None
    told: dict[str, Any] = {"format": "complex", "device": {"format": "opaque", "id": device.tag}}
    if who:
        told["user"] = who
    yield Signal(SignalEvent.DEVICE, told, said, f"device:{rec}:{sound}")


def compliant(device: Device, on: date) -> bool:
    """Whether nothing is known against it; what nobody has looked at is not known to be sound."""
    used = device.withdrawn_at is None and (device.ends_on is None or device.ends_on >= on)
    looked = all(getattr(device, name) is True for name in POSTURE)
    return used and looked and device.lost_on is None and device.noncompliant_at is None


def _revoked(person: Person, about: str) -> Signal:
    return Signal(
        SignalEvent.SESSION_REVOKED, subject(person), {"initiating_entity": "policy"}, about
    )


def subject(person: Person) -> dict[str, Any]:
    """How a person is called outside: by e-mail address, else by our number."""
    if person.email:
        return {"format": "email", "email": person.email}
    return {"format": "iss_sub", "iss": settings.BASE_URL, "sub": person.number}


def claims_of(signal: Signal, jti: str, audience: str, at: datetime) -> dict[str, Any]:
    """A signal as the claims of a security event token."""
    moment = int(at.timestamp())
    event = {"event_timestamp": moment, **signal.said}
    return {"iss": settings.BASE_URL, "aud": audience, "jti": jti, "iat": moment,
            "sub_id": signal.subject, "events": {URI + str(signal.kind): event}}  # fmt: skip


READERS: dict[str, Any] = {
    "freezes": _freezes,
    "accounts": _accounts,
    "people": _people,
    "access_rights": _rights,
    "devices": _devices,
}


def once(found: Iterable[Signal]) -> list[Signal]:
    """Each but once, by what it is about."""
    return list({one.about: one for one in found}.values())
