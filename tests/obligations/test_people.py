"""People, accounts, contractors and pledges."""

from datetime import date, timedelta
from typing import Any

import pytest

from sekisho.ledger.ids import new_id
from sekisho.registers.exchange.imports import Import
from tests.given.people import (
    THEN,
    a_company,
    a_contractor,
    a_leave,
    a_person,
    a_pledge,
    a_unit,
    an_account,
    an_appointment,
    made,
)
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_everyone_has_a_unit() -> None:
    person = a_person()
    assert state("people-described", person, TODAY) == "kept"
    person.unit = None
    person.save()
    assert state("people-described", person, TODAY) == "overdue"


@pytest.mark.parametrize("kind", ["temporary", "dispatched", "contractor"])
def test_who_is_here_for_a_time_has_a_last_day(kind: str) -> None:
    assert state("people-described", a_person(employment=kind), TODAY) == "overdue"
    ended = a_person(employment=kind, contract_ends_on=TODAY)
    assert state("people-described", ended, TODAY) == "kept"


def test_a_register_of_people_whose_source_nobody_named_is_unknown() -> None:
    assert state("people-in-step", a_company(people_synced_on=TODAY), TODAY) == "unknown"


def test_a_register_of_people_never_compared_is_unknown() -> None:
    assert state("people-in-step", a_company(people_source="sheet"), TODAY) == "unknown"


@pytest.mark.parametrize(("source", "days"), [("sheet", 31), ("directory", 1)])
def test_people_are_compared_as_often_as_the_source_allows(source: str, days: int) -> None:
    company = a_company(people_source=source, people_synced_on=TODAY)
    assert state("people-in-step", company, TODAY + days * DAY) == "due_soon"
    assert state("people-in-step", company, TODAY + (days + 1) * DAY) == "overdue"


def test_an_import_of_people_counts_as_a_comparison() -> None:
    company = a_company(people_source="sheet")
    made(Import, register="people", file="名簿.xlsx", act=new_id(THEN), done_on=TODAY)
    made(Import, register="assets", file="台帳.xlsx", act=new_id(THEN), done_on=TODAY + DAY)
    assert due("people-in-step", company, TODAY + DAY) == TODAY + 31 * DAY


def test_an_open_account_belongs_to_somebody_who_has_not_left() -> None:
    person = a_person(ends_on=TODAY)
    account = an_account(person=person)
    assert state("accounts-answered-for", account, TODAY) == "kept"
    assert stood("accounts-answered-for", account, TODAY + DAY)[:2] == ("overdue", TODAY)


def test_an_account_made_ready_for_a_joiner_is_in_order() -> None:
    account = an_account(person=a_person(starts_on=TODAY + 7 * DAY))
    assert state("accounts-answered-for", account, TODAY) == "kept"


def test_an_account_without_a_person_is_not_in_order() -> None:
    assert state("accounts-answered-for", an_account(person=None), TODAY) == "overdue"


def test_an_account_that_is_closed_is_out_of_scope() -> None:
    assert stood("accounts-answered-for", an_account(person=None, active=False), TODAY) is None
    assert stood("accounts-answered-for", an_account(kind="service"), TODAY) is None


def test_an_outside_auditor_has_a_last_day() -> None:
    endless = an_account(kind="auditor")
    assert state("accounts-answered-for", endless, TODAY) == "overdue"
    ending = an_account(kind="auditor", expires_on=TODAY)
    assert state("accounts-answered-for", ending, TODAY) == "kept"


def test_a_contract_that_ends_is_renewed_or_the_leaving_recorded() -> None:
    person = a_contractor(contract_ends_on=TODAY)
    assert state("contractors-answered-for", person, TODAY - 31 * DAY) == "kept"
    assert state("contractors-answered-for", person, TODAY - 30 * DAY) == "due_soon"
    assert state("contractors-answered-for", person, TODAY) == "due_soon"
    assert state("contractors-answered-for", person, TODAY + DAY) == "overdue"
    person.ends_on = TODAY
    person.save()
    assert state("contractors-answered-for", person, TODAY) == "kept"
    assert stood("contractors-answered-for", person, TODAY + DAY) is None


@pytest.mark.parametrize("missing", [{"sponsor": None}, {"contract_ends_on": None}])
def test_a_contractors_worker_needs_a_sponsor_and_an_end(missing: Any) -> None:
    person = a_contractor()
    for name, value in missing.items():
        setattr(person, name, value)
    person.save()
    assert state("contractors-answered-for", person, TODAY) == "overdue"


