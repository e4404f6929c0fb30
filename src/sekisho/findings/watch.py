"""Following the ledger: a change is judged again within seconds, for the subjects it touches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import ForeignObjectRel, Model, Q

from sekisho.findings.assign import assign
from sekisho.findings.correction import Correction
from sekisho.findings.evaluate import judge_again, judged, keep
from sekisho.findings.finding import Standing
from sekisho.findings.membership import same
from sekisho.findings.standing import keep_clauses
from sekisho.findings.waiver import Waiver
from sekisho.ledger import tail
from sekisho.ledger.history import Item
from sekisho.obligations.judge import Sizes
from sekisho.obligations.obligation import Obligation, obligations
from sekisho.obligations.terms import terms
from sekisho.registers.actor import Act
from sekisho.registers.register import registry

CONSUMER = "judge"
MANY = 2000  # above this many touched subjects judging everyone is cheaper
ALWAYS = ("settings", "terms", "declarations")
TEXTS = ("clauses", "bindings", "versions", "documents", "statements")


def catch_up(act: Act, limit: int = 1000) -> int:
    """Judge again what the next entries of the ledger touch; how many entries were read."""
    with tail.batch(CONSUMER, limit) as items:
        if items:
            rejudge(act, items)
        return len(items)


def rejudge(act: Act, items: Sequence[Item]) -> list[str]:
    """Judge the obligations that read the changed records; the codes of those judged."""
    items = [*items, *followers(items)]
    kinds = {item.kind for item in items}
    known = terms(act.on)
    codes = []
    stored = _populations(kinds, act.on)
    sizes: Sizes = {}
    for one in obligations:
        touched = _touched(one, items, kinds, act.on)
        if touched and one.code in stored and one.among not in sizes:
            _still(one, stored[one.code], items, act.on, sizes)
        if touched is None:
            keep(judged(one, act.on, known[one.code], sizes), act.on, act.at)
        elif touched:
            judge_again(one, touched, act.on, act.at, known[one.code], sizes)
        else:
            continue
        codes.append(one.code)
    if codes:
        assign(act, codes)
    if codes or kinds & set(TEXTS):
        keep_clauses(act.on)
    return codes


def followers(items: Sequence[Item]) -> Iterator[Item]:
    """What follows a changed record counts as changed too: derived columns have no entry of their own."""
    for register in registry:
        for name, fields in register.follows.items():
            mine = [item for item in items if item.kind == name and _leads(item, fields)]
            for rec in register.following(name, [item.rec for item in mine]) if mine else ():
                said = {"set": dict.fromkeys(register.derived)}
                yield replace(mine[0], kind=register.name, rec=rec, act="change", payload=said)


def _leads(item: Item, fields: Sequence[str]) -> bool:
    said = item.payload
    return said is None or item.act in fields or not said.get("set", {}).keys().isdisjoint(fields)


def _populations(kinds: set[str], on: date) -> dict[str, int]:
    """The populations counted today; none where a scope itself may have been decided anew."""
    if kinds.intersection(ALWAYS):
        return {}
    return dict(Standing.objects.filter(on=on).values_list("obligation", "population"))


def _still(one: Obligation, before: int, items: Sequence[Item], on: date, sizes: Sizes) -> None:
    """Count nobody anew where the change moves nobody in or out."""
    if same(one.among(on), items):
        sizes[one.among] = before


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
        for way in (path,) if isinstance(path, str) else path:
            recs |= _subjects(one, way, mine)
    recs |= set(_excused(one, items))
    return None if len(recs) > MANY else recs


def _subjects(one: Obligation, path: str, mine: Sequence[Item]) -> set[UUID]:
    ids = {item.rec for item in mine}
    if not path:
        return ids
    return _at(one, path, ids) | _former(one, path, mine)


def _at(one: Obligation, path: str, ids: Iterable[UUID]) -> set[UUID]:
    """The subjects that lead to one of ``ids`` by ``path``; "" is the subject itself."""
    if not path:
        return set(ids)
    rows = one.of._default_manager.filter(Q((f"{path}__in", set(ids))))
    return set(rows.values_list("pk", flat=True))


def _former(one: Obligation, path: str, mine: Iterable[Item]) -> set[UUID]:
    """Subjects the changed records belonged to before: they may have lost something."""
    head, _between, _last = path.rpartition("__")
    field = _pointing_back(one.of, path)
    if field is None:
        return set()
    was = {(item.payload or {}).get("was", {}).get(field) for item in mine} - {None, ""}
    return _at(one, head, {UUID(str(ref)) for ref in was}) if was else set()


def _pointing_back(model: type[Model], path: str) -> str | None:
    """The field of the records at the end of ``path`` that names the record before them, if any."""
    *between, last = path.split("__")
    for name in between:
        related = model._meta.get_field(name).related_model
        assert related is not None  # noqa: S101 - a path goes from record to record
        model = related
    end = model._meta.get_field(last)
    return end.field.name if isinstance(end, ForeignObjectRel) else None


def _excused(one: Obligation, items: Iterable[Item]) -> Iterable[UUID]:
    """Subjects that an exception or a corrective action among ``items`` is about."""
    for name, model in (("exceptions", Waiver), ("corrections", Correction)):
        recs = [item.rec for item in items if item.kind == name]
        if recs:
            rows = model._default_manager.filter(pk__in=recs, obligation=one.code)
            yield from rows.values_list("subject", flat=True)
