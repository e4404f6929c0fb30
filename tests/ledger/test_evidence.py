"""Files given as evidence stay as they were given."""

import hashlib
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest

from sekisho.ledger.core import LedgerError
from sekisho.ledger.evidence import TooLarge, open_, put, recheck, sweep
from sekisho.ledger.models import Blob
from tests.ledger.conftest import NOON

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7 " + b"x" * 100


def files(data: Path) -> list[Path]:
    return [path for path in (data / "evidence").rglob("*") if path.is_file()]


def test_a_file_is_named_by_its_bytes_and_comes_back(data: Path) -> None:
    stored = put(io.BytesIO(SCAN), 1000, NOON)
    assert (stored.sha256, stored.size) == (hashlib.sha256(SCAN).hexdigest(), len(SCAN))
    with open_(stored.sha256) as stream:
        assert stream.read() == SCAN
    name = stored.sha256
    assert files(data) == [data / "evidence" / name[:2] / name[2:4] / name]


def test_the_same_bytes_are_kept_once(data: Path) -> None:
    assert put(io.BytesIO(SCAN), 1000, NOON) == put(io.BytesIO(SCAN), 1000, NOON)
    assert len(files(data)) == Blob.objects.count() == 1


def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_not(data: Path) -> None:
    put(io.BytesIO(SCAN), len(SCAN), NOON)
    with pytest.raises(TooLarge):
        put(io.BytesIO(SCAN + b"!"), len(SCAN), NOON)
    assert len(files(data)) == 1


def test_an_upload_that_breaks_off_leaves_nothing(data: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        put(Broken(), 1000, NOON)
    assert files(data) == []
    assert not Blob.objects.exists()


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_a_name_that_is_no_hash_opens_nothing(name: str) -> None:
    with pytest.raises(LedgerError):
        open_(name)


def test_changed_shortened_and_lost_files_are_found(data: Path) -> None:
    names = [put(io.BytesIO(SCAN + bytes([n])), 1000, NOON).sha256 for n in range(4)]
    paths = [data / "evidence" / name[:2] / name[2:4] / name for name in names]
    paths[0].write_bytes(SCAN + b"?")
    paths[1].write_bytes(b"")
    paths[2].unlink()
    assert set(recheck(10, NOON)) == set(names[:3])


def test_those_checked_longest_ago_come_first(data: Path) -> None:
    names = [put(io.BytesIO(bytes([n])), 10, NOON + timedelta(hours=n)).sha256 for n in range(3)]
    assert recheck(2, NOON + timedelta(days=1)) == []
    oldest = Blob.objects.order_by("checked_at").values_list("sha256", flat=True)
    assert oldest[0] == names[2]


def test_files_of_failed_acts_are_swept_after_a_day(data: Path) -> None:
    kept = put(io.BytesIO(SCAN), 1000, NOON)
    orphan = put(io.BytesIO(b"orphan"), 1000, NOON)
    Blob.objects.filter(sha256=orphan.sha256).delete()
    for path in files(data):
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    assert sweep(NOON + timedelta(hours=24)) == 0
    assert sweep(NOON + timedelta(hours=24, seconds=1)) == 1
    assert [path.name for path in files(data)] == [kept.sha256]
