"""The policy in force, known to everyone, reviewed in time: both sides of each boundary."""

from datetime import date, timedelta

import pytest

from sekisho.domains.people.models import Leave
from tests.given.documents import (
    a_campaign,
    a_document,
    a_document_review,
    a_version,
    a_version_in_force,
    an_acknowledgement,
)
from tests.given.people import a_company, a_contractor, a_leave, a_person, an_appointment
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
PUBLISHED = date(2026, 11, 1)


def the_policy(**but: object) -> object:
    term = dict.fromkeys(("published_on", "effective_on", "approved_on"), PUBLISHED)
    return a_version_in_force(**term | but)


def test_a_company_without_a_policy_is_late_since_its_records_began() -> None:
    company = a_company(since=date(2026, 10, 1))
    assert stood("policy-in-force", company, TODAY)[:2] == ("overdue", date(2026, 10, 1))


def test_a_draft_puts_no_policy_in_force() -> None:
    company = a_company()
    a_version()
    assert state("policy-in-force", company, TODAY) == "overdue"


def test_a_policy_counts_from_its_effective_day() -> None:
    company = a_company()
    the_policy(effective_on=TODAY)
    assert state("policy-in-force", company, TODAY - DAY) == "overdue"
    assert state("policy-in-force", company, TODAY) == "kept"


def test_after_its_end_the_policy_is_missing_since_the_day_before() -> None:
    company = a_company()
    the_policy(superseded_on=TODAY)
    assert state("policy-in-force", company, TODAY - DAY) == "kept"
    assert stood("policy-in-force", company, TODAY)[:2] == ("overdue", TODAY - DAY)


def test_a_regulation_is_no_policy() -> None:
    company = a_company()
    a_version_in_force(document=a_document(kind="regulation"))
    assert state("policy-in-force", company, TODAY) == "overdue"
    assert state("regulation-in-force", company, TODAY) == "kept"


def test_the_policy_is_sound_when_its_approver_was_in_office_that_day() -> None:
    director = an_appointment(role="director", starts_on=PUBLISHED).person
    version = the_policy(approved_by=director)
    assert state("policy-sound", version.document, TODAY) == "kept"
    version.approved_on = PUBLISHED - DAY
    version.save()
    assert state("policy-sound", version.document, TODAY) == "overdue"


def test_a_file_other_than_the_one_approved_is_not_sound() -> None:
    director = an_appointment(role="director").person
    version = the_policy(approved_by=director, published_sha256="1" * 64)
    assert state("policy-sound", version.document, TODAY) == "overdue"


def test_two_versions_in_force_at_once_are_not_sound() -> None:
    director = an_appointment(role="director").person
    version = the_policy(approved_by=director)
    the_policy(approved_by=director, document=version.document)
    assert state("policy-sound", version.document, TODAY) == "overdue"


def test_a_person_has_fourteen_days_after_publication() -> None:
    the_policy()
    person = a_person()
    last = PUBLISHED + 14 * DAY
    assert due("policy-acknowledged", person, last) == last
    assert state("policy-acknowledged", person, last) == "due_soon"
    assert state("policy-acknowledged", person, last + DAY) == "overdue"


def test_the_company_may_decide_another_number_of_days() -> None:
    the_policy()
    person = a_person()
    decide("policy.acknowledge_days", 30)
    assert due("policy-acknowledged", person, TODAY) == PUBLISHED + 30 * DAY


def test_a_request_gives_its_own_days_from_its_own_start() -> None:
    version = the_policy()
    a_campaign(version=version, starts_on=date(2026, 11, 10), due_days=20)
    assert due("policy-acknowledged", a_person(), TODAY) == date(2026, 11, 30)


def test_whoever_joins_later_counts_from_joining() -> None:
    the_policy()
    joined = date(2026, 11, 20)
    assert due("policy-acknowledged", a_person(starts_on=joined), TODAY) == joined + 14 * DAY


def test_an_acknowledgement_counts_from_its_day_on_and_only_for_its_version() -> None:
    version, person = the_policy(), a_person()
    an_acknowledgement(person=person)
    an_acknowledgement(version=version, person=person, on=TODAY)
    policies = stood("policy-acknowledged", person, TODAY - DAY)
    assert policies and policies.state == "overdue"


def test_an_earlier_record_that_was_declared_counts() -> None:
    version, person = the_policy(), a_person()
    an_acknowledgement(version=version, person=person, kind="declared", on=PUBLISHED, via="")
    assert state("policy-acknowledged", person, TODAY) == "kept"


