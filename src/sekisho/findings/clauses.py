"""From obligations to clauses: how each sentence of the policy stands."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sekisho.domains.documents.binding import Binding
from sekisho.domains.documents.clause import Clause, Scope
from sekisho.domains.documents.version import Version
from sekisho.obligations.judge import Seal, worst
from sekisho.obligations.obligation import obligations


@dataclass(frozen=True, slots=True)
class Stood:
    """How one clause stands: its own seal, and how many of those below it stand how."""

    clause: Clause
    seal: str
    duties: tuple[str, ...]
    obligations: tuple[str, ...]
    below: Mapping[str, int]
    stated: bool = False


def duties_of(version: Version, on: date) -> dict[UUID, list[str]]:
    """Confirmed duties by clause, in one query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Binding.objects.confirmed(on).filter(clause__version=version)
    for clause, duty in rows.order_by("duty").values_list("clause_id", "duty"):
        found[clause].append(duty)
    return found


def seal_of(clause: Clause, duties: list[str], seals: Mapping[str, str]) -> str:
    """The clause's own seal: the worst of its duties; a duty nothing computes is unknown."""
    if clause.scope == Scope.OUT:
        return Seal.OUT_OF_SCOPE
    if not duties:
        return Seal.AWAITING
    found = []
    for duty in duties:
        answers = [seals.get(one.code, Seal.UNKNOWN) for one in obligations.of_duty(duty)]
        found.append(worst(answers, Seal.UNKNOWN))
    return worst(found)


def stand(version: Version, on: date, seals: Mapping[str, str]) -> list[Stood]:
    """Every clause of ``version`` in order, given how each obligation stands. Two queries."""
    clauses = list(Clause.objects.of(version))
    duties = duties_of(version, on)
    own = {c.pk: str(seal_of(c, duties.get(c.pk, []), seals)) for c in clauses}
    below: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    parents = {c.pk: c.parent_id for c in clauses}
    for clause in clauses:
        above = parents.get(clause.pk)
        while above:
            below[above][own[clause.pk]] += 1
            above = parents.get(above)
    return [_stood(clause, own, duties, below) for clause in clauses]


def _stood(
    clause: Clause,
    own: Mapping[UUID, str],
    duties: Mapping[UUID, list[str]],
    below: Mapping[UUID, Mapping[str, int]],
) -> Stood:
    mine = tuple(duties.get(clause.pk, ()))
    codes = dict.fromkeys(one.code for duty in mine for one in obligations.of_duty(duty))
    stated = clause.scope == Scope.STATEMENT
    return Stood(clause, own[clause.pk], mine, tuple(codes), dict(below.get(clause.pk, {})), stated)
