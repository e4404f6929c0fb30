"""What is not in order with access in the demo company, and what waits there for a decision."""

from datetime import date, timedelta
from functools import partial

from sekisho.domains.access.models import MonitoringRule, SystemAccount
from sekisho.domains.assets.models import Asset
from sekisho.findings import staff
from sekisho.registers import calendar
from sekisho.registers.actor import service
from sekisho.simulation.access import bring, rows_of, system_named
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import NothingThere


def trouble(firm: Firm) -> None:
    """What is not in order: a shared account, access nobody approved, a request that waits."""
    for days, scene in (
        (20, _exception),
        (16, _strangers),
        (9, _check),
        (4, _waiting),
        (2, _leaving),
    ):
        firm.stage.at(calendar.roll(firm.stage.last - timedelta(days=days), "previous"),
                      partial(scene, firm), 14)  # fmt: skip


def _exception(firm: Firm) -> None:
    stage, admin = firm.stage, firm.holder("admin")
    system = system_named("生産管理システム")
    one = stage.one(
        "access_exceptions", stage.by(admin), system=system.pk, kind="no_mfa",
        what="製造現場の端末12台", reason="現場端末が多要素認証に対応していないため",
        measure="固定席の端末に限り、毎週ログを確認する", starts_on=stage.on,
        ends_on=stage.on + timedelta(days=180),
    )  # fmt: skip
    stage.move(stage.by(firm.holder("director")), "access_exceptions", "approve", one)
    stage.one(
        "access_exceptions", stage.by(admin), system=system.pk, kind="shared_id",
        what="line-a（製造ラインの当番）", reason="交替制で端末を共用するため",
        measure="当番表と操作記録を突き合わせる", starts_on=stage.on + timedelta(days=15),
        ends_on=stage.on + timedelta(days=200),
    )  # fmt: skip


def _strangers(firm: Firm) -> None:
    """A shared account with its users, one nobody knows, and a role nobody approved."""
    stage = firm.stage
    crm = system_named("CRM「ナギ」")
    person = firm.parts["kiriyama"]
    rows = rows_of(firm, crm)
    rows += [["nagi-batch", "連携用", "", "編集", ""], ["sales2-share", "営業二部共用", "", "閲覧", ""],
             [person.email.partition("@")[0], person.name, person.employee_number, "管理者", ""]]  # fmt: skip
    bring(firm, crm, rows)
    shared = SystemAccount.objects.get(system=crm, login="sales2-share")
    stage.edit("system_accounts", shared, kind="shared", person=person.pk, reason="展示会の当番")
    stage.add("account_members", [
        {"account": shared.pk, "person": firm.parts[name].pk, "starts_on": stage.on}
        for name in ("miyase", "kiriyama")
    ])  # fmt: skip


def _check(firm: Firm) -> None:
    stage, rule = firm.stage, MonitoringRule.objects.first()
    if rule is None:
        raise NothingThere
    stage.one(
        "usage_checks", case="K-2026-031", rule=rule.pk,
        found_on=stage.on - timedelta(days=1), person=firm.parts["miyase"].pk, about="hours",
        system=system_named("CRM「ナギ」").pk,
        what="22時台に顧客一覧を3回出力した記録がある。",
    )  # fmt: skip


def _waiting(firm: Firm) -> None:
    stage, clerk = firm.stage, firm.parts["miyase"]
    asset = Asset.objects.filter(unit=firm.units["2200"], classification__code="confidential")
    one = asset.exclude(purposes="").order_by("number").first()
    if one is not None:
        stage.one(
            "access_rights", stage.by(clerk), person=clerk.pk, asset=one.pk,
            actions=["read", "print"], purpose=one.purposes[0], scope="担当顧客のみ",
            ends_on=stage.on + timedelta(days=120),
        )  # fmt: skip


def _leaving(firm: Firm) -> None:
    """Somebody leaves in two weeks: the line and its checklist are there."""
    stage = firm.stage
    stays = [p for p in firm.staff if p.unit_id == firm.units["2300"].pk and p.ends_on is None]
    parts = {person.pk for person in firm.parts.values()} | {p.pk for p in firm.leaders.values()}
    some = [p for p in stays if p.pk not in parts]
    if some:
        last: date = calendar.roll(stage.on + timedelta(days=12), "previous")
        stage.edit("people", some[0], last_working_on=last, ends_on=last + timedelta(days=14))
    staff.follow_staff(stage.act(service("engine")))
