"""Which installed versions are affected: one range join on keys, in the database."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

PAIR = """SELECT DISTINCT c.id, a.vulnerability_id
FROM threats_component c
JOIN threats_range r ON r.package_id = c.package_id AND r.high > c.key AND r.low <= c.key
JOIN threats_advisory a ON a.id = r.advisory_id"""
CHANGED = """SELECT DISTINCT c.id, a.vulnerability_id
FROM threats_advisory a
JOIN threats_range r ON r.advisory_id = a.id
JOIN threats_component c ON c.package_id = r.package_id AND c.key < r.high AND c.key >= r.low
WHERE a.id IN ({places})"""
PLACED = """SELECT DISTINCT o.inventory_id, o.component_id, m.vulnerability_id FROM ({pairs}) m
JOIN threats_occurrence o ON o.component_id = m.id"""
IN_STOCK = (
    " WHERE c.id IN (SELECT component_id FROM threats_occurrence WHERE inventory_id = {place})"
)
ASKED = 500


class Hit(NamedTuple):
    """A component with a fault, in an inventory."""

    inventory: UUID
    component: int
    vulnerability: int


def pairs() -> list[tuple[int, int]]:
    """Every (component version, fault), wherever it is installed."""
    return _asked(PAIR, ())


def hits() -> list[Hit]:
    """Everything that is installed and affected."""
    return _placed(PAIR, ())


def hits_of_advisories(advisories: Sequence[int]) -> Iterator[Hit]:
    """What these advisories affect: after a feed was taken in."""
    for start in range(0, len(advisories), ASKED):
        part = advisories[start : start + ASKED]
        yield from _placed(CHANGED.format(places=", ".join(["%s"] * len(part))), part)


def hits_of_inventory(inventory: UUID) -> list[Hit]:
    """What affects one inventory: after it was taken in."""
    found = _placed(PAIR + IN_STOCK.format(place="%s"), [_id(inventory)])
    return [hit for hit in found if hit.inventory == inventory]


def _placed(pairs: str, values: Sequence[Any]) -> list[Hit]:
    rows = _asked(PLACED.format(pairs=pairs), values)
    return [Hit(_uuid(inventory), component, fault) for inventory, component, fault in rows]


def _asked(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def _id(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
