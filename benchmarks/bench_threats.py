"""Vulnerabilities: reading feeds, matching all that is installed, opening what was found.

BENCH_ADVISORIES=300000 BENCH_COMPONENTS=100000 for the full size, which the aims speak of.
"""

import csv
import gzip
import json
import os
import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import bench

ADVISORIES = int(os.environ.get("BENCH_ADVISORIES", "50000"))
COMPONENTS = int(os.environ.get("BENCH_COMPONENTS", "20000"))
FINDINGS = int(os.environ.get("BENCH_FINDINGS", "10000"))
PACKAGES = max(100, ADVISORIES * 2 // 5)
LUCK = random.Random(11)
ECOSYSTEMS = ("npm", "PyPI", "Maven", "RubyGems")


def main(kind: str) -> None:
    bench.prepare()
    from django.db import connection

    from sekisho.domains.threats import matching
    from sekisho.registers.actor import Act, service

    act = Act.now(service("operator"), datetime(2026, 5, 11, tzinfo=UTC), "bench", "Asia/Tokyo")
    bench.say(f"{kind}: {ADVISORIES:,} advisories, {COMPONENTS:,} versions", "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        feeds(act, folder)
        stock(act, folder)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        wall, cpu = bench.timed(3, matching.pairs)
        found = matching.pairs()
        bench.say(
            f"match everything: {len(found):,} found", f"{wall:.2f} s ({cpu:.2f} s CPU)", "2 s"
        )
        some = list(range(1, 501))
        wall, _cpu = bench.timed(3, lambda: list(matching.hits_of_advisories(some)))
        bench.say("match 500 advisories that changed", f"{wall * 1000:.0f} ms")
        findings(act, folder)


def took(started: tuple[float, float]) -> str:
    """The CPU is our own alone: with PostgreSQL, the server's comes on top."""
    return f"{perf_counter() - started[0]:.1f} s ({process_time() - started[1]:.1f} s CPU)"


def version() -> str:
    return f"{min(int(LUCK.expovariate(0.4)), 30)}.{LUCK.randint(0, 25)}.{LUCK.randint(0, 20)}"


def package() -> tuple[str, str]:
    """Some packages are known for many more faults, and installed in many more places."""
    low, high = 20**0.45, (PACKAGES + 20) ** 0.45
    popular = int((LUCK.random() * (high - low) + low) ** (1 / 0.45)) - 20
    number = popular if LUCK.random() < 0.6 else LUCK.randrange(PACKAGES)
    ecosystem = ECOSYSTEMS[number % len(ECOSYSTEMS)]
    return ecosystem, f"group:lib-{number}" if ecosystem == "Maven" else f"lib-{number}"


def advisory(number: int) -> dict[str, Any]:
    affected = []
    for _ in range(1 if LUCK.random() < 0.8 else LUCK.randint(2, 5)):
        ecosystem, name = package()
        events = [{"introduced": "0" if LUCK.random() < 0.6 else version()}, {"fixed": version()}]
        affected.append({"package": {"ecosystem": ecosystem, "name": name},
                         "ranges": [{"type": "ECOSYSTEM", "events": events}]})  # fmt: skip
    return {
        "id": f"BENCH-{number}",
        "aliases": [f"CVE-2026-{number:07d}"],
        "summary": "fault",
        "affected": affected,
    }


def feeds(act: Any, folder: Path) -> None:
    from sekisho.domains.threats.importing import take_feed

    kev = [{"cveID": f"CVE-2026-{n:07d}", "dateAdded": "2026-01-01"} for n in range(0, 14_000, 10)]
    (folder / "kev.json").write_text(json.dumps({"vulnerabilities": kev}))
    with gzip.open(folder / "epss.csv.gz", "wt", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(("cve", "epss", "percentile"))
        out.writerows(
            (f"CVE-2026-{n:07d}", f"{LUCK.random() / 9:.5f}", "0.5") for n in range(300_000)
        )
    started = perf_counter(), process_time()
    take_feed(act, "kev", folder / "kev.json")
    take_feed(act, "epss", folder / "epss.csv.gz")
    bench.say("KEV and EPSS, 301,400 entries", took(started), "60 s")
    parts = []
    for start in range(0, ADVISORIES, 20_000):
        part = folder / f"osv-{start}.json"
        part.write_text(
            json.dumps([advisory(n) for n in range(start, min(start + 20_000, ADVISORIES))])
        )
        parts.append(part)
    started = perf_counter(), process_time()
    for part in parts:
        take_feed(act, "osv", part)
    bench.say("read the advisories", took(started))
    started = perf_counter(), process_time()
    take_feed(act, "osv", parts[0])
    bench.say("read 20,000 of them again, unchanged", took(started))


def stock(act: Any, folder: Path) -> None:
    from sekisho.domains.threats.importing import take_inventory

    kinds = {"npm": "npm", "PyPI": "pypi", "Maven": "maven", "RubyGems": "gem"}
    components = []
    for _ in range(COMPONENTS):
        ecosystem, name = package()
        at = f"{name.replace(':', '/')}@{version()}"
        components.append({"type": "library", "name": name, "version": at.partition("@")[2],
                           "purl": f"pkg:{kinds[ecosystem]}/{at}"})  # fmt: skip
    path = folder / "bom.json"
    path.write_text(json.dumps({"bomFormat": "CycloneDX", "components": components}))
    started = perf_counter(), process_time()
    take_inventory(act, "cyclonedx", path, name="bench")
    bench.say("read the inventory", took(started))


def findings(act: Any, folder: Path) -> None:
    """One new feed that touches an asset in ``FINDINGS`` ways."""
    from sekisho.domains.threats.importing import take_feed, take_inventory
    from sekisho.domains.threats.models import Exposure
    from tests.given.assets import an_asset

    path = folder / "one.csv"
    path.write_text("name,version,purl\none,1.0.0,pkg:npm/bench-one@1.0.0\n")
    take_inventory(act, "csv", path, name="one", asset=an_asset().pk)
    spans = [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "2.0.0"}]}]
    affected = [{"package": {"ecosystem": "npm", "name": "bench-one"}, "ranges": spans}]
    path = folder / "many.json"
    path.write_text(
        json.dumps(
            [{"id": f"MANY-{n}", "summary": "fault", "affected": affected} for n in range(FINDINGS)]
        )
    )
    started = perf_counter(), process_time()
    take_feed(act, "osv", path)
    bench.say(
        f"open {Exposure.objects.count():,} exposures from a feed",
        took(started),
        "10 s",
    )
    started = perf_counter(), process_time()
    take_feed(act, "osv", path)
    bench.say("the same feed again", took(started))


if __name__ == "__main__":
    bench.on_both(main, __file__)
