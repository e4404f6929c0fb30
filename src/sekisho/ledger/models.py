"""The tables of the ledger. Rows are only ever added; triggers refuse anything else.

They are written with plain SQL (``entries``, ``sequence``, ``erase``): an act must not wait for an ORM.
No foreign keys between them: ``verify`` proves more than a constraint could promise.
"""

# ruff: noqa: DJ008 (no person ever sees a row of these tables by itself)
from typing import Any

from django.db import models


class Whole(models.BigIntegerField):
    """A 64-bit integer that is SQLite's own row id when it is the primary key."""

    def db_type(self, connection: Any) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Entry(models.Model):
    """One act on one record: its canonical bytes, their leaf hash, and columns to find it by."""

    id = models.BigAutoField(primary_key=True)
    core = models.BinaryField()
    leaf = models.BinaryField()
    kind = models.TextField()
    rec = models.UUIDField()
    ver = models.IntegerField()
    at = models.DateTimeField()
    grp = models.UUIDField()

    class Meta:
        db_table = "ledger_entry"
        constraints = [
            models.UniqueConstraint(fields=["kind", "rec", "ver"], name="ledger_entry_once")
        ]
        indexes = [models.Index(fields=["grp"], name="ledger_entry_grp")]


class Payload(models.Model):
    """What the entry commits to: the salt and the words. Deleted by an erasure alone.

    ``section`` is ``""`` for the whole payload. ``key_id`` names the key ``body`` is encrypted
    with; ``""`` while it is stored as it is.
    """

    pk = models.CompositePrimaryKey("entry_id", "section")
    entry_id = models.BigIntegerField()
    section = models.TextField(default="")
    salt = models.BinaryField()
    body = models.BinaryField()
    key_id = models.TextField(default="")

    class Meta:
        db_table = "ledger_payload"


class Erased(models.Model):
    """Entries whose payload an erasure took away; the trigger on ``ledger_payload`` asks it."""

    entry_id = Whole(primary_key=True)
    by_id = models.BigIntegerField()

    class Meta:
        db_table = "ledger_erased"


class Seq(models.Model):
    """The place of an entry in the order of all acts: 0, 1, 2 … without gaps."""

    pos = Whole(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)

    class Meta:
        db_table = "ledger_seq"


class Node(models.Model):
    """Roots of full tiles: ``level`` 1 is the root of 256 leaves, 2 of 65,536, and so on."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "ledger_node"


class Checkpoint(models.Model):
    """A signed note (C2SP tlog-checkpoint) about the first ``size`` entries."""

    size = Whole(primary_key=True)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_checkpoint"


class Blob(models.Model):
    """A file in the evidence store, named by the SHA-256 of its bytes."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField()
    checked_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "ledger_blob"


class Cursor(models.Model):
    """How far a consumer of the tail has come: the next position it will read."""

    consumer = models.TextField(primary_key=True)
    pos = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_cursor"


class Floor(models.Model):
    """What the sequencer on PostgreSQL need not look at again (ledger row ids).

    Every entry up to ``floor`` has its position. ``mark`` becomes the floor once every
    transaction older than ``horizon`` (a PostgreSQL transaction id) is over.
    """

    id = models.SmallIntegerField(primary_key=True)
    floor = models.BigIntegerField()
    mark = models.BigIntegerField()
    horizon = models.BigIntegerField()

    class Meta:
        db_table = "ledger_floor"
