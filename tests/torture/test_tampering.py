"""Rows, evidence and exports changed behind the ledger's back: all of it is found, and named.

What is done to the ledger's own tables is tried column by column in tests/ledger/test_verify.py.
"""

import io
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from sekisho.checkpoint.guard import Checkpoint
from sekisho.ledger import evidence, seals
from sekisho.ledger.backup import _database, backup, restore
from sekisho.ledger.erase import erase
from sekisho.ledger.export import export
from sekisho.ledger.history import history
from sekisho.ledger.models import Entry
from sekisho.ledger.sequence import newest, seal
from sekisho.ledger.tree import leaf_hash
from sekisho.ledger.verify import verify
from sekisho.registers import guard
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write, write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.registers.store import origin
from sekisho.registers.verifying import everything

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
WRITTEN = {"name": "書き換え", "location": "外", "note": "改", "purposes": ("別の目的",), "vital": True,
           "media": ("paper",), "category": "別", "keep_until": AT.date(), "ver": 9,
           "created_at": AT - timedelta(days=900), "withdrawn_at": AT, "extra": {"x": 1}}  # fmt: skip


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    before = guard.guard()
    guard.install(Checkpoint())
    yield settings.DATA
    guard.install(before)


def act() -> Act:
    return Act(service("operator"), AT, "test", AT.date())


@pytest.fixture
def assets() -> list[Any]:
    """Thirty assets, each written and changed by acts, and everything sealed."""
    unit = write(
        registry["units"], act(), {"name": "営業部", "code": "S1", "starts_on": "2020-04-01"}
    )
    values = {"unit": unit, "media": "file", "location": "本社", "purposes": "見積"}
    lines = [Line(values | {"name": f"台帳{n}"}) for n in range(30)]
    made = [one.record for one in write_many(registry["assets"], act(), lines)]
    write_many(
        registry["assets"], act(), [Line({"note": f"見直し{n}"}, one) for n, one in enumerate(made)]
    )
    seal(AT)
    return made


def test_a_record_changed_behind_the_door_is_found_and_named(
    assets: list[Any], rounds: Any, figure: Any
) -> None:
    rows, choice = registry["assets"].model.objects, random.Random(5)
    assert verify(records=everything()).ok
    for _ in range(n := rounds(len(WRITTEN), 300)):
        one, (column, value) = choice.choice(assets), choice.choice(list(WRITTEN.items()))
        before = rows.filter(pk=one.pk).values_list(column, flat=True)[0]
        rows.filter(pk=one.pk).update(**{column: value})
        report = verify(records=everything())
        assert report.first_bad, column
        assert (report.first_bad["kind"], report.first_bad["rec"]) == ("assets", str(one.pk))
        rows.filter(pk=one.pk).update(**{column: before})
    assert verify(records=everything()).ok
    figure("records changed behind the door, all found", n)


def test_a_record_removed_or_slipped_in_is_found_and_named(assets: list[Any]) -> None:
    rows = registry["assets"].model.objects
    one = rows.get(pk=assets[3].pk)
    rows.filter(pk=one.pk).delete()
    report = verify(records=everything())
    assert report.first_bad
    assert report.first_bad["rec"] == str(one.pk)
    rows.bulk_create([one])
    assert verify(records=everything()).ok
    one.pk, one.number = act().actor.id, "IA-9999"
    rows.bulk_create([one])
    report = verify(records=everything())
    assert report.first_bad
    assert report.first_bad["rec"] == str(one.pk)


def test_a_flipped_bit_of_any_evidence_file_is_found_and_named(
    data: Path, rounds: Any, figure: Any
) -> None:
    choice = random.Random(7)
    for n in range(20):
        evidence.put(io.BytesIO(choice.randbytes(200 + n)), 1000, AT)
    store = sorted(path for path in (data / "evidence").rglob("*") if path.is_file())
    assert evidence.recheck(100, AT) == []
    for _ in range(n := rounds(20, 500)):
        path = choice.choice(store)
        before = path.read_bytes()
        path.write_bytes(flipped(before, choice))
        assert evidence.recheck(100, AT) == [path.name]
        path.write_bytes(before)
    assert evidence.recheck(100, AT) == []
    figure("bits flipped in evidence, all found", n)


def flipped(raw: bytes, choice: random.Random) -> bytes:
    changed = bytearray(raw)
    changed[choice.randrange(len(changed))] ^= 1 << choice.randrange(8)
    return bytes(changed)


def test_a_flipped_bit_of_an_export_is_found_by_the_verifier_that_travels_with_it(
    assets: list[Any], tmp_path: Path, rounds: Any, figure: Any
) -> None:
    folder = tmp_path / "export"
    export(folder, with_payloads=True)
    assert _verified(folder)
    choice = random.Random(11)
    kept = [
        p for p in sorted(folder.rglob("*")) if p.is_file() and p.name not in {"verify.py", "vkey"}
    ]
    for _ in range(n := rounds(12, 200)):
        path = choice.choice(kept)
        before = path.read_bytes()
        path.write_bytes(flipped(before, choice))
        assert not _verified(folder), path
        path.write_bytes(before)
    assert _verified(folder)
    figure("bits flipped in exports, all found", n)


def _verified(folder: Path) -> bool:
    command = [sys.executable, "-I", str(folder / "verify.py"), str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_tail_signed_anew_by_who_holds_the_key_is_caught_by_a_checkpoint_kept_outside(
    assets: list[Any], data: Path
) -> None:
    kept = newest()
    assert kept
    (last,) = Entry.objects.order_by("-pk")[:1]
    core = bytes(last.core).replace(b'"change"', b'"chance"')
    seals.lift(connection)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET core = %s, leaf = %s WHERE id = %s",
                       [core, leaf_hash(core), last.pk])  # fmt: skip
        cursor.execute("DELETE FROM ledger_checkpoint")
        cursor.execute("DELETE FROM ledger_node")
    seals.fix(connection)
    shutil.rmtree(data / "checkpoints")
    assert seal(AT)
    assert verify().ok
    assert not verify(against=kept[1]).ok


def test_an_older_backup_put_back_is_caught_by_a_newer_checkpoint(
    assets: list[Any], tmp_path: Path
) -> None:
    backup(tmp_path / "old", AT, with_keys=True)
    write(registry["assets"], act(), {"note": "後の行為"}, assets[0])
    seal(AT)
    kept = newest()
    assert kept
    assert restore(tmp_path / "old", tmp_path / "again", records=everything()).ok
    data = tmp_path / "again"
    (data / "sekisho.sqlite3").rename(tmp_path / "db")
    with _database(data, None) as alias:
        (tmp_path / "db").rename(data / "sekisho.sqlite3")
        report = verify(against=kept[1], using=alias, data=data)
    assert report.first_bad
    assert report.first_bad["pos"] == report.entries


def test_an_erasure_is_no_tampering(assets: list[Any]) -> None:
    for one in assets[:5]:
        erase("assets", one.pk, [history("assets", one.pk)[0].id], origin(act()), "保存期間の満了")
    seal(AT)
    report = verify(records=everything())
    assert (report.ok, report.erased) == (True, 5)
