"""Agreements with others: described, renewed, returned, covered; spoken words; originals."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sekisho.registers.notes import Attachment
from tests.given.framework import an_attachment
from tests.given.people import a_pledge, an_appointment
from tests.given.suppliers import a_contract, a_party, an_nda, an_oral_disclosure
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("but", "found"),
    [
        ({}, "kept"),
        ({"scope": ""}, "overdue"),
        ({"direction": ""}, "overdue"),
        ({"returning": ""}, "overdue"),
        ({"marking": None}, "overdue"),
        ({"marking": True, "marking_word": "秘密"}, "overdue"),
        ({"marking": True, "marking_word": "秘密", "marking_holder": "みさき"}, "kept"),
        ({"oral": True}, "overdue"),
        ({"oral": True, "oral_days": 30}, "kept"),
        ({"secrecy_months": None}, "overdue"),
        ({"secrecy": "endless", "secrecy_months": None}, "kept"),
        ({"valid_until": None}, "overdue"),
        ({"valid_until": None, "renewal": "endless"}, "kept"),
    ],
)
def test_an_agreement_leaves_no_question_open(but: Any, found: str) -> None:
    assert state("ndas-described", an_nda(**but), TODAY) == found


def test_a_new_agreement_has_fourteen_days_to_be_described() -> None:
    nda = an_nda(scope="", created_at=datetime(2026, 11, 9, 3, tzinfo=UTC))
    assert state("ndas-described", nda, TODAY) == "due_soon"
    assert state("ndas-described", nda, TODAY + DAY) == "overdue"


def test_an_agreement_that_is_over_need_not_be_described_any_more() -> None:
    ended = TODAY - 40 * DAY
    over = an_nda(valid_until=ended, secrecy="ends", secrecy_months=None, scope="")
    binding = an_nda(valid_until=ended, secrecy="months", secrecy_months=2, scope="")
    assert stood("ndas-described", over, TODAY) is None
    assert state("ndas-described", binding, TODAY) == "overdue"


def test_the_marking_is_known_of_agreements_under_which_we_disclose() -> None:
    assert state("ndas-marking-known", an_nda(marking=None), TODAY) == "unknown"
    assert state("ndas-marking-known", an_nda(marking=True), TODAY) == "overdue"
    assert state("ndas-marking-known", an_nda(marking=False), TODAY) == "kept"
    assert stood("ndas-marking-known", an_nda(direction="receive"), TODAY) is None
    assert stood("ndas-marking-known", an_nda(valid_until=TODAY - DAY), TODAY) is None


@pytest.mark.parametrize(
    ("days", "found"), [(91, "kept"), (90, "due_soon"), (60, "due_soon"), (59, "overdue")]
)
def test_the_end_of_an_agreement_is_decided_sixty_days_ahead(days: int, found: str) -> None:
    nda = an_nda(valid_until=TODAY + days * DAY)
    assert state("ndas-renewal-decided", nda, TODAY) == found


def test_a_longer_notice_asks_for_an_earlier_decision() -> None:
    nda = an_nda(valid_until=TODAY + 100 * DAY, notice_days=90)
    assert due("ndas-renewal-decided", nda, TODAY) == TODAY + 10 * DAY
    nda = an_nda(valid_until=TODAY + 100 * DAY, notice_days=30)
    assert due("ndas-renewal-decided", nda, TODAY) == TODAY + 40 * DAY


def test_a_decision_to_go_on_leaves_the_new_last_day_to_be_entered() -> None:
    told = {"decided_on": TODAY - DAY, "renewal": "agreed"}
    ending = an_nda(valid_until=TODAY + DAY, decision="end", **told)
    going_on = an_nda(valid_until=TODAY + 2 * DAY, decision="renew", **told)
    assert state("ndas-renewal-decided", ending, TODAY) == "kept"
    assert due("ndas-renewal-decided", going_on, TODAY) == TODAY + 2 * DAY
    assert state("ndas-renewal-decided", going_on, TODAY + 3 * DAY) == "overdue"
    later = an_nda(valid_until=TODAY + DAY, decision="end", decided_on=TODAY + DAY)
    assert state("ndas-renewal-decided", later, TODAY) == "overdue"


def test_an_automatic_renewal_is_decided_and_entered_too() -> None:
    nda = an_nda(valid_until=TODAY - DAY, renewal="automatic")
    assert state("ndas-renewal-decided", nda, TODAY) == "overdue"
    assert stood("ndas-renewal-decided", an_nda(valid_until=None, renewal="endless"), TODAY) is None
    assert stood("ndas-renewal-decided", an_nda(ended_on=TODAY), TODAY) is None


def test_contracts_are_decided_on_when_secrets_pass() -> None:
    soon = TODAY + 10 * DAY
    code = "contracts-renewal-decided"
    assert state(code, a_contract(valid_until=soon), TODAY) == "overdue"
    assert stood(code, a_contract(valid_until=soon, secrets=False), TODAY) is None


def test_a_contract_under_which_secrets_pass_is_covered_by_an_agreement() -> None:
    code, party = "contracts-keep-secrets", a_party()
    contract = a_contract(party=party)
    assert state(code, contract, TODAY) == "overdue"
    assert state(code, a_contract(secrets=False), TODAY) == "kept"
    assert state(code, a_contract(secrets=None), TODAY) == "unknown"
    nda = an_nda(party=party)
    assert state(code, contract, TODAY) == "kept"
    nda.ends_on = TODAY - DAY
    nda.save()
    assert state(code, contract, TODAY) == "overdue"
    an_nda(contract=contract)
    assert state(code, contract, TODAY) == "kept"


def test_what_was_received_goes_back_when_an_agreement_ends() -> None:
    ended = {"valid_until": TODAY - 30 * DAY}
    code = "ndas-returned"
    assert state(code, an_nda(**ended), TODAY) == "due_soon"
    assert state(code, an_nda(**ended), TODAY + DAY) == "overdue"
    assert state(code, an_nda(return_days=10, **ended), TODAY) == "overdue"
    back = {"returned_on": TODAY, "return_proof": "受領書 12"}
    assert state(code, an_nda(**ended | back), TODAY) == "kept"
    assert state(code, an_nda(**ended, returned_on=TODAY), TODAY + DAY) == "overdue"
    assert stood(code, an_nda(**ended, returning="not_agreed"), TODAY) is None
    assert stood(code, an_nda(), TODAY) is None
    decide("obligations.started_on", TODAY.isoformat())
    assert stood(code, an_nda(**ended), TODAY) is None


def test_spoken_words_are_confirmed_within_the_days_of_the_agreement() -> None:
    code = "oral-disclosures-confirmed"
    said = {"nda": an_nda(oral=True, oral_days=30), "disclosed_on": TODAY - 30 * DAY}
    assert state(code, an_oral_disclosure(**said), TODAY) == "due_soon"
    assert state(code, an_oral_disclosure(**said), TODAY + DAY) == "overdue"
    assert state(code, an_oral_disclosure(**said, confirmed_on=TODAY), TODAY + DAY) == "kept"
    late = an_oral_disclosure(**said, confirmed_on=TODAY + DAY)
    assert state(code, late, TODAY + 2 * DAY) == "overdue"


def test_whether_spoken_words_need_confirming_is_not_taken_for_no() -> None:
    code = "oral-disclosures-confirmed"
    assert state(code, an_oral_disclosure(nda=an_nda(oral=None)), TODAY) == "unknown"
    assert state(code, an_oral_disclosure(nda=an_nda(oral=True)), TODAY) == "unknown"
    assert stood(code, an_oral_disclosure(nda=an_nda(oral=False)), TODAY) is None


@pytest.mark.parametrize(
    ("but", "found"),
    [
        ({}, "kept"),
        ({"original": ""}, "overdue"),
        ({"kept_at": ""}, "overdue"),
        ({"signing": ""}, "overdue"),
        ({"original": "e_contract", "signing": "witness"}, "overdue"),
        ({"original": "e_contract", "signing": "witness", "document_id": "ES-1"}, "kept"),
        ({"original": "file", "signing": "parties"}, "overdue"),
    ],
)
def test_an_original_can_be_found(but: Any, found: str) -> None:
    signed = {"signed_on": TODAY - 31 * DAY, "valid_from": TODAY - 31 * DAY}
    assert state("nda-originals-kept", an_nda(**signed | but), TODAY) == found
    assert state("contract-originals-kept", a_contract(**signed | but), TODAY) == found
    assert (
        state("pledge-originals-kept", a_pledge(signed_on=TODAY - 31 * DAY, **but), TODAY) == found
    )


def test_a_file_received_is_kept_as_it_was_received() -> None:
    nda = an_nda(original="file", signing="parties", signed_on=TODAY - 31 * DAY)
    an_attachment(kind="ndas", rec=nda.pk)
    assert state("nda-originals-kept", nda, TODAY) == "kept"
    Attachment.objects.update(kind="contracts")
    assert state("nda-originals-kept", nda, TODAY) == "overdue"


def test_there_are_thirty_days_to_register_an_original() -> None:
    nda = an_nda(original="", signed_on=TODAY - 30 * DAY)
    assert state("nda-originals-kept", nda, TODAY) == "due_soon"
    assert state("nda-originals-kept", nda, TODAY + DAY) == "overdue"


def test_a_consent_given_here_is_its_own_original() -> None:
    pledge = a_pledge(original="here", signing="consent", kept_at="")
    assert state("pledge-originals-kept", pledge, TODAY) == "kept"
    assert (
        stood("pledge-originals-kept", a_pledge(outcome="declared", signed_on=None), TODAY) is None
    )


def test_the_manager_of_the_unit_is_asked_else_the_person_in_charge() -> None:
    contract = a_contract(secrets=None)
    manager = an_appointment(unit=contract.unit).person
    found = stood("contracts-keep-secrets", contract, TODAY)
    assert found
    assert found.assignee == manager.pk
    nda = an_nda(scope="")
    found = stood("ndas-described", nda, TODAY)
    assert found
    assert found.assignee == nda.owner_id
