"""Reading other systems' lists of services: guess the columns, count by domain. Pure, nothing is kept of whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sekisho.domains.access.found_hosts import host_of, is_infrastructure, known, registrable
from sekisho.registers.exchange.matching import norm
from sekisho.registers.exchange.table import Table
from sekisho.registers.parse import is_empty
from sekisho.registers.wareki import parse_day

WORDS: Mapping[str, tuple[str, ...]] = {
    "host": ("host", "hostname", "domain", "url", "uri", "dest", "destination", "dest host", "cs-host",
             "site", "query", "qname", "request", "ホスト", "ホスト名", "ドメイン", "接続先", "宛先",
             "アクセス先", "閲覧先", "サイト", "アドレス"),
    "name": ("app", "application", "app name", "resource", "resource display name", "service", "vendor",
             "merchant", "payee", "extension", "アプリ", "アプリ名", "アプリケーション", "サービス",
             "サービス名", "支払先", "取引先", "摘要", "拡張機能"),
    "user": ("user", "username", "user name", "user principal name", "login", "email", "mail", "client",
             "client ip", "c-ip", "cs-username", "src", "source ip", "device", "employee", "利用者",
             "ユーザー", "ユーザー名", "氏名", "社員番号", "メールアドレス", "端末", "送信元", "申請者"),
    "unit": ("department", "unit", "division", "部署", "部門", "所属"),
    "day": ("date", "day", "time", "timestamp", "datetime", "created", "last used", "日付", "日時", "日",
            "利用日", "アクセス日時", "最終利用日", "計上日"),
    "count": ("count", "hits", "requests", "sign-ins", "件数", "回数", "アクセス数", "利用回数"),
    "users": ("users", "user count", "unique users", "利用者数", "ユーザー数", "人数"),
}  # fmt: skip


@dataclass(slots=True)
class Found:
    """What a list says about one domain (or one name without a domain)."""

    domain: str
    name: str = ""
    provider: str = ""
    kind: str = "other"
    lines: int = 0
    people: set[str] = field(default_factory=set)
    told_users: int = 0
    units: set[str] = field(default_factory=set)
    first: date | None = None
    last: date | None = None

    @property
    def users(self) -> int | None:
        return len(self.people) or self.told_users or None


@dataclass(slots=True)
class Read:
    """A list as it was read. ``names_people``: it tells who did it."""

    columns: dict[str, int] = field(default_factory=dict)
    found: dict[str, Found] = field(default_factory=dict)
    rows: int = 0
    skipped: int = 0

    @property
    def names_people(self) -> bool:
        return "user" in self.columns


def columns_of(heading: Sequence[str]) -> dict[str, int]:
    """Field → column, by the words other systems use; exact words before words within a heading."""
    words = [norm(one) for one in heading]
    found: dict[str, int] = {}
    for exact in (True, False):
        for name, wanted in WORDS.items():
            for word in map(norm, wanted):
                at = next((i for i, w in enumerate(words) if i not in found.values()
                           and (w == word if exact else len(word) > 3 and word in w)), None)  # fmt: skip
                if name not in found and at is not None:
                    found[name] = at
    return found


def read(
    table: Table, own: frozenset[str] = frozenset(), by_name: Mapping[str, str] | None = None
) -> Read:
    """Count a list by domain. ``own``: the company's own domains; ``by_name``: folded name → domain.

    Addresses inside, own domains and what is only infrastructure are skipped, and counted so.
    """
    out = Read(columns_of(table.heading))
    names = by_name or {}
    for _number, cells in table.rows:
        row = dict(_cells(out.columns, cells))
        out.rows += 1
        domain = registrable(host_of(row.get("host", "")))
        domain = domain or names.get(norm(row.get("name", "")), "")
        if not domain or domain in own or is_infrastructure(domain):
            out.skipped += 1
            continue
        _count(out.found.setdefault(domain, _begin(domain, row)), row)
    return out


def _cells(columns: Mapping[str, int], cells: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    for name, at in columns.items():
        raw = cells[at] if at < len(cells) else None
        if not is_empty(raw):
            yield name, raw if isinstance(raw, date | datetime) else str(raw).strip()


def _begin(domain: str, row: Mapping[str, Any]) -> Found:
    told = known(domain)
    if told:
        return Found(domain, told.name, told.provider, told.kind)
    return Found(domain, str(row.get("name", ""))[:120])


def _count(one: Found, row: Mapping[str, Any]) -> None:
    one.lines += _number(row.get("count")) or 1
    one.told_users = max(one.told_users, _number(row.get("users")))
    if "user" in row:
        one.people.add(str(row["user"]).lower())
    if "unit" in row:
        one.units.add(str(row["unit"])[:80])
    day = _day(row.get("day"))
    if day:
        one.first = min(one.first or day, day)
        one.last = max(one.last or day, day)


def _number(raw: Any) -> int:
    try:
        return min(10**9, max(0, int(float(str(raw).replace(",", ""))))) if raw is not None else 0
    except (ValueError, OverflowError):
        return 0


def _day(raw: Any) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date) or raw is None:
        return raw
    text = str(raw)
    return parse_day(text) or parse_day(text[:10])
