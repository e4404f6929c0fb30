"""The standing of a day: judged now, or read from what past days left behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sekisho.domains.documents.version import Version
from sekisho.domains.documents.version import policy_in_force_or_draft as policy_on
from sekisho.findings.clauses import Stood, stand
from sekisho.findings.evaluate import Judged, judge_all, judged
from sekisho.findings.finding import ClauseStanding, Standing
from sekisho.obligations.judge import Counts, Seal
from sekisho.obligations.obligation import obligations
from sekisho.obligations.terms import terms


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything about one day: each obligation, and each clause of the policy that counted."""

    on: date
    judged: list[Judged]
    version: Version | None
    clauses: list[Stood]

    @property
    def seals(self) -> dict[str, str]:
        return {j.one.code: j.seal for j in self.judged}


def seals_on(on: date) -> dict[str, str]:
    """How each obligation stood at the end of ``on``, as stored; unknown if it was not judged."""
    rows = Standing.objects.filter(on=on).values_list("obligation", "seal")
    stored = dict(rows)
    return {one.code: stored.get(one.code, str(Seal.UNKNOWN)) for one in obligations}


def latest_seals() -> dict[str, Standing]:
    """The newest stored standing of each obligation. One query."""
    newest: dict[str, Standing] = {}
    for row in Standing.objects.order_by("-on")[: 3 * (len(list(obligations)) or 1)]:
        newest.setdefault(row.obligation, row)
    return newest


def whole(on: date, today: date) -> Whole:
    """Judge ``on``: today and later from the records, a past day from dated facts and storage.

    A past day that nothing tells of is unknown; nothing is written.
    """
    found = judge_all(on) if on >= today else past(on)
    version = policy_on(on)
    seals = {j.one.code: j.seal for j in found}
    return Whole(on, found, version, stand(version, on, seals) if version else [])


def past(on: date) -> list[Judged]:
    """A past day: what was stored then; else dated facts; else unknown."""
    stored = {row.obligation: row for row in Standing.objects.filter(on=on)}
    known = terms(on)
    found = []
    for one in obligations:
        row = stored.get(one.code)
        if row is not None:
            counts = Counts(**{name: getattr(row, name) for name in Counts.__slots__})
            found.append(Judged(one, counts, row.seal))
        elif one.dated:
            found.append(judged(one, on, known[one.code]))
        else:
            found.append(Judged(one, Counts(), str(Seal.UNKNOWN)))
    return found


def keep_clauses(on: date, seals: Mapping[str, str] | None = None) -> list[Stood]:
    """Store how each clause of the policy stands on ``on``; the clauses, in order."""
    version = policy_on(on)
    if version is None:
        return []
    stood = stand(version, on, seals if seals is not None else seals_on(on))
    before = ClauseStanding.objects.filter(on=on, version=version.pk)
    held = {row.stable: row for row in before}
    wanted = {s.clause.stable: s for s in stood}
    ClauseStanding.objects.bulk_create(
        [
            ClauseStanding(
                stable=s.clause.stable, version=version.pk, number=s.clause.number, on=on, seal=s.seal
            )
            for stable, s in wanted.items()
            if stable not in held
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    changed = [
        r for stable, r in held.items() if stable in wanted and r.seal != wanted[stable].seal
    ]
    for row in changed:
        row.seal = wanted[row.stable].seal
    ClauseStanding.objects.bulk_update(changed, ["seal"])
    return stood
