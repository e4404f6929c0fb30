"""Counterparties and agreements: what may be written, and what follows from the dates."""

from datetime import date
from typing import Any

import pytest

from sekisho.domains.suppliers.models import Nda
from sekisho.domains.suppliers.term import standing
from sekisho.domains.suppliers.words import sound
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from tests.given.suppliers import a_party, an_nda

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def problems(act: Act, name: str, values: dict[str, Any], record: Any = None) -> set[str]:
    try:
        write(registry[name], act, values, record)
    except Invalid as refused:
        return set(refused.problems)
    return set()


@pytest.mark.parametrize(
    ("number", "right"),
    [("7000012050002", True), ("7000012050003", False), ("700001205000", False), ("abc", False)],
)
def test_a_corporate_number_has_thirteen_digits_and_a_check_digit(number: str, right: bool) -> None:
    assert sound(number) is right


def test_a_corporate_number_may_be_typed_full_width_with_hyphens(act: Act) -> None:
    values = {
        "name": "国税庁",
        "kinds": ("authority",),
        "corporate_number": "７-０００-０１２-０５０００２",
    }
    assert write(registry["parties"], act, values).corporate_number == "7000012050002"
    assert problems(
        act, "parties", {"name": "x", "kinds": ("client",), "corporate_number": "1"}
    ) == {"corporate_number"}
    assert problems(act, "parties", {"name": "y"}) == {"kinds"}


def an_agreement(act: Act, **but: Any) -> Any:
    told = {
        "party": a_party().pk, "title": "秘密保持契約書", "signed_on": "2025-01-15",
        "valid_from": "2025-01-15", "valid_until": "2026-12-31", "renewal": "expires",
        "secrecy": "months", "secrecy_months": 36,
    }  # fmt: skip
    return write(registry["ndas"], act, told | but)


@pytest.mark.parametrize(
    ("but", "ends", "secret"),
    [
        ({}, date(2026, 12, 31), date(2029, 12, 31)),
        ({"ended_on": "2026-02-28"}, date(2026, 2, 28), date(2029, 2, 28)),
        ({"renewal": "automatic"}, None, None),
        ({"renewal": "automatic", "decision": "end", "decided_on": "2026-11-01"},
         date(2026, 12, 31), date(2029, 12, 31)),
        ({"renewal": "endless", "valid_until": None}, None, None),
        ({"secrecy": "ends", "secrecy_months": None}, date(2026, 12, 31), date(2026, 12, 31)),
        ({"secrecy": "endless", "secrecy_months": None}, date(2026, 12, 31), None),
    ],
)  # fmt: skip
def test_the_end_and_the_end_of_secrecy_follow_from_the_rest(
    act: Act, but: dict[str, Any], ends: date | None, secret: date | None
) -> None:
    nda = an_agreement(act, **but)
    assert (nda.ends_on, nda.secrecy_until) == (ends, secret)


def test_a_new_last_day_begins_a_new_term_without_a_decision(act: Act) -> None:
    nda = an_agreement(act, renewal="agreed", decision="renew", decided_on="2026-11-01")
    nda = write(registry["ndas"], act, {"valid_until": "2027-12-31"}, nda)
    assert (nda.decision, nda.decided_on, nda.ends_on) == ("", None, date(2027, 12, 31))


@pytest.mark.parametrize(
    ("but", "wrong"),
    [
        ({"valid_until": "2024-12-31"}, {"valid_until"}),
        ({"renewal": "endless"}, {"valid_until"}),
        ({"decision": "end"}, {"decided_on"}),
        ({"secrecy": "endless"}, {"secrecy"}),
        ({"marking": False, "marking_word": "秘密"}, {"marking"}),
        ({"oral_days": 30}, {"oral"}),
        ({"original": "here"}, {"original"}),
        ({"original": "paper", "document_id": "EC-1"}, {"document_id"}),
        ({"original": "paper", "signing": "consent"}, {"signing"}),
    ],
)
def test_answers_that_contradict_each_other_are_refused(
    act: Act, but: dict[str, Any], wrong: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        an_agreement(act, **but)
    assert set(refused.value.problems) == wrong


@pytest.mark.parametrize(
    ("but", "state", "valid", "binding"),
    [
        ({}, "running", True, True),
        ({"signed_on": None}, "unsigned", False, False),
        ({"valid_from": date(2026, 12, 1)}, "coming", False, True),
        ({"valid_until": date(2026, 1, 31), "renewal": "automatic"}, "unrenewed", True, True),
        ({"valid_until": date(2026, 1, 31)}, "secret", False, True),
        ({"valid_until": date(2022, 1, 31)}, "over", False, False),
    ],
)  # fmt: skip
def test_how_an_agreement_stands_by_its_dates(
    but: dict[str, Any], state: str, valid: bool, binding: bool
) -> None:
    nda = an_nda(**but)
    assert standing(nda, TODAY) == state
    assert Nda.objects.valid(TODAY).filter(pk=nda.pk).exists() is valid
    assert Nda.objects.binding(TODAY).filter(pk=nda.pk).exists() is binding


def test_an_oral_disclosure_is_confirmed_by_something_that_can_be_named(act: Act) -> None:
    nda = an_nda()
    told = {"nda": nda.pk, "speaker": "we", "disclosed_on": "2026-11-01", "what": "寸法",
            "person": nda.owner_id}  # fmt: skip
    assert problems(act, "oral_disclosures", told) == set()
    confirmed = told | {"confirmed_on": "2026-11-02"}
    assert problems(act, "oral_disclosures", confirmed) == {"confirmation"}
    early = told | {"confirmed_on": "2026-10-31", "confirmation": "書面"}
    assert problems(act, "oral_disclosures", early) == {"confirmed_on"}
