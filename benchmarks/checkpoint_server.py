"""What bench_checkpoint asks over HTTP: the checkpoint over an invented world, and a POST that does nothing."""

import os
from datetime import UTC, datetime
from typing import Any

import bench_checkpoint as bench

from sekisho.checkpoint.authzen.door import Door
from sekisho.checkpoint.live import Registers

people, assets, rights = (int(n) for n in os.environ["BENCH_WORLD"].split(","))
_gate = Door(Registers(bench.Still(bench.world(people, assets, rights)),  # type: ignore[arg-type]
                       now=lambda: datetime(2026, 10, 15, 3, tzinfo=UTC)))  # fmt: skip


def application(environ: Any, start: Any) -> Any:
    return bench.noop(environ, start) if environ["PATH_INFO"] == "/noop" else _gate(environ, start)
