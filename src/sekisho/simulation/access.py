"""Systems, their accounts, and who may do what: given by role, asked for one by one, compared monthly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from sekisho.domains.access.models import AccessRight, Entitlement, MonitoringRule, System
from sekisho.domains.access.opening import Opening, opening_of
from sekisho.domains.assets.models import Asset, Classification, Service
from sekisho.ledger.ids import new_id
from sekisho.registers.exchange.imports import import_file
from sekisho.registers.exchange.run import Options
from sekisho.registers.exchange.table import Table
from sekisho.registers.moving import move_many
from sekisho.registers.register import registry
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import NothingThere, Stage, months

YES, NO, UNSAID = True, False, None


@dataclass(frozen=True, slots=True)
class Plan:
    """A system to be: who runs it, how it is protected, which unit's assets it opens."""

    name: str
    work: str
    top: str
    trust: tuple[bool | None, bool | None, bool | None, bool | None]
    service: str = ""
    roles: tuple[str, ...] = ("閲覧", "編集")
    everybody: str = ""


PLANS = (
    Plan("グループウェア「ふみ箱」", "it", "confidential", (YES, YES, YES, YES), everybody="標準利用者"),
    Plan("ファイルサーバー", "it", "strictly_confidential", (YES, YES, YES, YES), everybody="共通フォルダー"),
    Plan("CRM「ナギ」", "sales", "confidential", (YES, YES, UNSAID, YES), "CRM「ナギ」"),
    Plan("給与システム", "personnel", "strictly_confidential", (YES, YES, YES, YES), "給与クラウド「ともしび給与」"),
    Plan("会計システム", "accounting", "confidential", (YES, YES, YES, YES)),
    Plan("生産管理システム", "production", "confidential", (NO, NO, YES, YES)),
    Plan("設計データ管理", "technical", "strictly_confidential", (YES, YES, YES, YES)),
)  # fmt: skip
MOST = 3000  # lines of a list that the invented administrator compares by hand
ASKED = (("read",), ("read", "write"), ("read", "print"))


def system_named(name: str) -> System:
    """The system of this name; NothingThere in a company that was given none."""
    found: System | None = System.objects.filter(name=name).first()
    if found is None:
        raise NothingThere
    return found


def furnish(firm: Firm, grants: int) -> None:
    """The systems with their roles; everybody's standard roles, and single rights up to ``grants``."""
    if grants:
        firm.stage.at(firm.stage.first, lambda: _systems(firm, grants), 18)


def _systems(firm: Firm, grants: int) -> None:
    stage = firm.stage
    classes = {one.code: one for one in Classification.objects.all()}
    services = {one.name: one.pk for one in Service.objects.all()}
    units = {firm.plan(unit).work: unit for unit in reversed(firm.units.values())}
    wanted = [plan for plan in PLANS if plan.work in units]
    systems = stage.add("systems", [
        {"name": plan.name, "unit": units[plan.work].pk, "admin": firm.holder("admin").pk,
         "service": services.get(plan.service), "max_class": classes[plan.top].pk,
         "sso": plan.trust[0], "mfa": plan.trust[1], "device_rule": plan.trust[2],
         "logs": plan.trust[3], "encrypted": YES, "least_privilege_on": stage.first,
         "starts_on": stage.first - timedelta(days=900)} for plan in wanted
    ])  # fmt: skip
    for plan, system in zip(wanted, systems, strict=True):
        _roles(firm, plan, system, units[plan.work], classes)
    _rule(firm)
    _everybody(firm, grants)
    _single(firm, grants - AccessRight.objects.count())
    for month in months(stage.first + timedelta(days=31), stage.last):
        stage.work(month + timedelta(days=4), partial(_compare, firm), 11)
        if month.month % 3 == 1:
            stage.work(month + timedelta(days=10), partial(_looked_at, firm))


