"""Webhooks: signed deliveries, and how a receiver checks them.

Each delivery is a POST of JSON with

    Sekisho-Id: 0198…                     the same on every attempt: ignore what you have had
    Sekisho-Signature: t=1775012400,v1=5257a8…

``v1`` is HMAC-SHA256 in hex, under the endpoint's secret, of the id, the time and the body joined by
dots: ``0198….1775012400.{"…"}``. A receiver needs nothing but its standard library::

    def verify(secret, id, signature, body, now):        # body: the bytes as received
        parts = dict(p.split("=", 1) for p in signature.split(","))
        signed = f"{id}.{parts['t']}.".encode() + body
        good = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(good, parts["v1"]) and abs(now - int(parts["t"])) <= 300

Answer 2xx within ten seconds. 408, 425, 429 and 5xx are tried again (``Retry-After`` is kept to);
any other answer, a redirect too, ends the delivery.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sekisho.connectors import net
from sekisho.connectors.addresses import Resolver, resolve

TOLERANCE = 300  # seconds that two clocks may differ, and a delivery may be on its way
AGAIN = frozenset({408, 425, 429})
LONGEST_WAIT = 86400


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a delivery went. ``again``: worth another attempt, not before ``wait`` seconds."""

    ok: bool
    again: bool = False
    wait: int = 0
    error: str = ""


def sign(secret: str, id_: str, body: bytes, at: datetime) -> str:
    """The value of ``Sekisho-Signature``."""
    stamp = int(at.timestamp())
    return f"t={stamp},v1={_mac(secret, id_, stamp, body)}"


def verify(
    secret: str, id_: str, signature: str, body: bytes, at: datetime, tolerance: int = TOLERANCE
) -> bool:
    """Whether ``signature`` is ours for this id and body, and fresh at ``at``. Constant time."""
    parts = dict(part.partition("=")[::2] for part in signature.split(","))
    stamp = parts.get("t", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    wanted, given = _mac(secret, id_, int(stamp), body), parts.get("v1", "")
    good = hmac.compare_digest(wanted.encode(), given.encode())
    return good and abs(at.timestamp() - int(stamp)) <= tolerance


def deliver(
    url: str, secret: str, id_: str, body: bytes, at: datetime, resolver: Resolver = resolve
) -> Outcome:
    """Send one delivery. Never raises for what the network or the receiver does."""
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Sekisho-Id": id_,
        "Sekisho-Signature": sign(secret, id_, body, at),
    }
    try:
        reply = net.fetch("POST", url, body=body, headers=headers, resolver=resolver)
    except net.Blocked as error:
        return Outcome(ok=False, error=str(error))
    except net.Unreachable as error:
        return Outcome(ok=False, again=True, error=str(error))
    return judge(reply.status, reply.headers)


def judge(status: int, headers: Mapping[str, str]) -> Outcome:
    """What an answer means for the delivery."""
    if 200 <= status < 300:
        return Outcome(ok=True)
    after = headers.get("retry-after", "")
    wait = min(int(after), LONGEST_WAIT) if after.isascii() and after.isdigit() else 0
    words = _("The receiver answered %(status)d.") % {"status": status}
    return Outcome(ok=False, again=status in AGAIN or status >= 500, wait=wait, error=words)


def _mac(secret: str, id_: str, stamp: int, body: bytes) -> str:
    signed = f"{id_}.{stamp}.".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
