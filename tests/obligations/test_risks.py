"""Risks are assessed yearly and after incidents, treated by their day, and what remains is borne."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.given.assets import an_asset
from tests.given.incidents import an_incident
from tests.given.people import a_person, a_unit, an_appointment
from tests.given.risk import a_confirmed_assessment, a_risk, a_risk_acceptance
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
UNITS, ASSETS = "units-risk-assessed", "important-assets-risk-assessed"
AGAIN, DECIDED = "risks-reassessed-after-incidents", "risks-treatment-decided"
TREATED, BORNE = "risks-treated", "residual-risks-borne"
DAY = date(2026, 6, 10)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def test_a_unit_is_assessed_once_in_each_fiscal_year() -> None:
    unit = a_unit(starts_on=date(2025, 5, 1))
    manager = an_appointment(role="manager", unit=unit).person
    found = stood(UNITS, unit, date(2026, 3, 31))
    assert found is not None
    assert (found.state, found.due, found.assignee) == ("due_soon", date(2026, 3, 31), manager.pk)
    assert state(UNITS, unit, date(2026, 4, 1)) == "overdue"
    a_confirmed_assessment(DAY, unit=unit)
    assert due(UNITS, unit, DAY) == date(2028, 3, 31)
    assert state(UNITS, unit, date(2026, 6, 9)) == "overdue", "not confirmed on that day yet"


def test_an_important_asset_is_assessed_by_name() -> None:
    asset = an_asset(importance=3, registered_on=date(2025, 5, 1))
    assert state(ASSETS, an_asset(importance=2), DAY) is None
    decide("risk.important_from", 2)
    assert state(ASSETS, an_asset(importance=2, registered_on=DAY), DAY) == "kept"
    assert state(ASSETS, asset, DAY) == "overdue"
    assessment = a_confirmed_assessment(DAY, unit=asset.unit)
    assert state(ASSETS, asset, DAY) == "overdue", "an assessment that does not name it"
    a_risk(assessment=assessment, asset=asset)
    assert state(ASSETS, asset, DAY) == "kept"
    other = an_asset(importance=3, registered_on=date(2025, 5, 1))
    a_confirmed_assessment(DAY, unit=other.unit, subject="asset", asset=other)
    assert state(ASSETS, other, DAY) == "kept"


def test_after_an_incident_the_unit_has_thirty_days() -> None:
    at = datetime(2026, 6, 10, 3, tzinfo=UTC)
    unit = a_unit()
    times = {"noticed_at": at, "reported_at": at, "aware_at": at, "closed_at": at}
    one = an_incident(unit=unit, severity="moderate", state="closed", **times)
    assert (
        state(AGAIN, an_incident(unit=unit, severity="minor", state="closed", **times), DAY) is None
    )
    drill = an_incident(unit=unit, severity="major", state="closed", drill=True, **times)
    assert state(AGAIN, drill, DAY) is None
    a_confirmed_assessment(after(-1), unit=unit)
    assert due(AGAIN, one, DAY) == after(30)
    assert state(AGAIN, one, after(31)) == "overdue"
    a_confirmed_assessment(after(31), unit=unit)
    assert state(AGAIN, one, after(31)) == "kept"
    nowhere = an_incident(unit=None, severity="major", state="closed", **times)
    assert state(AGAIN, nowhere, DAY) == "unknown"


def _risk(**but: Any) -> Any:
    return a_risk(assessment=a_confirmed_assessment(DAY), owner=a_person(), **but)


def test_a_treatment_is_decided_within_thirty_days() -> None:
    one = _risk()
    assert state(DECIDED, one, after(30)) == "due_soon"
    assert state(DECIDED, one, after(31)) == "overdue"
    one.decided_on, one.treatment, one.plan, one.state = after(31), "reduce", "更新する", "decided"
    one.save()
    assert state(DECIDED, one, after(31)) == "kept"
    assert state(DECIDED, one, after(30)) == "due_soon", "not decided on that day yet"
    one.owner = None
    one.save()
    assert state(DECIDED, one, after(31)) == "overdue", "nobody sees to it"


def test_nothing_is_owed_for_an_acceptable_a_closed_or_a_superseded_risk() -> None:
    low = _risk(impact=1, likelihood=3)
    gone = _risk(state="closed", closed_on=after(5))
    old = _risk()
    a_risk(assessment=a_confirmed_assessment(after(10)), previous=old)
    assert state(DECIDED, low, after(31)) is None
    assert state(DECIDED, gone, after(4)) is not None, "still there on that day"
    assert state(DECIDED, gone, after(31)) is None
    assert state(DECIDED, old, after(9)) is not None
    assert state(DECIDED, old, after(31)) is None
    assert state(DECIDED, a_risk(), after(31)) is None, "its assessment is not confirmed"


def test_a_treatment_is_done_by_its_day_and_then_confirmed() -> None:
    plan = {"treatment": "reduce", "plan": "更新する", "treat_by": after(60), "decided_on": DAY}
    one = _risk(state="decided", **plan)
    assert state(TREATED, one, after(60)) == "due_soon"
    assert state(TREATED, one, after(61)) == "overdue"
    one.state, one.done_on = "done", after(60)
    one.save()
    assert due(TREATED, one, after(60)) == after(90)
    assert state(TREATED, one, after(91)) == "overdue"
    one.state, one.confirmed_on = "confirmed", after(90)
    one.save()
    assert state(TREATED, one, after(91)) == "kept"


def test_what_is_retained_needs_an_acceptance_that_holds() -> None:
    one = _risk(state="decided", treatment="retain", plan="受容する", decided_on=DAY)
    assert state(TREATED, one, after(400)) is None, "retaining has no day to be done by"
    assert due(BORNE, one, DAY) == after(30)
    assert state(BORNE, one, after(31)) == "overdue"
    one.acceptance = a_risk_acceptance(
        state="accepted", approved_on=after(31), starts_on=after(31), ends_on=after(200)
    )
    one.save()
    assert state(BORNE, one, after(31)) == "kept"
    assert due(BORNE, one, after(31)) == after(200)
    assert state(BORNE, one, after(201)) == "overdue"


def test_a_rest_above_the_acceptable_needs_one_too() -> None:
    fields = {"state": "done", "treatment": "reduce", "decided_on": DAY, "done_on": after(20)}
    assert state(BORNE, _risk(**fields, residual_likelihood=1), after(60)) is None
    high = _risk(**fields, residual_likelihood=2)
    assert state(BORNE, high, after(50)) == "due_soon"
    assert state(BORNE, high, after(51)) == "overdue"
