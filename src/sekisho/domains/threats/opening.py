"""From matches to work: one exposure for each asset and fault, opened, tightened, ended by commands.

What a person has decided stays: a verdict "not affected" until other components are found, an
acceptance until its last day or until the fault is known to be exploited.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from sekisho.domains.threats import knowing, matching
from sekisho.domains.threats.exposure import Exposure
from sekisho.domains.threats.exposure_words import OPEN, Step
from sekisho.domains.threats.inventory import Inventory, Reach
from sekisho.domains.threats.priority import Facts, due
from sekisho.domains.threats.tables import Alias
from sekisho.domains.threats.taking import ASKED, portions
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write_many
from sekisho.registers.moving import move_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

CHUNK = 1000
SEEN = ("asset", "vulnerability", "title", "components", "fix", "cvss", "epss", "exploited",
        "exploited_on", "priority", "treat_by", "found_on", "possible")  # fmt: skip
REACHES = ("", Reach.INTERNET, Reach.INTERNAL, Reach.ISOLATED)  # the widest first; unsaid is widest


@dataclass(slots=True)
class Place:
    """An asset with its inventories: how far it is reached, its class, its owner, the latest list."""

    asset: UUID
    reach: str
    rank: int | None
    owner: UUID | None
    taken_on: date | None


@dataclass(slots=True)
class Followed:
    """How many exposures were opened, changed, ended or came back."""

    opened: int = 0
    tightened: int = 0
    ended: int = 0
    returned: int = 0


@dataclass(slots=True)
class Found:
    """What was found of one fault in one asset."""

    place: Place
    fault: knowing.Fault
    group: int
    components: set[int] = field(default_factory=set)


def engine(act: Act) -> Act:
    """What follows by itself from an act is not the doing of whoever acted."""
    return replace(act, actor=service("engine"))


@transaction.atomic
def follow(act: Act, assets: Collection[UUID] | None = None) -> Followed:
    """Bring the exposures in line with what is installed and known; of ``assets``, or of all."""
    act, places = engine(act), _places(assets)
    inventories = dict(_inventories(assets).values_list("pk", "asset"))
    if assets is None:
        hits = matching.hits()
    else:
        hits = [hit for pk in inventories for hit in matching.hits_of_inventory(pk)]
    hits = [hit for hit in hits if hit.inventory in inventories]
    groups = knowing.faults(hit.vulnerability for hit in hits)
    found: dict[tuple[UUID, int], Found] = {}
    for hit in hits:
        key = inventories[hit.inventory], hit.vulnerability
        if key not in found:
            found[key] = Found(places[key[0]], groups[hit.vulnerability], hit.vulnerability)
        found[key].components.add(hit.component)
    return _settle(act, places, found, _standing(assets))


def _inventories(assets: Collection[UUID] | None) -> Any:
    rows = Inventory.objects.present().exclude(asset=None)
    return rows if assets is None else rows.filter(asset__in=list(assets))


def _places(assets: Collection[UUID] | None) -> dict[UUID, Place]:
    found: dict[UUID, Place] = {}
    rows = _inventories(assets).values_list(
        "asset", "reach", "asset__classification__rank", "asset__owner", "taken_on"
    )
    for asset, reach, rank, owner, taken in rows:
        place = found.setdefault(asset, Place(asset, reach, rank, owner, taken))
        place.reach = min(place.reach, reach, key=REACHES.index)
        place.taken_on = max((d for d in (place.taken_on, taken) if d), default=None)
    return found


def _standing(assets: Collection[UUID] | None) -> dict[tuple[UUID, int], Exposure]:
    """Exposures by asset and group, whatever name of the fault they were opened under."""
    rows = Exposure.objects.present().order_by("-number")
    known = list(rows if assets is None else rows.filter(asset__in=list(assets)))
    groups: dict[str, int] = {}
    for part in portions(sorted({one.vulnerability for one in known}), ASKED):
        groups.update(Alias.objects.filter(name__in=part).values_list("name", "vulnerability"))
    return {
        (one.asset_id, groups[one.vulnerability]): one
        for one in known
        if one.vulnerability in groups
    }


def _settle(
    act: Act, places: dict[UUID, Place], found: dict[tuple[UUID, int], Found], standing: Any
) -> Followed:
    components = knowing.installed(pk for one in found.values() for pk in one.components)
    known = knowing.spans(one.group for one in found.values())
    said = {key: _values(one, components, known, act.on) for key, one in found.items()}
    done = Followed()
    new = [Line(values | {"owner": found[key].place.owner}, answers=SEEN)
           for key, values in said.items() if key not in standing]  # fmt: skip
    for part in portions(new, CHUNK):
        done.opened += len(write_many(registry["exposures"], act, part))
    for key, one in standing.items():
        if key in said:
            _seen(act, one, said[key], found[key].place, done)
    gone = [one for key, one in standing.items() if key not in said and key[0] in places]
    done.ended += _gone(act, gone, places)
    return done


def _values(one: Found, components: Any, known: Any, on: date) -> dict[str, Any]:
    mine = [components[pk] for pk in sorted(one.components)]
    fixes = [knowing.fix_of(component, one.group, known) for component in mine]
    fault = one.fault
    facts = Facts(fault.kev_on is not None, fault.epss, fault.cvss, one.place.reach, one.place.rank)
    priority, treat_by = due(facts, on)
    names = sorted({f"{c.name.partition('/')[2]} {c.version}" for c in mine})
    return {
        "asset": one.place.asset, "vulnerability": fault.name, "title": fault.title[:300],
        "components": ", ".join(names)[:300], "fix": next((f for f, _sure in fixes if f), ""),
        "cvss": None if fault.cvss is None else f"{fault.cvss:.1f}",
        "epss": None if fault.epss is None else f"{fault.epss:.4f}",
        "exploited": fault.kev_on is not None, "exploited_on": fault.kev_on,
        "priority": priority.value, "treat_by": treat_by, "found_on": on,
        "possible": not any(sure for _fix, sure in fixes),
    }  # fmt: skip


def _seen(act: Act, one: Exposure, now: dict[str, Any], place: Place, done: Followed) -> None:
    """It is still there: tightened if need be, or back where it was thought to be over."""
    register = registry["exposures"]
    if _is_back(one, now, act.on):
        back = {name: now[name] for name in ("found_on", "treat_by", "priority", "components")}
        back |= {"returned": one.state in {Step.VERIFIED, Step.GONE} or one.returned}
        back |= {"exploited": now["exploited"], "exploited_on": now["exploited_on"]}
        move_many(register, act, "come_back", [one], back)
        done.returned += 1
        return
    if (
        one.state == Step.FIXED_CLAIMED
        and place.taken_on
        and one.fixed_on
        and place.taken_on > one.fixed_on
    ):
        words = f"{one.components} / {place.taken_on.isoformat()}"
        move_many(register, act, "return", [one], {"decision": words})
        done.returned += 1
    change = _tighter(one, now)
    if change and one.state in OPEN:
        write_many(register, act, [Line(change, Exposure.objects.get(pk=one.pk), tuple(change))])
        done.tightened += 1


def _is_back(one: Exposure, now: dict[str, Any], on: date) -> bool:
    if one.state in {Step.VERIFIED, Step.GONE}:
        return True
    if one.state == Step.NOT_AFFECTED:  # the verdict was about other versions
        return bool(now["components"] != one.components)
    if one.state == Step.ACCEPTED:
        over = one.accepted_until is None or one.accepted_until < on
        return over or (now["exploited"] and not one.exploited)
    return False


def _tighter(one: Exposure, now: dict[str, Any]) -> dict[str, Any]:
    """What changes on an open exposure: it only ever becomes more urgent."""
    change: dict[str, Any] = {}
    if now["priority"] < one.priority:
        change |= {n: now[n] for n in ("priority", "exploited", "exploited_on", "cvss", "epss")}
        change["treat_by"] = min(now["treat_by"], one.treat_by)
    for name in ("components", "fix"):
        if now[name] != getattr(one, name):
            change[name] = now[name]
    return change


def _gone(act: Act, gone: Iterable[Exposure], places: dict[UUID, Place]) -> int:
    """No longer found: what was reported as fixed is thereby verified, if the list is younger."""
    lost, verified = [], []
    for one in gone:
        taken = places[one.asset_id].taken_on
        if one.state == Step.FIXED_CLAIMED:
            if taken and one.fixed_on and taken >= one.fixed_on:
                verified.append(one)
        elif one.state in OPEN or one.state == Step.ACCEPTED:
            lost.append(one)
    for name, rows in (("verify_by_inventory", verified), ("lose", lost)):
        for part in portions(rows, CHUNK):
            move_many(registry["exposures"], act, name, part)
    return len(lost) + len(verified)
