"""Taking in a list of services: under a monitoring rule where it names people; counts and units alone stay."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.found_reading import Found, Read, read
from sekisho.domains.access.found_service import LOGS, FoundService, FoundState
from sekisho.domains.access.monitoring_rule import MonitoringRule
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.exchange import table
from sekisho.registers.exchange.matching import norm
from sekisho.registers.guard import demand
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

HEADINGS = ("host", "domain", "url", "application", "user", "date", "ホスト", "ドメイン", "url",
            "アプリ名", "サービス名", "日時", "日付", "支払先")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a list: domains new, seen again, and lines left out."""

    rows: int
    new: int
    again: int
    known: int
    skipped: int


def take_in(act: Act, data: bytes, name: str, kind: str, on: date | None = None) -> Taken:
    """Read a list and keep what it shows. Raises Unreadable, Denied, Invalid.

    A log that names people is not even read without a monitoring rule in force (people were told).
    """
    register = registry["found_services"]
    demand(act.actor, "add", register, None, act.on)
    sheet = table.read(data, name, [norm(word) for word in HEADINGS])
    services = _services()
    by_name = {norm(one.name): one.hosts[0] for one in services if one.hosts}
    found = read(sheet, own_domains(), by_name)
    if not {"host", "name"} & found.columns.keys():
        words = _(
            "No column with addresses or service names was found. Please name one “host” or “アプリ名”."
        )
        raise Invalid({"file": [words]})
    _ruled(found, kind, act.on)
    if not found.found:
        return Taken(found.rows, 0, 0, 0, found.skipped)
    by_host = {host: one for one in services for host in one.hosts}
    return _keep(act, found, kind, on or act.on, by_host)


def _ruled(found: Read, kind: str, on: date) -> None:
    if kind in LOGS and found.names_people and not MonitoringRule.objects.in_force(on).exists():
        raise Denied("found_services.add", [("unruled", _(
            "This list names people, and no monitoring rule is in force. Put the rule in force and "
            "tell everybody first, or leave out the columns that name people."
        ))])  # fmt: skip


def _services() -> list[Any]:
    return list(registry["services"].rows())


def own_domains() -> frozenset[str]:
    """The domains of most people's mail addresses: the company itself is no service found."""
    mails = registry["people"].rows().exclude(email="").values_list("email", flat=True)
    counts = Counter(mail.rpartition("@")[2].lower() for mail in mails)
    return frozenset(d for d, n in counts.items() if n * 4 >= counts.total())


def _keep(act: Act, found: Read, kind: str, on: date, by_host: dict[str, Any]) -> Taken:
    register = registry["found_services"]
    there = {one.domain: one for part in _parts(found.found)
             for one in FoundService.objects.present().filter(domain__in=part)}  # fmt: skip
    lines = [
        Line(_values(one, kind, on, there.get(d)), there.get(d)) for d, one in found.found.items()
    ]
    written = write_many(register, act, lines)
    recognised = 0
    for one in written:
        service = by_host.get(one.record.domain)
        waits = one.record.state in {FoundState.NEW, FoundState.TO_REQUEST}
        if waits and service is not None:
            _recognise(act, one.record, service)
            recognised += 1
    return Taken(found.rows, len(lines) - len(there), len(there), recognised, found.skipped)


def _recognise(act: Act, record: Any, service: Any) -> None:
    """The register names this very domain: nothing is left to decide."""
    from sekisho.registers.commands import follow

    follow(registry["found_services"], act, "recognise", record, {"service": service.pk})


def _values(one: Found, kind: str, on: date, before: Any) -> dict[str, Any]:
    sources = {kind} | set(before.sources if before else ())
    last = max(filter(None, (one.last or on, before and before.last_seen_on)))
    values: dict[str, Any] = {"sources": tuple(sources), "lines": one.lines, "last_seen_on": last,
                              "listed_on": on}  # fmt: skip
    if one.users is not None:
        values["users"] = one.users
    if one.units:
        values["units"] = tuple(sorted(one.units | set(before.units if before else ())))
    if before is None:
        first = min(one.first or on, on)
        values |= {"domain": one.domain, "name": one.name, "provider": one.provider, "kind": one.kind,
                   "first_seen_on": first}  # fmt: skip
    return values


def _parts(found: Iterable[str]) -> Iterable[list[str]]:
    every = sorted(found)
    for start in range(0, len(every), 500):
        yield every[start : start + 500]
