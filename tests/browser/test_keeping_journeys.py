"""The life of an asset by those who take part in it: classified, labelled, disposed of; out and back;
disclosed and given back. In Japanese on a desk, in English on a phone, every step looked at by axe."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from sekisho.domains.assets.models import Asset, Classification, Disclosure, Disposal, Takeout
from sekisho.domains.people.models import Account
from sekisho.domains.suppliers.models import OralDisclosure
from tests.browser.conftest import PHONE, WIDE
from tests.given.assets import an_asset
from tests.given.company import Given, a_whole_company
from tests.given.keeping import the_starter_rules
from tests.given.suppliers import a_party, an_nda

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EACH = pytest.mark.parametrize(
    ("tongue", "size"), [("ja", WIDE), ("en", PHONE)], ids=["ja-1440", "en-390"]
)


class Journey:
    """A browser that changes hands; ``word`` says a message as the reader sees it."""

    def __init__(self, page: Page, visit: Any, signed_in: Any, axe: Any) -> None:
        self.page, self.visit, self.signed_in, self.axe = page, visit, signed_in, axe
        self.tongue = "ja"

    def begins(self, tongue: str, size: Any) -> None:
        self.tongue = tongue
        Account.objects.update(language=tongue)
        self.page.set_viewport_size(size)

    def word(self, message: str) -> str:
        with override(self.tongue):
            return gettext(message)

    def opens(self, who: Account, path: str) -> None:
        """The page as ``who`` sees it: nothing wrong with it, nothing beyond its edge."""
        self.signed_in(who)
        self.visit(path)
        self.looks()

    def looks(self) -> None:
        assert self.axe() == [], self.page.url
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways"
        if self.tongue == "en":
            heads = " ".join(self.page.locator("h2, button, summary, th").all_inner_texts())
            assert not re.search("[ぁ-ん]", heads), "Japanese is left on an English page"

    def press(self, message: str) -> None:
        self.page.get_by_role("button", name=self.word(message), exact=True).click()

    def follow(self, message: str) -> None:
        self.page.get_by_role("link", name=self.word(message)).first.click()

    def fill(self, message: str, value: str) -> None:
        self.page.get_by_label(self.word(message)).first.fill(value)

    def choose(self, message: str, value: str) -> None:
        """In a list, or among buttons where the choices are few."""
        field = self.page.get_by_label(self.word(message)).first
        if field.count() and field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            self.page.locator(f"input[type=radio][value={value}]").check()

    def opened(self, message: str) -> None:
        """A step that asks something: its words are opened first."""
        self.page.locator("summary").filter(has_text=self.word(message)).first.click()


@pytest.fixture
def given() -> Given:
    """A company with its rules of handling."""
    found = a_whole_company()
    the_starter_rules({one.code: one for one in Classification.objects.all()})
    return found


@pytest.fixture
def journey(page: Page, visit: Callable, signed_in: Callable, axe: Callable) -> Journey:
    return Journey(page, visit, signed_in, axe)


def of_class(given: Given, code: str) -> Asset:
    return an_asset(
        unit=given.unit, name="試作仕様書", media=("paper",),
        classification=Classification.objects.get(code=code), class_decided_on=timezone.localdate(),
    )  # fmt: skip


def day(days: int) -> str:
    found: date = timezone.localdate() + timedelta(days=days)
    return f"{found:%Y/%m/%d}"


@EACH
def test_an_asset_is_classified_by_keyboard_labelled_and_disposed_of(
    given: Given, journey: Journey, tongue: str, size: Any
) -> None:
    asset = an_asset(unit=given.unit, name="展示会の申込書", media=("paper",))
    journey.begins(tongue, size)
    page = journey.page
    journey.opens(given.manager, "/class-review")
    row = page.get_by_role("group", name=re.compile(asset.number))
    row.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("お客様の情報を含むため")
    page.keyboard.press("Enter")
    expect(page.get_by_text(journey.word("Decided: %(n)s").split("%")[0])).to_be_visible()
    assert Asset.objects.get(pk=asset.pk).classification.code == "confidential"

    journey.opens(given.manager, f"/r/assets/{asset.number}")
    with page.expect_download() as label:
        page.get_by_role("link", name=re.compile("^" + journey.word("Label"))).first.click()
    assert label.value.suggested_filename.endswith(".pdf")
    journey.press("Confirm that the label is applied")

    journey.opens(given.employee, f"/a/{asset.number}/ask/disposals")
    journey.choose("way of disposal", "shred")
    journey.fill("reason", "保存期間が終わったため")
    journey.press("Send the request")
    one = Disposal.objects.get()
    for who, step in (
        (given.manager, "Approve"),
        (given.employee, "Record as carried out, without a witness"),
        (given.manager, "Confirm"),
    ):
        journey.opens(who, f"/r/disposals/{one.number}")
        journey.press(step)
    assert Asset.objects.get(pk=asset.pk).state == "ended"
    assert Disposal.objects.get().state == "confirmed"


@EACH
def test_it_is_taken_out_and_brought_back(
    given: Given, journey: Journey, tongue: str, size: Any
) -> None:
    asset = of_class(given, "confidential")
    journey.begins(tongue, size)
    journey.opens(given.employee, f"/may-i?use=carry&asset={asset.number}")
    journey.follow("Ask for a take-out permit")
    journey.choose("way of transport", "hand")
    journey.fill("destination", "みなと商事")
    journey.fill("purpose", "提案の説明")
    journey.fill("due back or due there", day(2))
    journey.looks()
    journey.press("Send the request")
    one = Takeout.objects.get()
    for who, step in ((given.manager, "Approve"), (given.employee, "Record as taken out")):
        journey.opens(who, f"/r/takeouts/{one.number}")
        journey.press(step)
    journey.opened("Record as returned")
    journey.press("Record as returned")
    journey.opens(given.employee, f"/r/takeouts/{one.number}")
    assert not journey.page.get_by_role(
        "button", name=journey.word("Confirm"), exact=True
    ).count(), "the carrier does not confirm the return"
    journey.opens(given.manager, f"/r/takeouts/{one.number}")
    journey.press("Confirm")
    assert Takeout.objects.get().state == "confirmed"


@EACH
def test_it_is_disclosed_by_a_permit_and_given_back(
    given: Given, journey: Journey, tongue: str, size: Any
) -> None:
    asset = of_class(given, "strictly_confidential")
    party: Any = a_party(name="株式会社しおなぎ")
    an_nda(party=party, marking=True, marking_word="秘密情報", marking_holder="汐見野テクノ",
           oral=True, oral_days=30)  # fmt: skip
    journey.begins(tongue, size)
    page, question = journey.page, f"/may-i?use=disclose&asset={asset.number}&party={party.number}"
    journey.opens(given.employee, question)
    journey.follow("Ask for a permit to disclose")
    journey.fill("information disclosed", "仕様書の写し")
    journey.fill("purpose", "設計の打合せ")
    journey.fill("permitted until", day(30))
    journey.press("Send the request")
    number = asset.disclosure_permits.get().number
    for who, step in ((given.manager, "Permit, and ask the director"),
                      (given.director, "Permit as director")):  # fmt: skip
        journey.opens(who, f"/r/disclosure_permits/{number}")
        journey.press(step)
    journey.opens(given.employee, question)
    expect(page.get_by_text("秘密情報").first).to_be_visible()
    journey.follow("Record the disclosure today")
    journey.fill("receiver", "設計課 佐藤様")
    journey.fill("purpose", "設計の打合せ")
    journey.choose("way of disclosure", "oral")
    journey.looks()
    journey.press("Record")
    made = Disclosure.objects.get()
    assert (made.permit.number, made.party) == (number, party)
    assert OralDisclosure.objects.get().confirm_by == timezone.localdate() + timedelta(days=30)
    journey.opens(given.employee, f"/r/disclosures/{made.number}")
    journey.opened("Record return or destruction")
    journey.choose("what became of it", "returned")
    journey.fill("proof of return or destruction", "受領書 2026-12")
    journey.press("Record return or destruction")
    assert Disclosure.objects.get().state == "closed"