def _roles(firm: Firm, plan: Plan, system: Any, unit: Any, classes: Any) -> None:
    """Two or three roles; the stricter one also opens what only it may."""
    stage = firm.stage
    rows = [{"system": system.pk, "name": name, "actions": ["read", "write"][: n + 1]}
            for n, name in enumerate(plan.roles)]  # fmt: skip
    rows.append({"system": system.pk, "name": "管理者", "actions": ["administer"],
                 "privileged": True, "allows": "利用者と権限の設定"})  # fmt: skip
    if plan.everybody:
        rows.append({"system": system.pk, "name": plan.everybody, "actions": ["read", "write"],
                     "allows": "社内の連絡と予定、共通の書式"})  # fmt: skip
    roles = stage.add("entitlements", rows)
    top = classes[plan.top].rank
    held = Asset.objects.filter(unit=unit, classification__rank__lte=top).order_by("number")[:6]
    stage.add("entitlement_assets", [
        {"entitlement": role.pk, "asset": asset.pk, "starts_on": stage.first}
        for role in roles if role.name in plan.roles for asset in held
    ])  # fmt: skip
    for role in roles:
        if role.name == plan.everybody:
            admin, director = firm.holder("admin"), firm.holder("director")
            stage.move(stage.by(admin), "entitlements", "propose", role, given_to="すべての従業者")
            stage.move(stage.by(director), "entitlements", "approve", role)


def _rule(firm: Firm) -> None:
    """Nobody looks at use before there is a rule and everybody was told."""
    stage, chair = firm.stage, firm.holder("chair")
    rule = stage.one(
        "monitoring_rules", stage.by(chair), name="アクセスログ等の確認に関する規程",
        purpose="情報の目的外利用と不正な持出しに早く気づき、被害を防ぐため",
        items=["アクセスログ", "持出しの記録"], responsible=firm.holder("committee").pk,
        limits="業務システムの記録に限る。私的な通信の内容と位置は見ない。",
        individual="管理者の依頼があり、案件番号を付けたときに限る。", noticed_on=stage.on,
        starts_on=stage.on,
    )  # fmt: skip
    stage.move(stage.by(chair), "monitoring_rules", "propose", rule)
    stage.move(stage.by(firm.holder("director")), "monitoring_rules", "approve", rule)
    stage.at(stage.last - timedelta(days=75), lambda: _audited(firm), 15)


def _audited(firm: Firm) -> None:
    """Once a year somebody looks whether those who look keep to the rule."""
    rule = MonitoringRule.objects.get(state="in_force")
    firm.stage.edit("monitoring_rules", rule, audited_on=firm.stage.on)


