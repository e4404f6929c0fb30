"""An index as plain columns that ``marshal`` reads quickly, and back.

Ids are 16 bytes, references to people and assets are places in their lists. Rights, by far the most,
stay packed by person until somebody asks about that person (``Index.held``).
"""

import marshal
from array import array
from collections.abc import Callable, Sequence
from itertools import starmap
from typing import Any
from uuid import UUID

from sekisho.checkpoint.index.compact import Known, Places, ids_in
from sekisho.checkpoint.index.facts import (
    AssetFacts,
    ClassFacts,
    Debt,
    DeviceFacts,
    EmergencyFacts,
    FreezeFacts,
    PersonFacts,
    RightFacts,
    Terms,
)
from sekisho.checkpoint.index.index import Index
from sekisho.checkpoint.routing import RouteFacts

SHAPE = [(kind.__name__, *kind._fields) for kind in (
    AssetFacts, ClassFacts, Debt, DeviceFacts, EmergencyFacts, FreezeFacts, RightFacts, Terms,
    RouteFacts,
)] + [("PersonFacts", *PersonFacts.__slots__), ("Index", *Index.__slots__)]  # fmt: skip
"""What the facts look like: a file of another shape is not read."""


def pack(index: Index) -> bytes:
    """``index`` as bytes; whoever calls keeps it from changing meanwhile."""
    index.unpack_all()
    people, assets = list(index.people.values()), list(index.assets.values())
    assets.sort(key=lambda one: one.number)
    place = {one.id: n for n, one in enumerate(people)}
    said: dict[str, Any] = {
        "people": _columns([(p.id.bytes, p.number, p.name, p.employment, _raw(p.unit), p.supplier,
                             p.starts, p.ends) for p in people], 8),
        "person_names": _columns([(n, place[pk]) for n, pk in index.person_names.items() if pk in place], 2),
        "assets": _packed_assets(assets),
        "rights": _packed_rights(index, place),
        "debts": {code: _columns([(pk.bytes, *one) for pk, one in held.items()], 3)
                  for code, held in index.debts.items()},
    }  # fmt: skip
    said |= {name: _plain(getattr(index, name)) for name in REST}
    return marshal.dumps(said)


def unpack(raw: Any) -> Index:
    """The index that was packed."""
    said, index = marshal.loads(raw), Index()  # noqa: S302 - the seal was checked before
    known = Known()
    ids, *columns = said["people"]
    order = ids_in(b"".join(ids))
    units = map(known, columns[3])
    facts = starmap(PersonFacts, zip(order, *columns[:3], units, *columns[4:], strict=True))
    index.people = dict(zip(order, facts, strict=True))
    names, places = said["person_names"]
    index.person_names = {name: order[n] for name, n in zip(names, places, strict=True)}
    _assets(index, said["assets"])
    _rights(index, said["rights"], order)
    for code, (ids, due, unknown) in said["debts"].items():
        debts = starmap(Debt, zip(due, unknown, strict=True))
        index.debts[code] = dict(zip(ids_in(b"".join(ids)), debts, strict=True))
    for name, build in REST.items():
        setattr(index, name, build(said[name], known))
    index.reorder_people()
    index.refreeze()
    return index


REFERENCES = [AssetFacts._fields.index(name) for name in ("unit", "class_id", "owner")]


def _packed_assets(assets: list[AssetFacts]) -> Any:
    columns: list[Any] = _columns(assets, len(AssetFacts._fields))
    columns[0] = b"".join(pk.bytes for pk in columns[0])
    for n in REFERENCES:
        table = {pk: k for k, pk in enumerate(dict.fromkeys(pk for pk in columns[n] if pk), 1)}
        places = array("I", (table.get(pk, 0) for pk in columns[n]))
        columns[n] = b"".join(pk.bytes for pk in table), places.tobytes()
    return columns


def _assets(index: Index, columns: Any) -> None:
    order = columns[0] = ids_in(columns[0])
    for n in REFERENCES:
        ids, places = columns[n]
        columns[n] = map([None, *ids_in(ids)].__getitem__, array("I", places))
    facts = map(AssetFacts._make, zip(*columns, strict=True))
    index.assets = dict(zip(order, facts, strict=True))
    index.asset_order = list(columns[1])
    index.asset_names = dict(zip(columns[1], order, strict=True))


def _packed_rights(index: Index, place: dict[UUID, int]) -> Any:
    by_person: dict[UUID, list[Any]] = {}
    for one in index.rights.values():
        by_person.setdefault(one.person, []).append(_plain(one))
    ids = sorted((one.id.bytes, place.get(one.person, -1)) for one in index.rights.values())
    ids = [(raw, n) for raw, n in ids if n >= 0]  # a right of nobody present opens nothing
    people = [pk for pk in by_person if pk in place]
    blobs = [marshal.dumps(by_person[pk]) for pk in people]
    owners = array("I", (n for _raw, n in ids)).tobytes()
    return [place[pk] for pk in people], blobs, b"".join(raw for raw, _n in ids), owners


def _rights(index: Index, said: Any, order: list[UUID]) -> None:
    people, blobs, keys, owners = said
    index.packed = {order[n]: blob for n, blob in zip(people, blobs, strict=True)}
    index.places = Places(keys, array("I", owners), order)


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return (
        [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
    )


def _raw(pk: UUID | None) -> bytes | None:
    return None if pk is None else pk.bytes


def _plain(value: Any) -> Any:
    """``value`` of types that marshal knows: ids as bytes, facts as tuples."""
    if isinstance(value, UUID):
        return value.bytes
    if isinstance(value, dict):
        return {_plain(k): _plain(v) for k, v in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return list(map(_plain, value)) if isinstance(value, list) else value


def _facts(kind: Any, *ids: int) -> Callable[[Any, Known], Any]:
    """Reads a table id → facts of ``kind``, of which the fields ``ids`` are ids."""

    def read(said: Any, known: Known) -> Any:
        found = {}
        for pk, row in said.items():
            cells = list(row)
            for n in ids:
                cells[n] = known(cells[n])
            found[known(pk)] = kind(*cells)
        return found

    return read


def _as_is(said: Any, known: Known) -> Any:
    del known
    return said


def _by_id(said: Any, known: Known) -> Any:
    return {known(pk): value for pk, value in said.items()}


def _opens(said: Any, known: Known) -> Any:
    return {known(role): _by_id(held, known) for role, held in said.items()}


def _excused(said: Any, known: Known) -> Any:
    return {(code, known(pk)): span for (code, pk), span in said.items()}


def _device_names(said: Any, known: Known) -> Any:
    return {name: known(pk) for name, pk in said.items()}


def _routes(said: Any, known: Known) -> Any:
    del known
    return {host: tuple(RouteFacts(*row) for row in rows) for host, rows in said.items()}


def _one(said: Any, known: Known) -> Any:
    return known(said)


REST: dict[str, Callable[[Any, Known], Any]] = {
    "accounts": _by_id,
    "classes": _facts(ClassFacts, 0),
    "assumed": _one,
    "terms": _facts(Terms),
    "units": _by_id,
    "unit_codes": _as_is,
    "role_of": _by_id,
    "opens": _opens,
    "devices": _facts(DeviceFacts, 0, 2),
    "device_names": _device_names,
    "freezes": _facts(FreezeFacts, 0, 2, 3, 4, 5),
    "emergencies": _facts(EmergencyFacts, 0, 2, 3),
    "excused": _excused,
    "bound": _as_is,
    "suppliers": _as_is,
    "engaged": _as_is,
    "routes": _routes,
}
"""The smaller tables, and how each is read; quick look-ups follow from them."""
