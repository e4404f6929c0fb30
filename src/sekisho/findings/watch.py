"""Following the ledger: a change is judged again within seconds, for the subjects it touches."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from sekisho.findings.assign import assign
from sekisho.findings.evaluate import judge_again, judged, keep
from sekisho.findings.standing import keep_clauses
from sekisho.ledger import tail
from sekisho.ledger.history import Item
from sekisho.obligations.obligation import Obligation, obligations
from sekisho.obligations.terms import terms
from sekisho.registers.actor import Act
from sekisho.registers.register import registry

CONSUMER = "judge"
MANY = 2000  # above this many touched subjects judging everyone is cheaper
ALWAYS = ("settings", "terms", "declarations")
TEXTS = ("clauses", "bindings", "versions", "documents")


def catch_up(act: Act, limit: int = 1000) -> int:
    """Judge again what the next entries of the ledger touch; how many entries were read."""
    with tail.batch(CONSUMER, limit) as items:
        if items:
            rejudge(act, items)
        return len(items)


def rejudge(act: Act, items: Sequence[Item]) -> list[str]:
    """Judge the obligations that read the changed records; the codes of those judged."""
    kinds = {item.kind for item in items}
    known = terms(act.on)
    codes = []
    for one in obligations:
        touched = _touched(one, items, kinds, act.on)
        if touched is None:
            keep(judged(one, act.on, known[one.code]), act.on, act.at)
        elif touched:
            judge_again(one, touched, act.on, act.at, known[one.code])
        else:
            continue
        codes.append(one.code)
    if codes:
        assign(act, codes)
    if codes or kinds & set(TEXTS):
        keep_clauses(act.on)
    return codes


def _touched(one: Obligation, items: Sequence[Item], kinds: set[str], on: date) -> set[UUID] | None:
    """The subjects to judge again: none, some, or (None) everyone."""
    del on
    if kinds.intersection(ALWAYS):
        return None
    recs: set[UUID] = set()
    for kind, path in one.reads.items():
        mine = [item for item in items if item.kind == kind]
        if not mine:
            continue
        if path is None or len(mine) > MANY:
            return None
        recs |= _subjects(one, path, mine)
    recs |= {UUID(str(s)) for s in _of_exceptions(one, items)}
    return None if len(recs) > MANY else recs


def _subjects(one: Obligation, path: str, mine: Sequence[Item]) -> set[UUID]:
    ids = {item.rec for item in mine}
    if not path:
        return ids
    found = set(
        one.of._default_manager.filter(Q((f"{path}__in", ids))).values_list("pk", flat=True)
    )
    return found | set(_former(one, mine))


def _former(one: Obligation, mine: Iterable[Item]) -> Iterable[UUID]:
    """Subjects the changed records pointed to before: they may have lost something."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for item in mine:
        if item.kind not in by_kind:
            columns = registry[item.kind].model._meta.concrete_fields
            by_kind[item.kind] = [c.name for c in columns if c.related_model is one.of]
        was = (item.payload or {}).get("was", {})
        for name in by_kind[item.kind]:
            if was.get(name):
                yield UUID(was[name])


def _of_exceptions(one: Obligation, items: Iterable[Item]) -> Iterable[str]:
    from sekisho.findings.waiver import Waiver

    recs = [item.rec for item in items if item.kind == "exceptions"]
    if not recs:
        return ()
    rows = Waiver.objects.filter(pk__in=recs, obligation=one.code)
    return rows.values_list("subject", flat=True)
