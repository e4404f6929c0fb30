"""The director, the deputy, the committee, and what they do regularly."""

from datetime import date, timedelta
from typing import Any

import pytest

from sekisho.domains.people.models import ManagementReview
from tests.given.documents import a_document, a_version_in_force
from tests.given.people import (
    a_committee_decision,
    a_committee_meeting,
    a_company,
    a_management_review,
    a_meeting_action,
    a_person,
    an_appointment,
)
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture
def company() -> Any:
    return a_company(since=date(2026, 10, 1))


def test_a_director_is_appointed_with_minutes(company: Any) -> None:
    assert stood("director-appointed", company, TODAY)[:2] == ("overdue", company.since)
    one = an_appointment(role="director")
    assert state("director-appointed", company, TODAY) == "kept"
    one.minute = ""
    one.save()
    assert state("director-appointed", company, TODAY) == "overdue"


def test_two_directors_are_one_too_many(company: Any) -> None:
    an_appointment(role="director")
    an_appointment(role="director")
    assert state("director-appointed", company, TODAY) == "overdue"


def test_a_term_that_ends_unfollowed_is_due_by_its_last_day(company: Any) -> None:
    an_appointment(role="director", ends_on=TODAY)
    assert state("director-appointed", company, TODAY - 31 * DAY) == "kept"
    assert state("director-appointed", company, TODAY) == "due_soon"
    assert stood("director-appointed", company, TODAY + DAY)[:2] == ("overdue", TODAY)
    an_appointment(role="director", starts_on=TODAY + DAY)
    assert state("director-appointed", company, TODAY) == "kept"


def test_the_deputy_is_somebody_else_than_the_director(company: Any) -> None:
    director = an_appointment(role="director").person
    an_appointment(role="deputy", person=director)
    found = stood("deputy-appointed", company, TODAY)
    assert (found.state, found.assignee) == ("overdue", director.pk)
    an_appointment(role="deputy")
    assert state("deputy-appointed", company, TODAY) == "kept"


def a_committee(members: int) -> None:
    an_appointment(role="chair", covers=("it",))
    an_appointment(role="committee", covers=("legal_hr", "business"))
    for _ in range(members - 2):
        an_appointment(role="committee")


def test_a_committee_has_three_members(company: Any) -> None:
    a_committee(2)
    assert state("committee-composed", company, TODAY) == "overdue"
    an_appointment(role="committee")
    assert state("committee-composed", company, TODAY) == "kept"
    decide("committee.members", 4)
    assert state("committee-composed", company, TODAY) == "overdue"


def test_one_person_with_two_appointments_is_one_member(company: Any) -> None:
    a_committee(2)
    person = an_appointment(role="chair", starts_on=TODAY + DAY).person
    an_appointment(role="committee", person=person)
    an_appointment(role="committee", person=person)
    assert state("committee-composed", company, TODAY) == "kept"
    decide("committee.members", 4)
    assert state("committee-composed", company, TODAY) == "overdue"


def test_every_field_is_covered_and_there_is_one_chair(company: Any) -> None:
    an_appointment(role="chair", covers=("it",))
    for _ in range(3):
        an_appointment(role="committee", covers=("business",))
    assert state("committee-composed", company, TODAY) == "overdue"
    an_appointment(role="committee", covers=("legal_hr",))
    assert state("committee-composed", company, TODAY) == "kept"
    an_appointment(role="chair")
    assert state("committee-composed", company, TODAY) == "overdue"


def a_confirmed(kind: str, day: date, **but: Any) -> Any:
    director = but.pop("by", None) or an_appointment(role="director").person
    fields: dict[str, Any] = {"period": day.replace(day=1), "held_on": day, "confirmed_on": day}
    fields |= {"kind": kind, "state": "confirmed", "confirmed_by": director}
    return a_management_review(**fields | but)


def test_the_status_of_a_month_is_confirmed_by_the_end_of_the_next(company: Any) -> None:
    assert due("status-confirmed", company, TODAY) == date(2026, 11, 30)
    a_confirmed("monthly", TODAY, period=date(2026, 10, 1))
    last = date(2026, 12, 31)
    assert state("status-confirmed", company, last) == "due_soon"
    assert state("status-confirmed", company, last + DAY) == "overdue"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, "kept"),
        ({"no_instructions": False}, "overdue"),
        ({"no_instructions": False, "decisions": "継続"}, "kept"),
        ({"state": "draft"}, "overdue"),
    ],
)
def test_looking_is_no_supervision(said: Any, found: str) -> None:
    company = a_company(since=date(2026, 6, 1))
    a_confirmed("monthly", TODAY, period=date(2026, 10, 1), **said)
    assert state("status-confirmed", company, TODAY) == found


def test_only_the_director_or_the_deputy_of_that_day_confirms() -> None:
    company = a_company(since=date(2026, 6, 1))
    review = a_confirmed("monthly", TODAY, period=date(2026, 10, 1), by=a_person())
    assert state("status-confirmed", company, TODAY) == "overdue"
    an_appointment(role="deputy", person=review.confirmed_by, starts_on=TODAY)
    assert state("status-confirmed", company, TODAY) == "kept"


