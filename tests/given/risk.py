"""Given: risks, how they were assessed, and those that somebody accepts."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from sekisho.domains.risk.models import (
    Risk,
    RiskAcceptance,
    RiskAssessment,
    RiskMethod,
    RiskThreat,
)
from sekisho.domains.risk.reckoning import reckon
from tests.given.incidents import an_incident
from tests.given.people import LONG_AGO, a_person, a_unit, made

number = count(1)


def a_risk_acceptance(**but: Any) -> RiskAcceptance:
    """By default requested: a risk of level 4."""
    unit = but.pop("unit", None) or a_unit()
    owner = but.pop("owner", None) or a_person()
    fields = {
        "number": f"RA-2020-{next(number):03d}", "title": "多要素認証の未対応",
        "origin": "assessment", "likelihood": 2, "impact": 2, "level": 4,
        "reason": "製造元の対応が来年度になるため。", "starts_on": LONG_AGO,
        "ends_on": date(2021, 3, 31),
    }  # fmt: skip
    return made(RiskAcceptance, unit=unit, owner=owner, **fields | but)


def a_risk_method(**but: Any) -> RiskMethod:
    """By default in force: 5 × 5, acceptable up to 7, high from 15."""
    n = next(number)
    fields = {
        "code": f"M{n}", "version": 1, "title": f"影響度と発生可能性 {n}", "scheme": "matrix",
        "medium_from": 8, "high_from": 15, "acceptable_to": 7, "state": "in_force",
        "approved_on": LONG_AGO,
    }  # fmt: skip
    return made(RiskMethod, **fields | but)


def a_risk_threat(**but: Any) -> RiskThreat:
    n = next(number)
    fields = {"code": f"X{n:02d}", "title": f"誤送信 {n}", "kind": "error", "aspects": ("c",)}
    return made(RiskThreat, **fields | but)


def a_risk_assessment(**but: Any) -> RiskAssessment:
    """By default of a unit, being assessed; confirmed ones say on which day."""
    unit = but.pop("unit", None) or a_unit()
    fields = {
        "number": f"RS-2020-{next(number):03d}", "subject": "unit", "assessed_on": LONG_AGO,
        "method": but.pop("method", None) or a_risk_method(),
    }  # fmt: skip
    return made(RiskAssessment, unit=unit, **fields | but)


def a_confirmed_assessment(on: date, **but: Any) -> RiskAssessment:
    return a_risk_assessment(state="confirmed", assessed_on=on, confirmed_on=on, **but)


def a_risk(**but: Any) -> Risk:
    """By default of value 12: impact 4, likelihood 3, not acceptable."""
    assessment = but.pop("assessment", None) or a_risk_assessment()
    fields = {
        "number": f"RK-{next(number):04d}",
        "title": "誤った相手に送る",
        "impact": 4,
        "likelihood": 3,
        "fixed": assessment.state == "confirmed",
    }
    risk = made(Risk, assessment=assessment, **fields | but)
    reckon([risk])
    return risk


def some_risks(luck: Random, units: list[Any], staff: list[Any], past: Any) -> None:
    """Accepted ones of every level, and major incidents that somebody closed."""
    for level in (4, 12, 20):
        day = past()
        a_risk_acceptance(
            unit=luck.choice(units), owner=luck.choice(staff), level=level, state="accepted",
            approved_on=day, approved_by=luck.choice((None, *staff)),
            ends_on=day + timedelta(days=luck.choice((30, 300))),
        )  # fmt: skip
        at = datetime.combine(day, time(3), UTC)
        an_incident(
            unit=luck.choice(units), severity="major", noticed_at=at, reported_at=at, aware_at=at,
            state="closed", closed_at=at, closed_by=luck.choice((None, *staff)), reviewed_on=day,
        )  # fmt: skip
    for value in (2, 3, 5):
        day = past()
        assessment = a_confirmed_assessment(day, unit=luck.choice(units))
        a_risk(
            assessment=assessment, impact=value, likelihood=luck.choice((2, 4)), fixed=True,
            state=luck.choice(("found", "decided", "confirmed")), decided_on=luck.choice((None, day)),
            treatment=luck.choice(("", "reduce", "retain")), treat_by=day + timedelta(days=40),
            owner=luck.choice((None, *staff)), done_on=luck.choice((None, day)),
        )  # fmt: skip
