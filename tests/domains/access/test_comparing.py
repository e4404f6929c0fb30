"""A system's list of accounts is compared with what was approved: whose, what is gone, what is extra."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from sekisho.domains.access.models import (
    AccessRight,
    AccountList,
    Entitlement,
    FoundRight,
    SystemAccount,
)
from sekisho.registers.actor import Act, service
from sekisho.registers.exchange import table
from sekisho.registers.exchange.imports import import_file
from sekisho.registers.exchange.run import Options, Outcome
from sekisho.registers.exchange.undo import undo
from sekisho.registers.register import registry
from tests.given.access import a_system, a_system_account, an_active_right, an_entitlement
from tests.given.people import a_person

pytestmark = pytest.mark.django_db
FIRST, THEN = date(2026, 11, 2), date(2026, 11, 9)


def act(on: date) -> Act:
    at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    return Act(service("operator"), at, "import", on)


def listed(
    system: Any, on: date, *rows: str, heads: str = "ユーザーID,メール,権限", **how: Any
) -> Outcome:
    """The system's own list, as it writes it out; which system it is was said once."""
    body = "\n".join([heads, *rows]) + "\n"
    sheet = table.read(body.encode("cp932"), "一覧.csv", [])
    given = {"system": system.name, "taken_on": on.isoformat(), "source": "一覧.csv"}
    return import_file(registry["found_rights"], act(on), sheet, Options(given=given, **how))


def test_accounts_are_matched_to_people_and_roles_registered() -> None:
    system, person = a_system(), a_person(email="hana@example.co.jp", employee_number="001204")
    out = listed(system, FIRST, "hana,,受注入力", "svc-batch,,管理", "x9,HANA@example.co.jp,参照")
    assert not out.errors
    accounts = {a.login: (a.person, a.kind) for a in SystemAccount.objects.all()}
    assert accounts == {
        "hana": (person, "person"), "svc-batch": (None, "unknown"), "x9": (person, "person"),
    }  # fmt: skip
    assert set(Entitlement.objects.values_list("name", flat=True)) == {"受注入力", "管理", "参照"}
    made = AccountList.objects.get()
    assert (made.taken_on, made.accounts, made.lines, made.complete) == (FIRST, 3, 3, True)


def test_what_no_right_stands_behind_is_unapproved() -> None:
    system, person = a_system(), a_person(email="hana@example.co.jp")
    role = an_entitlement(system=system, name="受注入力")
    an_active_right(person=person, entitlement=role)
    listed(system, FIRST, "hana,,受注入力", "hana,,管理", "nobody,,受注入力")
    found = FoundRight.objects.unapproved().values_list("login", "role")
    assert set(found) == {("hana", "管理"), ("nobody", "受注入力")}


def test_an_account_without_a_role_is_covered_by_any_right_to_the_system() -> None:
    system, person = a_system(), a_person(email="hana@example.co.jp")
    listed(system, FIRST, "hana,", heads="ユーザーID,メール")
    assert FoundRight.objects.unapproved().count() == 1
    an_active_right(person=person, entitlement=an_entitlement(system=system))
    assert FoundRight.objects.unapproved().count() == 0


def test_what_a_complete_list_no_longer_shows_is_gone_and_may_come_back() -> None:
    system = a_system()
    listed(system, FIRST, "a,,参照", "b,,参照")
    listed(system, THEN, "a,,参照")
    ends = dict(FoundRight.objects.values_list("login", "ends_on"))
    assert ends == {"a": None, "b": FIRST}
    assert SystemAccount.objects.get(login="b").ends_on == FIRST
    listed(system, date(2026, 11, 16), "a,,参照", "b,,参照")
    assert FoundRight.objects.get(login="b").ends_on is None
    assert SystemAccount.objects.get(login="b").ends_on is None


def test_a_list_with_rows_left_out_shows_nothing_as_gone() -> None:
    system = a_system()
    listed(system, FIRST, "a,,参照", "b,,参照")
    out = listed(system, THEN, "a,,参照,", "b,,参照,ふめい",
                 heads="ユーザーID,メール,権限,最終ログイン", skip_errors=True)  # fmt: skip
    assert out.bad_rows == 1
    assert not FoundRight.objects.exclude(ends_on=None).exists()
    assert AccountList.objects.whole().count() == 1


def test_the_next_list_verifies_a_removal_or_shows_that_it_is_still_there() -> None:
    system, person = a_system(), a_person(email="hana@example.co.jp")
    gone, still = (an_entitlement(system=system, name=name) for name in ("受注入力", "管理"))
    for role in (gone, still):
        an_active_right(person=person, entitlement=role, state="removed", closed_on=FIRST)
    listed(system, THEN, "hana,,管理")
    verified = dict(AccessRight.objects.values_list("entitlement__name", "removal_verified_on"))
    assert verified == {"受注入力": THEN, "管理": None}


def test_the_last_sign_in_reaches_the_right() -> None:
    system, person = a_system(), a_person(email="hana@example.co.jp")
    right = an_active_right(person=person, entitlement=an_entitlement(system=system, name="参照"))
    heads = "ユーザーID,権限,最終ログイン"
    listed(system, THEN, "hana,参照,2026/10/31", heads=heads)
    assert AccessRight.objects.get(pk=right.pk).last_used_on == date(2026, 10, 31)


def test_who_answers_for_an_account_is_not_overwritten_by_a_list() -> None:
    system, boss = a_system(), a_person()
    a_person(email="hana@example.co.jp")
    a_system_account(system=system, login="hana", kind="shared", person=boss, reason="当番")
    listed(system, FIRST, "hana,,参照")
    account = SystemAccount.objects.get()
    assert (account.person, account.kind) == (boss, "shared")


def test_a_list_can_be_undone_as_one_act() -> None:
    system = a_system()
    out = listed(system, FIRST, "a,,参照")
    undo(act(FIRST), out.act)  # type: ignore[arg-type]
    for model in (FoundRight, SystemAccount, AccountList):
        assert not model.objects.present().exists()
    assert not listed(system, THEN, "a,,").errors


def test_a_list_that_names_no_roles_proves_no_removal_while_the_account_is_there() -> None:
    system, person = a_system(), a_person(email="hana@example.co.jp")
    role = an_entitlement(system=system, name="受注入力")
    right = an_active_right(person=person, entitlement=role, state="removed", closed_on=FIRST)
    listed(system, THEN, "hana,hana@example.co.jp", heads="ユーザーID,メール")
    right.refresh_from_db()
    assert right.removal_verified_on is None
    listed(system, date(2026, 11, 16), "saki,", heads="ユーザーID,メール")
    right.refresh_from_db()
    assert right.removal_verified_on == date(2026, 11, 16)
