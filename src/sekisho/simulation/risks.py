"""Residual risks that were accepted: for a time, by the director; one runs out soon."""

from datetime import timedelta
from functools import partial
from typing import Any

from sekisho.domains.people.models import Unit
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import NothingThere

ACCEPTED = (
    (90, "生産管理システムの多要素認証の未対応", "assessment", 3, 4, 360,
     "製造元の対応が来年度になるため。", "接続元を社内に限り、利用記録を月次で点検する。"),
    (120, "展示会での機材の盗難", "other", 2, 3, 300,
     "会期が短く、常設の防犯設備を置けないため。", "終業時に機材を施錠した控室へ移す。"),
    (200, "保守業者の遠隔接続の利用", "supplier", 3, 4, 360,
     "障害時の復旧に必要なため。", "接続のつど許可し、作業に立ち会う。"),
)  # fmt: skip
"""Day, title, origin, likelihood, impact, for how long, reason, measure."""


def live(firm: Firm) -> None:
    stage = firm.stage
    for row in ACCEPTED:
        stage.work(stage.first + timedelta(days=row[0]), partial(_accept, firm, row), 11)
    stage.work(stage.last - timedelta(days=340), partial(_accept, firm, ENDING), 11)
    stage.work(stage.last - timedelta(days=4), partial(_ask, firm), 11)
    stage.work(stage.last - timedelta(days=30), partial(_none_closed, firm), 11)


ENDING = (
    0, "旧式の計測端末の更新停止", "assessment", 4, 3, 355,
    "計測ソフトが新しい版に対応していないため。", "社内網から切り離し、媒体の接続を禁じる。",
)  # fmt: skip


def _unit(firm: Firm) -> Any:
    """A unit with a manager, other than those who decide for the whole."""
    unit = Unit.objects.active(firm.stage.on).filter(appointments__role="manager").order_by("code")
    found = unit.last()
    if found is None:
        raise NothingThere
    return found


def _values(firm: Firm, row: tuple[Any, ...]) -> dict[str, Any]:
    _day, title, origin, likelihood, impact, days, reason, measure = row
    return {
        "title": title, "origin": origin, "unit": _unit(firm).pk, "likelihood": likelihood,
        "impact": impact, "reason": reason, "measure": measure, "starts_on": firm.stage.on,
        "ends_on": firm.stage.on + timedelta(days=days), "owner": firm.holder("committee").pk,
    }  # fmt: skip


def _accept(firm: Firm, row: tuple[Any, ...]) -> None:
    stage = firm.stage
    one = stage.one("risk_acceptances", stage.by(firm.holder("committee")), **_values(firm, row))
    stage.move(stage.by(firm.holder("director")), "risk_acceptances", "approve", one,
               decision="代わりの対策で足りると認める。")  # fmt: skip


def _ask(firm: Firm) -> None:
    row = (0, "海外拠点の回線の二重化の見送り", "assessment", 2, 5, 300,
           "費用に見合う効果が得られないため。", "代替の回線を契約し、切替の手順を定める。")  # fmt: skip
    stage = firm.stage
    stage.one("risk_acceptances", stage.by(firm.holder("committee")), **_values(firm, row))


def _none_closed(firm: Firm) -> None:
    """No major incident has come to its end so far, says the chair."""
    firm.stage.one(
        "declarations", firm.stage.by(firm.holder("chair")), reason="終結した重大インシデントはない。",
        obligation="major-incidents-closed-by-director", declared_on=firm.stage.on,
        valid_until=firm.stage.on + timedelta(days=300),
    )  # fmt: skip
