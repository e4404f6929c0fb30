"""Readers of files: each hands on what it finds as it reads, in the words of ``told``."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sekisho.domains.threats.formats import csaf, cve, inventories, jvn, osv, scores
from sekisho.domains.threats.formats.told import Part, Scored, Told

ADVISORIES: dict[str, Callable[[Path], Iterator[Told]]] = {
    "osv": osv.read,
    "jvn": jvn.read,
    "csaf": csaf.read,
    "cve": cve.read,
}
SCORES: dict[str, Callable[[Path], Iterator[Scored]]] = {
    "kev": scores.read_kev,
    "epss": scores.read_epss,
}
INVENTORIES: dict[str, Callable[[Path], Iterator[Part]]] = {
    "cyclonedx": inventories.read_cyclonedx,
    "spdx": inventories.read_spdx,
    "csv": inventories.read_csv,
    "osquery": inventories.read_osquery,
}
