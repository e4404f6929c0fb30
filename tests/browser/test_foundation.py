"""The shell and its components in a real browser: looks, accessibility, keys, strict CSP."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.web.conftest import somebody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit, SignedIn = Callable[[str], Page], Callable[..., Page]


@pytest.mark.usefixtures("every_place")
@pytest.mark.parametrize(
    ("language", "theme", "size"),  # every pair of two of them
    [("ja", "light", WIDE), ("ja", "dark", PHONE), ("en", "dark", WIDE), ("en", "light", PHONE)],
    ids=["ja-light-1440", "ja-dark-390", "en-dark-1440", "en-light-390"],
)
def test_the_components_have_no_axe_violation(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, theme: str, size: dict, language: str
) -> None:  # fmt: skip
    page = signed_in(somebody("admin", name="榊 直人", theme=theme, language=language))
    page.set_viewport_size(size)
    visit("/components")
    shot(f"components-{language}-{theme}-{size['width']}")
    assert axe() == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"], "the page scrolls sideways"


@pytest.mark.usefixtures("every_place")
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1440", "390"])
def test_the_pages_of_the_shell_have_no_axe_violation(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, size: dict
) -> None:
    page = signed_in(somebody("director", name="藤代 真紀"))
    page.set_viewport_size(size)
    for path in ("/me", "/more", "/palette?q=a", "/accounts/2fa/", "/nothing-here"):
        visit(path)
        shot(f"shell-{re.sub(r'[^a-z0-9]+', '-', path)}-{size['width']}")
        assert axe() == [], path
    page.complaints.clear()  # the browser reports every 404


@pytest.mark.usefixtures("every_place")
def test_the_palette_opens_by_keys_and_leads_to_a_page(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable
) -> None:
    page = signed_in(somebody("admin", language="en"))
    visit("/components")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.type("my settings")
    expect(page.locator('#palette [role="option"]')).to_have_count(1)
    expect(page.locator('#palette [role="option"]')).to_have_attribute("aria-selected", "true")
    shot("palette", whole=False)
    assert axe() == []
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/me$"))


@pytest.mark.usefixtures("every_place")
def test_single_keys_work_and_are_silent_while_typing(visit: Visit, signed_in: SignedIn) -> None:
    page = signed_in(somebody("admin", language="en"))
    visit("/components")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("[data-filter]")).to_be_focused()
    page.keyboard.type("j?")
    expect(page.locator("[data-filter]")).to_have_value("j?")
    expect(page.locator("#keys")).to_be_hidden()
    page.locator("h1").click()
    composing = "new KeyboardEvent('keydown', {key: '?', isComposing: true, bubbles: true})"
    page.evaluate(f"document.body.dispatchEvent({composing})")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".pickrow").first).to_be_checked()
    expect(page.locator("[data-chosen]")).to_have_text("1")
    with page.expect_navigation():
        page.keyboard.press("g")
        page.keyboard.press("p")


@pytest.mark.usefixtures("every_place")
def test_single_keys_can_be_turned_off(visit: Visit, signed_in: SignedIn) -> None:
    page = signed_in(somebody("admin", shortcuts=False))
    visit("/components")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


@pytest.mark.usefixtures("every_place")
def test_a_combobox_finds_chooses_and_sends_the_number(
    visit: Visit, signed_in: SignedIn, axe: Callable
) -> None:
    page = signed_in(somebody("admin", language="en"))
    visit("/components")
    box = page.locator('[data-combo] [role="combobox"]')
    expect(box).to_have_value("List of contacts")
    box.fill("payroll")
    expect(page.locator('[data-combo] [role="option"]')).to_have_count(1)
    assert axe() == []
    box.press("Enter")
    expect(box).to_have_value("Payroll register")
    expect(page.locator('[data-combo] input[name="asset"]')).to_have_value("IA-0031")


@pytest.mark.usefixtures("every_place")
def test_the_combobox_is_a_plain_field_without_scripts(
    browser: object, live_server: object, signed_in: SignedIn
) -> None:
    page = signed_in(somebody("admin"))
    bare = browser.new_context(java_script_enabled=False)
    bare.add_cookies(page.context.cookies())
    plain = bare.new_page()
    plain.goto(live_server.url.replace("127.0.0.1", "localhost") + "/components")
    expect(plain.locator('input[name="asset"]')).to_have_value("IA-0047")
    bare.close()


@pytest.mark.usefixtures("every_place")
def test_a_job_is_asked_again_until_it_is_done(visit: Visit, signed_in: SignedIn) -> None:
    page = signed_in(somebody("admin"))
    visit("/components")
    bar = page.locator("#job-sample progress")
    expect(bar).to_have_attribute("value", "806")
    expect(bar).to_have_attribute("value", "1284", timeout=15000)
    expect(page.locator("#job-sample")).not_to_have_attribute("hx-get", re.compile("."))


@pytest.mark.usefixtures("every_place")
def test_the_menu_changes_language_and_appearance(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable
) -> None:
    page = signed_in(somebody("admin", name="榊 直人"))
    visit("/components")
    page.locator(".who > summary").click()
    shot("menu", whole=False)
    assert axe(".who") == []
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("/components$"))
    page.locator(".who > summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.usefixtures("every_place")
def test_a_dialog_opens_and_closes(visit: Visit, signed_in: SignedIn, axe: Callable) -> None:
    page = signed_in(somebody("admin"))
    visit("/components")
    page.locator('[data-dialog="sample-dialog"]').click()
    expect(page.locator("#sample-dialog")).to_be_visible()
    assert axe() == []
    page.locator("#sample-dialog [data-close]").click()
    expect(page.locator("#sample-dialog")).to_be_hidden()