def test_leave_pauses_and_fourteen_days_after_the_return_it_is_due() -> None:
    the_policy()
    person = a_person()
    away = a_leave(person=person, starts_on=PUBLISHED, returned_on=None)
    assert stood("policy-acknowledged", person, TODAY)[:2] == ("kept", None)
    Leave.objects.filter(pk=away.pk).update(returned_on=TODAY)
    back = TODAY + 14 * DAY
    assert due("policy-acknowledged", person, back) == back
    assert state("policy-acknowledged", person, back) == "due_soon"
    assert state("policy-acknowledged", person, back + DAY) == "overdue"


def test_a_policy_binds_only_the_kinds_of_people_it_names() -> None:
    the_policy(document=a_document(binds=("employee",)))
    assert state("policy-acknowledged", a_person(), TODAY) == "overdue"
    assert state("policy-acknowledged", a_person(employment="officer"), TODAY) == "kept"


def test_the_staff_of_a_contractor_is_asked_through_the_responsible_employee() -> None:
    the_policy()
    person = a_contractor()
    assert stood("policy-acknowledged", person, TODAY).assignee == person.sponsor_id


def test_without_a_policy_in_force_nobody_is_asked() -> None:
    a_version()
    assert stood("policy-acknowledged", a_person(), TODAY) is None


def test_who_has_left_is_asked_no_more() -> None:
    the_policy()
    person = a_person(ends_on=TODAY - DAY)
    assert stood("policy-acknowledged", person, TODAY) is None
    assert state("policy-acknowledged", person, TODAY - DAY) == "overdue"


def test_regulations_are_acknowledged_by_the_day_of_the_request() -> None:
    the_policy()
    manual = a_version_in_force(document=a_document(kind="manual"))
    a_campaign(version=manual, starts_on=PUBLISHED, due_days=14, audience=("employee",))
    person, officer = a_person(), a_person(employment="officer")
    last = PUBLISHED + 14 * DAY
    assert state("rules-acknowledged", person, last) == "due_soon"
    assert state("rules-acknowledged", person, last + DAY) == "overdue"
    assert state("rules-acknowledged", officer, last + DAY) == "kept"
    an_acknowledgement(version=manual, person=person, on=last)
    assert state("rules-acknowledged", person, last + DAY) == "kept"


def test_a_new_version_is_announced_within_seven_days() -> None:
    version = the_policy()
    assert state("versions-announced", version, PUBLISHED + 7 * DAY) == "due_soon"
    assert state("versions-announced", version, PUBLISHED + 8 * DAY) == "overdue"
    a_campaign(version=version, starts_on=PUBLISHED + 8 * DAY)
    assert state("versions-announced", version, PUBLISHED + 7 * DAY) == "due_soon"
    assert state("versions-announced", version, PUBLISHED + 8 * DAY) == "kept"


def test_without_any_review_it_is_unknown_whether_the_policy_still_fits() -> None:
    version = the_policy(effective_on=date(2018, 4, 1), published_on=date(2018, 4, 1))
    assert state("policy-reviewed", version.document, TODAY) == "unknown"


def test_a_review_holds_until_the_end_of_the_next_fiscal_year() -> None:
    document = the_policy().document
    a_document_review(document=document, held_on=date(2025, 10, 14))
    last = date(2027, 3, 31)
    assert state("policy-reviewed", document, last) == "due_soon"
    assert state("policy-reviewed", document, last + DAY) == "overdue"


def test_by_months_a_review_holds_until_the_end_of_the_same_month() -> None:
    decide("cadence.yearly", "month")
    document = the_policy().document
    a_document_review(document=document, held_on=date(2025, 10, 14))
    assert due("policy-reviewed", document, TODAY) == date(2026, 10, 31)


def test_a_document_may_have_a_cycle_of_its_own() -> None:
    document = the_policy(document=a_document(review_cycle="months", review_months=6)).document
    a_document_review(document=document, held_on=date(2026, 5, 31))
    assert due("policy-reviewed", document, TODAY) == date(2026, 11, 30)


def test_a_review_not_yet_approved_does_not_count() -> None:
    document = the_policy().document
    a_document_review(document=document, held_on=TODAY, approved_on=None, state="draft")
    assert state("policy-reviewed", document, TODAY) == "unknown"


def test_a_document_in_draft_is_not_reviewed() -> None:
    assert stood("policy-reviewed", a_version().document, TODAY) is None
