"""An installation of its own, with processes that can be killed all at once."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tools import pg

ROOT = Path(__file__).resolve().parents[2]
PROCESS = (sys.executable, "-m", "tests.kill.process")
WORKER = (sys.executable, "-m", "sekisho.config.worker")
PATIENCE = 180  # seconds: only what is broken ever takes this long


class Installation:
    """A data folder, a database (``server``: PostgreSQL with durable settings, else SQLite)."""

    def __init__(self, folder: Path, server: "pg.Server | None") -> None:
        self.folder, self.server = folder, server
        self.acks, self.log = folder / "acks", folder / "log"
        self.outside = folder / "checkpoint kept outside"
        self.running: list[subprocess.Popen[bytes]] = []
        clean = {name: value for name, value in os.environ.items() if "SEKISHO" not in name}
        clean.pop("DJANGO_SETTINGS_MODULE", None)
        self.env = clean | {
            "SEKISHO_DATA": str(folder / "data"),
            "PYTHONPATH": f"{ROOT}/src:{ROOT}",
        }
        if server:
            self.env["SEKISHO_DATABASE_URL"] = server.url

    def run(self, name: str, *words: str) -> str:
        """Run a module of this folder to its end; what it printed."""
        with self.log.open("ab") as log:
            done = subprocess.run(
                [*PROCESS, name, *words], cwd=ROOT, env=self.env, check=False,
                stdout=subprocess.PIPE, stderr=log, timeout=PATIENCE,
            )  # fmt: skip
        assert done.returncode == 0, self.words()
        return done.stdout.decode()

    def start(self, *command: str) -> None:
        with self.log.open("ab") as log:
            self.running.append(subprocess.Popen(command, cwd=ROOT, env=self.env, stderr=log))

    def count(self) -> int:
        return self.acks.read_bytes().count(b"\n") if self.acks.exists() else 0

    def await_acks(self, more: int) -> None:
        """Until ``more`` further acts have been acknowledged."""
        wanted, deadline = self.count() + more, time.monotonic() + PATIENCE
        while self.count() < wanted:
            assert time.monotonic() < deadline, self.words()
            assert all(one.poll() is None for one in self.running), self.words()
            time.sleep(0.05)

    def kill(self, chance: random.Random) -> int:
        """kill -9 everything, in any order; how many processes there were."""
        chance.shuffle(self.running)
        for one in self.running:
            one.send_signal(signal.SIGKILL)
        for one in self.running:
            one.wait()
        killed = len(self.running)
        self.running.clear()
        return killed

    def check(self) -> dict[str, Any]:
        """What tests.kill.check finds, also against the checkpoint kept after the round before."""
        before = [str(self.outside)] if self.outside.exists() else []
        found: dict[str, Any] = json.loads(self.run("check", str(self.acks), *before))
        self.outside.write_text(found["checkpoint"])
        return found

    def words(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]
