"""What people owe, taken from the obligations themselves: one truth for tasks and for doors."""

from datetime import date
from typing import Any
from uuid import UUID

from sekisho.checkpoint.index.facts import ALWAYS, Debt
from sekisho.checkpoint.index.index import Index
from sekisho.checkpoint.index.loading import day
from sekisho.domains.people.models import Person
from sekisho.domains.suppliers.models import Assessment, Engagement, Nda, Party
from sekisho.domains.suppliers.starting import accepted
from sekisho.findings.waiver import Waiver
from sekisho.obligations.judge import State, standings
from sekisho.obligations.obligation import obligations
from sekisho.obligations.terms import terms

ACKNOWLEDGED = ("policy-acknowledged", "rules-acknowledged")
PLEDGED = ("pledged-on-joining", "contractors-answered-for")
FIRST = ("trained-on-joining",)
TRAINED = (*FIRST, "training-current", "contractors-trained")
WATCHED = (*ACKNOWLEDGED, *PLEDGED, *TRAINED)
SUPPLIERS = frozenset({"ndas", "parties", "contracts", "engagements", "assessments",
                       "risk_acceptances"})  # fmt: skip
ALSO = frozenset({"terms", "settings", "declarations"})


def read(index: Index, on: date, codes: Any = WATCHED) -> None:
    """How each of ``codes`` stands for everyone on ``on``: one query for each."""
    known = terms(on)
    for code in codes:
        if code in obligations and obligations[code].of is Person:
            one = obligations[code]
            found = standings(one, on, known[code])
            index.debts[code] = {
                s.rec: Debt(day(s.due), s.state == State.UNKNOWN)
                for s in found
                if s.due is not None or s.state == State.UNKNOWN
            }


def excused(index: Index, on: date) -> None:
    rows = Waiver.objects.valid(on).filter(obligation__in=WATCHED)
    fields = ("obligation", "subject", "starts_on", "ends_on")
    index.excused = {
        (code, subject): (day(starts), day(ends))
        for code, subject, starts, ends in rows.values_list(*fields)
    }


def suppliers(index: Index, on: date) -> None:
    """Companies that send us people, by name, and until when secrecy with them is agreed."""
    index.suppliers = frozenset(Party.objects.current(on).values_list("name", flat=True))
    bound: dict[str, int] = {}
    for name, until in Nda.objects.valid(on).values_list("party__name", "ends_on"):
        bound[name] = max(bound.get(name, 0), day(until))
    index.bound = bound
    index.engaged = engaged(on)


def engaged(on: date) -> dict[str, int]:
    """Suppliers that work is entrusted to → until when its assessment, or the accepted risk, holds."""
    found: dict[str, int] = {}
    rows = Engagement.objects.running(on).select_related("party", "risk")
    until = Assessment.objects.last_days(rows.order_by())
    for one in rows:
        last = [until.get(one.pk)]
        if one.risk_id and accepted(one, on):
            last.append(one.risk.ends_on)
        best = max((d.toordinal() for d in last if d is not None), default=0)
        found[one.party.name] = max(found.get(one.party.name, 0), best)
    return found


def touched(kinds: set[str]) -> list[str]:
    """The obligations to read again after a change of records of these ``kinds``."""
    there = [code for code in WATCHED if code in obligations]
    if kinds & ALSO:
        return there
    return [code for code in there if kinds & obligations[code].reads.keys()]


def outstanding(index: Index, codes: tuple[str, ...], person: UUID, on: int) -> bool:
    """Whether ``person`` still owes one of ``codes``, late or not."""
    for code in codes:
        debt = index.debts.get(code, {}).get(person)
        span = index.excused.get((code, person))
        if debt and not debt.unknown and not (span and span[0] <= on <= span[1]):
            return True
    return False


def computed(index: Index, codes: tuple[str, ...]) -> bool:
    """Whether anybody computes one of ``codes``: else nothing is known about anybody."""
    return any(code in index.debts for code in codes)


def owed(index: Index, codes: tuple[str, ...], person: UUID, on: int) -> Debt:
    """The earliest of what a person owes; unknown when nobody computes any of ``codes``."""
    due, unknown = ALWAYS, False
    for code in codes:
        if (known := index.debts.get(code)) is None:
            continue
        debt = known.get(person)
        span = index.excused.get((code, person))
        if debt is None or (span and span[0] <= on <= span[1]):
            continue
        unknown = unknown or debt.unknown
        if not debt.unknown:
            due = min(due, debt.due)
    return Debt(due, unknown or not computed(index, codes))
