"""What stands behind a clause's state: sources, units, the year, evidence, exceptions, tasks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import FieldError
from django.db.models import Count, Max, Q
from django.urls import reverse

from sekisho.findings.evaluate import Judged
from sekisho.findings.finding import Finding, Standing
from sekisho.findings.task import LIVE
from sekisho.findings.waiver import State as Decided
from sekisho.ledger.models import Entry, Seq
from sekisho.registers import guard
from sekisho.registers.fiscal import month_end
from sekisho.registers.register import Register, registry
from sekisho.registers.rights import Scope
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.words import Text

UNITS = 8
COUNTED = ("population", "overdue", "soon", "unknown")
STATES = (
    ("kept", "kept"),
    ("due_soon", "at_risk"),
    ("overdue", "not_kept"),
    ("unknown", "unknown"),
)


def registers_of(judged: Iterable[Judged]) -> list[Register[Any]]:
    """The registers that the items read, subjects first, each once."""
    names = dict.fromkeys(
        name for j in judged for name in (j.one.register_name, *j.one.reads) if name in registry
    )
    return [registry[name] for name in names]


def sources(request: Request, judged: Sequence[Judged]) -> list[tuple[Text, str]]:
    """Where the data comes from: (title, address); no address where the reader may not look."""
    return [
        (register.title, reverse("list", args=[register.name]) if _open(request, register) else "")
        for register in registers_of(judged)
    ]


def _open(request: Request, register: Register[Any]) -> bool:
    return register.listed and allowed(request, "read", register)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit's share: ``label`` "" for those left over."""

    label: str
    population: int
    overdue: int
    soon: int
    unknown: int
    units: int = 1

    @property
    def kept(self) -> int:
        return self.population - self.overdue - self.soon - self.unknown

    @property
    def tone(self) -> str:
        return "t-ng strong" if self.overdue else "t-warn" if self.soon else "soft"


def units(request: Request, judged: Sequence[Judged], on: date) -> list[Unit]:
    """The share of each unit the reader sees, worst first; today only, as units change.

    One query for each item whose subjects have a unit.
    """
    if on != request.act().on:
        return []
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for one in (j.one for j in judged):
        register = registry[one.register_name]
        path = register.unit_path
        if not path or path in {"id", "pk"}:
            continue
        try:
            rows = _by_unit(request, one, register, f"{path}__name", on)
            for name, population, overdue, soon, unknown in rows:
                total[name] += Counter(
                    population=population, overdue=overdue, soon=soon, unknown=unknown
                )
        except FieldError:
            continue
    found = [Unit(name, **{k: c[k] for k in COUNTED}) for name, c in total.items() if name]
    found.sort(key=lambda u: (-u.overdue, -u.soon, -u.unknown, -u.population, u.label))
    return _rest(found)


def _by_unit(request: Request, one: Any, register: Register[Any], path: str, on: date) -> Any:
    def recs(state: str) -> Q:
        rows = Finding.objects.open().filter(obligation=one.code, state=state)
        return Q(pk__in=rows.values("rec"))

    seen = guard.visible(request.actor, register, on).order_by().values("pk")
    rows = one.among(on).filter(pk__in=seen).order_by().values(path)
    return rows.annotate(
        all_=Count("pk", distinct=True),
        overdue_=Count("pk", filter=recs("overdue"), distinct=True),
        soon_=Count("pk", filter=recs("due_soon"), distinct=True),
        unknown_=Count("pk", filter=recs("unknown"), distinct=True),
    ).values_list(path, "all_", "overdue_", "soon_", "unknown_")


def _rest(found: Sequence[Unit]) -> list[Unit]:
    """The first units; what is left over in one line without a name."""
    shown, others = list(found[:UNITS]), found[UNITS:]
    if others:
        sums = {name: sum(getattr(u, name) for u in others) for name in COUNTED}
        shown.append(Unit("", **sums, units=len(others)))
    return shown


def months(codes: Sequence[str], on: date) -> list[dict[str, Any]]:
    """The twelve months up to ``on``: how the items stood at each month's end. One query."""
    ends = [month_end(on, back) for back in range(-11, 0)] + [on]
    rows = Standing.objects.filter(obligation__in=codes, on__in=ends)
    sums: dict[date, Counter[str]] = defaultdict(Counter)
    for row in rows:
        sums[row.on].update({state: getattr(row, name) for name, state in STATES})
    if not sums:
        return []
    return [
        {"label": str(end.month), "parts": [(state, sums[end][state]) for _name, state in STATES]}
        for end in ends
    ]


@dataclass(frozen=True, slots=True)
class Proof:
    """A register as evidence: how many records the reader sees, up to which ledger entry."""

    title: Text
    href: str
    records: int
    position: int | None


def evidence(request: Request, judged: Sequence[Judged]) -> list[Proof]:
    """The registers the items are computed from; the newest entry only for those read whole."""
    found = []
    for register in registers_of(judged):
        if not _open(request, register):
            continue
        rows = guard.visible(request.actor, register, request.act().on)
        whole = Scope.ALL in guard.guard().reach(request.actor, "read", register)
        position = newest(register.name) if whole else None
        href = reverse("list", args=[register.name])
        found.append(Proof(register.title, href, rows.order_by().count(), position))
    return found


def newest(kind: str) -> int | None:
    """The position of the newest entry about records of ``kind``."""
    latest = Entry.objects.filter(kind=kind).aggregate(last=Max("id"))["last"]
    row = Seq.objects.filter(entry_id=latest).values_list("pos", flat=True).first()
    return None if row is None else int(row)


def exceptions(request: Request, codes: Sequence[str]) -> list[Any]:
    """Exceptions asked for or in force, newest first, as far as the reader may see them."""
    on = request.act().on
    rows = guard.visible(request.actor, registry["exceptions"], on)
    live = Q(state=Decided.REQUESTED) | Q(
        state=Decided.APPROVED, ends_on__gte=on - timedelta(days=1)
    )
    return list(rows.filter(live, obligation__in=codes).order_by("-number")[:10])


def tasks(request: Request, codes: Sequence[str]) -> list[Any]:
    """The work that is open for these items, due first."""
    rows = guard.visible(request.actor, registry["tasks"], request.act().on)
    mine = rows.filter(obligation__in=codes, state__in=LIVE).select_related("assignee")
    return list(mine.order_by("due_on", "number")[:5])
