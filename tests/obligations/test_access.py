"""Access rights, removals, systems, zero trust and use: both sides of each boundary."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sekisho.registers import calendar
from tests.given.access import (
    a_found_right,
    a_monitoring_rule,
    a_staff_change,
    a_staff_change_item,
    a_system,
    a_system_account,
    a_usage_check,
    an_access_exception,
    an_account_list,
    an_account_member,
    an_active_right,
    an_entitlement,
    an_opened_asset,
)
from tests.given.assets import a_class, an_asset
from tests.given.people import a_company, a_person, an_appointment
from tests.given.safeguards import a_route
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
LONG_AGO = date(2020, 4, 1)


@pytest.fixture(autouse=True)
def _days() -> None:
    calendar.ensure(TODAY)


def provisional(made: date, **but: Any) -> Any:
    right = an_active_right(
        state="provisional", approved_by=None, approved_at=None, opens_on=made, **but
    )
    right.created_at = datetime(made.year, made.month, made.day, 1, tzinfo=UTC)
    right.save()
    return right


def test_access_opened_before_its_approval_has_five_business_days() -> None:
    right = provisional(date(2026, 11, 16), basis="found")
    assert state("rights-approved", right, date(2026, 11, 24)) == "due_soon"  # a holiday between
    assert state("rights-approved", right, date(2026, 11, 25)) == "overdue"
    manager = a_person()
    an_appointment(person=manager, unit=right.asset.unit)
    assert stood("rights-approved", right, TODAY).assignee == manager.pk  # type: ignore[union-attr]


def test_a_right_carried_over_waits_for_the_first_review() -> None:
    right = provisional(date(2026, 9, 1), basis="carried_over", purpose="", ends_on=None)
    for code in ("rights-approved", "rights-purposed", "rights-limited"):
        assert due(code, right, TODAY) == date(2026, 11, 30)
        assert state(code, right, date(2026, 12, 1)) == "overdue"


def test_whom_it_serves_or_who_asked_is_no_approver() -> None:
    boss, clerk = a_person(), a_person()
    good = an_active_right(person=clerk, approved_by=boss)
    own = an_active_right(person=boss, approved_by=boss)
    asked = an_active_right(person=clerk, requester=boss, approved_by=boss)
    assert state("rights-approved", good, TODAY) == "kept"
    assert {state("rights-approved", right, TODAY) for right in (own, asked)} == {"overdue"}


def test_a_standard_role_is_approved_once_for_all() -> None:
    role = an_entitlement(state="birthright", given_to="全従業員")
    right = an_active_right(
        entitlement=role, basis="birthright", approved_by=None, approved_at=None, purpose=""
    )
    assert state("rights-approved", right, TODAY) == "kept"
    assert state("rights-purposed", right, TODAY) == "kept"
    role.state = "plain"
    role.save()
    assert state("rights-approved", right, TODAY) == "overdue"


def test_a_right_without_a_purpose_is_not_in_order() -> None:
    assert state("rights-purposed", an_active_right(), TODAY) == "kept"
    assert state("rights-purposed", an_active_right(purpose=""), TODAY) == "overdue"


def test_a_right_ends_within_the_months_of_its_class() -> None:
    asset = an_asset(classification=a_class(grant_months=3))
    start = date(2026, 10, 1)
    fits = an_active_right(asset=asset, starts_on=start, ends_on=date(2027, 1, 1))
    long = an_active_right(asset=asset, starts_on=start, ends_on=date(2027, 1, 2))
    endless = an_active_right(asset=asset, ends_on=None)
    assert state("rights-limited", fits, TODAY) == "kept"
    assert {state("rights-limited", right, TODAY) for right in (long, endless)} == {"overdue"}


def test_a_right_without_class_ends_within_what_the_company_allows() -> None:
    role = an_entitlement()
    right = an_active_right(entitlement=role, starts_on=date(2026, 4, 1), ends_on=date(2027, 4, 1))
    assert state("rights-limited", right, TODAY) == "kept"
    decide("access.max_months", 6)
    assert state("rights-limited", right, TODAY) == "overdue"
    an_opened_asset(entitlement=role, asset=an_asset(classification=a_class(grant_months=2)))
    decided = an_active_right(
        entitlement=role, starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 1)
    )
    assert state("rights-limited", decided, TODAY) == "kept"


def test_no_right_stands_after_its_last_day() -> None:
    right = an_active_right(ends_on=TODAY)
    assert state("rights-ended", right, TODAY) == "due_soon"
    assert state("rights-ended", right, TODAY + DAY) == "overdue"
    assert state("rights-ended", an_active_right(state="removal", ends_on=LONG_AGO), TODAY) is None


def test_a_strict_class_needs_a_system_that_protects_it() -> None:
    strict = a_class(rank=3, mfa_required=True, encryption_required=True)
    link = an_opened_asset(asset=an_asset(classification=strict))
    system = link.entitlement.system
    assert state("access-fits-class", link, TODAY) == "unknown"
    system.max_class, system.mfa, system.encrypted = strict, True, True
    system.save()
    assert state("access-fits-class", link, TODAY) == "kept"
    system.mfa = False
    system.save()
    assert state("access-fits-class", link, TODAY) == "overdue"
    system.mfa, system.max_class = True, a_class(rank=2)
    system.save()
    assert state("access-fits-class", link, TODAY) == "overdue"


def test_an_asset_without_class_makes_its_access_unknown() -> None:
    assert state("access-fits-class", an_opened_asset(), TODAY) == "unknown"


def test_a_shared_account_has_no_right_to_the_strictest_class() -> None:
    account = a_system_account(kind="shared")
    role = an_entitlement(system=account.system)
    right = an_active_right(entitlement=role, account=account)
    assert state("strict-classes-named", right, TODAY) == "kept"
    an_opened_asset(entitlement=role, asset=an_asset(classification=a_class(named_users=True)))
    assert state("strict-classes-named", right, TODAY) == "overdue"
    assert state("strict-classes-named", an_active_right(), TODAY) is None


def test_a_leavers_access_is_gone_the_next_business_day() -> None:
    person = a_person(last_working_on=date(2026, 11, 20), ends_on=date(2026, 12, 31))
    right = an_active_right(person=person)
    account = a_system_account(person=person)
    for code, subject in (("leavers-rights-removed", right), ("leavers-accounts-closed", account)):
        assert due(code, subject, TODAY) == TODAY  # Friday; Monday is a holiday
        assert state(code, subject, TODAY + DAY) == "overdue"
    account.enabled = False
    account.save()
    assert state("leavers-accounts-closed", account, TODAY) is None
    decide("people.access_ends", "ends_on")
    assert due("leavers-rights-removed", right, TODAY) == date(2027, 1, 4)


def test_a_contract_that_ends_and_a_dismissal_end_access_too() -> None:
    ending = a_person(employment="contractor", contract_ends_on=date(2026, 11, 26))
    fired = a_person(last_working_on=TODAY + DAY, ends_on=TODAY, leaving="dismissal")
    rights = [an_active_right(person=person) for person in (ending, fired, a_person())]
    days = [due("leavers-rights-removed", right, TODAY) for right in rights]
    assert days == [date(2026, 11, 27), date(2026, 11, 25), None]


def test_a_movers_rights_are_looked_at_within_five_business_days() -> None:
    change = a_staff_change(kind="mover", effective_on=date(2026, 11, 16))
    right = an_active_right(person=change.person)
    assert due("movers-rights-decided", right, TODAY) == TODAY
    right.last_reviewed_on = date(2026, 11, 16)
    right.save()
    assert state("movers-rights-decided", right, TODAY) == "kept"
    right.last_reviewed_on = date(2026, 11, 15)
    right.save()
    assert state("movers-rights-decided", right, TODAY + DAY) == "overdue"
    change.state = "cancelled"
    change.save()
    assert state("movers-rights-decided", right, TODAY) is None


@pytest.mark.parametrize(
    ("cause", "day"), [("leaver", date(2026, 11, 17)), ("unused", date(2026, 11, 24))]
)
def test_a_removal_has_its_business_days(cause: str, day: date) -> None:
    right = an_active_right(
        state="removal", removal_cause=cause, removal_asked_on=date(2026, 11, 16)
    )
    assert due("removals-done", right, TODAY) == day


def test_a_removal_is_verified_by_a_list() -> None:
    right = an_active_right(
        entitlement=an_entitlement(), state="removed", closed_on=TODAY - 35 * DAY
    )
    assert state("removals-verified", right, TODAY) == "due_soon"
    assert state("removals-verified", right, TODAY + DAY) == "overdue"
    right.removal_verified_on = TODAY
    right.save()
    assert state("removals-verified", right, TODAY + DAY) == "kept"


def test_an_account_nobody_uses_is_looked_at_after_ninety_days() -> None:
    account = a_system_account(last_used_on=TODAY - 90 * DAY)
    assert state("dormant-accounts-looked-at", account, TODAY) == "due_soon"
    assert state("dormant-accounts-looked-at", account, TODAY + DAY) == "overdue"
    role = an_entitlement(system=account.system)
    an_active_right(person=account.person, entitlement=role, last_reviewed_on=TODAY + DAY)
    assert state("dormant-accounts-looked-at", account, TODAY + DAY) == "kept"
    silent = a_system_account(last_used_on=None)
    assert state("dormant-accounts-looked-at", silent, TODAY) == "unknown"


def test_a_checklist_is_done_by_its_day() -> None:
    item = a_staff_change_item(due_on=TODAY)
    assert state("checklists-done", item, TODAY) == "due_soon"
    assert state("checklists-done", item, TODAY + DAY) == "overdue"
    item.state, item.done_on = "none", TODAY
    item.save()
    assert state("checklists-done", item, TODAY + DAY) == "kept"


def test_a_system_is_compared_every_month_or_as_often_as_it_says() -> None:
    system = a_system()
    assert state("systems-compared", system, TODAY) == "unknown"
    an_account_list(system=system, taken_on=TODAY - 31 * DAY)
    an_account_list(system=system, taken_on=TODAY, complete=False)
    assert state("systems-compared", system, TODAY) == "due_soon"
    assert state("systems-compared", system, TODAY + DAY) == "overdue"
    system.import_days = 7
    system.save()
    an_account_list(system=system, taken_on=TODAY - 8 * DAY)
    assert state("systems-compared", system, TODAY) == "overdue"


def test_access_found_stands_on_a_right_within_five_business_days() -> None:
    account = a_system_account()
    role = an_entitlement(system=account.system)
    found = a_found_right(account=account, entitlement=role, starts_on=date(2026, 11, 16))
    assert due("found-rights-approved", found, TODAY) == TODAY
    assert state("found-rights-approved", found, TODAY + DAY) == "overdue"
    right = an_active_right(person=account.person, entitlement=role)
    assert state("found-rights-approved", found, TODAY + DAY) == "kept"
    right.state = "removed"
    right.save()
    assert state("found-rights-approved", found, TODAY + DAY) == "overdue"


def test_somebody_answers_for_every_account() -> None:
    kept = [a_system_account(), a_system_account(kind="service", reason="夜間バッチ")]
    shared = a_system_account(kind="shared", reason="受付")
    lacking = [
        shared, a_system_account(kind="unknown", person=None),
        a_system_account(kind="service"), a_system_account(privileged=True),
    ]  # fmt: skip
    assert {state("accounts-owned", account, TODAY) for account in kept} == {"kept"}
    assert {state("accounts-owned", account, TODAY) for account in lacking} == {"overdue"}
    an_account_member(account=shared)
    assert state("accounts-owned", shared, TODAY) == "kept"


ALL = {"sso": True, "mfa": True, "device_rule": True, "logs": True}


def test_a_system_reaches_its_points_and_earns_least_privilege_each_quarter() -> None:
    good = a_system(**ALL, least_privilege_on=date(2026, 8, 24))
    assert state("systems-zero-trust", good, TODAY) == "due_soon"
    assert state("systems-zero-trust", good, TODAY + DAY) == "overdue"
    assert state("systems-zero-trust", a_system(least_privilege_on=TODAY), TODAY) == "unknown"
    lacking = a_system(**ALL | {"mfa": False}, least_privilege_on=TODAY)
    assert state("systems-zero-trust", lacking, TODAY) == "overdue"
    an_access_exception(system=lacking, kind="no_mfa", state="approved", ends_on=TODAY)
    assert state("systems-zero-trust", lacking, TODAY) != "overdue"
    assert state("systems-zero-trust", lacking, TODAY + DAY) == "overdue"
    decide("access.trust_target", 4)
    assert state("systems-zero-trust", a_system(**ALL), TODAY) == "kept"


def test_an_exception_is_approved_before_it_begins_and_ended_by_its_last_day() -> None:
    asked = an_access_exception(starts_on=TODAY, ends_on=TODAY + 90 * DAY)
    assert state("trust-exceptions-decided", asked, TODAY) == "due_soon"
    assert state("trust-exceptions-decided", asked, TODAY + DAY) == "overdue"
    own = an_access_exception(
        state="approved", approved_by=asked.requester, requester=asked.requester
    )
    assert state("trust-exceptions-decided", own, TODAY) == "overdue"
    good = an_access_exception(state="approved", approved_by=a_person(), ends_on=TODAY)
    assert state("trust-exceptions-decided", good, TODAY) == "due_soon"
    assert state("trust-exceptions-decided", good, TODAY + DAY) == "overdue"


def test_an_exception_is_looked_at_each_quarter() -> None:
    fields = {"state": "approved", "starts_on": LONG_AGO}
    one = an_access_exception(**fields, reviewed_on=date(2026, 8, 24))
    assert state("trust-exceptions-reviewed", one, TODAY) == "due_soon"
    assert state("trust-exceptions-reviewed", one, TODAY + DAY) == "overdue"


def test_a_shared_account_needs_an_exception() -> None:
    shared = a_system_account(kind="shared")
    assert state("shared-accounts-excepted", shared, TODAY) == "overdue"
    an_access_exception(system=shared.system, kind="shared_id", state="approved", ends_on=TODAY)
    assert state("shared-accounts-excepted", shared, TODAY) == "kept"
    assert state("shared-accounts-excepted", shared, TODAY + DAY) == "overdue"


def test_nothing_is_looked_at_without_a_rule_people_were_told_of() -> None:
    company = a_company()
    assert state("monitoring-ruled", company, TODAY) == "overdue"
    rule = a_monitoring_rule(noticed_on=TODAY + DAY)
    assert state("monitoring-ruled", company, TODAY) == "overdue"
    rule.noticed_on, rule.audited_on = LONG_AGO, date(2025, 11, 24)
    rule.save()
    assert state("monitoring-ruled", company, TODAY) == "due_soon"
    assert state("monitoring-ruled", company, TODAY + DAY) == "overdue"


def test_a_point_to_ask_about_is_closed_by_the_end_of_the_next_month() -> None:
    check = a_usage_check(found_on=date(2026, 10, 5))
    assert due("usage-checks-closed", check, TODAY) == date(2026, 11, 30)
    assert state("usage-checks-closed", check, date(2026, 12, 1)) == "overdue"
    check.state, check.closed_on = "closed", TODAY
    check.save()
    assert state("usage-checks-closed", check, date(2026, 12, 1)) == "kept"


def test_a_right_nobody_uses_at_the_checkpoint_is_looked_at_after_ninety_days() -> None:
    code = "unused-rights-looked-at"
    asset = an_asset()
    opened = TODAY - 90 * DAY
    right = an_active_right(asset=asset, opens_on=opened, starts_on=opened)
    assert state(code, right, TODAY) is None  # nobody sees its use
    a_route(asset=asset)
    assert state(code, right, TODAY) == "due_soon"
    assert state(code, right, TODAY + DAY) == "overdue"
    right.last_used_on = opened + DAY
    right.save()
    assert due(code, right, TODAY + DAY) == TODAY + DAY
    right.last_reviewed_on = TODAY
    right.save()
    assert due(code, right, TODAY) == TODAY + 90 * DAY
    assert due(code, right, TODAY - DAY) == TODAY + DAY  # not looked at yet on that day
