"""An account is somebody only while appointments, employment and its own dates say so."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sekisho.domains.people.account import ACCESS_ENDS
from sekisho.domains.people.actors import actor_for, may_sign_in
from sekisho.registers.actor import service
from tests.given import a_contractor, a_person, an_account, an_appointment

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)
EVE, MORROW = ON - timedelta(days=1), ON + timedelta(days=1)


def roles(account: Any, on: date = ON) -> set[str]:
    return set(actor_for(account, on).roles)


@pytest.mark.parametrize(
    ("employment", "role"),
    [
        ("officer", "employee"),
        ("employee", "employee"),
        ("temporary", "employee"),
        ("part_time", "employee"),
        ("dispatched", "employee"),
        ("contractor", "contractor"),
    ],
)
def test_employment_alone_makes_an_employee_or_a_contractor(employment: str, role: str) -> None:
    account = an_account(person=a_person(employment=employment))
    actor = actor_for(account, ON)
    assert (actor.id, actor.person, actor.roles) == (account.pk, account.person_id, {role})
    assert may_sign_in(account, ON)


def test_every_appointment_in_force_adds_its_role() -> None:
    account = an_account()
    an_appointment(role="director", person=account.person)
    an_appointment(role="manager", person=account.person)
    an_appointment(role="admin")
    assert roles(account) == {"employee", "director", "manager"}


def test_a_deputy_is_one_only_within_the_dates_of_the_delegation() -> None:
    account = an_account()
    an_appointment(role="deputy", person=account.person, starts_on=ON, ends_on=MORROW)
    assert "deputy" not in roles(account, EVE)
    assert "deputy" in roles(account, ON)
    assert "deputy" in roles(account, MORROW)
    assert "deputy" not in roles(account, MORROW + timedelta(days=1))


@pytest.mark.parametrize("but", [{"last_working_on": EVE}, {"ends_on": EVE}, {"starts_on": MORROW}])
def test_whoever_has_left_or_not_yet_come_has_no_role_and_no_way_in(but: Any) -> None:
    account = an_account(person=a_person(**but))
    an_appointment(role="director", person=account.person)
    actor = actor_for(account, ON)
    assert (actor.roles, actor.person) == (frozenset(), None)
    assert not may_sign_in(account, ON)


@pytest.mark.parametrize(
    ("leaving", "admitted"), [("", True), ("retire", True), ("dismissal", False)]
)
def test_on_the_last_day_one_may_come_in_unless_dismissed(leaving: str, admitted: bool) -> None:
    account = an_account(person=a_person(leaving=leaving, last_working_on=ON, ends_on=ON))
    assert may_sign_in(account, ON) is admitted
    assert (roles(account) == {"employee"}) is admitted


def test_access_ends_with_the_last_day_at_work_unless_the_company_decides_otherwise() -> None:
    assert ACCESS_ENDS() == "last_working_on"


def test_a_contractor_is_shut_out_when_the_contract_has_ended() -> None:
    account = an_account(person=a_contractor(contract_ends_on=ON))
    assert roles(account, ON) == {"contractor"}
    assert roles(account, MORROW) == set()


@pytest.mark.parametrize("but", [{"active": False}, {"expires_on": EVE}, {"person": None}])
def test_an_account_closed_expired_or_of_nobody_has_no_role(but: Any) -> None:
    account = an_account(**but)
    assert roles(account) == set()
    assert not may_sign_in(account, ON)


def test_a_withdrawn_account_has_no_role() -> None:
    account = an_account()
    account.withdrawn_at = account.created_at
    assert roles(account) == set()
    assert not may_sign_in(account, ON)


@pytest.mark.parametrize(("expires", "admitted"), [(ON, True), (EVE, False)])
def test_an_outside_auditor_reads_until_the_last_day(expires: date, admitted: bool) -> None:
    account = an_account(kind="auditor", expires_on=expires)
    assert (roles(account) == {"auditor"}) is admitted
    assert may_sign_in(account, ON) is admitted


def test_a_built_in_service_is_known_by_its_id_not_by_its_name() -> None:
    built_in = service("operator")
    own = an_account(kind="service", id=built_in.id, name="operator")
    impostor = an_account(kind="service", name="operator")
    assert roles(own) == {"operator"}
    assert roles(impostor) == set()
    assert not may_sign_in(own, ON)


def test_how_somebody_came_in_and_what_the_token_may_do_go_with_the_actor() -> None:
    actor = actor_for(an_account(), ON, {"mfa": "totp"}, frozenset({"read"}))
    assert actor.auth == {"mfa": "totp"}
    assert actor.scopes == {"read"}


def test_three_queries_make_an_actor() -> None:
    account = an_account()
    an_appointment(person=account.person)
    ACCESS_ENDS()
    with CaptureQueriesContext(connection) as asked:
        assert roles(account) == {"employee", "manager"}
    assert len(asked) <= 3
