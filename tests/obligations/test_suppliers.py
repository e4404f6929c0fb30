"""Suppliers: registered, assessed, under contract, looked after, returned; their people."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.given.assets import a_class
from tests.given.engagements import (
    a_contract_clause,
    a_performance_check,
    a_sub_supplier,
    an_approval,
    an_assessment_answer,
    an_engagement,
    an_engagement_person,
    every_clause,
)
from tests.given.people import a_person, an_appointment
from tests.given.risk import a_risk_acceptance
from tests.given.suppliers import a_contract
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
START, ON, DAY = date(2026, 6, 1), date(2026, 11, 23), timedelta(days=1)


def work(**but: Any) -> Any:
    return an_engagement(starts_on=START, started_on=START, **but)


def accepted(until: date = ON) -> Any:
    return a_risk_acceptance(state="accepted", approved_on=START, ends_on=until, starts_on=START)


def test_an_entry_is_complete_when_the_work_starts() -> None:
    whole = work(classification=a_class(), contract=a_contract())
    assert state("engagements-complete", whole, ON) == "kept"
    for gap in ({"personal": ()}, {"subcontracting": ""}, {"contract": None}, {"unit_id": None}):
        lacking = work(**{"classification": a_class(), "contract": a_contract()} | gap)
        assert state("engagements-complete", lacking, START + DAY) == "overdue"
    assert stood("engagements-complete", whole, START - DAY) is None


def test_an_entry_is_confirmed_once_a_year() -> None:
    assert due("engagements-confirmed", work(), ON) == date(2027, 3, 31)
    assert due("engagements-confirmed", work(confirmed_on=date(2026, 7, 1)), ON) == date(
        2028, 3, 31
    )


def test_an_assessment_holds_until_its_last_day_and_an_accepted_risk_instead_of_it() -> None:
    one = work()
    assert state("engagements-assessed", one, START + DAY) == "overdue"
    an_approval(one, decided_on=START, valid_until=ON)
    assert state("engagements-assessed", one, ON) == "due_soon"
    assert state("engagements-assessed", one, ON + DAY) == "overdue"
    an_approval(one, state="rejected", decided_on=START, valid_until=date(2030, 1, 1))
    assert state("engagements-assessed", one, ON + DAY) == "overdue"
    risky = work(risk=accepted())
    assert due("engagements-assessed", risky, ON) == ON
    assert state("engagements-assessed", risky, ON + DAY) == "overdue"
    assert state("engagements-assessed", work(tier=None), ON) == "unknown"


def test_a_gap_is_closed_by_its_day_or_accepted() -> None:
    approved = an_approval(work(), decided_on=START)
    told = {"assessment": approved, "answer": "no", "finding": "gap"}
    planned = an_assessment_answer(due_on=ON, **told)
    assert state("supplier-gaps-closed", planned, ON) == "due_soon"
    assert state("supplier-gaps-closed", planned, ON + DAY) == "overdue"
    assert due("supplier-gaps-closed", an_assessment_answer(**told), ON) == START + 14 * DAY
    done = an_assessment_answer(due_on=START, done_on=ON, **told)
    assert state("supplier-gaps-closed", done, ON) == "kept"
    assert state("supplier-gaps-closed", done, ON - DAY) == "overdue"
    excused = an_assessment_answer(due_on=START, risk=accepted(), **told)
    assert state("supplier-gaps-closed", excused, ON) == "kept"
    assert state("supplier-gaps-closed", excused, ON + DAY) == "overdue"
    fine = an_assessment_answer(assessment=approved, answer="full", finding="ok")
    assert stood("supplier-gaps-closed", fine, ON) is None


def test_a_contract_has_every_term_it_needs() -> None:
    contract = a_contract(signed_on=START)
    one = work(contract=contract)
    every_clause(contract, "audit", "purpose")
    assert state("engagements-under-contract", one, ON) == "overdue"
    gap = a_contract_clause(
        contract=contract, clause="audit", outcome="gap", article="", gap="なし"
    )
    assert state("engagements-under-contract", one, ON) == "overdue"
    gap.outcome, gap.risk = "accepted", accepted()
    gap.save()
    assert state("engagements-under-contract", one, ON) == "kept"
    assert state("engagements-under-contract", one, ON + DAY) == "overdue"  # no longer accepted
    private = work(contract=contract, personal=("personal",))
    assert state("engagements-under-contract", private, ON) == "overdue"
    a_contract_clause(contract=contract, clause="purpose")
    assert state("engagements-under-contract", private, ON) == "kept"


def test_a_contract_is_signed_and_in_force() -> None:
    for term, found in ((START, "kept"), (ON, "kept"), (ON + DAY, "overdue"), (None, "overdue")):
        contract = a_contract(signed_on=term)
        every_clause(contract)
        assert state("engagements-under-contract", work(contract=contract), ON) == found
    assert state("engagements-under-contract", work(), ON) == "overdue"
    assert state("engagements-under-contract", work(risk=accepted()), ON) == "kept"
    over = a_contract(signed_on=START, valid_until=ON)
    every_clause(over)
    assert state("engagements-under-contract", work(contract=over), ON) == "kept"
    assert state("engagements-under-contract", work(contract=over), ON + DAY) == "overdue"


def test_performance_is_looked_at_once_a_year() -> None:
    one = work()
    assert due("engagements-looked-after", one, ON) == date(2027, 3, 31)
    a_performance_check(engagement=one, checked_on=date(2027, 3, 31))
    assert due("engagements-looked-after", one, date(2027, 4, 1)) == date(2028, 3, 31)
    assert due("engagements-looked-after", one, date(2027, 3, 30)) == date(2027, 3, 31)


def test_sub_contracting_is_approved_before_it_begins() -> None:
    asked = a_sub_supplier(starts_on=ON)
    assert stood("sub-contracting-approved", asked, ON - DAY) is None
    assert state("sub-contracting-approved", asked, ON) == "due_soon"
    assert state("sub-contracting-approved", asked, ON + DAY) == "overdue"
    good = a_sub_supplier(starts_on=START, approved_on=START, state="approved")
    assert state("sub-contracting-approved", good, ON) == "kept"
    assert stood("sub-contracting-approved", a_sub_supplier(state="refused"), ON) is None


def test_information_comes_back_within_thirty_days_of_the_end_with_proof() -> None:
    ended = date(2026, 10, 24)
    told = {"state": "ended", "ended_on": ended}
    assert state("engagements-returned", work(**told), ON) == "due_soon"
    assert state("engagements-returned", work(**told), ON + DAY) == "overdue"
    proven = told | {"ending": "destroyed", "returned_on": ON, "return_proof": "証明書 12"}
    assert state("engagements-returned", work(**proven), ON) == "kept"
    assert (
        state("engagements-returned", work(**proven | {"return_proof": ""}), ON + DAY) == "overdue"
    )
    assert stood("engagements-returned", work(), ON) is None


def test_the_need_of_training_is_decided_and_training_done_where_needed() -> None:
    new = {"starts_on": ON - 14 * DAY, "training": "", "training_reason": ""}
    undecided = an_engagement_person(**new)
    assert state("supplier-training-decided", undecided, ON) == "due_soon"
    assert state("supplier-training-decided", undecided, ON + DAY) == "overdue"
    assert stood("supplier-people-trained", undecided, ON) is None
    needs = an_engagement_person(starts_on=ON - 30 * DAY, training="needed", trained_on=ON + DAY)
    assert state("supplier-people-trained", needs, ON) == "due_soon"
    assert due("supplier-people-trained", needs, ON + DAY) == date(2028, 3, 31)
    never = an_engagement_person(starts_on=ON - 31 * DAY, training="needed")
    assert state("supplier-people-trained", never, ON) == "overdue"


def test_a_contractor_stands_in_work_that_is_under_way() -> None:
    person = a_person(employment="contractor", starts_on=ON - 14 * DAY)
    assert state("contractors-belong-to-an-engagement", person, ON) == "due_soon"
    assert state("contractors-belong-to-an-engagement", person, ON + DAY) == "overdue"
    row = an_engagement_person(person=person)
    assert state("contractors-belong-to-an-engagement", person, ON + DAY) == "kept"
    row.engagement.ended_on = ON
    row.engagement.save()
    assert state("contractors-belong-to-an-engagement", person, ON + DAY) == "overdue"
    assert stood("contractors-belong-to-an-engagement", a_person(), ON) is None


def test_whoever_came_for_the_work_leaves_with_it() -> None:
    ended = work(state="ended", ended_on=ON - DAY)
    person = a_person(employment="contractor", contract_ends_on=date(2027, 1, 1))
    row = an_engagement_person(engagement=ended, person=person)
    code = "supplier-people-leave-with-the-work"
    assert state(code, row, ON) == "due_soon"
    assert state(code, row, ON + DAY) == "overdue"
    person.contract_ends_on = ON
    person.save()
    assert state(code, row, ON + DAY) == "kept"
    elsewhere = an_engagement_person(engagement=ended)
    an_engagement_person(person=elsewhere.person)
    assert state(code, elsewhere, ON + DAY) == "kept"
    assert state(code, an_engagement_person(), ON + DAY) == "kept"


def test_the_manager_of_the_unit_is_asked_else_the_person_in_charge() -> None:
    managed, owned = work(), work(owner=a_person())
    manager = an_appointment(unit=managed.unit).person
    assert stood("engagements-assessed", managed, ON).assignee == manager.pk  # type: ignore[union-attr]
    assert stood("engagements-assessed", owned, ON).assignee == owned.owner_id  # type: ignore[union-attr]
