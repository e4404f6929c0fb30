"""Awareness posts of the company, and what managers pass on to their units, every quarter."""

from datetime import date, timedelta
from typing import Any

import pytest

from sekisho.obligations.rules.awareness import period
from tests.given.awareness import a_guidance, a_post
from tests.given.people import a_company, a_unit, an_appointment
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
THIRD, LAST = date(2026, 10, 1), date(2026, 12, 31)
BOTH = ("units-made-aware", "units-guided")


def a_managed_unit(**unit: Any) -> Any:
    unit = a_unit(**unit)
    an_appointment(unit=unit)
    return unit


def manager(unit: Any) -> Any:
    return unit.appointments.get().person


def test_spans_follow_the_fiscal_year() -> None:
    assert period(date(2027, 2, 1), 3) == (date(2027, 1, 1), date(2027, 3, 31))
    assert period(date(2027, 3, 1), 5) == (date(2027, 2, 1), date(2027, 3, 31))


def test_a_post_of_this_quarter_holds_until_the_end_of_the_next() -> None:
    company = a_company()
    chair = an_appointment(role="chair").person
    a_post(published_on=THIRD)
    last = date(2027, 3, 31)
    assert stood("awareness-posted", company, TODAY) == ("kept", last, chair.pk)
    assert state("awareness-posted", company, last) == "due_soon"
    assert state("awareness-posted", company, last + DAY) == "overdue"


def test_the_last_quarters_post_leaves_until_the_end_of_this_one() -> None:
    company = a_company()
    a_post(published_on=THIRD - DAY)
    assert due("awareness-posted", company, TODAY) == LAST
    assert state("awareness-posted", company, LAST) == "due_soon"
    assert due("awareness-posted", company, LAST + DAY) == LAST
    assert state("awareness-posted", company, LAST + DAY) == "overdue"


def test_a_draft_a_later_post_and_one_of_a_unit_are_none_of_the_company() -> None:
    company = a_company()
    a_post(state="draft", published_on=None)
    a_post(published_on=TODAY + DAY)
    a_post(published_on=TODAY, unit=a_unit())
    assert stood("awareness-posted", company, TODAY)[:2] == ("overdue", THIRD - DAY)


def test_a_post_in_the_archive_was_published_all_the_same() -> None:
    company = a_company()
    a_post(published_on=TODAY, state="ended", ended_on=TODAY)
    assert state("awareness-posted", company, TODAY) == "kept"


def test_a_company_that_begins_has_until_the_end_of_the_quarter_after() -> None:
    company = a_company(since=date(2026, 7, 1))
    assert due("awareness-posted", company, TODAY) == LAST
    earlier = date(2026, 6, 30)
    type(company).objects.update(since=earlier)
    assert due("awareness-posted", company, TODAY) == THIRD - DAY


def test_the_company_may_choose_half_years() -> None:
    company = a_company()
    decide("awareness.post_months", 6)
    a_post(published_on=date(2026, 9, 30))
    assert due("awareness-posted", company, TODAY) == date(2027, 3, 31)


def test_one_shared_post_answers_both_duties_of_the_manager() -> None:
    unit = a_managed_unit()
    for code in BOTH:
        expected = ("overdue", THIRD - DAY, manager(unit).pk)
        assert stood(code, unit, TODAY) == expected
    a_guidance(unit=unit, given_by=manager(unit), way="shared", post=a_post(), given_on=THIRD)
    for code in BOTH:
        assert stood(code, unit, TODAY)[:2] == ("kept", date(2027, 3, 31))
        assert state(code, unit, date(2027, 4, 1)) == "overdue"


def test_an_instruction_is_guidance_and_no_awareness() -> None:
    unit = a_managed_unit()
    a_guidance(unit=unit, given_by=manager(unit), given_on=THIRD)
    assert [state(code, unit, TODAY) for code in BOTH] == ["overdue", "kept"]


def test_a_post_that_the_manager_publishes_for_the_unit_counts() -> None:
    unit = a_managed_unit()
    a_post(unit=unit, published_by=manager(unit), published_on=THIRD - DAY)
    assert [due(code, unit, TODAY) for code in BOTH] == [LAST, LAST]


def test_what_somebody_not_in_charge_said_does_not_count() -> None:
    unit = a_managed_unit()
    post = a_post()
    a_guidance(unit=unit, way="shared", post=post, given_on=TODAY)
    assert state("units-made-aware", unit, TODAY) == "overdue"
    director = an_appointment(role="director").person
    a_guidance(unit=unit, way="shared", post=post, given_by=director, given_on=TODAY)
    assert state("units-made-aware", unit, TODAY) == "kept"


def test_the_later_of_a_post_and_a_talk_counts() -> None:
    unit = a_managed_unit()
    a_post(unit=unit, published_by=manager(unit), published_on=TODAY)
    a_guidance(unit=unit, given_by=manager(unit), given_on=date(2026, 6, 1))
    assert state("units-guided", unit, TODAY) == "kept"


def test_a_new_unit_has_until_the_end_of_the_quarter_after() -> None:
    assert due("units-guided", a_managed_unit(starts_on=date(2026, 7, 1)), TODAY) == LAST
    assert due("units-guided", a_managed_unit(starts_on=date(2026, 6, 30)), TODAY) == THIRD - DAY
