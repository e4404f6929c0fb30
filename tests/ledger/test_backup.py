"""What was backed up comes back, whole and verified, or not at all."""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections

from sekisho.ledger.backup import backup, prove, restore
from sekisho.ledger.core import LedgerError
from sekisho.ledger.erase import erase
from sekisho.ledger.evidence import put
from sekisho.ledger.sealing import PIECE, decrypt, encrypt
from sekisho.ledger.sequence import seal
from tests.ledger.conftest import NOON, a_year, draft, happen, origin

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def year(data: Path) -> list[UUID]:
    recs = a_year(records=3, acts=4)
    erase("assets", recs[0], None, origin(), "why")
    put(io.BytesIO(b"evidence"), 100, NOON)
    seal(NOON)
    return recs


@pytest.fixture
def kept(year: list[UUID], tmp_path: Path) -> Path:
    return backup(tmp_path / "kept.tar", NOON, with_keys=True)


def test_a_backup_comes_back_and_verifies(kept: Path, tmp_path: Path) -> None:
    report = restore(kept, tmp_path / "new")
    assert report.first_bad is None
    assert (report.ok, report.entries, report.sealed, report.erased) == (True, 13, 13, 4)
    evidence = [p.read_bytes() for p in (tmp_path / "new" / "evidence").rglob("*") if p.is_file()]
    assert evidence == [b"evidence"]
    assert (tmp_path / "new" / "checkpoints" / "13").exists()
    assert (tmp_path / "new" / "keys" / "ledger.key").stat().st_mode & 0o777 == 0o600


def test_acts_after_the_backup_do_not_disturb_it(kept: Path) -> None:
    happen([draft()])
    assert prove(kept).entries == 13


def test_a_proof_leaves_nothing_behind(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    assert prove(kept, room=tmp_path / "room").ok
    assert list((tmp_path / "room").iterdir()) == []
    assert set(connections) == {"default"}


def test_records_are_checked_in_the_restored_copy(kept: Path, year: list[UUID]) -> None:
    asked: list[str] = []

    def states(using: str) -> list[tuple[UUID, int, str]]:
        asked.append(using)
        return [(rec, 4, "ab" * 32) for rec in sorted(year)]

    assert prove(kept, records={"assets": states}).ok
    assert [one.startswith("restore-") for one in asked] == [True]
    assert not prove(kept, records={"assets": lambda _using: []}).ok


@pytest.mark.parametrize("name", ["sekisho.sqlite3", "evidence", "checkpoints"])
def test_nothing_is_restored_over_something_else(kept: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "new" / name).mkdir(parents=True)
    with pytest.raises(LedgerError):
        restore(kept, tmp_path / "new")


def test_nothing_is_restored_into_a_database_in_use(kept: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError):
        restore(kept, tmp_path / "new", using="default")


def test_no_backup_is_written_over_another(kept: Path) -> None:
    with pytest.raises(LedgerError):
        backup(kept, NOON)


def test_secret_keys_stay_at_home_unless_asked_for(year: list[UUID], tmp_path: Path) -> None:
    with tarfile.open(backup(tmp_path / "plain.tar", NOON)) as tar:
        names = [name for name in tar.getnames() if name.startswith("keys/")]
    assert names == ["keys/ledger.vkey"]  # the public half, so that anyone can verify


def test_an_encrypted_backup_opens_with_its_passphrase_alone(
    year: list[UUID], tmp_path: Path
) -> None:
    kept = backup(tmp_path / "kept.sealed", NOON, passphrase="正しい馬")
    assert b"ledger_entry" not in kept.read_bytes()
    assert prove(kept, passphrase="正しい馬").ok
    with pytest.raises(LedgerError):
        prove(kept, passphrase="wrong")


@pytest.mark.parametrize("old", [b'"kind"', b"evidence", b'"format"'])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    kept: Path, tmp_path: Path, old: bytes
) -> None:
    raw = kept.read_bytes()
    place = raw.rindex(old)
    kept.write_bytes(raw[:place] + b"X" * len(old) + raw[place + len(old) :])
    with pytest.raises(LedgerError):
        restore(kept, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear auditor")
    with pytest.raises(LedgerError):
        restore(tmp_path / "letter.txt", tmp_path / "new")


def sealed(content: bytes) -> bytearray:
    target = io.BytesIO()
    encrypt(io.BytesIO(content), target, "word")
    return bytearray(target.getvalue())


def opened(raw: bytes) -> bytes:
    target = io.BytesIO()
    decrypt(io.BytesIO(raw), target, "word")
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_what_was_encrypted_comes_back(size: int) -> None:
    assert opened(bytes(sealed(b"x" * size))) == b"x" * size


def damages() -> Iterator[bytes]:
    raw = sealed(b"x" * (2 * PIECE + 5))
    head, step = len(raw) - 2 * (PIECE + 16) - 21, PIECE + 16
    yield bytes(raw[: head + 2 * step])  # the last piece is cut off
    yield bytes(raw[:-1])
    first, second = raw[head : head + step], raw[head + step : head + 2 * step]
    yield bytes(raw[:head] + second + first + raw[head + 2 * step :])
    raw[head + 7] ^= 1
    yield bytes(raw)


def test_pieces_cannot_be_changed_swapped_or_cut_off() -> None:
    for raw in damages():
        with pytest.raises(LedgerError):
            opened(raw)
