"""kill -9 at any moment: nothing that was acknowledged is lost, and the ledger verifies."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tools import pg

from tests.kill.installation import PROCESS, WORKER, Installation

pytestmark = [pytest.mark.kill, pytest.mark.timeout(3600)]

WRITERS = 3
LEAST = 30  # acts acknowledged in a round, or the round proves nothing


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    server = pg.start(durable=True) if on_postgres else None
    one = Installation(tmp_path, server)
    yield one
    one.kill(random.Random())
    if server:
        server.stop()


def load(one: Installation, round_: int) -> None:
    one.start(*WORKER)
    for number in range(WRITERS):
        one.start(*PROCESS, "writer", str(one.acks), f"{round_} {number}")


def test_no_acknowledged_act_is_lost_however_often_everything_is_killed(
    installation: Installation, rounds: Any, figure: Any
) -> None:
    installation.run("prepare")
    chance, killed, crashes, acknowledged = random.Random(), 0, 0, 0
    for round_ in range(rounds(6, 36)):
        load(installation, round_)
        installation.await_acks(LEAST + chance.randrange(60))
        if installation.server and round_ % 3 == 2:
            installation.server.crash()
            crashes += 1
        killed += installation.kill(chance)
        found = installation.check()
        assert (found["n_lost"], found["violations"]) == (0, []), found
        assert installation.count() - acknowledged >= LEAST
        acknowledged = installation.count()
    figure("kill -9 rounds", round_ + 1)
    figure("processes killed", killed)
    figure("database crashes", crashes)
    figure("acts acknowledged under kill -9", acknowledged)
    figure("entries in the ledger then, all verified", found["entries"])
    installation.run("resume")
