"""Given: systems, accounts and access rights. One valid record of each kind."""

from datetime import UTC, date, datetime
from typing import Any

from sekisho.domains.access.models import (
    AccessException,
    AccessRight,
    AccountList,
    AccountMember,
    BirthrightRule,
    Entitlement,
    EntitlementAsset,
    FoundRight,
    MonitoringRule,
    ReviewCampaign,
    ReviewItem,
    StaffChange,
    StaffChangeItem,
    System,
    SystemAccount,
    UsageCheck,
)
from sekisho.domains.assets.models import Asset
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


def a_birthright_rule(**but: Any) -> BirthrightRule:
    """By default proposed, of a standard role, for our own people."""
    role = but.pop("entitlement", None) or an_entitlement(
        state="birthright", given_to="社員", approved_on=LONG_AGO
    )
    fields = {"number": f"BR-{next(numbers):04d}", "starts_on": LONG_AGO}
    return made(BirthrightRule, entitlement=role, **fields | but)


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


def an_account_list(**but: Any) -> AccountList:
    system = but.pop("system", None) or a_system()
    return made(AccountList, system=system, **{"taken_on": date(2026, 11, 2)} | but)


def a_found_right(**but: Any) -> FoundRight:
    """A line of the last list; with the account and the role it names, if those are given."""
    account, role = but.get("account"), but.get("entitlement")
    system = but.pop("system", None) or (account or role or an_entitlement()).system
    fields = {
        "login": account.login if account else f"user{next(numbers)}",
        "role": role.name if role else "",
        "starts_on": date(2026, 11, 2),
    }
    return made(FoundRight, system=system, **fields | but)


def an_access_exception(**but: Any) -> AccessException:
    system = but.pop("system", None) or a_system()
    fields = {
        "number": f"AX-{next(numbers):04d}",
        "kind": "ip_allow_list",
        "what": "本社の固定アドレス",
        "reason": "多要素認証に対応していない",
        "measure": "毎週ログを確認する",
        "requester": but.pop("requester", None) or a_person(),
        "starts_on": date(2026, 10, 1),
        "ends_on": FAR,
    }
    return made(AccessException, system=system, **fields | but)


def a_monitoring_rule(**but: Any) -> MonitoringRule:
    """By default in force, and everybody was told."""
    fields = {
        "name": f"ログ確認の規程{next(numbers)}",
        "purpose": "情報の持出しに早く気づくため",
        "items": ("アクセスログ", "持出しの記録"),
        "limits": "私的な通信の内容は見ない",
        "noticed_on": LONG_AGO,
        "starts_on": LONG_AGO,
        "state": "in_force",
    }
    responsible = but.pop("responsible", None) or a_person()
    return made(MonitoringRule, responsible=responsible, **fields | but)


def a_usage_check(**but: Any) -> UsageCheck:
    fields = {
        "number": f"UC-{next(numbers):04d}",
        "case": "K-2026-11",
        "found_on": date(2026, 11, 2),
        "about": "hours",
        "what": "深夜に500件を出力した",
    }
    rule = but.pop("rule", None) or a_monitoring_rule()
    person = but.pop("person", None) or a_person()
    return made(UsageCheck, rule=rule, person=person, **fields | but)


def a_review_campaign(**but: Any) -> ReviewCampaign:
    """By default under way since 9 November 2026, to be decided by the end of the month."""
    fields = {
        "number": f"RV-2026-{next(numbers):02d}",
        "title": "アクセス権限の見直し 2026年度下期",
        "starts_on": date(2026, 11, 9),
        "due_on": date(2026, 11, 30),
        "state": "running",
    }
    return made(ReviewCampaign, **fields | but)


def a_review_item(**but: Any) -> ReviewItem:
    """By default of a right in effect, undecided, with the manager of its unit."""
    campaign = but.pop("campaign", None) or a_review_campaign()
    right = but.pop("right", None) or (None if but.get("entitlement") else an_active_right())
    fields = {
        "number": f"RI-{next(numbers):06d}",
        "right": right,
        "person": right.person if right else None,
        "unit": right.unit if right else but["entitlement"].system.unit,
        "advice": "keep",
        "grounds": ("as_post",),
    }
    return made(ReviewItem, campaign=campaign, **fields | but)


