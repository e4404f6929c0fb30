"""The pulse of a process that decides: it follows the ledger unasked, and says how far it has come.

So a freeze is acknowledged by every process within a second, asked or not, and a process that falls
behind or falls silent is seen. What it says is for people to read: a decision never waits for it.
"""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import Error, connection, transaction
from django.utils import timezone

from sekisho.checkpoint import live
from sekisho.checkpoint.index.following import Follower
from sekisho.checkpoint.models import DecisionProcess, Heard
from sekisho.domains.safeguards.models import Freeze

EVERY = 0.25  # seconds between looks at the ledger
FRESH = 1.0  # seconds since the records were read, within which it knows where it stands
SAYS = timedelta(seconds=5)
"""How often a process says that it lives while there is nothing new."""
SILENT = timedelta(seconds=20)
"""A process not heard of for so long is no longer counted: it is gone, or it is in trouble."""
FORGOTTEN = timedelta(days=1)
log = logging.getLogger(__name__)


class Pulse:
    """Of one process and its follower."""

    def __init__(
        self, follower: Follower, kind: str, now: Callable[[], datetime] = timezone.now
    ) -> None:
        self.follower, self.kind, self.now = follower, kind, now
        self.id = uuid.uuid4()
        self.started = now()
        self.name = f"{socket.gethostname()}:{os.getpid()}"[:200]
        self.said: datetime | None = None

    def beat(self) -> None:
        """Follow the ledger, then say what is new: which freezes are applied, and how far it is."""
        at = self.now()
        self.follower.refresh(at)
        if self.follower.age() > FRESH:
            return  # it does not know where it stands
        freezes = self.follower.freezes
        if freezes or self.said is None or at - self.said >= SAYS:
            self._say(at, set(freezes))

    def _say(self, at: datetime, freezes: set[uuid.UUID]) -> None:
        with transaction.atomic():
            told = {"name": self.name, "kind": self.kind, "started_at": self.started,
                    "seen_at": at, "pos": self.follower.pos}  # fmt: skip
            DecisionProcess.objects.update_or_create(id=self.id, defaults=told)
            vers = Freeze.objects.filter(pk__in=freezes).values_list("pk", "ver")
            Heard.objects.bulk_create(
                [Heard(process_id=self.id, freeze=pk, ver=ver, at=self.now()) for pk, ver in vers],
                ignore_conflicts=True,
            )
        self.said = at
        self.follower.freezes -= freezes


def alive(at: datetime) -> "list[DecisionProcess]":
    """The processes that count at ``at``."""
    return list(DecisionProcess.objects.filter(seen_at__gte=at - SILENT))


def tidy(at: datetime) -> None:
    """Forget processes that ended; what they had heard goes with them."""
    DecisionProcess.objects.filter(seen_at__lt=at - FORGOTTEN).delete()


def start(kind: str, *, now: bool = False) -> None:
    """Beat in a thread of this process: at once, or from its first decision on."""
    threading.Thread(
        target=_beat, args=(kind,), kwargs={"now": now}, daemon=True, name="pulse"
    ).start()


def _beat(kind: str, *, now: bool) -> None:
    pause = threading.Event()
    while not (now or live.made()):
        pause.wait(EVERY)
    pulse = Pulse(live.here().follower, kind)
    while True:
        try:
            pulse.beat()
        except Error:
            log.warning("this process could not say how far it has followed", exc_info=True)
            connection.close()
        pause.wait(EVERY)
