"""The facts in memory. Written by one thread at a time; readers see each fact whole."""

import threading
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sekisho.checkpoint.index.compact import Places, rights_in
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
    default,
)
from sekisho.checkpoint.routing import Routes

Span = tuple[int, int]
_unpacking = threading.Lock()
Held = dict[UUID | None, dict[UUID, RightFacts]]
"""Rights of one person by the asset they open; under None those that open by their role."""


@dataclass(slots=True)
class Index:
    """Every fact that decisions are made from.

    ``person_names`` and ``asset_names``: what people and programs may call somebody. ``role_of``:
    actions by entitlement. ``opens``: entitlement → asset → the days it opens it. ``debts``:
    obligation → person → how it stands; an obligation that is not there is computed by nobody.
    ``packed``: rights of people nobody has asked about since the snapshot was loaded; ``places``:
    whose they are.
    ``excused``: obligation and person → the days of an exception. ``bound``: suppliers with a
    confidentiality agreement in force (last day); ``suppliers``: those known at all; ``engaged``: suppliers that
    work is entrusted to, until when one was assessed well enough (0: none was). ``unit_codes``:
    by the hex of their ids, as paths name them. ``policies``: of the company, in force
    (``company.force.Standing``).
    """

    people: dict[UUID, PersonFacts] = field(default_factory=dict)
    person_names: dict[str, UUID] = field(default_factory=dict)
    accounts: dict[UUID, tuple[bool, int]] = field(default_factory=dict)
    assets: dict[UUID, AssetFacts] = field(default_factory=dict)
    asset_names: dict[str, UUID] = field(default_factory=dict)
    classes: dict[UUID, ClassFacts] = field(default_factory=dict)
    assumed: UUID | None = None
    terms: dict[UUID, Terms] = field(default_factory=dict)
    units: dict[UUID, str] = field(default_factory=dict)
    unit_codes: dict[str, str] = field(default_factory=dict)
    policies: tuple[Any, ...] = ()
    rights: dict[UUID, RightFacts] = field(default_factory=dict)
    rights_of: dict[UUID, Held] = field(default_factory=dict)
    packed: dict[UUID, bytes] = field(default_factory=dict)
    places: Places | None = None
    role_of: dict[UUID, frozenset[str]] = field(default_factory=dict)
    opens: dict[UUID, dict[UUID, tuple[Span, ...]]] = field(default_factory=dict)
    devices: dict[UUID, DeviceFacts] = field(default_factory=dict)
    device_names: dict[str, UUID] = field(default_factory=dict)
    freezes: dict[UUID, FreezeFacts] = field(default_factory=dict)
    emergencies: dict[UUID, EmergencyFacts] = field(default_factory=dict)
    debts: dict[str, dict[UUID, Debt]] = field(default_factory=dict)
    excused: dict[tuple[str, UUID], Span] = field(default_factory=dict)
    bound: dict[str, int] = field(default_factory=dict)
    suppliers: frozenset[str] = frozenset()
    engaged: dict[str, int] = field(default_factory=dict)
    frozen_people: dict[UUID, str] = field(default_factory=dict)
    frozen_assets: dict[UUID, str] = field(default_factory=dict)
    frozen_units: dict[str, str] = field(default_factory=dict)
    frozen_rights: dict[UUID, str] = field(default_factory=dict)
    person_order: list[str] = field(default_factory=list)
    asset_order: list[str] = field(default_factory=list)
    routes: Routes = field(default_factory=dict)

    def take_right(self, one: RightFacts) -> None:
        if self.packed and one.person in self.packed:
            self._unpack(one.person)
        self.rights[one.id] = one
        self.rights_of.setdefault(one.person, {}).setdefault(one.asset, {})[one.id] = one

    def held(self, person: UUID) -> Held | None:
        """The rights of ``person``; None: there are none."""
        if self.packed and person in self.packed:
            self._unpack(person)
        return self.rights_of.get(person)

    def _unpack(self, person: UUID) -> None:
        with _unpacking:  # once: who comes second would bring back what was dropped since
            if (blob := self.packed.get(person)) is not None:
                held: Held = {}
                for one in rights_in(blob):
                    self.rights[one.id] = one
                    held.setdefault(one.asset, {})[one.id] = one
                self.rights_of[person] = held
                del self.packed[person]

    def unpack_all(self) -> None:
        for person in list(self.packed):
            self._unpack(person)
        self.places = None

    def forget_rights(self) -> None:
        """All are about to be read again."""
        self.packed, self.places = {}, None
        self.rights, self.rights_of = {}, {}

    def drop_right(self, pk: UUID) -> None:
        if self.places is not None and pk not in self.rights:
            person = self.places.person_of(pk)
            if person in self.packed:
                self._unpack(person)
        if (one := self.rights.pop(pk, None)) is not None:
            held = self.rights_of[one.person]
            del held[one.asset][pk]
            if not held[one.asset]:
                del held[one.asset]
            if not held:
                del self.rights_of[one.person]

    def class_of(self, asset: AssetFacts) -> ClassFacts | None:
        """Its class; the assumed one while nobody has decided (None: there is no such class)."""
        chosen = asset.class_id or self.assumed
        return self.classes.get(chosen) if chosen else None

    def terms_of(self, kind: ClassFacts | None) -> Terms:
        if kind is None:
            return default(9)
        return self.terms.get(kind.id) or default(kind.rank)

    def frozen_unit(self, unit: UUID | None) -> str:
        """The number of the freeze that shuts ``unit`` or one above it; "" if none."""
        if not self.frozen_units or unit is None:
            return ""
        path = self.units.get(unit, "")
        return next((n for above, n in self.frozen_units.items() if path.startswith(above)), "")

    def reorder(self) -> None:
        """Bring the orders in which searches go on up to date."""
        self.reorder_people()
        self.asset_order = sorted(one.number for one in self.assets.values())

    def reorder_people(self) -> None:
        self.person_order = sorted(one.number for one in self.people.values())

    def refreeze(self) -> None:
        """Bring the quick look-ups of freezes up to date."""
        people, assets, units, rights = {}, {}, {}, {}
        for one in self.freezes.values():
            if one.person:
                people[one.person] = one.number
            if one.asset:
                assets[one.asset] = one.number
            if one.unit:
                units[self.units.get(one.unit) or f"/{one.unit.hex}/"] = one.number
            if one.right:
                rights[one.right] = one.number
        self.frozen_people, self.frozen_assets, self.frozen_units = people, assets, units
        self.frozen_rights = rights
