"""Keeping an index up to date, and knowing how far behind it may be.

Before a decision the ledger is asked what is new, at most every ``EVERY`` seconds; so a freeze or a
revocation holds in every process as soon as it is committed. While the ledger cannot be read, the
age of what is known grows, and decisions stop where the conditions of a class say so.

On PostgreSQL acts get their position a moment after they are committed, and not in the order of
their ids. So the newest ids are looked at as well, whichever comes first.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings as django
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from sekisho.checkpoint.index import debts
from sekisho.checkpoint.index import snapshot as snapshots
from sekisho.checkpoint.index.index import Index
from sekisho.checkpoint.index.loading import READERS
from sekisho.registers import settings

EVERY = 0.2
BEHIND = 512
"""Ids looked at again on PostgreSQL: acts under way at the same time."""
MANY = 500
"""Changed records of a kind above which reading all of them is quicker."""
MOST = 20_000  # entries of one look, as in the query
FAR = 50_000
"""Entries behind which reading everything is quicker than following from a snapshot."""
MUCH = 200  # acts after which a snapshot is written anew
log = logging.getLogger(__name__)

_PLACED = """SELECT e.id, s.pos, e.kind, e.rec FROM ledger_seq s JOIN ledger_entry e ON e.id = s.entry_id
 WHERE s.pos >= %s ORDER BY s.pos LIMIT 20000"""
_NEW = "SELECT e.id, -1, e.kind, e.rec FROM ledger_entry e WHERE e.id > %s"


class Follower:
    """One index of this process."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, snapshot: Path | None = None
    ) -> None:
        self.clock, self.snapshot = clock, snapshot
        self.index = Index()
        self.pos = self.saved = 0
        self.on: date | None = None
        self.asked = self.known = float("-inf")
        self.freezes: set[UUID] = set()  # applied, and not yet told to those who watch
        self.newest = 0
        self._seen: set[int] = set()
        self._turn = threading.Lock()

    def age(self) -> float:
        """Seconds since the index was last known to be complete."""
        return self.clock() - self.known

    def refresh(self, at: datetime | None = None) -> Index:
        """The index, brought up to date if it was last looked at ``EVERY`` seconds ago."""
        if self.clock() - self.asked >= EVERY or self.on is None:
            with self._turn:
                if self.clock() - self.asked >= EVERY or self.on is None:
                    self._look(at or timezone.now())
        return self.index

    def forget(self) -> None:
        """Begin anew at the next question; for tests, and after a restore."""
        with self._turn:
            self.on = None
            self.known = float("-inf")

    def _look(self, at: datetime) -> None:
        started = self.clock()
        try:
            renew_connection()
            on = at.astimezone(ZoneInfo(django.TIME_ZONE)).date()
            if on != self.on and not (self.on is None and self._load(on)):
                self._build(on)
            else:
                self._apply(on)
            self.known = started
        except DatabaseError:
            log.exception("the checkpoint cannot read the registers")
        self.asked = self.clock()

    def _build(self, on: date) -> None:
        """Everything anew: at the start, and at the beginning of each day."""
        pos, newest = _end()
        fresh = Index()
        for reader in READERS.values():
            reader(fresh, None)
        fresh.reorder()
        debts.read(fresh, on)
        debts.excused(fresh, on)
        debts.suppliers(fresh, on)
        self.index, self.on = fresh, on
        self.freezes |= fresh.freezes.keys()
        self.pos, self.newest, self._seen = pos, newest, set()

    def _load(self, on: date) -> bool:
        """Begin with the snapshot, if there is a usable one not too far behind."""
        found = snapshots.load(self.snapshot) if self.snapshot else None
        if found is None or _end()[0] - found.pos > FAR:
            return False
        READERS["access_policies"](found.facts, None)  # they are code, which no file may bring
        if found.on != on:  # what is owed turns with the day
            debts.read(found.facts, on)
            debts.excused(found.facts, on)
            debts.suppliers(found.facts, on)
        self.index, self.on = found.facts, on
        self.freezes |= found.facts.freezes.keys()
        self.pos, self.newest, self._seen = found.pos, found.newest, set()
        self.saved = found.pos
        return True

    def _apply(self, on: date) -> None:
        while self._step(on) >= MOST:
            pass

    def _step(self, on: date) -> int:
        placed = _query(_PLACED, self.pos)
        rows = list(placed)
        if connection.vendor == "postgresql":
            rows += [row for row in _query(_NEW, self.newest - BEHIND) if row[0] not in self._seen]
        if not rows:
            return 0
        changed: dict[str, set[UUID]] = {}
        for _id, _pos, kind, rec in rows:
            changed.setdefault(kind, set()).add(rec if isinstance(rec, UUID) else UUID(rec))
        apply(self.index, changed, on)  # may fail; then the same is read again
        self.freezes |= changed.get("freezes", set())
        self.pos = max([self.pos, *(row[1] + 1 for row in rows)])
        self.newest = max([self.newest, *(row[0] for row in rows)])
        seen = self._seen | {row[0] for row in rows}
        self._seen = {one for one in seen if one > self.newest - 4 * BEHIND}
        return len(placed)


def renew_connection() -> None:
    """Outside Django's requests nobody else looks whether the connection still is good."""
    if not connection.in_atomic_block:
        close_old_connections()


def apply(index: Index, changed: dict[str, set[UUID]], on: date) -> None:
    """Bring ``index`` up to date with what has ``changed``: register → records."""
    if "settings" in changed:
        settings.forget()
        changed = {**changed, "classes": set(), "people": set(index.people)}
    if "entitlements" in changed:
        index.unpack_all()
        changed = {**changed, "access_rights": set(index.rights)}
    for kind, reader in READERS.items():
        if kind in changed:
            recs: Iterable[UUID] | None = changed[kind]
            reader(index, recs if len(changed[kind]) <= MANY else None)
    if changed.keys() & {"people", "assets"}:
        index.reorder()
    kinds = set(changed)
    debts.read(index, on, debts.touched(kinds))
    if "exceptions" in kinds:
        debts.excused(index, on)
    if kinds & debts.SUPPLIERS:
        debts.suppliers(index, on)


def _end() -> tuple[int, int]:
    """Where the ledger ends now; read before the facts, so that nothing falls between."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(pos) + 1, 0) FROM ledger_seq")
        pos = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_entry")
        return pos, cursor.fetchone()[0]


def _query(sql: str, value: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        return list(cursor.fetchall())


def keep_snapshot(path: Path, at: datetime, much: int = MUCH) -> int:
    """Bring the snapshot up to date if ``much`` has happened since; how many bytes were written.

    With an index of its own: a process that decides never waits while hundreds of megabytes are
    written out.
    """
    follower = Follower(snapshot=path)
    follower.refresh(at)
    if follower.on is None or follower.pos - follower.saved < max(1, much):
        return 0
    return snapshots.keep(path, follower.index, follower.pos, follower.newest, follower.on)
