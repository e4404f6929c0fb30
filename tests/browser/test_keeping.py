"""The life of an asset in a real browser: classified, labelled, disposed of; out and back; disclosed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sekisho.domains.assets.models import Asset, Classification, Disclosure, Disposal, Takeout
from tests.browser.conftest import PHONE, WIDE
from tests.given.assets import a_census, an_asset
from tests.given.company import Given, a_whole_company
from tests.given.keeping import the_starter_rules
from tests.given.suppliers import a_party, an_nda

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit, SignedIn = Callable[[str], Page], Callable[..., Page]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1440", "390"])


@pytest.fixture
def given() -> Given:
    """A company with its rules of handling; asset and class are looked up where they are needed."""
    found = a_whole_company()
    the_starter_rules({one.code: one for one in Classification.objects.all()})
    return found


def of_class(given: Given, code: str) -> Asset:
    class_ = Classification.objects.get(code=code)
    return an_asset(
        unit=given.unit, name="試作仕様書", media=("paper",), classification=class_,
        class_decided_on=timezone.localdate(),
    )  # fmt: skip


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@SIZES
def test_the_pages_of_keeping_look_right(
    given: Given, visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, size: dict
) -> None:
    asset = of_class(given, "confidential")
    Asset.objects.filter(pk=asset.pk).update(trade_secret="secret")
    census = a_census(unit=given.unit, fiscal_year=2026)
    pages = {
        "card": f"/a/{asset.number}", "take-out": f"/a/{asset.number}/ask/takeouts",
        "disclose": f"/a/{asset.number}/ask/disclosure_permits", "secret": f"/a/{asset.number}/secret",
        "may-i": f"/may-i?use=carry&asset={asset.number}", "classes": "/class-review?all=1",
        "census": f"/census/{census.pk}", "censuses": "/census",
    }  # fmt: skip
    page = signed_in(given.manager)
    page.set_viewport_size(size)
    for name, path in pages.items():
        visit(path)
        shot(f"keeping-{name}-{size['width']}")
        assert axe() == [], path
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{path} scrolls sideways"


def test_an_asset_is_classified_by_keyboard_labelled_and_disposed_of(
    given: Given, visit: Visit, signed_in: SignedIn
) -> None:
    asset = an_asset(unit=given.unit, name="展示会の申込書", media=("paper",))
    page = signed_in(given.manager)
    visit("/class-review")
    row = page.get_by_role("group", name=re.compile(asset.number))
    row.get_by_role("radio", name="極秘").focus()
    page.keyboard.press("ArrowDown")  # 機密
    page.keyboard.press("Tab")
    page.keyboard.type("お客様の情報を含むため")
    page.keyboard.press("Enter")
    expect(page.get_by_text("決定：1件")).to_be_visible()
    assert str(Asset.objects.get(pk=asset.pk).classification) == "機密"
    visit(f"/r/assets/{asset.number}")
    with page.expect_download() as label:
        page.get_by_role("link", name=re.compile("^ラベル")).click()
    assert label.value.suggested_filename.endswith(".pdf")
    press(page, "表示を確認した")
    signed_in(given.employee)
    visit(f"/a/{asset.number}/ask/disposals")
    page.get_by_label("廃棄方法").select_option("shred")
    page.get_by_label("理由").fill("保存期間が終わったため")
    press(page, "申請する")
    one = Disposal.objects.get()
    for who, step in ((given.manager, "承認する"), (given.employee, "立会いなしで実施したことを記録"),
                      (given.manager, "確認する")):  # fmt: skip
        signed_in(who)
        visit(f"/r/disposals/{one.number}")
        press(page, step)
    assert Asset.objects.get(pk=asset.pk).state == "ended"
    assert Disposal.objects.get().state == "confirmed"


def test_it_is_taken_out_and_brought_back(given: Given, visit: Visit, signed_in: SignedIn) -> None:
    asset = of_class(given, "confidential")
    page = signed_in(given.employee)
    page.set_viewport_size(PHONE)
    visit(f"/may-i?use=carry&asset={asset.number}")
    page.get_by_role("link", name="持出許可を申請").click()
    page.get_by_label("封をした入れ物で手渡し").check() if page.get_by_label(
        "封をした入れ物で手渡し"
    ).count() else page.get_by_label("移送手段").select_option("hand")
    page.get_by_label("持出・移送先").fill("みなと商事")
    page.get_by_label("目的").fill("提案の説明")
    page.get_by_label("返却・到着の予定日").fill(
        f"{timezone.localdate() + timedelta(days=2):%Y/%m/%d}"
    )
    press(page, "申請する")
    one = Takeout.objects.get()
    press_at = [(given.manager, "承認する"), (given.employee, "持ち出したことを記録")]
    for who, step in press_at:
        signed_in(who)
        visit(f"/r/takeouts/{one.number}")
        press(page, step)
    page.get_by_text("返却を記録", exact=True).first.click()
    press(page, "返却を記録")
    signed_in(given.manager)
    visit(f"/r/takeouts/{one.number}")
    press(page, "確認する")
    assert Takeout.objects.get().state == "confirmed"


def test_it_is_disclosed_by_a_permit(given: Given, visit: Visit, signed_in: SignedIn) -> None:
    asset = of_class(given, "strictly_confidential")
    party: Any = a_party(name="株式会社しおなぎ")
    an_nda(party=party, marking=True, marking_word="秘密情報", marking_holder="汐見野テクノ")
    page = signed_in(given.employee)
    visit(f"/may-i?use=disclose&asset={asset.number}&party={party.number}")
    page.get_by_role("link", name="開示許可を申請").click()
    page.get_by_label("開示情報").fill("仕様書の写し")
    page.get_by_label("目的").fill("設計の打合せ")
    page.get_by_label("許可の有効期限").fill(
        f"{timezone.localdate() + timedelta(days=30):%Y/%m/%d}"
    )
    press(page, "申請する")
    number = asset.disclosure_permits.get().number
    for who, step in ((given.manager, "許可し、担当取締役に回す"),
                      (given.director, "担当取締役として許可する")):  # fmt: skip
        signed_in(who)
        visit(f"/r/disclosure_permits/{number}")
        press(page, step)
    signed_in(given.employee)
    visit(f"/may-i?use=disclose&asset={asset.number}&party={party.number}")
    expect(page.get_by_text("「秘密情報」")).to_be_visible()
    page.get_by_role("link", name="開示を当日中に記録").click()
    page.get_by_label("受領者").fill("設計課 佐藤様")
    page.get_by_label("目的").fill("設計の打合せ")
    way = page.get_by_label("開示の方法")
    way.select_option("share")
    press(page, "記録")
    made = Disclosure.objects.get()
    assert (made.permit.number, made.party) == (number, party)
