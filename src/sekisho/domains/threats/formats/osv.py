"""OSV: one JSON document for each advisory, alone or in a zip for each ecosystem."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sekisho.domains.threats.cvss import of_vector
from sekisho.domains.threats.formats.files import json_documents
from sekisho.domains.threats.formats.told import (
    Span,
    Told,
    day,
    dicts,
    lists,
    point,
    span,
    text,
    unreadable,
)
from sekisho.domains.threats.packages import Named, of_ecosystem
from sekisho.domains.threats.versions import key

MOST = 5000  # versions named one by one, of one package


def read(path: Path) -> Iterator[Told]:
    for name, document in json_documents(path):
        for one in dicts(document if isinstance(document, list) else [document]):
            if not text(one.get("id")) or not isinstance(one.get("affected", []), list):
                raise unreadable("OSV", name)
            yield _told(one)


def _told(one: dict[str, Any]) -> Told:
    name = text(one["id"], 120)
    same = [text(alias, 120) for alias in lists(one.get("aliases")) if text(alias)]
    same += [up for up in map(text, lists(one.get("upstream"))) if up and name.endswith(up)]
    scores = [of_vector(text(s.get("score"))) for s in dicts(one.get("severity"))]
    return Told(
        "osv", name, same,
        title=text(one.get("summary")) or text(one.get("details"), 160),
        summary=str(one.get("details") or "")[:4000],
        url=f"https://osv.dev/vulnerability/{name}",
        cvss=max((s for s in scores if s is not None), default=None),
        published_on=day(one.get("published")),
        withdrawn=bool(one.get("withdrawn")),
        spans=[s for affected in dicts(one.get("affected")) for s in _spans(affected)],
    )  # fmt: skip


def _spans(affected: dict[str, Any]) -> Iterator[Span]:
    package = affected.get("package") or {}
    named = of_ecosystem(text(package.get("ecosystem")), text(package.get("name"), 200))
    if named is None:
        return
    found: list[Span] = []
    for part in dicts(affected.get("ranges")):
        if part.get("type") != "GIT":  # commits are in no inventory
            found += _of_events(named, dicts(part.get("events")))
    yield from found
    for version in [text(v, 160) for v in lists(affected.get("versions"))[:MOST]]:
        at = key(named.scheme, version).value
        if version and not any(s.low <= at < s.high for s in found):
            yield point(named, version)


def _of_events(named: Named, events: list[dict[str, Any]]) -> Iterator[Span]:
    """Half-open spans from events in the order of their versions."""
    limits = [text(e["limit"], 160) for e in events if "limit" in e and e["limit"] != "*"]
    told = [(kind, text(e[kind], 160)) for e in events
            for kind in ("introduced", "fixed", "last_affected") if kind in e]  # fmt: skip
    told.sort(
        key=lambda e: (b"" if e[1] == "0" else key(named.scheme, e[1]).value, e[0] != "introduced")
    )
    begun: str | None = None
    for kind, version in told:
        if kind == "introduced":
            begun = version if begun is None else begun
        elif begun is not None:
            fixed = kind == "fixed"
            yield span(named, begun, version, inclusive=not fixed, fix=version if fixed else "")
            begun = None
    if begun is not None:
        yield span(named, begun, limits[0] if limits else "")
