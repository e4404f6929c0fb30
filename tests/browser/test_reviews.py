"""A manager decides fifty rights by the keyboard alone; the page works for the eye and for axe."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sekisho.domains.access.models import AccessRight, ReviewItem
from tests.api.calling import today
from tests.browser.conftest import PHONE, WIDE
from tests.given.access import (
    a_review_campaign,
    a_review_item,
    a_system,
    an_active_right,
    an_entitlement,
    an_opened_asset,
)
from tests.given.assets import a_class, an_asset
from tests.given.people import a_person, a_unit, an_account, an_appointment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit, SignedIn = Callable[[str], Page], Callable[..., Page]
ADVICE = (("keep", ("as_post", "in_use")), ("check", ("contract",)), ("remove", ("unused",)))


def a_review(n: int) -> Any:
    """``n`` rights of several people, before their manager; the account of the manager."""
    unit, on = a_unit(name="営業二部"), today()
    manager = an_account()
    an_appointment(person=manager.person, unit=unit)
    campaign = a_review_campaign(
        number="RV-2026-90", starts_on=on - timedelta(days=9), due_on=on + timedelta(days=10)
    )
    class_ = a_class(level=2)
    system = a_system(unit=unit, name="CRM「ナギ」")
    roles = [an_entitlement(system=system, name=name) for name in ("営業・編集", "閲覧", "出力")]
    an_opened_asset(
        entitlement=roles[0],
        asset=an_asset(unit=unit, classification=class_, purposes=("見積の作成",)),
    )
    person = None
    for number in range(n):
        if number % 4 == 0:
            person = a_person(unit=unit, title="主任", contract_ends_on=on + timedelta(days=60))
        advice, grounds = ADVICE[number % 3]
        right = an_active_right(
            entitlement=roles[number % 3], unit=unit, person=person, opens_on=on - timedelta(days=99),
            starts_on=on - timedelta(days=99), ends_on=on + timedelta(days=99),
        )  # fmt: skip
        a_review_item(
            campaign=campaign, right=right, reviewer=manager.person, advice=advice, grounds=grounds,
            used_on=on - timedelta(days=94), peers=0, peers_of=25,
            until_hint=on + timedelta(days=60) if advice == "check" else None,
        )  # fmt: skip
    return manager


def test_fifty_rights_are_decided_by_the_keyboard(visit: Visit, signed_in: SignedIn) -> None:
    page = signed_in(a_review(50))
    page.set_viewport_size(WIDE)
    visit("/reviews/RV-2026-90")
    page.locator("tr[data-row] a").first.focus()
    for number in range(50):
        page.keyboard.press("123"[number % 3])
        page.keyboard.press("j")
    expect(page.locator("#rev-left")).to_contain_text("50件を確定する", timeout=60_000)
    page.keyboard.press("c")
    page.keyboard.type("担当を外れたため")
    page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/confirm$"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#rev-left")).to_contain_text("すべて判定済み", timeout=60_000)
    said = [i.decision for i in ReviewItem.objects.order_by("number")]
    assert said == [("keep", "until", "remove")[n % 3] for n in range(50)]
    assert not ReviewItem.objects.exclude(state="confirmed").exists()
    assert AccessRight.objects.filter(state="removal").count() == 16
    assert ReviewItem.objects.filter(reason="担当を外れたため").count() == 1


def test_the_next_undecided_right_is_one_key_away(visit: Visit, signed_in: SignedIn) -> None:
    page = signed_in(a_review(6))
    visit("/reviews/RV-2026-90")
    page.locator("tr[data-row] a").first.focus()
    page.keyboard.press("1")
    expect(page.locator("#rev-left")).to_contain_text("1件を確定する")
    page.keyboard.press("n")
    expect(page.locator("tr[data-row]").nth(1)).to_have_class("cur")


@pytest.mark.parametrize(("language", "size"), [("ja", PHONE), ("en", WIDE)], ids=["ja", "en"])
def test_the_pages_of_a_review_look_right(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, size: dict, language: str
) -> None:
    manager = a_review(9)
    an_appointment(person=a_person(name="藤代 真紀", title="取締役"), role="director")
    manager.language = language
    manager.save()
    items = list(ReviewItem.objects.order_by("number"))
    for item, decision in zip(items, ("keep", "until", "remove"), strict=False):
        ReviewItem.objects.filter(pk=item.pk).update(
            decision=decision, until_on=today() + timedelta(days=9)
        )
    page = signed_in(manager)
    page.set_viewport_size(size)
    for name, path in {
        "list": "/reviews", "review": "/reviews/RV-2026-90",
        "hand": "/reviews/RV-2026-90/hand", "confirm": "/reviews/RV-2026-90/confirm", "progress": "/reviews/RV-2026-90?show=progress",
    }.items():  # fmt: skip
        visit(path)
        shot(f"review-{name}-{language}-{size['width']}")
        assert axe() == [], path
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{path} scrolls sideways"
