"""The first start of an empty install, and what each later command costs before its own work."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import bench

COMMAND = str(Path(sys.executable).with_name("sekisho"))


def run(data: str, *words: str) -> float:
    env = {**os.environ, "SEKISHO_DATA": data}
    started = perf_counter()
    subprocess.run([COMMAND, *words], env=env, check=True, capture_output=True)
    return perf_counter() - started


def main() -> None:
    print(f"SQLite, {bench.load()}")
    firsts, laters = [], []
    for _ in range(3):
        data = tempfile.mkdtemp(prefix="sekisho-start-")
        firsts.append(run(data, "registers", "--json"))
        laters += [run(data, "duties", "--json") for _ in range(3)]
        shutil.rmtree(data)
    python = statistics.median(_bare() for _ in range(3))
    bench.say("first start of an empty install", f"{statistics.median(firsts):.2f} s", "< 8 s")
    bench.say("a later command, overhead", f"{statistics.median(laters):.2f} s", "< 1 s")
    bench.say("python and django.setup() of an empty project", f"{python:.2f} s")


def _bare() -> float:
    words = "import django; from django.conf import settings; settings.configure(); django.setup()"
    started = perf_counter()
    subprocess.run([sys.executable, "-c", words], check=True)
    return perf_counter() - started


if __name__ == "__main__":
    main()
