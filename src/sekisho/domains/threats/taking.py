"""Taking in what feeds say: in portions, each advisory once, groups of names merged as they meet."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction

from sekisho.domains.threats.formats.told import Scored, Told
from sekisho.domains.threats.naming import grouped
from sekisho.domains.threats.packages import Named
from sekisho.domains.threats.tables import Advisory, Package, Range, Score

T = TypeVar("T")
PORTION = 2000
ASKED = 500  # values in one question to the database
SCORES = 10_000  # scores in one statement
KEV = ("kev_on", "kev_due", "ransomware", "kev_title")
EPSS = ("epss", "percentile", "epss_on")
EMPTY = {"ransomware": False, "kev_title": ""}  # columns that a new row must have


@dataclass(slots=True)
class Taken:
    """How many were read, and how many of them were new or changed; which advisories those are."""

    read: int = 0
    changed: int = 0
    advisories: list[int] = field(default_factory=list)


def portions(rows: Iterable[T], size: int = PORTION) -> Iterator[list[T]]:
    source = iter(rows)
    while part := list(islice(source, size)):
        yield part


def take_scores(rows: Iterable[Scored], *, kev: bool) -> Taken:
    """KEV or EPSS: a whole catalogue replaces what was known from it."""
    columns = KEV if kev else EPSS
    names = ", ".join(("cve", *columns, *(n for n in EMPTY if n not in columns)))
    empty = [value for name, value in EMPTY.items() if name not in columns]
    renewed = ", ".join(f"{name} = excluded.{name}" for name in columns)
    head = f"INSERT INTO threats_score ({names}) VALUES "  # noqa: S608 - names of ours alone
    tail = f" ON CONFLICT (cve) DO UPDATE SET {renewed}"
    taken = Taken()
    seen: set[str] = set()
    for part in portions(rows, SCORES):
        told = {
            one.cve: [one.cve, *(_plain(getattr(one, name)) for name in columns), *empty]
            for one in part
        }
        with transaction.atomic(), connection.cursor() as cursor:
            _insert(cursor, head, list(told.values()), tail)
        taken.read += len(part)
        if kev:
            seen |= told.keys()
    if kev:
        _struck(seen)
    taken.changed = taken.read
    return taken


def _insert(cursor: Any, head: str, rows: list[list[Any]], tail: str) -> None:
    """Row by row where that is a call within the process, else many rows in a statement."""
    one = f"({', '.join(['%s'] * len(rows[0]))})"
    if connection.vendor == "sqlite":
        cursor.executemany(f"{head}{one}{tail}", rows)
        return
    for part in portions(rows, PORTION):
        values = [value for row in part for value in row]
        cursor.execute(f"{head}{', '.join([one] * len(part))}{tail}", values)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _struck(seen: set[str]) -> None:
    """What the catalogue no longer names was struck off it."""
    known = Score.objects.filter(kev_on__isnull=False).values_list("cve", flat=True)
    for part in portions(sorted(set(known) - seen), ASKED):
        Score.objects.filter(cve__in=part).update(
            kev_on=None, kev_due=None, ransomware=False, kev_title=""
        )


def take_advisories(rows: Iterable[Told]) -> Taken:
    """Advisories that are new or say something else than before; the same file again changes nothing."""
    taken = Taken()
    for part in portions(rows):
        with transaction.atomic():
            _take(list({(one.source, one.id): one for one in part}.values()), taken)
        taken.read += len(part)
    return taken


def _take(part: list[Told], taken: Taken) -> None:
    marks = {(one.source, one.id): _mark(one) for one in part}
    known = _known(part)
    fresh = [
        one
        for one in part
        if known.get((one.source, one.id), (0, b""))[1] != marks[one.source, one.id]
    ]
    if not fresh:
        return
    groups = grouped(fresh)
    rows = [_advisory(one, group, marks[one.source, one.id])
            for one, group in zip(fresh, groups, strict=True)]  # fmt: skip
    Advisory.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["source", "source_id"],
        update_fields=["vulnerability", "title", "japanese", "summary", "url", "cvss", "published_on",
                       "withdrawn", "digest"],
    )  # fmt: skip
    _ranges(fresh, {name: pk for name, (pk, _digest) in _known(fresh).items()}, known, taken)
    taken.changed += len(fresh)


def _known(part: Sequence[Told]) -> dict[tuple[str, str], tuple[int, bytes]]:
    found: dict[tuple[str, str], tuple[int, bytes]] = {}
    for source in {one.source for one in part}:
        ids = [one.id for one in part if one.source == source]
        for asked in portions(ids, ASKED):
            rows = Advisory.objects.filter(source=source, source_id__in=asked)
            for pk, id_, digest in rows.values_list("pk", "source_id", "digest"):
                found[source, id_] = (pk, bytes(digest))
    return found


def _mark(one: Told) -> bytes:
    spans = [(s.package.name, s.low, s.high, s.fix, s.confidence) for s in one.spans]
    said = repr(
        (one.same, one.title, one.summary, one.cvss, one.withdrawn, one.published_on, spans)
    )
    return hashlib.blake2b(said.encode(), digest_size=16).digest()


def _advisory(one: Told, group: int, mark: bytes) -> Advisory:
    return Advisory(
        source=one.source, source_id=one.id, vulnerability_id=group, title=one.title,
        japanese=one.japanese, summary=one.summary, url=one.url, cvss=one.cvss,
        published_on=one.published_on, withdrawn=one.withdrawn, digest=mark,
    )  # fmt: skip


def _ranges(fresh: list[Told], pks: dict[tuple[str, str], int], known: Any, taken: Taken) -> None:
    """The ranges of an advisory are replaced as a whole; a withdrawn one has none."""
    changed = [pks[one.source, one.id] for one in fresh if (one.source, one.id) in known]
    for part in portions(changed, ASKED):
        Range.objects.filter(advisory__in=part).delete()
    spans = [(pks[one.source, one.id], s) for one in fresh if not one.withdrawn for s in one.spans]
    packages = package_ids({s.package for _pk, s in spans})
    Range.objects.bulk_create(
        [Range(package_id=packages[s.package.name], advisory_id=pk, low=s.low, high=s.high, fix=s.fix,
               confidence=s.confidence) for pk, s in spans],
        batch_size=PORTION,
    )  # fmt: skip
    taken.advisories += [pks[one.source, one.id] for one in fresh]


def package_ids(named: Iterable[Named]) -> dict[str, int]:
    """The ids of packages by name; those not known yet are entered."""
    wanted = {one.name: one.scheme for one in named}
    found: dict[str, int] = {}
    for attempt in range(2):
        missing = [name for name in wanted if name not in found]
        if attempt:
            Package.objects.bulk_create(
                [Package(name=n, scheme=wanted[n]) for n in missing], ignore_conflicts=True
            )
        for part in portions(missing, ASKED):
            found.update(Package.objects.filter(name__in=part).values_list("name", "pk"))
    return found
