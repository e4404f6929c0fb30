"""A right from the request to its proven removal in a real browser, by everybody who has a part in it."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sekisho.domains.access.models import AccessRight, ReviewItem
from sekisho.findings.reviews import course
from tests.browser.conftest import PHONE, WIDE
from tests.given.access import (
    a_found_right,
    a_review_campaign,
    a_staff_change,
    a_staff_change_item,
    a_system,
    a_system_account,
    an_access_exception,
    an_access_right,
    an_account_list,
    an_entitlement,
    an_opened_asset,
)
from tests.given.assets import an_asset
from tests.given.company import Given, a_whole_company, engine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]
Visit, SignedIn = Callable[[str], Page], Callable[..., Page]
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])
STEP = "form[action$='/moves/{}']"


@pytest.fixture
def given() -> Given:
    return a_whole_company()


def speaking(given: Given, language: str) -> None:
    for account in (given.employee, given.manager, given.admin, given.chair, given.director):
        type(account).objects.filter(pk=account.pk).update(language=language)


def a_role(given: Given) -> Any:
    """A role of a system that opens one asset of the sales unit."""
    system = a_system(unit=given.unit, name="CRM「ナギ」", sso=True, mfa=True)
    role = an_entitlement(system=system, name="営業・編集")
    asset = an_asset(unit=given.unit, name="商談の記録", purposes=("見積の作成", "契約の更新"))
    an_opened_asset(entitlement=role, asset=asset)
    return role


def press(page: Page, step: str, **answers: str) -> None:
    """Make a move on a record's page; one that asks is opened first."""
    form = page.locator(STEP.format(step)).first
    if answers:
        page.locator("details", has=form).locator("summary").first.click()
    for name, value in answers.items():
        form.locator(f'[name="{name}"]').fill(value)
    form.locator("button[type=submit]").click()
    expect(page.locator("main [role=status], .flash, .toast").first).to_be_visible()


@LANGUAGES
def test_a_right_is_asked_for_approved_set_up_reviewed_and_proven_gone(
    given: Given, visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable,
    tmp_path: Path, language: str,
) -> None:  # fmt: skip
    speaking(given, language)
    role, on = a_role(given), timezone.localdate()

    def looked_at(name: str) -> None:
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            if size is WIDE:
                shot(f"access-{name}-{language}")
            assert axe() == [], name
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
        page.set_viewport_size(WIDE)

    page = signed_in(given.employee)
    visit(f"/access/request?entitlement={role.name}")
    page.get_by_label("見積の作成").check()
    page.fill('[name="ends_on"]', f"{on + timedelta(days=150):%Y/%m/%d}")
    page.locator("main form button.pri").click()
    looked_at("request")
    page.locator("button[name=send]").click()
    right = AccessRight.objects.get()
    record = f"/r/access_rights/{right.number}"
    expect(page).to_have_url(re.compile(f"{record}$"))
    expect(page.locator(STEP.format("approve"))).to_have_count(0)

    signed_in(given.manager)
    visit(record)
    looked_at("decide")
    press(page, "approve")
    signed_in(given.admin)
    visit(record)
    expect(page.locator(STEP.format("approve"))).to_have_count(0)
    press(page, "provision", ticket="WO-2041")

    a_review_campaign(
        number="RV-2026-77", starts_on=on, due_on=on + timedelta(days=14), filled_at=None
    )
    course.follow(engine())
    signed_in(given.manager)
    visit("/reviews/RV-2026-77")
    page.locator("tr[data-row] a").first.focus()
    page.keyboard.press("3")
    expect(page.locator("#rev-left a.pri")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/confirm$"))
    looked_at("confirm")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/reviews/RV-2026-77$"))
    right.refresh_from_db()
    assert (right.state, right.closed_on, right.approved_by) == (
        "removal",
        None,
        given.manager.person,
    )

    signed_in(given.admin)
    visit(record)
    looked_at("remove")
    press(page, "confirm_removal", removal_ticket="WO-2107")
    right.refresh_from_db()
    assert (right.state, right.removal_verified_on) == ("removed", None), "until a list shows it"
    sheet = tmp_path / "accounts.csv"
    sheet.write_text("ID,氏名,グループ\nsomebody,別 の人,営業・編集\n", "utf-8")
    visit(f"/access/systems/{role.system.number}")
    page.set_input_files("input[name=file]", sheet)
    page.locator(f"form[action='/access/systems/{role.system.number}/list'] button").click()
    looked_at("list")
    page.locator('main form[action$="/go"] button').click()
    expect(page).to_have_url(re.compile("/import/done/"))
    right.refresh_from_db()
    assert right.removal_verified_on == on
    assert ReviewItem.objects.get().state == "confirmed"


@LANGUAGES
def test_the_other_pages_of_access_look_right(
    given: Given, visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, language: str
) -> None:
    speaking(given, language)
    role = a_role(given)
    system, person = role.system, given.employee.person
    an_account_list(system=system, accounts=4, lines=5)
    mine = a_system_account(system=system, person=person, login="miyase")
    a_found_right(account=mine, entitlement=role)
    a_found_right(account=mine, entitlement=an_entitlement(system=system, name="管理"))
    a_system_account(system=system, person=None, kind="unknown", login="x9")
    a_system_account(
        system=system, kind="shared", login="sales2-share", reason="当番", person=person
    )
    a_system_account(system=system, privileged=True, login="root", person=given.admin.person)
    a_system(unit=given.unit, name="倉庫の端末", sso=False, mfa=False, device_rule=None)
    an_access_exception(system=system, state="approved", kind="unmanaged_device")
    right = an_access_right(
        entitlement=role,
        person=person,
        state="active",
        opens_on=timezone.localdate(),
        purpose="見積の作成",
    )
    move = a_staff_change(person=person, kind="mover", from_unit=given.unit)
    for point in ("rights", "keys"):
        a_staff_change_item(change=move, point=point)
    page = signed_in(given.admin)
    for name, path in {
        "matrix": "/access/systems", "compare": f"/access/systems/{system.number}",
        "ask": "/access/request", "rights": "/r/access_rights/",
        "past": f"/access/past?person={person.employee_number or person.number}",
        "rules": "/r/birthright_rules/new", "move": f"/r/staff_changes/{move.number}", "right": f"/r/access_rights/{right.number}",
    }.items():  # fmt: skip
        visit(path)
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            shot(f"access-{name}-{language}-{size['width']}")
            assert axe() == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
        if language == "ja" and name in {"matrix", "compare"}:
            page.emulate_media(color_scheme="dark")
            page.set_viewport_size(WIDE)
            shot(f"access-{name}-dark")
            assert axe() == [], path
            page.emulate_media(color_scheme="light")
