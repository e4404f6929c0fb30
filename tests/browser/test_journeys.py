"""Journeys: an empty installation to a company; a sheet with errors, corrected, imported, undone."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sekisho.domains.assets.models import Asset
from sekisho.registers import settings
from sekisho.web.proof import jobs
from sekisho.web.setup import first
from tests.browser.conftest import PHONE, WIDE
from tests.given.company import a_whole_company

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit, SignedIn = Callable[[str], Page], Callable[..., Page]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1440", "390"])


@SIZES
def test_from_the_link_to_the_six_steps(
    visit: Visit, axe: Callable, shot: Callable, size: dict
) -> None:
    path = first.invitation(timezone.now())
    page = visit(path)
    page.set_viewport_size(size)
    assert axe() == []
    shot(f"first-{size['width']}")
    page.fill('[name="company"]', "株式会社みさき")
    page.fill('[name="name"]', "青木 涼")
    page.fill('[name="email"]', "aoki@example.co.jp")
    page.fill('[name="password"]', "correct horse battery")
    page.locator('main button[type="submit"]').click()
    expect(page).to_have_url(re.compile("/setup$"))
    expect(page.locator(".stepper [aria-current=step]")).to_contain_text("ポリシーを読み込む")
    assert axe() == []
    shot(f"steps-{size['width']}")
    settings.forget()


@SIZES
def test_a_sheet_with_errors_is_corrected_imported_and_undone(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, size: dict, tmp_path: Path
) -> None:
    given = a_whole_company()
    page = signed_in(given.chair)
    page.set_viewport_size(size)
    sheet = tmp_path / "assets.csv"
    sheet.write_text(
        "情報資産名称,管理部署,媒体\n見積書一式,営業ニ部,電子ファイル\n契約書控え,営業二部,書類\n",
        "utf-8",
    )
    before = Asset.objects.present().count()
    visit("/r/assets/import")
    page.set_input_files('input[name="file"]', sheet)
    page.locator('main form button[type="submit"]').click()
    expect(page.locator(".badcell")).to_have_count(1)
    assert axe() == []
    shot(f"import-look-{size['width']}")
    assert Asset.objects.present().count() == before, "nothing is written by looking"
    page.locator('main select[name="instead"]').select_option("営業二部")
    page.locator('main form:has([name="instead"]) button').click()
    expect(page.locator(".badcell")).to_have_count(0)
    page.locator('main form[action$="/go"] button').click()
    expect(page).to_have_url(re.compile("/import/done/"))
    assert Asset.objects.present().count() == before + 2
    assert axe() == []
    shot(f"imported-{size['width']}")
    page.locator('main form[action$="/undo"] button').click()
    expect(page).to_have_url(re.compile("/r/assets/$"))
    assert Asset.objects.present().count() == before


def test_two_people_save_and_both_versions_are_shown(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable
) -> None:
    given = a_whole_company()
    asset = given.assets[0]
    page = signed_in(given.chair)
    visit(f"/r/assets/{asset.number}/edit")
    Asset.objects.filter(pk=asset.pk).update(location="書庫 B-4", ver=asset.ver + 1)
    page.fill('[name="location"]', "書庫 C-1")
    page.locator('main .form button[type="submit"]').click()
    table = page.locator("main section[role=alert] table")
    expect(table).to_contain_text("書庫 C-1")
    expect(table).to_contain_text("書庫 B-4")
    assert axe() == []
    shot("conflict-1440")
    page.complaints.clear()  # the browser reports the 409


def test_the_ledger_is_verified_from_the_page(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, monkeypatch: Any
) -> None:
    given = a_whole_company()
    page = signed_in(given.admin)
    visit("/ledger")
    page.locator('main form[action$="/ledger/verify"] button').first.click()
    expect(page.locator("progress")).to_be_visible()
    assert axe() == []
    shot("verifying-1440")
    assert jobs.checks().count() == 1


def test_rows_are_chosen_with_keys_and_changed_at_once(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable
) -> None:
    given = a_whole_company()
    page = signed_in(given.manager)
    visit("/r/assets/")
    page.locator(".pickrow").nth(0).check()
    page.locator(".pickrow").nth(1).check()
    expect(page.locator("[data-chosen]")).to_have_text("2")
    page.locator("[data-when-chosen] button").click()
    assert axe() == []
    shot("bulk-1440")
    page.locator('button[name="move"][value="review_class"]').click()
    page.locator('main form[method="post"] button[type="submit"]').click()
    expect(page.locator("main [role=status]")).to_contain_text("2")
