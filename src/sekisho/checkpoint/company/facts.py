"""People, information and the moment as Cedar sees them, from the facts of the checkpoint."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sekisho.checkpoint.cedar.meaning import Entity
from sekisho.checkpoint.cedar.values import Rec, Uid
from sekisho.checkpoint.company.vocabulary import ASSET, PERSON, UNIT
from sekisho.checkpoint.index.facts import AssetFacts, PersonFacts
from sekisho.checkpoint.index.index import Index
from sekisho.checkpoint.rules.case import Case
from sekisho.checkpoint.rules.person import STRONG


def attrs(**given: Any) -> dict[str, Any]:
    """The attributes there are: what is None is missing."""
    return {name: value for name, value in given.items() if value is not None}


def units(path: str, codes: Mapping[str, str]) -> frozenset[Uid]:
    """The units on a ``path`` from the root; ``codes`` by the hex of their ids."""
    steps = filter(None, path.split("/"))
    return frozenset(Uid(UNIT, codes[step]) for step in steps if step in codes)


def person(number: str, employment: str, supplier: str, above: Iterable[Uid]) -> Entity:
    own = attrs(number=number, employment=employment, supplier=supplier or None)
    return Entity(own, frozenset(above))


def person_of(index: Index, one: PersonFacts, *, grouped: bool = True) -> tuple[Uid, Entity]:
    """``grouped``: with the units above, which not every policy asks for."""
    above = _above(index, one.unit) if grouped else frozenset()
    return Uid(PERSON, one.number), person(one.number, one.employment, one.supplier, above)


def _above(index: Index, unit: UUID | None) -> frozenset[Uid]:
    return units(index.units.get(unit, "") if unit else "", index.unit_codes)


def asset_of(index: Index, one: AssetFacts, *, grouped: bool = True) -> tuple[Uid, Entity]:
    kind = index.class_of(one)
    own = attrs(number=one.number, name=one.name, personal=one.personal)
    if kind is not None:
        own |= {"class": kind.code, "rank": kind.rank}
    above = _above(index, one.unit) if grouped else frozenset()
    return Uid(ASSET, one.number), Entity(own, above)


def context_of(case: Case) -> Rec:
    told = case.signals
    device = case.index.devices.get(case.index.device_names.get(told.device))  # type: ignore[arg-type]
    found = attrs(
        hour=case.hour, weekday=case.on % 7 or 7,  # the first of all days was a Monday
        strong=bool(told.methods & STRONG) if told.mfa_at is not None else None,
        device=told.device or None, private_device=device.private if device else None,
        zone=told.zone or None, purpose=told.purpose or None,
    )  # fmt: skip
    return Rec(found)
