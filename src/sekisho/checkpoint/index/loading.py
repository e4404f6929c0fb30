"""Reading the facts: everything at the start, the changed records after that."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sekisho.checkpoint.company.force import standing
from sekisho.checkpoint.index.facts import (
    ALWAYS,
    AssetFacts,
    ClassFacts,
    DeviceFacts,
    EmergencyFacts,
    FreezeFacts,
    PersonFacts,
    RightFacts,
    Terms,
)
from sekisho.checkpoint.index.index import Index
from sekisho.checkpoint.models import AccessPolicy
from sekisho.checkpoint.routing import RouteFacts, route
from sekisho.domains.access.models import AccessRight, Entitlement, EntitlementAsset
from sekisho.domains.access.terms import next_review
from sekisho.domains.assets.classification import assumed_class
from sekisho.domains.assets.models import Asset, Classification
from sekisho.domains.assets.words import PersonalKind
from sekisho.domains.people.account import ACCESS_ENDS
from sekisho.domains.people.models import Account, Person, Unit
from sekisho.domains.safeguards.device import POSTURE, DeviceOwner
from sekisho.domains.safeguards.models import (
    AccessCondition,
    Device,
    EmergencyAccess,
    Freeze,
    Route,
)

Only = Iterable[UUID] | None
DEAD = ("removed", "refused", "withdrawn", "lapsed")


def _rows(model: Any, only: Only) -> Any:
    rows = model._default_manager.present()
    return rows if only is None else rows.filter(pk__in=list(only))


def day(value: date | None, empty: int = ALWAYS) -> int:
    return empty if value is None else value.toordinal()


def _seconds(value: datetime | None) -> float | None:
    return None if value is None else value.timestamp()


def people(index: Index, only: Only) -> None:
    _forget(index.people, only)
    _unname(index.person_names, only)
    closes = ACCESS_ENDS()
    fields = ("pk", "number", "name", "employment", "unit", "supplier", "starts_on", "ends_on",
              "last_working_on", "contract_ends_on", "leaving", "employee_number", "email")  # fmt: skip
    for row in _rows(Person, only).values(*fields).iterator(2000):
        ends = [day(row["ends_on"]), day(row["contract_ends_on"]), day(row[closes])]
        if row["leaving"] == "dismissal":
            ends += [day(row["last_working_on"]) - 1, day(row["ends_on"]) - 1]
        pk = row["pk"]
        index.people[pk] = PersonFacts(
            pk, row["number"], row["name"], row["employment"], row["unit"], row["supplier"],
            day(row["starts_on"]), min(ends),
        )  # fmt: skip
        for name in (row["number"], str(pk), row["employee_number"], row["email"].lower()):
            if name:
                index.person_names[name] = pk


def accounts(index: Index, only: Only) -> None:
    del only  # few columns, and an account may have changed its person
    rows = Account.objects.present().exclude(person=None)
    index.accounts = {
        person: (active, day(expires))
        for person, active, expires in rows.values_list("person", "active", "expires_on")
    }


def assets(index: Index, only: Only) -> None:
    _forget(index.assets, only)
    fields = ("pk", "number", "name", "unit", "classification", "ended_on", "owner", "personal")
    for row in _rows(Asset, only).values_list(*fields).iterator(2000):
        found = AssetFacts._make((*row[:5], day(row[5]), row[6], _holds_personal(row[7])))
        index.assets[found.id] = found
        index.asset_names[found.number] = found.id


def _holds_personal(kinds: tuple[str, ...]) -> bool | None:
    return kinds != (PersonalKind.NONE.value,) if kinds else None


def classes(index: Index, only: Only) -> None:
    del only
    fields = ("pk", "code", "rank", "level", "name_ja", "name_en")
    found = {row[0]: ClassFacts(*row) for row in _rows(Classification, None).values_list(*fields)}
    code = assumed_class()
    index.classes = found
    index.assumed = next((one.id for one in found.values() if one.code == code), None)


def conditions(index: Index, only: Only) -> None:
    del only
    index.terms = {one.classification_id: _terms(one) for one in AccessCondition.objects.in_force()}


def _terms(one: AccessCondition) -> Terms:
    hours = None if one.from_hour is None or one.to_hour is None else (one.from_hour, one.to_hour)
    return Terms(
        str(one.pk), one.right_to_read, one.mfa, one.mfa_minutes * 60, one.device,
        one.device_hours * 3600, one.acknowledged, one.trained, one.pledged, frozenset(one.zones),
        hours, one.unknown_passes, one.stale_seconds,
    )  # fmt: skip


def units(index: Index, only: Only) -> None:
    del only
    rows = list(Unit.objects.values_list("pk", "path", "code"))
    index.units = {pk: path for pk, path, _code in rows}
    index.unit_codes = {pk.hex: code for pk, _path, code in rows}
    index.refreeze()


def roles(index: Index, only: Only) -> None:
    del only
    index.role_of = {
        pk: frozenset(a) for pk, a in _rows(Entitlement, None).values_list("pk", "actions")
    }


def rights(index: Index, only: Only) -> None:
    if only is None:
        index.forget_rights()
    for old in only or ():
        index.drop_right(old)
    fields = ("pk", "number", "person", "asset", "entitlement", "actions", "state", "opens_on",
              "ends_on", "purpose", "starts_on", "last_reviewed_on")  # fmt: skip
    rows = _rows(AccessRight, only).exclude(state__in=DEAD).filter(closed_on=None)
    reviews: dict[date, int] = {}
    for row in rows.values_list(*fields).iterator(2000):
        pk, number, person, asset, role, actions, state, opens, ends, purpose, starts, seen = row
        looked = max(filter(None, (seen, opens, starts)))
        if looked not in reviews:
            reviews[looked] = next_review(next_review(looked) + timedelta(days=1)).toordinal()
        can = frozenset(actions) or index.role_of.get(role, frozenset())
        found = RightFacts(pk, number, person, asset, role, can, state, day(opens), day(ends),
                           reviews[looked], purpose)  # fmt: skip
        index.take_right(found)


def opened(index: Index, only: Only) -> None:
    del only
    found: dict[UUID, dict[UUID, list[tuple[int, int]]]] = {}
    rows = _rows(EntitlementAsset, None)
    for role, asset, starts, ends in rows.values_list(
        "entitlement", "asset", "starts_on", "ends_on"
    ):
        found.setdefault(role, {}).setdefault(asset, []).append((day(starts), day(ends)))
    index.opens = {role: {a: tuple(s) for a, s in one.items()} for role, one in found.items()}


def devices(index: Index, only: Only) -> None:
    _forget(index.devices, only)
    _unname(index.device_names, only)
    fields = (
        "pk",
        "tag",
        "number",
        "holder",
        "starts_on",
        "ends_on",
        "lost_on",
        "noncompliant_at",
        "checked_at",
        "ownership",
    )
    for row in _rows(Device, only).values(*fields, *POSTURE).iterator(2000):
        bad = tuple(name for name in POSTURE if row[name] is False)
        bad += () if row["noncompliant_at"] is None else ("compliance",)
        unseen = tuple(name for name in POSTURE if row[name] is None)
        found = DeviceFacts(
            row["pk"], row["tag"], row["holder"], day(row["starts_on"]), day(row["ends_on"]),
            row["lost_on"] is not None, bad, unseen, _seconds(row["checked_at"]),
            row["ownership"] == DeviceOwner.PRIVATE,
        )  # fmt: skip
        index.devices[found.id] = found
        for name in (row["tag"], row["number"], str(found.id)):
            index.device_names[name] = found.id


def routes(index: Index, only: Only) -> None:
    del only
    found: dict[str, list[RouteFacts]] = {}
    fields = ("host", "path", "methods", "asset__number", "action")
    for row in _rows(Route, None).order_by("host", "path", "action").values_list(*fields):
        found.setdefault(row[0], []).append(route(*row))
    index.routes = {host: tuple(some) for host, some in found.items()}


def freezes(index: Index, only: Only) -> None:
    _forget(index.freezes, only)
    rows = (
        Freeze.objects.in_force() if only is None else Freeze.objects.in_force().filter(pk__in=only)
    )
    for row in rows.values_list("pk", "number", "asset", "person", "unit", "right"):
        index.freezes[row[0]] = FreezeFacts(*row)
    index.refreeze()


def emergencies(index: Index, only: Only) -> None:
    _forget(index.emergencies, only)
    rows = EmergencyAccess.objects.granted()
    rows = rows if only is None else rows.filter(pk__in=only)
    fields = ("pk", "number", "person", "asset", "writes", "granted_at", "until")
    for row in rows.values_list(*fields):
        one = EmergencyFacts._make((*row[:5], row[5].timestamp(), row[6].timestamp()))
        index.emergencies[one.id] = one


def policies(index: Index, only: Only) -> None:
    del only
    rows = AccessPolicy.objects.in_force()
    index.policies = standing(rows.values_list("number", "name", "text"))


def _forget(held: dict[UUID, Any], only: Only) -> None:
    """Drop what is about to be read again: what is gone must not stay."""
    for pk in list(held) if only is None else only:
        held.pop(pk, None)


def _unname(names: dict[str, UUID], only: Only) -> None:
    """Drop the names of what is about to be read again: a former address leads nowhere."""
    gone = None if only is None else set(only)
    for name in [n for n, pk in names.items() if gone is None or pk in gone]:
        del names[name]


READERS: dict[str, Callable[[Index, Only], None]] = {
    "units": units,
    "people": people,
    "accounts": accounts,
    "classes": classes,
    "access_conditions": conditions,
    "assets": assets,
    "entitlements": roles,
    "entitlement_assets": opened,
    "access_rights": rights,
    "devices": devices,
    "routes": routes,
    "freezes": freezes,
    "emergency_accesses": emergencies,
    "access_policies": policies,
}
"""By register, in the order in which they build on each other."""
