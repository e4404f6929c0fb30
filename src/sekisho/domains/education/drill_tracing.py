"""Noting what happens to a mail, and telling machines from people.

A link is fetched by mail scanners before anybody reads it. A fetch alone therefore never counts as a
click: somebody must have touched the page. What speaks for a machine is a rule whose numbers are settings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from sekisho.connectors.outbox import Message
from sekisho.domains.education.drill_trace import DrillEvent, DrillTarget
from sekisho.domains.education.drill_words import (
    BURST_PEOPLE,
    BURST_SECONDS,
    SCANNER_SECONDS,
    Seen,
    State,
    Surety,
)
from sekisho.registers.secrets import digest

TOKEN = 43
"""Characters of a token (``registers.secrets``)."""
FIRST = {
    Seen.OPENED: "opened_at", Seen.CLICKED: "clicked_at", Seen.SUBMITTED: "submitted_at",
    Seen.REPORTED: "reported_at", Seen.REPLIED: "replied_at",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fetch:
    """A request for the page behind a link: when, from where, how."""

    at: datetime
    address: str = ""
    head: bool = False
    tampered: bool = False

    @property
    def caller(self) -> str:
        if not self.address:
            return ""
        return salted_hmac("drill-caller", self.address, algorithm="sha256").hexdigest()[:24]


def found(token: str) -> tuple[DrillTarget | None, bool]:
    """The mail of this token, and whether something was hung on to it (scanners do: ``…%27``)."""
    rows = DrillTarget.objects.select_related("drill")
    whole = rows.filter(hash=digest(token)).first()
    if whole is not None or len(token) <= TOKEN:
        return whole, False
    return rows.filter(hash=digest(token[:TOKEN])).first(), True


def message_key(target: DrillTarget) -> str:
    return f"drill:{target.pk}"


def delivered(target: DrillTarget) -> datetime | None:
    """When our mail server took the mail."""
    if target.delivered_at:
        return target.delivered_at
    sent = Message.objects.filter(dedupe=message_key(target)).values_list("sent_at", flat=True)
    return sent.first()


def machine(target: DrillTarget, fetch: Fetch, *, touched: bool = False) -> str:
    """What speaks for a machine, in words of the table; "" for nothing. ``touched``: a script saw a
    pointer or a key, which speaks against a burst behind one address."""
    reasons = list(_reasons(target, fetch))
    return ",".join(why for why in reasons if not (touched and why == "burst"))


def _reasons(target: DrillTarget, fetch: Fetch) -> Iterator[str]:
    if fetch.head:
        yield "head"
    if fetch.tampered:
        yield "tampered"
    came = delivered(target)
    if came is None or fetch.at < came + timedelta(seconds=SCANNER_SECONDS()):
        yield "early"
    since = fetch.at - timedelta(seconds=BURST_SECONDS())
    if fetch.caller:
        near = DrillEvent.objects.filter(caller=fetch.caller, at__gte=since, at__lte=fetch.at)
        others = near.exclude(target=target).values("target").distinct().count()
        if others + 1 >= BURST_PEOPLE():
            yield "burst"


def fetched(target: DrillTarget, fetch: Fetch) -> None:
    """The page was fetched: by a scanner, or by nobody knows whom."""
    why = machine(target, fetch)
    if why:
        note(target, Seen.SCANNED, fetch, Surety.MACHINE, why)
    else:
        note(target, Seen.OPENED, fetch, Surety.UNSURE)


def touched(target: DrillTarget, fetch: Fetch) -> None:
    """The page's script saw somebody move, type or touch."""
    why = machine(target, fetch, touched=True)
    if why:
        note(target, Seen.SCANNED, fetch, Surety.MACHINE, why)
    else:
        note(target, Seen.CLICKED, fetch, Surety.LIKELY)


def pressed(target: DrillTarget, fetch: Fetch, *, entered: bool = False) -> None:
    """A button was pressed, which scanners do not do. ``entered``: that of the form for a secret."""
    note(target, Seen.CLICKED, fetch, Surety.CONFIRMED)
    if entered:
        note(target, Seen.SUBMITTED, fetch, Surety.CONFIRMED)


@transaction.atomic
def note(target: DrillTarget, kind: Seen, fetch: Fetch, surety: Surety, why: str = "") -> bool:
    """Note it while the drill runs; False when it is over and nothing counts any more."""
    if target.drill.state != State.RUNNING:
        return False
    DrillEvent.objects.create(
        target=target, kind=kind, at=fetch.at, surety=surety, caller=fetch.caller, why=why
    )
    rows = DrillTarget.objects.filter(pk=target.pk)
    if kind == Seen.SCANNED:
        rows.update(scanned=F("scanned") + 1)
    elif column := FIRST.get(kind):
        rows.filter(**{column: None}).update(**{column: fetch.at})
    return True


def note_deliveries(drill_id: UUID) -> int:
    """Copy from the outbox when each mail was taken by the mail server; how many are new."""
    waiting = DrillTarget.objects.filter(drill=drill_id, delivered_at=None).exclude(queued_at=None)
    keys = {message_key(target): target for target in waiting}
    if not keys:
        return 0
    sent = Message.objects.filter(kind="drills", rec=drill_id, state="sent", sent_at__isnull=False)
    fresh = []
    for key, at in sent.values_list("dedupe", "sent_at"):
        if target := keys.get(key):
            target.delivered_at = at
            fresh.append(target)
    DrillTarget.objects.bulk_update(fresh, ["delivered_at"], batch_size=500)
    return len(fresh)
