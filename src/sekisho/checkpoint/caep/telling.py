"""Telling: a consumer of the ledger's tail that queues signals for every stream.

What is pushed goes through the outbox, with its guard, waits and attempts; what is fetched waits in
``SignalToFetch`` until the receiver acknowledges it. Both are committed with the position.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from sekisho.checkpoint.caep import events
from sekisho.checkpoint.caep.events import Signal
from sekisho.checkpoint.caep.signing import sign
from sekisho.checkpoint.models import DeviceTold, SignalToFetch
from sekisho.connectors import outbox
from sekisho.connectors.outbox import Channel
from sekisho.domains.safeguards.signalling import Delivery, SignalEvent, SignalStream
from sekisho.ledger import tail
from sekisho.registers.actor import Act

CONSUMER = "signals"
FORGOTTEN = timedelta(days=7)
"""A signal nobody fetches is let go after so long; the receiver has to ask for the whole anew."""


def follow(act: Act, limit: int = 500) -> int:
    """Queue what follows from new entries of the ledger; how many were read."""
    with tail.batch(CONSUMER, limit) as items:
        streams = _streams()
        if items and streams:
            since = min(stream.created_at for stream in streams)
            changed = {(i.kind, i.rec) for i in items if i.kind in events.WATCHED and i.at >= since}
            found = [s for kind, rec in sorted(changed) for s in events.of(kind, rec, act.on)]
            queue(found, streams, act.at)
        return len(items)


@transaction.atomic
def lapse(act: Act) -> int:
    """Queue what follows from the new day; how many signals."""
    streams = _streams()
    found = list(events.lapsed(act.on)) if streams else []
    queue(found, streams, act.at)
    return len(found)


def _streams() -> list[SignalStream]:
    return list(SignalStream.objects.present().filter(active=True))


def queue(found: Iterable[Signal], streams: Iterable[SignalStream], at: datetime) -> None:
    """Queue each signal once for each stream that wants it."""
    told = [one for one in events.once(found) if _is_news(one)]
    for stream in streams:
        wanted = [one for one in told if not stream.events or one.kind in stream.events]
        signed = [(str(uuid5(stream.pk, one.about)), one) for one in wanted]
        tokens = [
            (jti, sign(events.claims_of(one, jti, stream.audience, at))) for jti, one in signed
        ]
        if stream.delivery == Delivery.PUSH:
            outbox.queue_many([_draft(stream, jti, token) for jti, token in tokens], at)
        else:
            SignalToFetch.objects.bulk_create(
                [SignalToFetch(jti=jti, stream=stream.pk, token=t, at=at) for jti, t in tokens],
                ignore_conflicts=True,
            )


def _draft(stream: SignalStream, jti: str, token: str) -> outbox.Draft:
    return outbox.Draft(channel=Channel.SIGNAL, to=str(stream.pk), subject="signal", text=token,
                        dedupe=f"signal:{stream.pk}:{jti}", kind=CONSUMER, rec=stream.pk)  # fmt: skip


def _is_news(one: Signal) -> bool:
    """Whether a device stands otherwise than was last told; everything else always is."""
    if one.kind != SignalEvent.DEVICE:
        return True
    name, status = one.subject["device"]["id"], one.said["current_status"]
    held = DeviceTold.objects.filter(tag=name).first()
    before = held.status if held else "compliant"
    DeviceTold.objects.update_or_create(tag=name, defaults={"status": status})
    return bool(before != status)


def fetched(stream: UUID, acknowledged: Iterable[str], most: int) -> tuple[dict[str, str], bool]:
    """What waits for ``stream`` (jti → token) once ``acknowledged`` is let go, and whether more does."""
    rows = SignalToFetch.objects.filter(stream=stream)
    if known := list(acknowledged):
        rows.filter(jti__in=known[:1000]).delete()
    found: list[Any] = list(rows.order_by("at", "jti")[: most + 1])
    return {str(one.jti): one.token for one in found[:most]}, len(found) > most


def tidy(at: datetime) -> None:
    SignalToFetch.objects.filter(at__lt=at - FORGOTTEN).delete()
