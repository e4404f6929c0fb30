"""Evaluating: judge obligations, keep the findings in step, say how each clause stands."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from sekisho.findings.correction import corrected, corrected_each
from sekisho.findings.finding import Finding, Standing
from sekisho.findings.waiver import excepted, excepted_each
from sekisho.obligations import judge
from sekisho.obligations.judge import Counts, State
from sekisho.obligations.obligation import Kind, Obligation, obligations
from sekisho.obligations.terms import Terms, terms

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Judged:
    """How one obligation stands on a day; ``standings`` are the subjects not kept."""

    one: Obligation
    counts: Counts
    seal: str
    standings: Sequence[judge.Standing] = ()


Subjects = Mapping[str, set[UUID]]
"""Code of an obligation → some of its subjects."""


def judged(
    one: Obligation,
    on: date,
    term: Terms,
    sizes: judge.Sizes | None = None,
    exempt: tuple[Subjects, Subjects] | None = None,
) -> Judged:
    """Judge everyone one obligation is about: at most three queries, nothing written.

    ``exempt``: those under an exception and those corrected, where they are read for many at once.
    """
    if exempt is None:
        spared, cured = excepted(one.code, on), healed(one, on)
    else:
        spared, cured = (kind.get(one.code, set()) for kind in exempt)
    found = judge.not_kept(one, on, term)
    closed = spared | cured
    open_ = [s for s in found if s.rec not in closed]
    states = Counter(s.state for s in open_)
    population = judge.population(one, on, sizes)
    inside = one.among(on).filter(pk__in=spared).count() if spared else 0
    counts = Counts(
        population=population,
        kept=population - len(open_),
        due_soon=states[State.DUE_SOON],
        overdue=states[State.OVERDUE],
        unknown=states[State.UNKNOWN],
        excepted=inside,
    )
    return Judged(one, counts, counts.seal(term, on), open_)


def healed(one: Obligation, on: date) -> set[UUID]:
    """Subjects whose late event was closed by a confirmed corrective action."""
    return corrected(one.code, on) if one.kind == Kind.EVENT else set()


def judge_all(on: date, codes: Iterable[str] | None = None) -> list[Judged]:
    """Judge every obligation (or those named) for ``on``; nothing is written."""
    known = terms(on)
    wanted = [obligations[c] for c in codes] if codes is not None else list(obligations)
    sizes: judge.Sizes = {}
    events = {one.code for one in wanted if one.kind == Kind.EVENT}
    cured = {code: recs for code, recs in corrected_each(on).items() if code in events}
    exempt = excepted_each(on), cured
    return [judged(one, on, known[one.code], sizes, exempt) for one in wanted]


def keep_all(found: Sequence[Judged], on: date, at: datetime) -> None:
    """``keep`` for many at once: those where nothing is and was to be found cost nothing."""
    held = set(Finding.objects.open().order_by().values_list("obligation", flat=True).distinct())
    for one in found:
        if one.standings or one.one.code in held:
            with transaction.atomic():
                _findings(one, on)
    _stand(found, on, at)


def keep(found: Judged, on: date, at: datetime) -> None:
    """Bring the findings and today's standing of one obligation in step with what was found."""
    with transaction.atomic():
        _findings(found, on)
        _stand([found], on, at)


def _findings(found: Judged, on: date) -> None:
    mine = Finding.objects.open().filter(obligation=found.one.code)
    _diff(found.one, on, found.standings, mine)


def judge_again(
    one: Obligation,
    recs: set[UUID],
    on: date,
    at: datetime,
    term: Terms,
    sizes: judge.Sizes | None = None,
) -> Judged:
    """Judge only ``recs`` and keep the counts right: what one change costs."""
    spared = excepted(one.code, on)
    closed = spared | healed(one, on)
    found = [s for s in judge.not_kept(one, on, term, recs) if s.rec not in closed]
    with transaction.atomic():
        mine = Finding.objects.open().filter(obligation=one.code, rec__in=recs)
        _diff(one, on, found, mine)
        answer = recount(one, on, term, spared, sizes)
        _stand([answer], on, at)
    return answer


def recount(
    one: Obligation, on: date, term: Terms, spared: set[UUID], sizes: judge.Sizes | None = None
) -> Judged:
    """The counts of one obligation from its open findings and the size of its population."""
    rows = Finding.objects.open().filter(obligation=one.code).order_by().values("state")
    states = dict(rows.annotate(n=Count("pk")).values_list("state", "n"))
    population = judge.population(one, on, sizes)
    inside = one.among(on).filter(pk__in=spared).count() if spared else 0
    counts = Counts(
        population=population,
        kept=population - sum(states.values()),
        due_soon=states.get(State.DUE_SOON, 0),
        overdue=states.get(State.OVERDUE, 0),
        unknown=states.get(State.UNKNOWN, 0),
        excepted=inside,
    )
    return Judged(one, counts, counts.seal(term, on))


def _diff(
    one: Obligation, on: date, found: Iterable[judge.Standing], mine: "Iterable[Finding]"
) -> None:
    """Open what is new, update what changed, close what is gone."""
    before = {f.rec: f for f in mine}
    now = {s.rec: s for s in found}
    fresh = [s for rec, s in now.items() if rec not in before]
    times = _times(one.code, [s.rec for s in fresh])
    name = one.register_name
    Finding.objects.bulk_create(
        [
            Finding(
                obligation=one.code, kind=name, rec=s.rec, state=s.state, due=s.due,
                assignee=s.assignee, opened_on=on, times=times.get(s.rec, 0) + 1,
                overdue_on=on if s.state == State.OVERDUE else None,
            )
            for s in fresh
        ],
        batch_size=BATCH,
    )  # fmt: skip
    changed = [f for rec, f in before.items() if rec in now and _moved(f, now[rec], on)]
    columns = ("state", "due", "assignee", "overdue_on")
    Finding.objects.bulk_update(changed, columns, batch_size=200)
    gone = [f.pk for rec, f in before.items() if rec not in now]
    for start in range(0, len(gone), BATCH):
        Finding.objects.filter(pk__in=gone[start : start + BATCH]).update(closed_on=on)


def _moved(finding: Finding, now: judge.Standing, on: date) -> bool:
    if (finding.state, finding.due, finding.assignee) == (now.state, now.due, now.assignee):
        return False
    if now.state == State.OVERDUE and finding.state != State.OVERDUE:
        finding.overdue_on = on
    finding.state, finding.due, finding.assignee = now.state, now.due, now.assignee
    return True


def _times(code: str, recs: list[UUID]) -> dict[UUID, int]:
    """How often each subject has failed before."""
    found: dict[UUID, int] = {}
    for start in range(0, len(recs), BATCH):
        part = recs[start : start + BATCH]
        rows = Finding.objects.filter(obligation=code, rec__in=part).order_by().values("rec")
        found |= dict(rows.annotate(n=Count("pk")).values_list("rec", "n"))
    return found


def _stand(found: Iterable[Judged], on: date, at: datetime) -> None:
    rows = [
        Standing(
            obligation=judged.one.code, on=on, at=at, seal=judged.seal,
            **{name: getattr(judged.counts, name) for name in Counts.__slots__},
        )
        for judged in found
    ]  # fmt: skip
    Standing.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("obligation", "on"),
        update_fields=("at", "seal", *Counts.__slots__),
    )
