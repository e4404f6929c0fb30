"""The life of an asset in a real browser: classified, labelled, disposed of; out and back; disclosed."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from sekisho.domains.assets.models import Asset, Classification
from tests.browser.conftest import PHONE, WIDE
from tests.given.assets import a_census, an_asset
from tests.given.company import Given, a_whole_company
from tests.given.keeping import the_starter_rules

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
