"""What people decided about a version goes with the same words into the next draft."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sekisho.domains.documents.binding import Binding
from sekisho.domains.documents.binding import State as Decided
from sekisho.domains.documents.clause import Clause, ClauseRegister, Scope
from sekisho.domains.documents.interpretation import Interpretation
from sekisho.domains.documents.interpretation import State as Meant
from sekisho.domains.documents.reading.ambiguous import ambiguous
from sekisho.domains.documents.version import State, Version
from sekisho.registers.actor import Act
from sekisho.registers.commands import move
from sekisho.registers.guard import guard
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

MOVES = {Scope.STATEMENT: "state_yearly", Scope.OUT: "leave_out"}
TRANSLATION = ("heading_en", "path_en", "text_en", "text_en_of")


@dataclass(slots=True)
class Former:
    """The version before, with every decision on its clauses; empty when there is none."""

    clauses: dict[str, Clause] = field(default_factory=dict)
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    meanings: dict[str, list[Interpretation]] = field(default_factory=dict)


def former(version: Version | None) -> Former:
    """Load ``version`` with its decisions, by stable id of the clauses; three queries."""
    if version is None:
        return Former()
    clauses = {clause.stable: clause for clause in Clause.objects.of(version)}
    return Former(clauses, _by_stable(Binding, version), _by_stable(Interpretation, version))


def before(draft: Version) -> Version | None:
    """The version that ``draft`` follows: the one in force, else the newest earlier draft."""
    others = Version.objects.present().filter(document=draft.document_id).exclude(pk=draft.pk)
    known = others.exclude(state=State.DISCARDED)
    current: Version | None = known.filter(state=State.IN_FORCE).order_by("-effective_on").first()
    return current or known.order_by("-created_at", "-id").first()


def translation(clause: Clause | None) -> dict[str, Any]:
    """The English of the former clause; ``text_en_of`` tells when it lags behind the new words."""
    if clause is None or not clause.text_en:
        return {}
    return {name: getattr(clause, name) for name in TRANSLATION}


def bindings(
    old: Former, clauses: Sequence[Clause], suggested: Mapping[str, Mapping[str, float]],
    accept: float | None,
) -> list[Line]:  # fmt: skip
    """One row for each duty of each clause: carried over, suggested, or asked about again.

    ``suggested``: clause number → duty → score. The same words keep what was confirmed, and what
    was refused is not suggested again; changed words turn a confirmed duty into a suggestion.
    """
    lines = []
    for clause in clauses:
        scores = dict(suggested.get(clause.number, {}))
        was, same = old.bindings.get(clause.stable, []), _same(old, clause)
        known = list(_kept(was, scores) if same else _asked(was, scores))
        rows = known + [{"duty": d, "score": _score(s)} for d, s in scores.items()]
        limit = {} if accept is None else {"accept_from": _score(accept)}
        lines += [Line({"clause": clause.pk, **limit, **row}) for row in rows]
    return lines


def _kept(was: Sequence[Binding], scores: dict[str, float]) -> Iterator[dict[str, Any]]:
    """Decisions on the same words; ``scores`` loses the duties decided."""
    for binding in was:
        if binding.state == Decided.CONFIRMED:
            scores.pop(binding.duty, None)
            yield {"duty": binding.duty, "score": binding.score, "carried_from": binding.pk}
        elif binding.state == Decided.REFUSED:
            scores.pop(binding.duty, None)


def _asked(was: Sequence[Binding], scores: Mapping[str, float]) -> Iterator[dict[str, Any]]:
    """Duties confirmed for other words that the new words do not suggest by themselves."""
    for binding in was:
        if binding.state == Decided.CONFIRMED and binding.duty not in scores:
            yield {"duty": binding.duty, "reason": _("Confirmed for the former words.")}


def meanings(old: Former, clauses: Sequence[Clause]) -> list[Line]:
    """One row for each ambiguous word: with the former meaning where the clause reads the same."""
    lines = []
    for clause in clauses:
        was = old.meanings.get(clause.stable, []) if _same(old, clause) else []
        known = {m.word: m for m in was if m.state == Meant.DECIDED}
        for word in dict.fromkeys(found.word for found in ambiguous(clause.text)):
            lines.append(Line({"clause": clause.pk, "word": word} | _meaning(known.get(word))))
    return lines


def scopes(act: Act, old: Former, clauses: Sequence[Clause]) -> None:
    """Leave out or state yearly what was so before, where the actor may decide it."""
    register = registry[ClauseRegister.name]
    for clause in clauses:
        was = old.clauses.get(clause.stable)
        name = MOVES.get(Scope(was.scope)) if was and was.text == clause.text else None
        if was and name and was.scope_review_on and guard().reach(act.actor, name, register):
            said = {"scope_reason": was.scope_reason, "scope_review_on": was.scope_review_on}
            move(register, act, name, clause, said)


def _meaning(was: Interpretation | None) -> dict[str, Any]:
    if was is None:
        return {}
    known = {"amount": was.amount, "unit": was.unit, "meaning": was.meaning}
    return known | {"carried_from": was.pk}


def _same(old: Former, clause: Clause) -> bool:
    was = old.clauses.get(clause.stable)
    return was is not None and was.text == clause.text


def _by_stable(model: Any, version: Version) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    rows = model.objects.present().filter(clause__version=version, clause__withdrawn_at=None)
    for row in rows.select_related("clause").order_by("id"):
        found[row.clause.stable].append(row)
    return found


def _score(score: float) -> Decimal:
    return Decimal(str(round(score, 3)))
