"""Taking in what is installed: an inventory replaces what the one before it said of the same place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sekisho.domains.threats.formats.told import Part
from sekisho.domains.threats.packages import Named
from sekisho.domains.threats.tables import Component, Occurrence, Unplaced
from sekisho.domains.threats.taking import ASKED, PORTION, package_ids, portions
from sekisho.domains.threats.versions import key

MOST = 200_000  # components of one inventory


@dataclass(slots=True)
class Stock:
    """``components``: read; ``unplaced``: known by a name alone; ``unread``: version not read."""

    components: int = 0
    unplaced: int = 0
    unread: int = 0
    names: set[tuple[str, str]] = field(default_factory=set)


def take_stock(inventory: UUID, parts: Iterable[Part], confirmed: dict[str, list[Named]]) -> Stock:
    """Write the components of ``inventory`` in place of those it had. ``confirmed``: name of a
    product → packages that a person said it is. In the caller's transaction."""
    Occurrence.objects.filter(inventory=inventory).delete()
    Unplaced.objects.filter(inventory=inventory).delete()
    stock = Stock()
    for part in portions(parts):
        stock.components += len(part)
        if stock.components > MOST:
            raise ValueError(MOST)
        _place(inventory, part, confirmed, stock)
    return stock


def _place(
    inventory: UUID, parts: list[Part], confirmed: dict[str, list[Named]], stock: Stock
) -> None:
    named: dict[tuple[Named, str], str] = {}
    loose: dict[tuple[str, str], Part] = {}
    for part in parts:
        packages = [
            *part.packages,
            *(confirmed.get(plain(part.name), ()) if not part.packages else ()),
        ]
        if not part.version:
            stock.unread += 1
        if packages and part.version:
            named |= {(package, part.version): part.name for package in packages}
        else:
            loose[plain(part.name), part.version] = part
    found = component_ids(named)
    Occurrence.objects.bulk_create(
        [Occurrence(inventory_id=inventory, component_id=found[pair], said=said[:240])
         for pair, said in named.items()],
        ignore_conflicts=True, batch_size=PORTION,
    )  # fmt: skip
    Unplaced.objects.bulk_create(
        [Unplaced(inventory_id=inventory, name=part.name, vendor=part.vendor, version=part.version)
         for part in loose.values()],
        batch_size=PORTION,
    )  # fmt: skip
    stock.unplaced += len(loose)


def plain(name: str) -> str:
    """The name of a product as it is compared."""
    return " ".join(name.lower().split())


def component_ids(named: Iterable[tuple[Named, str]]) -> dict[tuple[Named, str], int]:
    """The ids of component versions; those not known yet are entered with their keys."""
    wanted = list(named)
    packages = package_ids({package for package, _version in wanted})
    pairs = {(packages[p.name], v[:160]): (p, v) for p, v in wanted}
    found: dict[tuple[int, str], int] = {}
    for attempt in range(2):
        missing = [pair for pair in pairs if pair not in found]
        if attempt:
            Component.objects.bulk_create(
                [_component(pk, version, pairs[pk, version][0].scheme) for pk, version in missing],
                ignore_conflicts=True, batch_size=PORTION,
            )  # fmt: skip
        for part in portions(sorted({pk for pk, _version in missing}), ASKED):
            rows = Component.objects.filter(package__in=part)
            for id_, pk, version in rows.values_list("pk", "package_id", "version"):
                if (pk, version) in pairs:
                    found[pk, version] = id_
    return {pairs[pair]: id_ for pair, id_ in found.items()}


def _component(package: int, version: str, scheme: str) -> Component:
    made = key(scheme, version)
    return Component(
        package_id=package, version=version, key=made.value, sure=made.sure or scheme == "generic"
    )


def place_again(name: str, package: Named) -> int:
    """A person said that ``name`` is ``package``: what is installed under that name is placed."""
    rows: list[Any] = list(Unplaced.objects.filter(name__iexact=name).exclude(version=""))
    found = component_ids({(package, row.version) for row in rows})
    Occurrence.objects.bulk_create(
        [Occurrence(inventory_id=row.inventory_id, component_id=found[package, row.version],
                    said=row.name) for row in rows],
        ignore_conflicts=True, batch_size=PORTION,
    )  # fmt: skip
    return len(rows)


def clear(inventories: Iterable[UUID]) -> None:
    """Forget the components of inventories that are withdrawn."""
    for pk in inventories:
        Occurrence.objects.filter(inventory=pk).delete()
        Unplaced.objects.filter(inventory=pk).delete()
