"""Matches as they are shown: component by component, whether or not an asset is named."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sekisho.domains.threats import knowing, matching
from sekisho.domains.threats.exposure import Exposure
from sekisho.domains.threats.inventory import Inventory
from sekisho.domains.threats.priority import Facts, due


@dataclass(frozen=True, slots=True)
class Match:
    """A component version with a fault. ``due_on``: the earliest of its exposures, else as of today."""

    component: str
    version: str
    advisory: str
    aliases: list[str]
    kev: bool
    due_on: date
    assets: list[str]
    possible: bool


def matches(on: date) -> list[Match]:
    """Everything installed and affected, the most urgent first."""
    hits = matching.hits()
    places: dict[tuple[int, int], list[Any]] = {}
    for hit in hits:
        places.setdefault((hit.component, hit.vulnerability), []).append(hit.inventory)
    faults = knowing.faults(fault for _component, fault in places)
    components = knowing.installed(component for component, _fault in places)
    spans = knowing.spans(fault for _component, fault in places)
    rows = Inventory.objects.present().values_list("pk", "asset", "asset__number")
    assets = {pk: (asset, number) for pk, asset, number in rows}
    dues = _dues()
    found = []
    for (component, group), inventories in places.items():
        one, fault = components[component], faults[group]
        held = {assets[i] for i in inventories if i in assets and assets[i][0]}
        said = [dues[a, fault.name] for a, _number in held if (a, fault.name) in dues]
        facts = Facts(fault.kev_on is not None, fault.epss, fault.cvss, "", None)
        found.append(Match(
            one.name, one.version, fault.name, sorted(fault.aliases), fault.kev_on is not None,
            min(said, default=due(facts, on)[1]), sorted(number for _a, number in held),
            not knowing.fix_of(one, group, spans)[1],
        ))  # fmt: skip
    return sorted(found, key=lambda m: (m.due_on, m.advisory, m.component, m.version))


def _dues() -> dict[tuple[Any, str], date]:
    rows = Exposure.objects.present().values_list("asset", "vulnerability", "treat_by")
    return {(asset, name): day for asset, name, day in rows}
