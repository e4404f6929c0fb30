"""Signing in, in a real browser: password, authenticator app, passkey; in both languages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from sekisho.domains.people.account import Account
from tests.browser.conftest import PHONE, WIDE
from tests.web.conftest import somebody

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("every_place"),
]
Visit = Callable[[str], Page]
WORDS = "watashi no neko wa mado ga suki"


def with_password(**but: Any) -> Account:
    return somebody("admin", password=make_password(WORDS), **but)


def enter(page: Page, account: Account) -> None:
    page.locator("#id_login").fill(account.email)
    page.locator("#id_password").fill(WORDS)
    page.locator("form:not([data-webauthn]) button.pri").click()


def visit_again(visit: Visit, path: str) -> None:
    """A page that changes how one signs in asks for the password once more."""
    page = visit(path)
    page.locator("#id_password").fill(WORDS)
    page.locator("main button.pri").click()
    expect(page).to_have_url(re.compile(f"{path}$"))


def newest_code(secret: str) -> str:
    """The code of the thirty seconds now running; the one before and the one after are taken too."""
    before, now, *_after = yield_hotp_counters_from_time()
    assert now == before + 1
    return format_hotp_value(hotp_value(secret, now))


@pytest.fixture
def key(page: Page) -> Any:
    """A device that makes passkeys and always knows its owner."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_doors_have_no_axe_violation(
    visit: Visit, page: Page, axe: Callable, shot: Callable, theme: str
) -> None:
    page.emulate_media(color_scheme=theme)
    for path in ("/accounts/login/", "/accounts/password/reset/"):
        visit(path)
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            shot(f"door-{path.strip('/').replace('/', '-')}-{theme}-{size['width']}")
            assert axe() == [], path


def test_a_wrong_password_says_what_to_do_and_takes_the_focus(
    visit: Visit, page: Page, axe: Callable, shot: Callable
) -> None:
    account = with_password()
    visit("/accounts/login/")
    page.locator("#id_login").fill(account.email)
    page.locator("#id_password").fill("something else")
    page.keyboard.press("Enter")
    expect(page.locator(".errsum")).to_be_focused()
    expect(page.locator(".errsum")).to_contain_text("メールアドレスかパスワードが違います")
    shot("door-refused", whole=False)
    assert axe() == []


def test_the_language_of_a_visitor_can_be_changed_at_the_door(visit: Visit, page: Page) -> None:
    visit("/accounts/login/?next=/me")
    expect(page.locator("h1")).to_have_text("サインイン")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.locator('input[name="next"]').first).to_have_value("/me")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1440", "390"])
def test_an_authenticator_app_is_set_up_and_asked_for_at_the_next_signing_in(
    visit: Visit, page: Page, axe: Callable, shot: Callable, size: dict
) -> None:
    page.set_viewport_size(size)
    account = with_password()
    visit("/accounts/login/")
    enter(page, account)
    expect(page.locator(".rail")).to_be_visible()
    visit_again(visit, "/accounts/2fa/totp/activate/")
    expect(page.locator("svg.qr")).to_be_visible()
    shot(f"totp-{size['width']}")
    assert axe() == []
    secret = page.locator("form code").inner_text()
    page.locator("#id_code").fill(newest_code(secret))
    page.locator("main button.pri").click()
    expect(page.locator(".codes li")).to_have_count(10)
    shot(f"codes-{size['width']}")
    assert axe() == []
    one = page.locator(".codes li").first.inner_text()
    page.context.clear_cookies()
    visit("/accounts/login/")
    enter(page, account)
    expect(page.locator("h1")).to_have_text("2段階目の確認")
    shot(f"second-step-{size['width']}")
    assert axe() == []
    page.locator("#id_code").fill(one)
    page.locator("form:not([data-webauthn]) button.pri").click()
    expect(page.locator(".rail")).to_be_visible()


@pytest.mark.usefixtures("key")
def test_a_passkey_is_added_and_signs_in_by_itself(
    visit: Visit, page: Page, axe: Callable, shot: Callable
) -> None:
    account = with_password(language="en")
    visit("/accounts/login/")
    enter(page, account)
    expect(page.locator(".rail")).to_be_visible()
    visit_again(visit, "/accounts/2fa/webauthn/add/")
    assert axe() == []
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.locator(".codes li")).to_have_count(10)
    visit("/accounts/2fa/webauthn/")
    shot("passkeys")
    assert axe() == []
    page.context.clear_cookies()
    visit("/accounts/login/?lang=en&next=/me")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/me$"))


def test_pages_about_signing_in_have_no_axe_violation(
    visit: Visit, page: Page, axe: Callable, shot: Callable
) -> None:
    account = with_password()
    visit("/accounts/login/")
    enter(page, account)
    expect(page.locator(".rail")).to_be_visible()
    for path in ("/accounts/sessions/", "/accounts/password/change/", "/accounts/2fa/"):
        visit(path)
        shot(f"own-{path.strip('/').replace('/', '-')}")
        assert axe() == [], path
