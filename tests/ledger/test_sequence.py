"""Order and seal under real transactions."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection, connections, transaction

from sekisho.ledger import files
from sekisho.ledger.entries import Written, append
from sekisho.ledger.models import Floor, Seq
from sekisho.ledger.note import open_checkpoint
from sekisho.ledger.sequence import integrate, seal
from sekisho.ledger.tail import batch
from sekisho.ledger.verify import verify
from tests.ledger.conftest import NOON, draft, happen, origin

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def postgres() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("on SQLite there is one writer at a time")


class Slow:
    """An act on another connection that has its entry but does not commit until told."""

    def __init__(self) -> None:
        self.begun, self.go = Event(), Event()
        self.pool = ThreadPoolExecutor(1)
        self.done = self.pool.submit(self._act)
        assert self.begun.wait(20)

    def _act(self) -> list[Written]:
        try:
            with transaction.atomic():
                written = append([draft()], origin())
                self.begun.set()
                self.go.wait(20)
            return written
        finally:
            connections["default"].close()

    def commit(self) -> Written:
        self.go.set()
        self.pool.shutdown()
        return self.done.result()[0]


def order() -> list[int]:
    return list(Seq.objects.order_by("pos").values_list("entry_id", flat=True))


def test_an_act_that_commits_late_is_placed_although_later_ids_came_first(postgres: None) -> None:
    slow = Slow()
    (quick,) = happen([draft()])
    for _ in range(4):
        integrate()
        happen([draft()])
    while integrate():
        pass
    late = slow.commit()
    assert late.id < quick.id
    assert integrate() == 1
    assert order()[0] == quick.id
    assert order()[-1] == late.id
    assert verify().ok


def test_a_reader_of_the_tail_does_not_miss_the_late_act(postgres: None) -> None:
    slow = Slow()
    happen([draft()])
    integrate()
    with batch("reader") as items:
        assert len(items) == 1
    late = slow.commit()
    integrate()
    with batch("reader") as items:
        assert [i.id for i in items] == [late.id]


def test_the_floor_rises_once_nobody_can_commit_below_it(postgres: None) -> None:
    slow = Slow()
    happen([draft()])
    integrate()
    happen([draft()])
    integrate()
    low = Floor.objects.get().floor
    late = slow.commit()
    assert low < late.id
    for _ in range(3):
        happen([draft()])
        integrate()
    # The horizon is the whole server's: a test beside this one may hold a transaction for a while.
    until = time.monotonic() + 60
    while Floor.objects.get().floor <= late.id and time.monotonic() < until:
        time.sleep(0.1)
        integrate()
    assert Floor.objects.get().floor > late.id
    assert len(order()) == 6


def test_one_sequencer_at_a_time_places_entries(postgres: None) -> None:
    happen([draft()])

    def other() -> int:
        try:
            return integrate()
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        assert integrate() == 1
        assert pool.submit(other).result() == 0


def test_a_checkpoint_is_written_beside_the_database(data: Path) -> None:
    happen([draft(), draft()])
    note = seal(NOON)
    assert note
    assert (data / "checkpoints" / "2").read_text() == note
    assert open_checkpoint(note, files.verifiers()).size == 2


def test_a_checkpoint_file_that_was_never_written_is_written_by_the_next_seal(data: Path) -> None:
    happen([draft()])
    note = seal(NOON)
    (data / "checkpoints" / "1").unlink()
    assert seal(NOON) is None
    assert (data / "checkpoints" / "1").read_text() == note


def test_the_key_is_made_once_and_is_the_owner_s_alone(data: Path) -> None:
    first = files.signer()
    assert files.signer() == first
    assert (data / "keys" / "ledger.key").stat().st_mode & 0o777 == 0o600
    assert files.verifiers() == [first.verifier]


def test_processes_that_start_together_agree_on_one_key(data: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: files.signer().seed, range(16)))
    assert len(set(made)) == 1


def test_a_log_that_was_renamed_keeps_its_old_checkpoints(data: Path, settings: Any) -> None:
    happen([draft()])
    seal(NOON)
    settings.SEKISHO_LEDGER_ORIGIN = "rakko.example/ledger"
    happen([draft()])
    note = seal(NOON)
    assert note
    assert note.startswith("rakko.example/ledger\n2\n")
    assert verify().ok