def a_staff_change(**but: Any) -> StaffChange:
    person = but.pop("person", None) or a_person()
    fields = {
        "number": f"JL-{next(numbers):05d}",
        "kind": "leaver",
        "effective_on": date(2026, 11, 20),
        "from_unit": person.unit,
    }
    return made(StaffChange, person=person, **fields | but)


def a_staff_change_item(**but: Any) -> StaffChangeItem:
    change = but.pop("change", None) or a_staff_change()
    return made(
        StaffChangeItem, change=change, **{"point": "pc", "due_on": change.effective_on} | but
    )


def some_access(luck: Any, staff: list[Any], near: Any, past: Any) -> None:
    """Systems, accounts and rights in some disorder."""
    maybe = lambda: luck.choice((None, True, False))  # noqa: E731
    assets = list(Asset.objects.all())
    systems = []
    for _ in range(3):
        system = a_system(
            sso=maybe(), mfa=maybe(), device_rule=maybe(), logs=maybe(), encrypted=maybe(),
            admin=luck.choice((None, *staff)), least_privilege_on=luck.choice((None, past())),
            max_class=luck.choice((None, *(a.classification for a in assets))),
        )  # fmt: skip
        systems.append(system)
        if luck.random() < 0.7:
            an_account_list(system=system, taken_on=near(), complete=luck.choice((True, False)))
        kind = luck.choice(("no_mfa", "shared_id", "unmanaged_device"))
        asked = luck.choice(staff)
        an_access_exception(
            system=system, kind=kind, starts_on=past(), ends_on=near(), requester=asked,
            state=luck.choice(("requested", "approved", "ended")),
            approved_by=luck.choice((None, *staff)), reviewed_on=luck.choice((None, near())),
        )  # fmt: skip
    for system in systems:
        role = an_entitlement(system=system, state=luck.choice(("plain", "birthright")))
        for asset in luck.sample(assets, 2):
            an_opened_asset(entitlement=role, asset=asset, ends_on=luck.choice((None, near())))
        if role.state == "birthright":
            a_birthright_rule(entitlement=role, state=luck.choice(("proposed", "in_force")))
        for person in luck.sample(staff, 3):
            account = a_system_account(
                system=system, person=luck.choice((None, person)),
                kind=luck.choice(("person", "shared", "unknown")), starts_on=past(),
                last_used_on=luck.choice((None, near(), past())), reason=luck.choice(("", "当番")),
            )  # fmt: skip
            if luck.random() < 0.5:
                an_account_member(account=account, person=person)
            a_found_right(account=account, entitlement=role, starts_on=near())
            _a_right(luck, person, near, past, entitlement=role)
            _a_right(luck, person, near, past, asset=luck.choice(assets))
    for kind in ("joiner", "mover", "leaver"):
        person = luck.choice(staff)
        change = a_staff_change(person=person, kind=kind, effective_on=near())
        a_staff_change_item(change=change, due_on=near())
    a_usage_check(person=luck.choice(staff), found_on=past())
    campaign = a_review_campaign(
        starts_on=past(), due_on=near(), state=luck.choice(("running", "closed"))
    )
    for right in AccessRight.objects.filter(state="active")[:6]:
        state = luck.choice(("open", "confirmed", "escalated", "lapsed"))
        decision = luck.choice(("keep", "remove")) if state == "confirmed" else ""
        a_review_item(
            campaign=campaign, right=right, state=state, decision=decision,
            reviewer=luck.choice((None, *staff)),
        )  # fmt: skip
    a_review_item(campaign=campaign, entitlement=role)
    an_account_list(system=systems[0], taken_on=near())


def _a_right(luck: Any, person: Any, near: Any, past: Any, **but: Any) -> None:
    state = luck.choice(("provisional", "approved", "active", "renewal", "removal", "removed"))
    opens = past()
    an_access_right(
        person=person, state=state, starts_on=opens, opens_on=opens,
        basis=luck.choice(("request", "birthright", "carried_over", "emergency")),
        ends_on=luck.choice((None, near(), FAR)), purpose=luck.choice(("", "見積の作成")),
        approved_at=luck.choice((None, datetime(2026, 10, 1, 1, tzinfo=UTC))),
        last_reviewed_on=luck.choice((None, near())), renewed_on=luck.choice((None, past())),
        removal_cause="leaver" if state == "removal" else "",
        removal_asked_on=near() if state in {"removal", "removed"} else None,
        closed_on=near() if state == "removed" else None, **but,
    )  # fmt: skip