def test_a_sponsor_who_has_left_answers_for_nobody() -> None:
    unit = a_unit()
    manager = an_appointment(unit=unit).person
    person = a_contractor(unit=unit, sponsor=a_person(ends_on=TODAY))
    assert state("contractors-answered-for", person, TODAY) == "kept"
    found = stood("contractors-answered-for", person, TODAY + DAY)
    assert (found.state, found.assignee) == ("overdue", manager.pk)


def test_a_pledge_is_there_on_the_first_day() -> None:
    person = a_person(starts_on=TODAY)
    assert state("pledged-on-joining", person, TODAY) == "due_soon"
    assert state("pledged-on-joining", person, TODAY + DAY) == "overdue"
    a_pledge(person=person, signed_on=TODAY)
    assert state("pledged-on-joining", person, TODAY + DAY) == "kept"


@pytest.mark.parametrize(
    ("pledge", "found"),
    [
        ({"outcome": "declared", "signed_on": None}, "kept"),
        ({"outcome": "refused", "signed_on": None, "alternative": ("rules",)}, "kept"),
        ({"outcome": "refused", "signed_on": None}, "overdue"),
        ({"outcome": "", "signed_on": None}, "overdue"),
        ({"no_former_secrets": False}, "overdue"),
        ({"no_former_secrets": None}, "unknown"),
        ({"occasion": "leaving"}, "overdue"),
        ({"signed_on": TODAY + DAY}, "overdue"),
    ],
)
def test_what_counts_as_a_pledge(pledge: Any, found: str) -> None:
    person = a_person()
    a_pledge(person=person, **pledge)
    assert state("pledged-on-joining", person, TODAY) == found


def test_a_dispatched_worker_is_bound_by_the_agreement_with_the_agency() -> None:
    for kind, found in (("dispatched", "kept"), ("employee", "overdue")):
        person = a_person(employment=kind)
        a_pledge(person=person, outcome="", signed_on=None, alternative=("agency",))
        assert state("pledged-on-joining", person, TODAY) == found


def test_contractors_are_bound_by_their_contract() -> None:
    assert stood("pledged-on-joining", a_contractor(), TODAY) is None


def test_a_joiner_on_leave_pledges_after_the_return() -> None:
    person = a_person(starts_on=TODAY)
    a_leave(person=person, starts_on=TODAY, returned_on=TODAY + 30 * DAY)
    assert due("pledged-on-joining", person, TODAY + DAY) == TODAY + 44 * DAY


def test_a_leaver_is_asked_by_the_last_day_at_work_not_by_the_day_of_leaving() -> None:
    person = a_person(last_working_on=TODAY, ends_on=TODAY + 20 * DAY)
    assert state("pledged-on-leaving", person, TODAY - 31 * DAY) == "kept"
    assert state("pledged-on-leaving", person, TODAY) == "due_soon"
    assert state("pledged-on-leaving", person, TODAY + DAY) == "overdue"


@pytest.mark.parametrize(
    ("outcome", "alternative", "found"),
    [
        ("refused", ("interview", "notice"), "kept"),
        ("refused", (), "overdue"),
        ("declared", (), "kept"),
    ],
)
def test_a_refusal_is_answered_by_another_means(
    outcome: str, alternative: tuple[str, ...], found: str
) -> None:
    person = a_person(last_working_on=TODAY - DAY)
    a_pledge(
        person=person, occasion="leaving", outcome=outcome, alternative=alternative,
        asked_on=TODAY - DAY, signed_on=None,
    )  # fmt: skip
    assert state("pledged-on-leaving", person, TODAY) == found


def test_a_promise_not_to_compete_is_no_pledge_of_secrecy() -> None:
    person = a_person(last_working_on=TODAY - DAY)
    for occasion, code in (("joining", "pledged-on-joining"), ("leaving", "pledged-on-leaving")):
        a_pledge(person=person, occasion=occasion, about="competition", asked_on=TODAY - DAY)
        assert state(code, person, TODAY) == "overdue"


def test_a_dispatched_leaver_is_bound_by_the_agreement_with_the_agency() -> None:
    for kind, found in (("dispatched", "kept"), ("employee", "overdue")):
        person = a_person(employment=kind, last_working_on=TODAY - DAY)
        a_pledge(person=person, occasion="leaving", outcome="", signed_on=None,
                 alternative=("agency",))  # fmt: skip
        assert state("pledged-on-leaving", person, TODAY) == found


def test_who_left_before_the_policy_began_is_not_asked() -> None:
    person = a_person(ends_on=date(2025, 3, 31))
    assert state("pledged-on-leaving", person, TODAY) == "overdue"
    decide("obligations.started_on", "2025-04-01")
    assert stood("pledged-on-leaving", person, TODAY) is None
