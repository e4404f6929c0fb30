"""Risks of an invented company: assessed unit by unit, treated, some late, two worse than before."""

from datetime import timedelta
from functools import partial
from typing import Any

from sekisho.domains.assets.models import Asset
from sekisho.domains.people.appointment import Appointment
from sekisho.domains.risk.models import Risk, RiskMethod, RiskThreat
from sekisho.domains.risk.starter import starter_methods, starter_threats
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import NothingThere

RISKS = (
    ("T15", "取引先へ情報を誤って送る", 4, 4, "送信時の宛先確認と、機密の社外送信の上長承認", 2),
    ("T02", "標的型メールから端末に入り込まれる", 4, 3, "訓練と報告窓口の周知", 2),
    ("T01", "身代金要求型ウイルスで業務が止まる", 5, 3, "切り離した写しと復元訓練", 2),
    ("T10", "委託先から預けた情報が漏れる", 4, 3, "年次の評価と再委託の把握", 2),
    ("T12", "退職者の権限が残る", 3, 3, "退職時の手順と翌営業日の確認", 1),
    ("T20", "生成AIに機密を入れる", 3, 4, "利用の基準と承認済みサービスの案内", 2),
    ("T16", "端末や書類を置き忘れる", 3, 2, "", 0),
    ("T26", "写しが戻せない", 3, 2, "", 0),
    ("T23", "機器の故障で使えなくなる", 2, 3, "", 0),
    ("T28", "災害で設備を失う", 5, 1, "", 0),
)
"""Threat, title, impact, likelihood, treatment ("": none needed), likelihood afterwards."""
LISTED = 4  # risks of a unit
OF_ASSETS = ((3, 2), (4, 1), (2, 2), (3, 1), (2, 3))
"""Impact and likelihood of what may happen to the important assets of a unit, in turn."""


def live(firm: Firm) -> None:
    stage = firm.stage
    stage.work(stage.first + timedelta(days=12), partial(_methods, firm), 15)
    for back in range(0, 730, 365):
        stage.work(stage.last - timedelta(days=150 + back), partial(_round, firm), 14)


def _methods(firm: Firm) -> None:
    """The methods and threats an installation starts with; the director puts one in force."""
    stage = firm.stage
    if not RiskMethod.objects.exists():
        stage.add("risk_methods", starter_methods())
        stage.add("risk_threats", starter_threats())
    method = RiskMethod.objects.get(code="5x5")
    stage.move(stage.by(firm.holder("director")), "risk_methods", "approve", method)


def _round(firm: Firm) -> None:
    """Each manager assesses their unit, over some weeks; the chair confirms."""
    rows = Appointment.objects.in_force(firm.stage.on).of("manager").exclude(unit=None)
    heads = list(rows.select_related("unit", "person").order_by("unit__code"))
    for n, one in enumerate(heads):
        firm.stage.work(
            firm.stage.on + timedelta(days=1 + n),
            partial(_assess, firm, n, one.unit, one.person),
            10,
        )


def _assess(firm: Firm, n: int, unit: Any, manager: Any) -> None:
    stage = firm.stage
    method = RiskMethod.objects.in_force().first()
    if method is None:
        raise NothingThere
    one = stage.one(
        "risk_assessments", stage.by(manager), subject="unit", unit=unit.pk, method=method.pk,
        assessed_on=stage.on, participants="部門の担当者2名",
    )  # fmt: skip
    threats = dict(RiskThreat.objects.values_list("code", "pk"))
    chosen = [RISKS[(n * 3 + k) % len(RISKS)] for k in range(LISTED)]
    before = {r.title: r for r in Risk.objects.filter(assessment__unit=unit).order_by("number")}
    rows = [
        {"assessment": one.pk, "title": title, "threat": threats[code], "owner": manager.pk,
         "impact": impact, "likelihood": likelihood, "previous": _pk(before.get(title))}
        for code, title, impact, likelihood, _plan, _rest in chosen
    ]  # fmt: skip
    important = Asset.objects.in_use(stage.on).filter(unit=unit, importance=3).order_by("number")
    rows += [
        {"assessment": one.pk, "title": f"{asset.name}の漏えい", "threat": threats["T11"],
         "asset": asset.pk, "owner": manager.pk,
         "impact": OF_ASSETS[k % 5][0], "likelihood": OF_ASSETS[k % 5][1]}
        for k, asset in enumerate(important)
    ]  # fmt: skip
    risks = stage.add("risks", rows, stage.by(manager))[:LISTED]
    stage.move(stage.by(manager), "risk_assessments", "submit", one)
    stage.work(stage.on + timedelta(days=5), partial(_confirm, firm, one), 16)
    for k, (risk, told) in enumerate(zip(risks, chosen, strict=True)):
        if told[4]:
            when = stage.on + timedelta(days=12 + k)
            stage.work(when, partial(_decide, firm, risk, manager, told, n + k), 11)


def _pk(record: Any) -> Any:
    return record.pk if record else None


def _confirm(firm: Firm, one: Any) -> None:
    chair = firm.holder("chair")
    if one.assessor_id == chair.pk:
        chair = firm.holder("director")
    one.refresh_from_db()
    firm.stage.move(firm.stage.by(chair), "risk_assessments", "confirm", one)


def _decide(firm: Firm, risk: Any, manager: Any, told: tuple[Any, ...], n: int) -> None:
    """Most are treated in time; every seventh plan takes until after today."""
    stage = firm.stage
    risk.refresh_from_db()
    by = stage.on + timedelta(days=60 + 10 * (n % 5))
    if n % 7 == 0:
        by = max(by, stage.last + timedelta(days=12 + n))
    stage.move(
        stage.by(manager), "risks", "decide", risk, treatment="reduce", plan=told[4], treat_by=by
    )
    if n % 7:
        stage.work(by - timedelta(days=4), partial(_carry_out, firm, risk, manager, told), 11)


def _carry_out(firm: Firm, risk: Any, manager: Any, told: tuple[Any, ...]) -> None:
    stage = firm.stage
    risk.refresh_from_db()
    stage.move(stage.by(manager), "risks", "carry_out", risk, done=f"{told[4]}を実施した。",
               residual_likelihood=max(1, told[5] - (told[2] > 3)))  # fmt: skip
    stage.work(stage.on + timedelta(days=10), partial(_effect, firm, risk), 11)


def _effect(firm: Firm, risk: Any) -> None:
    chair = firm.holder("chair")
    risk.refresh_from_db()
    who = firm.holder("director") if risk.done_by_id == chair.pk else chair
    firm.stage.move(firm.stage.by(who), "risks", "confirm", risk)
