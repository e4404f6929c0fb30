"""Workers as real processes, killed and stopped."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from sekisho.jobs import queue
from sekisho.jobs.context import Context
from sekisho.jobs.models import Job, State
from tests.jobs import chores

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds: only a broken worker ever takes this long


class Laborers:
    """Worker processes of one test."""

    def __init__(self, folder: Path) -> None:
        self.halfway, self.log = folder / "halfway", folder / "log"
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> "subprocess.Popen[bytes]":
        name = str(connection.settings_dict["NAME"])
        env = os.environ | {"HALFWAY": str(self.halfway), "PYTHONPATH": f"{ROOT}/src"}
        command = [sys.executable, "-m", "tests.jobs.laborer", name]
        with self.log.open("ab") as log:
            self.running.append(subprocess.Popen(command, cwd=ROOT, env=env, stderr=log))
        return self.running[-1]

    def until(self, so: Callable[[], Any]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not so():
            assert time.monotonic() < deadline, self.log.read_text()
            assert any(one.poll() is None for one in self.running), self.log.read_text()
            time.sleep(0.2)


@pytest.fixture
def laborers(tmp_path: Path) -> Iterator[Laborers]:
    made = Laborers(tmp_path)
    yield made
    for one in made.running:
        one.kill()
        one.wait()


def test_a_job_survives_kill_9_of_its_worker_and_no_step_is_lost_or_doubled(
    laborers: Laborers,
) -> None:
    job = chores.crawl.enqueue(10)
    first = laborers.start()
    laborers.until(laborers.halfway.exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    job.refresh_from_db()
    assert (job.state, job.saved) == (State.RUNNING, {"at": 5})
    laborers.start()
    laborers.until(lambda: Job.objects.get(pk=job.pk).state == State.DONE)
    job.refresh_from_db()
    assert job.result == "10 steps, attempt 2"
    marks = Job.objects.filter(queue="marks").values_list("args", flat=True)
    assert sorted(mark["args"][0] for mark in marks) == list(range(10))


def test_a_worker_told_to_end_gives_its_job_back_and_ends_cleanly(laborers: Laborers) -> None:
    job = chores.plod.enqueue()
    worker = laborers.start()
    laborers.until(laborers.halfway.exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    job.refresh_from_db()
    assert (job.state, job.saved["steps"]) == (State.READY, job.done)


def test_many_workers_never_take_the_same_job() -> None:
    for n in range(40):
        chores.say.enqueue(str(n))
    taken: list[Any] = []

    def run() -> None:
        try:
            while job := queue.claim(timezone.now(), timedelta(minutes=5)):
                taken.append(job.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 40


def test_many_enqueues_under_one_key_make_one_job() -> None:
    def run() -> None:
        try:
            chores.say.enqueue("x", dedupe="k")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Job.objects.count() == 1


def test_a_renewed_lease_keeps_others_away() -> None:
    chores.say.enqueue("x")
    at, lease = timezone.now(), timedelta(seconds=30)
    job = queue.claim(at, lease)
    context = Context(job, lease=lease, now=lambda: at + timedelta(seconds=20))
    assert context.held()
    assert queue.claim(at + timedelta(seconds=50), lease) is None
    assert queue.claim(at + timedelta(seconds=51), lease) is not None
    assert not context.held()
