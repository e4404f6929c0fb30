"""Departments and projects: manager, census, labels."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.given.assets import a_census, a_class, a_classified_asset, a_label_check, an_asset
from tests.given.people import a_person, a_unit, an_appointment, an_assignment
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def a_led_unit(**appointment: Any) -> Any:
    unit, leader = a_unit(), a_person()
    an_assignment(unit=unit, person=leader, leads=True)
    an_appointment(unit=unit, person=leader, **appointment)
    return unit


def test_the_leader_of_the_unit_is_its_manager() -> None:
    assert state("units-managed", a_led_unit(), TODAY) == "kept"


def test_a_unit_without_manager_is_late_since_it_exists() -> None:
    director = an_appointment(role="director").person
    unit = a_unit(starts_on=date(2026, 4, 1))
    assert stood("units-managed", unit, TODAY) == ("overdue", date(2026, 4, 1), director.pk)


def test_after_the_last_day_of_its_manager_a_unit_is_late() -> None:
    unit = a_led_unit(ends_on=TODAY)
    assert state("units-managed", unit, TODAY) == "kept"
    assert stood("units-managed", unit, TODAY + DAY)[:2] == ("overdue", TODAY)


def test_two_managers_are_one_too_many() -> None:
    unit = a_led_unit()
    an_appointment(unit=unit)
    assert state("units-managed", unit, TODAY) == "overdue"


def test_a_manager_who_does_not_lead_the_unit_is_not_the_one() -> None:
    unit = a_unit()
    an_appointment(unit=unit)
    assert state("units-managed", unit, TODAY) == "unknown"
    an_assignment(unit=unit, leads=True)
    assert state("units-managed", unit, TODAY) == "overdue"


def test_one_person_may_manage_two_units() -> None:
    one, other = a_led_unit(), a_unit()
    leader = one.appointments.get().person
    an_assignment(unit=other, person=leader, leads=True)
    an_appointment(unit=other, person=leader)
    assert {state("units-managed", unit, TODAY) for unit in (one, other)} == {"kept"}


def test_a_unit_that_is_no_more_needs_no_manager() -> None:
    unit = a_unit(ends_on=TODAY)
    assert state("units-managed", unit, TODAY) == "overdue"
    assert stood("units-managed", unit, TODAY + DAY) is None


def test_a_new_unit_counts_by_the_end_of_its_first_fiscal_year() -> None:
    assert due("units-counted", a_unit(starts_on=TODAY), TODAY) == date(2027, 3, 31)


def test_a_census_holds_until_the_end_of_the_next_fiscal_year() -> None:
    unit = a_unit()
    a_census(unit=unit, state="signed", signed_on=date(2025, 10, 1), paper="no")
    last = date(2027, 3, 31)
    assert state("units-counted", unit, last) == "due_soon"
    assert state("units-counted", unit, last + DAY) == "overdue"


def test_a_census_not_signed_off_does_not_count() -> None:
    unit = a_unit()
    a_census(unit=unit)
    assert state("units-counted", unit, TODAY) == "overdue"


def test_who_says_that_there_is_paper_registers_some() -> None:
    unit = a_unit()
    a_census(unit=unit, state="signed", signed_on=TODAY - DAY, paper="some")
    assert state("units-counted", unit, TODAY) == "overdue"
    an_asset(unit=unit, media=("file", "paper"))
    assert state("units-counted", unit, TODAY) == "kept"


def test_a_sample_is_checked_in_every_half_year() -> None:
    asset = a_classified_asset()
    a_label_check(asset=asset, ok=True, checked_on=date(2026, 9, 30))
    unit = asset.unit
    assert due("labels-sampled", unit, date(2026, 9, 30)) == date(2027, 3, 31)
    assert due("labels-sampled", unit, date(2026, 10, 1)) == date(2027, 3, 31)
    assert state("labels-sampled", unit, date(2027, 3, 31)) == "due_soon"
    assert stood("labels-sampled", unit, date(2027, 4, 1))[:2] == ("overdue", date(2027, 3, 31))


def test_a_sample_is_looked_at_to_the_last_label() -> None:
    asset = a_classified_asset()
    other = a_classified_asset(unit=asset.unit)
    a_label_check(asset=asset, ok=True, checked_on=TODAY)
    a_label_check(asset=other)
    assert due("labels-sampled", asset.unit, TODAY) == date(2027, 3, 31)


def test_a_sample_without_its_seed_does_not_count() -> None:
    asset = a_classified_asset()
    a_label_check(asset=asset, ok=True, checked_on=TODAY, seed="")
    assert state("labels-sampled", asset.unit, TODAY) == "overdue"


def test_a_unit_without_labels_is_out_of_scope() -> None:
    asset = a_classified_asset(classification=a_class(label_required=False))
    assert stood("labels-sampled", asset.unit, TODAY) is None


def test_a_wrong_label_is_corrected_within_seven_days() -> None:
    check = a_label_check(ok=False, checked_on=TODAY)
    assert state("labels-corrected", check, TODAY + 7 * DAY) == "due_soon"
    assert state("labels-corrected", check, TODAY + 8 * DAY) == "overdue"
    check.corrected_on = TODAY + 8 * DAY
    check.save()
    assert state("labels-corrected", check, TODAY + 8 * DAY) == "kept"


def test_a_right_label_is_in_order_and_one_nobody_looked_at_is_not_judged() -> None:
    assert state("labels-corrected", a_label_check(ok=True, checked_on=TODAY), TODAY) == "kept"
    assert stood("labels-corrected", a_label_check(), TODAY) is None
