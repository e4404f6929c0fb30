"""Cloud services: evaluated before use, decided, looked at again, ended cleanly."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.given.assets import a_service, an_asset
from tests.given.cloud import a_cloud_evaluation, a_cloud_item, a_decided_evaluation
from tests.given.incidents import an_affected_asset, an_incident
from tests.given.people import a_unit, an_appointment
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_a_service_is_evaluated_by_its_first_day() -> None:
    service = a_service(approval="not_assessed", first_used_on=TODAY)
    assert state("cloud-evaluated", service, TODAY) == "due_soon"
    assert state("cloud-evaluated", service, TODAY + DAY) == "overdue"
    a_cloud_evaluation(service=service)
    assert state("cloud-evaluated", service, TODAY + DAY) == "overdue"
    a_decided_evaluation(service=service, decided_on=TODAY + 2 * DAY)
    assert state("cloud-evaluated", service, TODAY + DAY) == "overdue"
    assert state("cloud-evaluated", service, TODAY + 2 * DAY) == "kept"


def test_a_service_only_asked_for_need_not_be_evaluated_yet() -> None:
    asked = a_service(approval="not_assessed", first_used_on=None)
    assert stood("cloud-evaluated", asked, TODAY) is None


def test_the_manager_of_its_unit_has_a_service_evaluated() -> None:
    unit = a_unit()
    manager = an_appointment(unit=unit).person
    service = a_service(approval="not_assessed", unit=unit)
    assert stood("cloud-evaluated", service, TODAY).assignee == manager.pk


def test_a_decided_service_has_a_risk_or_the_reason_why_none() -> None:
    service = a_service(approved_on=TODAY - 9 * DAY)
    one = a_decided_evaluation(service=service, decided_on=TODAY - 9 * DAY, no_risk_reason="")
    assert state("cloud-risks-named", service, TODAY) == "overdue"
    a_cloud_item(evaluation=one, risk="海外から見られる", level="low", treatment="accept")
    assert state("cloud-risks-named", service, TODAY) == "kept"
    a_decided_evaluation(service=service, decided_on=TODAY, no_risk_reason="")
    assert state("cloud-risks-named", service, TODAY) == "overdue"


def test_a_request_is_decided_within_thirty_days_and_before_use() -> None:
    asked = a_service(approval="not_assessed", first_used_on=None)
    owed = due("cloud-decided", asked, TODAY)
    assert owed == asked.created_at.date() + 30 * DAY
    now = datetime(2026, 11, 20, 3, tzinfo=UTC)
    used = a_service(approval="not_assessed", first_used_on=TODAY, created_at=now)
    assert due("cloud-decided", used, TODAY + DAY) == TODAY
    approved = a_service(approved_on=TODAY)
    assert state("cloud-decided", approved, TODAY) == "kept"


def test_a_service_refused_is_not_used_any_more() -> None:
    never = a_service(approval="refused", approved_on=TODAY, first_used_on=None)
    assert state("cloud-decided", never, TODAY + 99 * DAY) == "kept"
    still = a_service(approval="refused", approved_on=TODAY)
    assert state("cloud-decided", still, TODAY + 30 * DAY) == "due_soon"
    assert state("cloud-decided", still, TODAY + 31 * DAY) == "overdue"


def test_a_service_is_evaluated_again_before_its_approval_ends() -> None:
    service = a_service(approved_on=TODAY - 300 * DAY, next_review_on=TODAY)
    assert state("cloud-reviewed", service, TODAY) == "due_soon"
    assert state("cloud-reviewed", service, TODAY + DAY) == "overdue"
    unsaid = a_service(approved_on=TODAY - 366 * DAY, next_review_on=None)
    assert state("cloud-reviewed", unsaid, TODAY) == "overdue"


def test_a_change_calls_for_a_new_evaluation_within_thirty_days() -> None:
    service = a_service(approved_on=TODAY - 9 * DAY, next_review_on=TODAY + 300 * DAY,
                        review_called_on=TODAY)  # fmt: skip
    assert due("cloud-reviewed", service, TODAY) == TODAY + 30 * DAY


def test_an_incident_in_what_it_holds_calls_for_a_new_evaluation() -> None:
    service = a_service(approved_on=TODAY - 9 * DAY, next_review_on=TODAY + 300 * DAY)
    moment = datetime(TODAY.year, TODAY.month, TODAY.day, 3, tzinfo=UTC)
    incident = an_incident(severity="major", reported_at=moment, noticed_at=moment)
    an_affected_asset(incident=incident, asset=an_asset(service=service))
    assert due("cloud-reviewed", service, TODAY) == TODAY + 30 * DAY
    service.approved_on = TODAY + DAY
    service.save(update_fields=["approved_on"])
    assert due("cloud-reviewed", service, TODAY + DAY) == TODAY + 300 * DAY


def test_a_condition_is_carried_out_by_its_day() -> None:
    one = a_decided_evaluation(decided_on=TODAY - 30 * DAY, state="conditional")
    line = a_cloud_item(
        evaluation=one, item="condition", measure="多要素認証を必須にする", due_on=TODAY
    )
    assert state("cloud-conditions-met", line, TODAY) == "due_soon"
    assert state("cloud-conditions-met", line, TODAY + DAY) == "overdue"
    line.done_on = TODAY + DAY
    line.save(update_fields=["done_on"])
    assert state("cloud-conditions-met", line, TODAY + DAY) == "kept"


def test_a_measure_of_what_nobody_approved_is_not_owed() -> None:
    line = a_cloud_item(evaluation=a_cloud_evaluation(), due_on=TODAY)
    assert stood("cloud-conditions-met", line, TODAY + DAY) is None


def test_thirty_days_after_the_end_nothing_is_left_there() -> None:
    service = a_service(approval="ended", ended_on=TODAY)
    assert state("cloud-ended-cleanly", service, TODAY + 30 * DAY) == "due_soon"
    assert state("cloud-ended-cleanly", service, TODAY + 31 * DAY) == "overdue"
    service.data_returned_on, service.data_returned = TODAY + 9 * DAY, "消去証明書"
    service.save(update_fields=["data_returned_on", "data_returned"])
    assert state("cloud-ended-cleanly", service, TODAY + 31 * DAY) == "kept"
