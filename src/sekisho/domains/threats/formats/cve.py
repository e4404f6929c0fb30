"""CVE records of version 5: what the numbering authority says, and what CISA adds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sekisho.domains.threats.cvss import of_vector
from sekisho.domains.threats.formats.files import json_documents
from sekisho.domains.threats.formats.told import (
    Span,
    Told,
    day,
    dicts,
    inner,
    lists,
    number,
    point,
    span,
    text,
    unreadable,
)
from sekisho.domains.threats.packages import Named, of_cpe, of_ecosystem, product

COLLECTIONS = {
    "npmjs": "npm", "pypi": "PyPI", "maven": "Maven", "rubygems": "RubyGems", "go": "Go",
    "crates": "crates", "packagist": "Packagist", "nuget": "NuGet",
}  # fmt: skip
"""Part of the host name of a collection → its ecosystem as OSV calls it."""


def read(path: Path) -> Iterator[Told]:
    for name, document in json_documents(path):
        for one in dicts(document if isinstance(document, list) else [document]):
            id_ = text(inner(one, "cveMetadata", "cveId"), 40)
            if not id_.startswith("CVE-"):
                raise unreadable("CVE", name)
            yield _told(id_, one)


def _told(id_: str, one: dict[str, Any]) -> Told:
    meta, cna = one["cveMetadata"], inner(one, "containers", "cna") or {}
    containers = [cna, *dicts(inner(one, "containers", "adp"))]
    words = [d for d in dicts(cna.get("descriptions")) if text(d.get("lang")).startswith("en")]
    summary = str(words[0].get("value") or "")[:4000] if words else ""
    return Told(
        "cve", id_, title=text(cna.get("title")) or text(summary, 160), summary=summary,
        url=f"https://www.cve.org/CVERecord?id={id_}", cvss=_score(containers),
        published_on=day(meta.get("datePublished")), withdrawn=meta.get("state") == "REJECTED",
        spans=[s for c in containers for a in dicts(c.get("affected")) for s in _spans(a)],
    )  # fmt: skip


def _score(containers: list[dict[str, Any]]) -> float | None:
    found = []
    for metric in [m for c in containers for m in dicts(c.get("metrics"))]:
        for name in ("cvssV4_0", "cvssV3_1", "cvssV3_0"):
            told = metric.get(name) or {}
            found.append(number(told.get("baseScore")) or of_vector(text(told.get("vectorString"))))
    return max((s for s in found if s is not None), default=None)


def _ecosystem(address: str) -> str | None:
    try:
        labels = (urlsplit(address).hostname or "").split(".")
    except ValueError:
        return None
    return next((COLLECTIONS[label] for label in labels if label in COLLECTIONS), None)


def _packages(affected: dict[str, Any]) -> Iterator[Named]:
    """By its collection and by CPE, else by the names of vendor and product."""
    base = _ecosystem(text(affected.get("collectionURL")))
    named = of_ecosystem(base, text(affected.get("packageName"), 200)) if base else None
    if named:
        yield named
    cpes = {c[0] for c in (of_cpe(text(c)) for c in lists(affected.get("cpes"))) if c}
    yield from cpes
    if not named and not cpes and text(affected.get("product")):
        yield product(text(affected.get("vendor"), 100), text(affected["product"], 120))


def _spans(affected: dict[str, Any]) -> Iterator[Span]:
    versions = dicts(affected.get("versions"))
    for package in _packages(affected):
        for one in versions:
            if one.get("status") == "affected":
                yield _span(package, one)
        if affected.get("defaultStatus") == "affected" and not versions:
            yield span(package)


def _span(package: Named, one: dict[str, Any]) -> Span:
    low = text(one.get("version"), 160)
    low = "" if low in {"*", "n/a", "unspecified", "unknown", "0"} else low
    below, until = text(one.get("lessThan"), 160), text(one.get("lessThanOrEqual"), 160)
    if below:
        end = "" if below == "*" else below
        return span(package, low, end, fix=end)
    if until:
        return span(package, low, "" if until == "*" else until, inclusive=True)
    return point(package, low) if low else span(package)
