"""People, information and the moment as Cedar sees them, from the facts of the checkpoint."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

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


def person_of(index: Index, one: PersonFacts) -> tuple[Uid, Entity]:
    above = units(index.units.get(one.unit, "") if one.unit else "", index.unit_codes)
    return Uid(PERSON, one.number), person(one.number, one.employment, one.supplier, above)


def asset_of(index: Index, one: AssetFacts) -> tuple[Uid, Entity]:
    kind = index.class_of(one)
    own = attrs(number=one.number, name=one.name, personal=one.personal)
    if kind is not None:
        own |= {"class": kind.code, "rank": kind.rank}
    above = units(index.units.get(one.unit, ""), index.unit_codes)
    return Uid(ASSET, one.number), Entity(own, above)


def context_of(case: Case) -> Rec:
    told = case.signals
    device = case.index.devices.get(case.index.device_names.get(told.device))  # type: ignore[arg-type]
    found = attrs(
        hour=case.hour, weekday=date.fromordinal(case.on).isoweekday(),
        strong=bool(told.methods & STRONG) if told.mfa_at is not None else None,
        device=told.device or None, private_device=device.private if device else None,
        zone=told.zone or None, purpose=told.purpose or None,
    )  # fmt: skip
    return Rec(found)
