"""What every benchmark stands on: a database of its own, turns taken in short blocks, ratios."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
INNER = "SEKISHO_BENCH_INNER"


def prepare(extra_apps: Sequence[str] = ()) -> None:
    """Settings, a fresh database with every table, and the product's own apps."""
    os.environ.setdefault("SEKISHO_DATA", tempfile.mkdtemp(prefix="sekisho-bench-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "sekisho.config.settings"
    import django
    from django.conf import settings

    settings.INSTALLED_APPS += list(extra_apps)
    django.setup()
    from sekisho.config.upgrade import upgrade

    upgrade()


def on_both(main: Callable[[str], None], file: str) -> None:
    """Run ``main`` on SQLite, then in a process of its own on a PostgreSQL that waits for the disk."""
    if kind := os.environ.get(INNER):
        main(kind)
        return
    from tools import pg

    pg.FAST = "-c fsync=on"
    home = Path(os.environ.get("SEKISHO_DATA") or tempfile.mkdtemp(prefix="sekisho-bench-"))

    def inner(kind: str, **more: str) -> None:
        own = {INNER: kind, "SEKISHO_DATA": str(home / kind)}
        subprocess.run([sys.executable, file], env={**os.environ, **own, **more}, check=True)

    inner("SQLite")
    server = pg.start()
    try:
        inner("PostgreSQL", SEKISHO_DATABASE_URL=server.url)
    finally:
        server.stop()


def paired(rounds: int, each: int, **modes: Callable[[], Any]) -> dict[str, list[float]]:
    """Seconds per call of each mode in every round; modes take turns, backwards every other round."""
    found: dict[str, list[float]] = {name: [] for name in modes}
    for mode in modes.values():
        mode()
    for number in range(rounds):
        order = list(modes) if number % 2 else list(reversed(modes))
        for name in order:
            started = perf_counter()
            for _ in range(each):
                modes[name]()
            found[name].append((perf_counter() - started) / each)
    return found


def ratio(found: dict[str, list[float]], one: str, other: str) -> float:
    """Median over the rounds of ``one``'s time over ``other``'s in the same round."""
    return statistics.median(a / b for a, b in zip(found[one], found[other], strict=True))


def ms(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:9.2f} ms"


def timed(count: int, call: Callable[[], Any]) -> tuple[float, float]:
    """Median wall and median CPU seconds of ``count`` calls, after one that is not counted."""
    call()
    walls, cpus = [], []
    for _ in range(count):
        wall, cpu = perf_counter(), process_time()
        call()
        walls.append(perf_counter() - wall)
        cpus.append(process_time() - cpu)
    return statistics.median(walls), statistics.median(cpus)


def say(what: str, figure: str, aim: str = "") -> None:
    print(f"  {what:52}{figure:>24}  {f'aim {aim}' if aim else ''}".rstrip(), flush=True)


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
