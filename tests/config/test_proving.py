"""Every night a backup is restored and verified; when it does not come back, somebody has a task."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sekisho.checkpoint.guard import Checkpoint
from sekisho.config import proving, schedule
from sekisho.findings.task import Task
from sekisho.ledger import evidence
from sekisho.ledger.sequence import integrate, seal
from sekisho.registers import guard
from sekisho.registers.commands import write
from sekisho.registers.register import registry

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 24, 18, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Any:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    before = guard.guard()
    guard.install(Checkpoint())
    yield settings.DATA
    guard.install(before)


def a_day() -> None:
    act = schedule.engine(AT)
    write(registry["tasks"], act, {"title": "点検", "role": "admin", "opened_on": "2026-11-01"})
    evidence.put(io.BytesIO(b"minutes"), 100, AT)
    seal(AT)


def test_a_backup_that_comes_back_is_proved_and_sealed(data: Path) -> None:
    a_day()
    found = proving.prove(schedule.engine(AT))
    assert (found["ok"], found["entries"], found["why"]) == (True, 1, "")
    integrate()
    last = proving.last()
    assert last
    assert (last["ok"], last["at"]) == (True, AT)
    assert not Task.objects.filter(obligation=proving.CODE).exists()
    assert not list(data.glob(f"{proving.ROOM}*"))


def test_before_the_first_proof_there_is_none() -> None:
    assert proving.last() is None


def test_a_backup_that_lost_evidence_makes_one_task_until_it_comes_back(data: Path) -> None:
    a_day()
    (file,) = [path for path in (data / "evidence").rglob("*") if path.is_file()]
    content = file.read_bytes()
    file.unlink()
    for _ in range(2):
        assert not proving.prove(schedule.engine(AT))["ok"]
    (task,) = Task.objects.filter(obligation=proving.CODE)
    assert (task.state, task.role, task.due_on) == ("open", "admin", task.opened_on)
    file.write_bytes(content)
    assert proving.prove(schedule.engine(AT))["ok"]
    task.refresh_from_db()
    assert task.state == "done"


def test_a_record_changed_behind_the_door_fails_the_proof() -> None:
    a_day()
    Task.objects.update(title="別の仕事")
    found = proving.prove(schedule.engine(AT))
    assert not found["ok"]
    assert found["why"]


def test_what_a_killed_proof_left_is_removed(data: Path) -> None:
    a_day()
    left = data / f"{proving.ROOM}left"
    left.mkdir()
    (left / "backup").write_bytes(b"half")
    assert proving.prove(schedule.engine(AT))["ok"]
    assert not left.exists()