def _everybody(firm: Firm, grants: int) -> None:
    """Standard roles for everybody in service, set up by the administrator."""
    roles = list(Entitlement.objects.filter(state="birthright"))
    rows = [
        {"person": person.pk, "entitlement": role.pk, "basis": "birthright"}
        for role in roles for person in firm.staff if person.employment != "contractor"
    ]  # fmt: skip
    _given(firm, rows[: grants * 2 // 3])


def _given(firm: Firm, rows: Sequence[dict[str, Any]]) -> list[Any]:
    stage = firm.stage
    made = stage.add("access_rights", rows)
    together(firm, "provision", made, firm.holder("admin"), ticket=f"WO-{stage.on:%Y%m}-01")
    return made


def together(firm: Firm, name: str, rights: Sequence[Any], by: Any, **said: Any) -> None:
    act = firm.stage.by(by)
    grp = new_id(act.at)
    for start in range(0, len(rights), 2000):
        part = rights[start : start + 2000]
        move_many(registry["access_rights"], act, name, part, said, grp)


def _single(firm: Firm, count: int) -> None:
    """Rights asked for one by one, to assets and by roles: approved by the unit's manager, or by the
    director for the manager's own."""
    stage = firm.stage
    found = Asset.objects.filter(classification__isnull=False).exclude(purposes="")
    assets = list(found.select_related("classification").order_by("number"))
    roles = _openings(stage.on)
    staff = [person for person in firm.staff if person.employment != "contractor"]
    rows: dict[Any, list[dict[str, Any]]] = {}
    for n in range(max(0, count)):
        person = stage.rng.choice(staff)
        unit, wish, term = _wish(stage, assets, roles if n % 2 else [])
        leader = firm.leaders.get(unit) or firm.holder("director")
        decider = firm.holder("director") if person == leader else leader
        end = stage.first + timedelta(days=min(30 * term, 360) - stage.rng.randint(0, 20))
        rows.setdefault(decider, []).append(
            wish | {"person": person.pk, "requester": person.pk, "ends_on": end}
        )
    for decider, wanted in rows.items():
        made = stage.add("access_rights", [row for row in wanted if row["person"] != decider.pk])
        together(firm, "approve", made, decider)
        together(firm, "provision", made, firm.holder("admin"), ticket=f"WO-{stage.on:%Y%m}-02")


def _openings(on: date) -> list[tuple[Any, Opening]]:
    """Roles that open something, with what they open."""
    found = Entitlement.objects.filter(state="plain", privileged=False).select_related("system")
    pairs = [(role, opening_of(None, role.pk, on)) for role in found.order_by("system", "name")]
    return [(role, opening) for role, opening in pairs if opening.purposes]


def _wish(stage: Stage, assets: Sequence[Any], roles: Sequence[Any]) -> tuple[Any, Any, int]:
    """The deciding unit, what is asked for, and the months its class allows."""
    if roles:
        role, opening = stage.rng.choice(roles)
        purpose = min(opening.purposes)
        asked = {"entitlement": role.pk, "purpose": purpose, "scope": "担当業務の範囲"}
        return role.system.unit_id, asked, opening.months or 12
    asset = stage.rng.choice(assets)
    asked = {"asset": asset.pk, "actions": list(stage.rng.choice(ASKED)),
             "purpose": asset.purposes[0], "scope": "担当業務の範囲"}  # fmt: skip
    return asset.unit_id, asked, asset.classification.grant_months or 12


def _renewed(firm: Firm) -> None:
    """What ends within the month is renewed; the rest is let go."""
    stage = firm.stage
    soon = stage.on + timedelta(days=45)
    ending = AccessRight.objects.present().filter(state="active", ends_on__lt=soon).filter(
        ends_on__gte=stage.on
    )  # fmt: skip
    groups: dict[tuple[Any, int], list[Any]] = {}
    for right in ending.select_related("asset__classification", "entitlement__system"):
        unit = right.asset.unit_id if right.asset else right.entitlement.system.unit_id
        leader = firm.leaders.get(unit) or firm.holder("director")
        people = {right.person_id, right.requester_id}
        decider = firm.holder("director") if leader.pk in people else leader
        if decider.pk in people:
            continue
        opening = opening_of(right.asset_id, right.entitlement_id, stage.on)
        groups.setdefault((decider, opening.months or 12), []).append(right)
    for (decider, term), rights in groups.items():
        end = stage.on + timedelta(days=min(30 * term, 360) - 5)
        together(firm, "renew", rights, decider, ends_on=end)


def _compare(firm: Firm) -> None:
    """Leavers' rights go, what ends is renewed, and the systems' own lists come in."""
    _renewed(firm)
    _leavers(firm)
    for system in System.objects.order_by("number"):
        bring(firm, system, rows_of(firm, system))


def _leavers(firm: Firm) -> None:
    stage, admin = firm.stage, firm.holder("admin")
    gone = AccessRight.objects.present().filter(
        state__in=("active", "approved"), person__ends_on__lt=stage.on
    )
    found = list(gone)
    together(firm, "remove", found, admin, removal_cause="leaver")
    together(firm, "confirm_removal", found, admin, removal_ticket=f"WO-{stage.on:%Y%m}-R")


def rows_of(firm: Firm, system: Any) -> list[list[str]]:
    """The list as the system writes it: one line for each holder and role, and the machine's own."""
    stage = firm.stage
    rights = AccessRight.objects.present().filter(
        entitlement__system=system, state__in=("active", "renewal"), account=None
    )
    rows = []
    for login, name, number, role in rights.values_list(
        "person__email", "person__name", "person__employee_number", "entitlement__name"
    ).order_by("person__number"):
        used = stage.on - timedelta(days=stage.rng.randint(0, 20))
        rows.append([login.partition("@")[0], name, number, role, f"{used:%Y/%m/%d}"])
    return list({(row[0], row[3]): row for row in rows}.values())


HEADS = ["ユーザーID", "表示名", "社員番号", "ロール", "最終ログイン"]


def bring(firm: Firm, system: Any, rows: list[list[str]]) -> None:
    if not 0 < len(rows) <= MOST:
        return
    sheet = Table("accounts.csv", HEADS, list(enumerate(rows, 2)))
    given = {"system": system.number, "source": f"{system.name} アカウント一覧.csv"}
    act = firm.stage.by(firm.holder("admin"))
    import_file(registry["found_rights"], act, sheet, Options(given=given))


def _looked_at(firm: Firm) -> None:
    stage = firm.stage
    stage.change("systems", [(s, {"least_privilege_on": stage.on}) for s in System.objects.all()])
