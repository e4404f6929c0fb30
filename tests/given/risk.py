"""Given: risks that somebody accepts."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from sekisho.domains.risk.models import RiskAcceptance
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
