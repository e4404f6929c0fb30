"""Given: systems, accounts and access rights. One valid record of each kind."""

from datetime import UTC, date, datetime
from typing import Any

from sekisho.domains.access.models import (
    AccessRight,
    AccountMember,
    Entitlement,
    EntitlementAsset,
    System,
    SystemAccount,
)
from tests.given.assets import an_asset
from tests.given.people import LONG_AGO, a_person, a_unit, made, numbers

FAR = date(2027, 3, 31)


def a_system(**but: Any) -> System:
    n = next(numbers)
    unit = but.pop("unit", None) or a_unit()
    fields = {"number": f"SY-{n:03d}", "name": f"販売管理{n}", "starts_on": LONG_AGO}
    return made(System, unit=unit, **fields | but)


def an_entitlement(**but: Any) -> Entitlement:
    system = but.pop("system", None) or a_system()
    fields = {"name": f"受注入力{next(numbers)}", "actions": ("read", "write")}
    return made(Entitlement, system=system, **fields | but)


def an_opened_asset(**but: Any) -> EntitlementAsset:
    entitlement = but.pop("entitlement", None) or an_entitlement()
    asset = but.pop("asset", None) or an_asset()
    fields = {"entitlement": entitlement, "asset": asset, "starts_on": LONG_AGO}
    return made(EntitlementAsset, **fields | but)


def a_system_account(**but: Any) -> SystemAccount:
    system = but.pop("system", None) or a_system()
    person = but.pop("person") if "person" in but else a_person()
    fields = {"login": f"user{next(numbers)}", "kind": "person", "starts_on": LONG_AGO}
    return made(SystemAccount, system=system, person=person, **fields | but)


def an_account_member(**but: Any) -> AccountMember:
    account = but.pop("account", None) or a_system_account(kind="shared", reason="夜間の当番")
    person = but.pop("person", None) or a_person()
    return made(AccountMember, account=account, person=person, **{"starts_on": LONG_AGO} | but)


def an_access_right(**but: Any) -> AccessRight:
    """By default requested for one asset, for a purpose the asset is registered for."""
    n = next(numbers)
    if "asset" not in but and "entitlement" not in but:
        but["asset"] = an_asset()
    asset, entitlement = but.get("asset"), but.get("entitlement")
    person = but.pop("person", None) or a_person()
    fields = {
        "number": f"AR-{n:05d}",
        "actions": ("read",) if asset else (),
        "purpose": "見積の作成",
        "starts_on": date(2026, 10, 1),
        "ends_on": FAR,
        "requester": person,
        "unit": asset.unit if asset else entitlement.system.unit if entitlement else None,
    }
    return made(AccessRight, person=person, **fields | but)


def an_active_right(**but: Any) -> AccessRight:
    """Approved and set up on the first day of October 2026."""
    at = datetime(2026, 10, 1, 1, tzinfo=UTC)
    fields = {
        "state": "active",
        "approved_by": but.pop("approved_by", None) or a_person(),
        "approved_at": at,
        "provisioned_at": at,
        "ticket": "WO-118",
        "opens_on": date(2026, 10, 1),
    }
    return an_access_right(**fields | but)
