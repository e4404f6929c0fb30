"""How often something may be done: a token bucket in the database, the same for every process.

The bucket is kept as the moment at which it is full again (GCRA, ITU-T I.371), so one statement
both asks and takes. Call it outside the act's transaction: an act rolled back gives its take back.
"""

import hashlib
from datetime import datetime

from django.db import connection, models

from sekisho.registers.errors import Refused

TAKE = """
INSERT INTO bucket (name, full_at) VALUES (%(name)s, %(now)s + %(step)s)
ON CONFLICT (name) DO UPDATE
SET full_at = CASE WHEN bucket.full_at > %(now)s THEN bucket.full_at ELSE %(now)s END + %(step)s
WHERE bucket.full_at <= %(latest)s
"""


class Bucket(models.Model):
    """``name`` is a hash, for what is limited may be an address of a person."""

    name = models.CharField(max_length=64, primary_key=True)
    full_at = models.FloatField(db_index=True)

    class Meta:
        db_table = "bucket"

    def __str__(self) -> str:
        return self.name


class TooMany(Refused):
    """Too often in too short a time. ``seconds``: after which the next attempt is let through."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


def take(key: str, limit: int, per_seconds: float, at: datetime) -> bool:
    """Take one of ``limit`` per ``per_seconds`` for ``key``; False when none is left at ``at``.

    All of them may be taken at once; they come back evenly, one every ``per_seconds / limit``.
    """
    now, step = at.timestamp(), per_seconds / limit
    values: dict[str, str | float] = {
        "name": hashlib.sha256(key.encode()).hexdigest(),
        "now": now,
        "step": step,
        "latest": now + per_seconds - step * 0.999,  # room for the rounding of doubles
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        return bool(cursor.rowcount == 1)


def demand(key: str, limit: int, per_seconds: float, at: datetime) -> None:
    """Return if ``take`` does; raise TooMany otherwise."""
    if not take(key, limit, per_seconds, at):
        raise TooMany(max(1, round(per_seconds / limit)))


def tidy(at: datetime) -> int:
    """Delete the buckets that are full again; how many."""
    return Bucket.objects.filter(full_at__lt=at.timestamp()).delete()[0]
