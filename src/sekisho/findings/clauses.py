"""From obligations to clauses: how each sentence of the policy stands."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sekisho.domains.documents.binding import Binding
from sekisho.domains.documents.clause import Clause, Scope
from sekisho.domains.documents.statement import Statement, Verdict
from sekisho.domains.documents.version import Version
from sekisho.obligations.judge import Seal, worst
from sekisho.obligations.obligation import obligations

NOTICE = timedelta(days=30)  # a statement about to run out is a risk


@dataclass(frozen=True, slots=True)
class Stood:
    """How one clause stands: its own seal, and how many of those below it stand how."""

    clause: Clause
    seal: str
    duties: tuple[str, ...]
    obligations: tuple[str, ...]
    below: Mapping[str, int]
    stated: bool = False
    statement: Statement | None = None


def duties_of(version: Version, on: date) -> dict[UUID, list[str]]:
    """Confirmed duties by clause, in one query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Binding.objects.confirmed(on).filter(clause__version=version)
    for clause, duty in rows.order_by("duty").values_list("clause_id", "duty"):
        found[clause].append(duty)
    return found


def statements_of(version: Version, on: date) -> dict[str, Statement]:
    """The newest statement on each clause (by its lasting id) known on ``on``, in one query."""
    rows = Statement.objects.known(on).filter(clause__version__document=version.document_id)
    found: dict[str, Statement] = {}
    for row in rows.select_related("clause", "person"):
        found.setdefault(row.clause.stable, row)
    return found


def seal_of_statement(statement: Statement | None, on: date) -> str:
    """What a statement makes of its clause: one that ran out says nothing any more."""
    if statement is None or statement.valid_until < on:
        return Seal.UNKNOWN
    if statement.verdict == Verdict.KEPT and statement.valid_until - on > NOTICE:
        return Seal.KEPT
    return Seal.NOT_KEPT if statement.verdict == Verdict.NOT_KEPT else Seal.AT_RISK


def seal_of(
    clause: Clause,
    duties: list[str],
    seals: Mapping[str, str],
    statement: Statement | None,
    on: date,
) -> str:
    """The clause's own seal: the worst of its duties; a duty nothing computes is unknown."""
    if clause.scope == Scope.OUT:
        return Seal.OUT_OF_SCOPE
    found = [seal_of_statement(statement, on)] if clause.scope == Scope.STATEMENT else []
    if not duties and not found:
        return Seal.AWAITING
    for duty in duties:
        answers = [seals.get(one.code, Seal.UNKNOWN) for one in obligations.of_duty(duty)]
        found.append(worst(answers, Seal.UNKNOWN))
    return worst(found)


def stand(version: Version, on: date, seals: Mapping[str, str]) -> list[Stood]:
    """Every clause of ``version`` in order, given how each obligation stands. Three queries."""
    clauses = list(Clause.objects.of(version))
    duties = duties_of(version, on)
    said = statements_of(version, on)
    own = {
        c.pk: str(seal_of(c, duties.get(c.pk, []), seals, said.get(c.stable), on)) for c in clauses
    }
    below: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    parents = {c.pk: c.parent_id for c in clauses}
    for clause in clauses:
        above = parents.get(clause.pk)
        while above:
            below[above][own[clause.pk]] += 1
            above = parents.get(above)
    return [_stood(clause, own, duties, below, said) for clause in clauses]


def _stood(
    clause: Clause,
    own: Mapping[UUID, str],
    duties: Mapping[UUID, list[str]],
    below: Mapping[UUID, Mapping[str, int]],
    said: Mapping[str, Statement],
) -> Stood:
    mine = tuple(duties.get(clause.pk, ()))
    codes = dict.fromkeys(one.code for duty in mine for one in obligations.of_duty(duty))
    stated = clause.scope == Scope.STATEMENT
    return Stood(
        clause,
        own[clause.pk],
        mine,
        tuple(codes),
        dict(below.get(clause.pk, {})),
        stated,
        said.get(clause.stable) if stated else None,
    )