def test_the_whole_is_reviewed_once_a_fiscal_year(company: Any) -> None:
    assert due("reviewed-by-management", company, TODAY) == date(2027, 3, 31)
    a_confirmed("annual", date(2026, 11, 1))
    last = date(2028, 3, 31)
    assert state("reviewed-by-management", company, last) == "due_soon"
    assert state("reviewed-by-management", company, last + DAY) == "overdue"


def test_a_review_confirmed_later_does_not_heal_the_past() -> None:
    company = a_company(since=date(2025, 4, 1))
    a_confirmed("annual", date(2026, 3, 1), confirmed_on=date(2026, 5, 1))
    assert state("reviewed-by-management", company, date(2026, 4, 30)) == "overdue"
    assert state("reviewed-by-management", company, date(2026, 5, 1)) == "kept"


def test_a_regulation_is_approved_by_the_director_of_that_day() -> None:
    director = an_appointment(role="director").person
    regulation = a_document(kind="regulation")
    version = a_version_in_force(document=regulation, approved_by=director)
    assert state("texts-approved-by-director", version, TODAY) == "kept"
    other = a_version_in_force(document=a_document(kind="regulation"))
    assert state("texts-approved-by-director", other, TODAY) == "overdue"
    other.approved_by = None
    other.save()
    assert state("texts-approved-by-director", other, TODAY) == "unknown"


def test_the_committee_meets_within_ninety_two_days(company: Any) -> None:
    a_committee_meeting(held_on=TODAY, state="held")
    last = TODAY + 92 * DAY
    assert state("committee-meets", company, last) == "due_soon"
    assert state("committee-meets", company, last + DAY) == "overdue"


def test_a_meeting_planned_or_called_off_was_not_held(company: Any) -> None:
    for planned in ("planned", "cancelled"):
        a_committee_meeting(held_on=TODAY, state=planned)
    assert due("committee-meets", company, TODAY) == company.since + 92 * DAY


def test_minutes_are_approved_within_fourteen_days() -> None:
    meeting = a_committee_meeting(held_on=TODAY, state="held")
    last = TODAY + 14 * DAY
    assert state("minutes-approved", meeting, last) == "due_soon"
    assert state("minutes-approved", meeting, last + DAY) == "overdue"
    meeting.state, meeting.minutes_approved_on = "approved", last + DAY
    meeting.save()
    assert state("minutes-approved", meeting, last + DAY) == "kept"


def test_what_was_decided_is_done_by_its_day() -> None:
    action = a_meeting_action(due_on=TODAY)
    assert state("committee-actions-done", action, TODAY) == "due_soon"
    found = stood("committee-actions-done", action, TODAY + DAY)
    assert (found.state, found.assignee) == ("overdue", action.owner_id)
    action.done_on = TODAY + DAY
    action.save()
    assert state("committee-actions-done", action, TODAY + DAY) == "kept"


def test_the_committee_needs_a_charter_that_is_in_force(company: Any) -> None:
    on = date(2026, 11, 16)
    assert state("committee-chartered", company, on) == "overdue"
    version = a_version_in_force(effective_on=date(2026, 4, 1))
    decide("committee.charter", version.document.code)
    assert state("committee-chartered", company, on) == "kept"
    type(version).objects.update(superseded_on=on)
    assert state("committee-chartered", company, on) == "overdue"


def test_what_the_director_confirmed_is_hashed_as_it_stood() -> None:
    from dataclasses import replace

    from sekisho.domains.people.actors import actor_for
    from sekisho.domains.people.review import CONTENT, content_hash
    from sekisho.findings.monthly import draft
    from sekisho.registers.commands import move
    from sekisho.registers.register import registry
    from tests.obligations.test_answering import acting
    from tests.web.conftest import somebody

    a_company()
    act = acting(date(2026, 12, 1))
    assert (draft(act), draft(act)) == (True, False)
    review = ManagementReview.objects.get()
    assert (review.period, review.content_sha256) == (date(2026, 11, 1), "")
    assert "条項" in review.figures
    director = replace(act, actor=actor_for(somebody("director"), act.on))
    register = registry["management_reviews"]
    done = move(register, director, "confirm", review, {"no_instructions": True})
    values = {n: getattr(done, n) for n in CONTENT}
    assert done.content_sha256 == content_hash(values)
    assert done.content_sha256 != content_hash(values | {"figures": "別の内容"})
    assert move(register, director, "reopen", done, {"reason": "誤記"}).content_sha256 == ""


def test_a_decision_with_a_day_is_carried_out_by_it() -> None:
    one = a_committee_decision(state="carried", decided_on=TODAY - DAY, due_on=TODAY)
    assert state("committee-decisions-carried-out", one, TODAY) == "due_soon"
    assert state("committee-decisions-carried-out", one, TODAY + DAY) == "overdue"
    one.done_on = TODAY
    one.save()
    assert state("committee-decisions-carried-out", one, TODAY + DAY) == "kept"
    open_end = a_committee_decision(state="carried", decided_on=TODAY, due_on=None)
    assert state("committee-decisions-carried-out", open_end, TODAY + DAY) == "kept"
    proposed = a_committee_decision(state="proposed")
    assert state("committee-decisions-carried-out", proposed, TODAY) is None
