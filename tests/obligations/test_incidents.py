"""Incidents: each duty of the first hours and of what comes after, on both sides of its boundary."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sekisho.registers import calendar
from tests.given.incidents import (
    a_containment,
    a_prevention,
    a_recovery_check,
    a_report_duty,
    a_silence_check,
    an_alert,
    an_evidence_item,
    an_incident,
    an_incident_step,
    an_outside_contact,
)
from tests.given.people import a_person, a_unit, an_appointment
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)  # a Tuesday, noon in Japan
TUE, WED, FRI = date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 20)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _days() -> None:
    calendar.ensure(TUE)


def incident(**but: Any) -> Any:
    fields = {"noticed_at": AT, "reported_at": AT, "aware_at": AT, "severity": "moderate"}
    return an_incident(**fields | but)


def late(code: str, one: Any, on: date) -> bool:
    return state(code, one, on) == "overdue"


def test_a_late_report_is_followed_up_and_its_reporter_never_judged() -> None:
    in_time = incident(reported_at=AT + 60 * MINUTE)
    delayed = incident(reported_at=AT + 61 * MINUTE)
    assert state("late-reports-followed-up", in_time, TUE) == "kept"
    assert due("late-reports-followed-up", delayed, TUE) == TUE + 30 * DAY
    assert late("late-reports-followed-up", delayed, TUE + 31 * DAY)
    known = incident(reported_at=AT + 61 * MINUTE, cause_text="窓口が分からなかった")
    assert state("late-reports-followed-up", known, TUE + 31 * DAY) == "kept"


def test_exercises_dismissed_and_restricted_incidents_are_not_counted() -> None:
    for but in ({"drill": True}, {"state": "dismissed"}, {"restricted": True}):
        assert stood("severity-judged", incident(**but), WED) is None


def test_manager_and_committee_are_told_within_half_an_hour() -> None:
    one = incident()
    an_alert(incident=one, capacity="manager", told_at=AT + 30 * MINUTE)
    an_alert(incident=one, capacity="committee", told_at=AT + 30 * MINUTE)
    assert state("incidents-told", one, WED) == "kept"
    slow = incident()
    an_alert(incident=slow, capacity="manager", told_at=AT + MINUTE)
    an_alert(incident=slow, capacity="committee", told_at=AT + 31 * MINUTE)
    assert late("incidents-told", slow, WED)
    half = incident()
    an_alert(incident=half, capacity="committee", told_at=AT + MINUTE)
    assert late("incidents-told", half, WED)
    nobody = incident(unit=None)
    an_alert(incident=nobody, capacity="committee", told_at=AT + MINUTE)
    assert state("incidents-told", nobody, WED) == "kept"


def test_first_instructions_come_in_an_hour_or_for_minor_ones_the_next_business_day() -> None:
    assert (
        state("first-instructions-given", incident(first_order_at=AT + 60 * MINUTE), WED) == "kept"
    )
    assert late("first-instructions-given", incident(first_order_at=AT + 61 * MINUTE), WED)
    minor = incident(severity="minor", first_order_at=AT + DAY)
    assert state("first-instructions-given", minor, FRI) == "kept"
    assert late("first-instructions-given", incident(severity="minor"), FRI)
    assert not late("first-instructions-given", incident(severity="minor"), WED)
    assert state("first-instructions-given", incident(severity="near_miss"), FRI) == "kept"


def test_the_managers_report_is_due_by_severity() -> None:
    code = "managers-report-incidents"
    assert due(code, incident(severity="major"), TUE) == TUE
    assert due(code, incident(), TUE) == WED
    assert due(code, incident(severity="minor"), TUE) == FRI
    assert state(code, incident(manager_report_at=AT + DAY), FRI) == "kept"
    assert late(code, incident(manager_report_at=AT + 2 * DAY), FRI)


def test_severity_is_judged_by_the_next_business_day() -> None:
    one = incident(severity="", reported_at=datetime(2026, 11, 20, 8, tzinfo=UTC))  # a Friday
    assert due("severity-judged", one, FRI) == date(2026, 11, 24)  # Monday is a holiday
    assert state("severity-judged", incident(), FRI) == "kept"


def test_a_major_incident_is_commanded_by_somebody_in_office_within_the_hour() -> None:
    code, director = "major-incidents-commanded", an_appointment(role="director").person
    fine = incident(severity="major", commander=director, commander_at=AT + 60 * MINUTE)
    assert state(code, fine, WED) == "kept"
    slow = incident(severity="major", commander=director, commander_at=AT + 61 * MINUTE)
    assert late(code, slow, WED)
    other = an_appointment(role="manager", unit=a_unit()).person
    assert late(code, incident(severity="major", commander=other, commander_at=AT), WED)
    assert stood(code, incident(), WED) is None


def test_the_steps_of_the_playbook_are_done_in_ten_business_days() -> None:
    one = incident()
    assert due("playbooks-followed", one, WED) == date(2026, 12, 2)
    step = an_incident_step(incident=one, mandatory=True)
    assert late("playbooks-followed", one, date(2026, 12, 3))
    type(step).objects.filter(pk=step.pk).update(state="waived", reason="不要")
    assert state("playbooks-followed", one, date(2026, 12, 3)) == "kept"


def test_containment_is_verified_or_not_needed() -> None:
    code, done = "damage-contained", {"contained_at": AT + DAY}
    assert due(code, incident(severity="major"), TUE) == WED
    assert due(code, incident(), TUE) == FRI
    assert late(code, incident(**done), date(2026, 11, 24))
    verified = incident(**done)
    a_containment(incident=verified, state="verified", verified_at=AT + DAY)
    assert state(code, verified, date(2026, 11, 24)) == "kept"
    reason = incident(**done, uncontained_reason="広がらない")
    assert state(code, reason, date(2026, 11, 24)) == "kept"


def test_evidence_is_decided_and_kept_where_needed() -> None:
    code = "evidence-kept"
    assert late(code, incident(), FRI)
    assert not late(code, incident(), WED)
    assert late(code, incident(evidence_needed="yes"), FRI)
    assert late(code, incident(evidence_needed="no"), FRI)
    assert state(code, incident(evidence_needed="no", evidence_reason="送信前"), FRI) == "kept"
    held = incident(evidence_needed="yes")
    an_evidence_item(incident=held)
    assert state(code, held, FRI) == "kept"


def test_a_report_to_the_authority_is_in_time_until_the_last_minute_of_its_day() -> None:
    last = datetime(2026, 12, 16, 14, 59, tzinfo=UTC)
    one = a_report_duty(due_at=last)
    assert due("authorities-told", one, TUE) == date(2026, 12, 16)
    assert late("authorities-told", one, date(2026, 12, 17))
    sent = a_report_duty(due_at=last, submitted_at=last + timedelta(seconds=59), state="submitted")
    assert state("authorities-told", sent, date(2026, 12, 17)) == "kept"
    slow = a_report_duty(due_at=last, submitted_at=last + MINUTE, state="submitted")
    assert late("authorities-told", slow, date(2026, 12, 17))
    freed = a_report_duty(due_at=last, state="not_owed")
    assert state("authorities-told", freed, date(2026, 12, 17)) == "kept"
    assert late(
        "authorities-told", a_report_duty(due_at=last, answer="possible"), date(2026, 12, 17)
    )
    assert stood("authorities-told", a_report_duty(due_at=last, answer="no"), WED) is None


def test_notices_to_persons_and_clients_are_judged_apart_from_reports() -> None:
    one = a_report_duty(rule="appi-persons")
    assert stood("authorities-told", one, WED) is None
    assert late("persons-and-clients-told", one, date(2026, 12, 17))


def test_every_body_outside_is_decided_in_two_business_days() -> None:
    one = incident(severity="major")
    assert due("bodies-outside-decided", one, TUE) == date(2026, 11, 19)
    contact = an_outside_contact(incident=one)
    assert late("bodies-outside-decided", one, FRI)
    type(contact).objects.filter(pk=contact.pk).update(decision="not_needed", reason="犯罪でない")
    assert state("bodies-outside-decided", one, FRI) == "kept"


def test_the_cause_is_found_in_thirty_days_and_in_full_for_severe_ones() -> None:
    found = {"cause": "mistake", "cause_text": "候補を選びまちがえた"}
    assert due("causes-found", incident(), TUE) == TUE + 30 * DAY
    assert late("causes-found", incident(**found), TUE + 31 * DAY)
    assert state("causes-found", incident(**found, whys=("a", "b")), TUE + 31 * DAY) == "kept"
    assert state("causes-found", incident(**found, severity="minor"), TUE + 31 * DAY) == "kept"
    decide("incidents.cause_days", 10)
    assert due("causes-found", incident(), TUE) == TUE + 10 * DAY


def test_recovery_is_checked_by_somebody_else() -> None:
    done = incident(recovered_at=AT + DAY)
    assert state("incidents-recovered", done, TUE + 31 * DAY) == "kept"
    a_recovery_check(incident=done, state="restored")
    assert late("incidents-recovered", done, TUE + 31 * DAY)


def test_lessons_and_measures_follow_in_thirty_days_after_recovery() -> None:
    one = incident(recovered_at=AT)
    assert stood("incidents-reviewed", incident(), WED) is None
    assert due("incidents-reviewed", one, WED) == TUE + 30 * DAY
    assert late("recurrence-prevented", one, TUE + 31 * DAY)
    a_prevention(incident=one)
    assert state("recurrence-prevented", one, TUE + 31 * DAY) == "kept"
    reason = incident(
        recovered_at=AT, no_prevention_reason="仕組みで防げている", lessons="速報が早い"
    )
    assert state("recurrence-prevented", reason, TUE + 31 * DAY) == "kept"
    assert state("incidents-reviewed", reason, TUE + 31 * DAY) == "kept"


def test_a_measure_is_carried_out_by_its_day_and_its_effect_checked_by_the_next() -> None:
    day, check = date(2026, 12, 31), date(2027, 3, 31)
    assert due("measures-carried-out", a_prevention(), WED) == day
    assert due("measures-carried-out", a_prevention(state="done", done_on=day), WED) == check
    assert due("measures-carried-out", a_prevention(state="effective"), WED) is None


def test_a_unit_without_any_report_for_half_a_year_is_asked() -> None:
    unit, empty = a_unit(), a_unit()
    a_person(unit=unit)
    assert late("silence-asked-about", unit, WED)
    assert stood("silence-asked-about", empty, WED) is None  # nobody works there
    incident(unit=unit, restricted=True)
    assert late("silence-asked-about", unit, WED)  # nobody reads a secret from a date
    a_silence_check(unit=unit, asked_on=date(2026, 5, 20))
    assert due("silence-asked-about", unit, WED) == date(2026, 11, 20)
    incident(unit=unit)
    assert due("silence-asked-about", unit, WED) == date(2027, 5, 17)
    young = a_unit(starts_on=date(2026, 9, 1))
    a_person(unit=young)
    assert stood("silence-asked-about", young, WED) is None
