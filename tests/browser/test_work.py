"""Tasks, the inbox and the registers in a real browser: what they look like, and that axe is content."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.given.company import a_whole_company

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit, SignedIn = Callable[[str], Page], Callable[..., Page]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1440", "390"])

PAGES = {
    "tasks": ("employee", "/tasks"),
    "tasks-manager": ("manager", "/tasks"),
    "inbox": ("director", "/tasks/inbox"),
    "others": ("chair", "/tasks/others"),
    "assets": ("chair", "/r/assets/"),
    "people": ("chair", "/r/people/"),
    "appointments": ("chair", "/r/appointments/"),
    "new-asset": ("chair", "/r/assets/new"),
    "import": ("chair", "/r/assets/import"),
}


@SIZES
def test_the_pages_of_work_and_registers_look_right(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, size: dict
) -> None:
    given = a_whole_company()
    for name, (who, path) in PAGES.items():
        page = signed_in(getattr(given, who))
        page.set_viewport_size(size)
        visit(path)
        shot(f"work-{name}-{size['width']}")
        assert axe() == [], path
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{path} scrolls sideways"


@SIZES
def test_a_record_and_a_task_look_right(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, size: dict
) -> None:
    given = a_whole_company()
    page = signed_in(given.manager)
    page.set_viewport_size(size)
    visit(f"/r/assets/{given.assets[-1].number}")
    shot(f"work-record-{size['width']}")
    assert axe() == []
    visit("/tasks")
    page.locator(".task h3 a").first.click()
    expect(page).to_have_url(re.compile("/tasks/T-"))
    shot(f"work-task-{size['width']}")
    assert axe() == []


MORE = {
    "direction": ("chair", "/direction"),
    "ledger": ("admin", "/ledger"),
    "entries": ("admin", "/ledger/entries"),
    "settings": ("admin", "/settings"),
    "setting": ("chair", "/settings/value/assets.classify_days"),
    "tokens": ("admin", "/settings/tokens"),
    "system": ("admin", "/settings/system"),
    "setup": ("admin", "/setup"),
}


@SIZES
def test_the_pages_of_direction_proof_and_settings_look_right(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, size: dict
) -> None:
    given = a_whole_company()
    for name, (who, path) in MORE.items():
        page = signed_in(getattr(given, who))
        page.set_viewport_size(size)
        visit(path)
        shot(f"work-{name}-{size['width']}")
        assert axe() == [], path
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{path} scrolls sideways"
