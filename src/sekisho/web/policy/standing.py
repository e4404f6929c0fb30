"""How the policy stood on a day, for pages: read from what judging stored, never judged here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekisho.domains.documents.models import Version
from sekisho.domains.documents.version import policy_in_force_or_draft
from sekisho.findings import standing
from sekisho.findings.clauses import Stood, stand
from sekisho.findings.evaluate import Judged
from sekisho.findings.finding import Standing
from sekisho.obligations.judge import SEVERITY, Counts, Seal
from sekisho.obligations.obligation import Obligation, obligations
from sekisho.web import dates
from sekisho.web.policy.answering import Holders, answers


@dataclass(frozen=True, slots=True)
class Day:
    """One day: the version that counted, its clauses, each obligation's counts. ``at`` None: the
    day was not judged then."""

    on: date
    version: Version | None
    clauses: list[Stood]
    judged: Mapping[str, Judged]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Fact:
    """The margin note of a clause: the one fact, the share, what it is about, who answers."""

    left: str
    right: str
    about: str
    who: str
    tone: str = ""


def day_of(on: date, today: date) -> Day:
    """Today from the rows that follow every change; a past day from that day's rows."""
    version = policy_in_force_or_draft(on)
    rows = standing.latest_seals() if on == today else _of(on)
    judged = {
        code: _judged(obligations[code], row) for code, row in rows.items() if code in obligations
    }
    if on != today and not rows:
        judged = {j.one.code: j for j in standing.past(on)}
    seals = {code: str(j.seal) for code, j in judged.items()}
    clauses = stand(version, on, seals) if version else []
    at = max((row.at for row in rows.values()), default=None)
    return Day(on, version, clauses, judged, at)


def _of(on: date) -> dict[str, Standing]:
    return {row.obligation: row for row in Standing.objects.filter(on=on)}


def _judged(one: Obligation, row: Standing) -> Judged:
    counts = Counts(**{name: getattr(row, name) for name in Counts.__slots__})
    return Judged(one, counts, row.seal)


def worst_of(codes: Iterable[str], judged: Mapping[str, Judged]) -> Judged | None:
    """The obligation that decides a clause's seal: the worst, then the one with most at stake."""
    found = [judged[code] for code in codes if code in judged]
    return min(found, key=lambda j: (SEVERITY[str(j.seal)], -j.counts.overdue), default=None)


def facts_of(found: Day, known: Holders) -> dict[UUID, Fact]:
    """The margin note of every clause."""
    return {stood.clause.pk: fact(stood, found.judged, known) for stood in found.clauses}


def fact(stood: Stood, judged: Mapping[str, Judged], known: Holders) -> Fact:
    if stood.seal == Seal.OUT_OF_SCOPE:
        return Fact(_("Not measured"), "", stood.clause.scope_reason[:60], "")
    if stood.stated and not stood.duties:
        return _of_statement(stood)
    if stood.stated and not stood.duties:
        return _word(stood)
    if not stood.duties:
        return Fact(_("No item confirmed yet"), "", "", "", "t-wait")
    worst = worst_of(stood.obligations, judged)
    missing = unmeasured(stood)
    if worst is None or (stood.seal == Seal.UNKNOWN and worst.seal != Seal.UNKNOWN and missing):
        words = ngettext(
            "%(n)s item is not measured yet", "%(n)s items are not measured yet", missing
        )
        return Fact(words % {"n": missing}, "", "", "", "t-un")
    about, who = str(worst.one.title), answers(worst.one, known)
    return Fact(said(worst), share(worst), about, who, _tone(str(worst.seal)))


def _of_statement(stood: Stood) -> Fact:
    """What a person stated of the clause, when, and until when that counts."""
    from sekisho.web.dates import day

    made = stood.statement
    if made is None:
        return Fact(_("Not stated yet"), "", stood.clause.scope_reason[:60], "", "t-un")
    words = _("Stated: %(verdict)s") % {"verdict": made.get_verdict_display()}
    until = _("counts until %(day)s") % {"day": day(made.valid_until, "dense")}
    return Fact(words, until, made.basis[:60], str(made.person), _tone(str(stood.seal)))


def _word(stood: Stood) -> Fact:
    """The fact of a clause that a person states: who did, and until when it counts."""
    said = stood.statement
    if said is None:
        return Fact(_("Not stated yet"), "", "", "", _tone(str(stood.seal)))
    left = _("Stated: %(verdict)s") % {"verdict": said.get_verdict_display()}
    until = _("until %(day)s") % {"day": dates.day(said.valid_until, "dense")}
    return Fact(left, "", until, said.person.name, _tone(str(stood.seal)))


def unmeasured(stood: Stood) -> int:
    """How many confirmed items of the clause nothing computes yet."""
    return sum(1 for duty in stood.duties if not obligations.of_duty(duty))


def _tone(seal: str) -> str:
    return {"not_kept": "t-ng", "at_risk": "t-warn", "unknown": "t-un"}.get(seal, "")


def said(judged: Judged) -> str:
    """The one fact in words."""
    counts = judged.counts
    unit = unit_of(judged.one)
    if judged.seal == Seal.NOT_KEPT:
        return _("Overdue: %(n)s") % {"n": unit(counts.overdue)}
    if judged.seal == Seal.UNKNOWN:
        if not counts.population:
            return _("Nothing registered yet")
        return _("Unknown: %(n)s") % {"n": unit(counts.unknown)}
    if judged.seal == Seal.AT_RISK:
        return _("Due soon: %(n)s") % {"n": unit(counts.due_soon)}
    return _("All in order")


def share(judged: Judged) -> str:
    counts = judged.counts
    if not counts.population:
        return ""
    unit = unit_of(judged.one)
    return f"{counts.kept:,}／{unit(counts.population)}"


def unit_of(one: Obligation) -> Any:
    """People are counted in 名, everything else in 件."""
    return dates.people if one.register_name == "people" else dates.items
