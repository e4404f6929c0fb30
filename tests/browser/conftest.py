"""Driving Chromium: a live server, somebody signed in, axe, pictures, and no complaint on the console."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page

from sekisho.domains.people.account import Account
from sekisho.web import places

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread
HERE = Path(__file__).parent
PICTURES = HERE.parent.parent / "screens"
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Ours, because the plugin's own is declared in a way that pytest warns of."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Nothing moves: a colour in the middle of its way would be measured as wrong."""
    return {**browser_context_args, "reduced_motion": "reduce"}


@pytest.fixture
def page(page: Page, live_server: Any) -> Iterator[Page]:
    """A page on the live server; whatever the browser complains of fails the test at its end."""
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.complaints = complaints  # type: ignore[attr-defined]
    yield page
    assert complaints == []


@pytest.fixture
def visit(page: Page, live_server: Any) -> Callable[[str], Page]:
    """``visit("/me")`` on the live server; by its name, for passkeys want no IP address."""

    def go(path: str) -> Page:
        page.goto(live_server.url.replace("127.0.0.1", "localhost") + path)
        return page

    return go


@pytest.fixture
def signed_in(page: Page, live_server: Any) -> Callable[[Account], Page]:
    """``signed_in(account)`` gives the browser a session of ``account``."""

    def as_account(account: Account) -> Page:
        client = Client()
        client.force_login(account)
        cookie = client.cookies["sekisho"]
        page.context.add_cookies(
            [{"name": "sekisho", "value": cookie.value, "domain": "localhost", "path": "/"}]
        )
        return page

    return as_account


@pytest.fixture
def axe(page: Page) -> Callable[..., list[str]]:
    """``axe()`` lists what axe-core finds wrong with the page as it is; the right answer is [].

    ``axe(".menu")`` looks at a part: where something lies over the rest, only that part counts.
    """

    def judge(within: str = "html") -> list[str]:
        page.evaluate(AXE)
        found = page.evaluate(
            "([where, tags]) => axe.run(where, {runOnly: {type: 'tag', values: tags}})",
            [within, TAGS],
        )
        return [
            f"{v['id']}: {node['html'][:160]} — {node['failureSummary'][:300]}"
            for v in found["violations"]
            for node in v["nodes"]
        ]

    return judge


@pytest.fixture
def shot(page: Page) -> Callable[[str], None]:
    """``shot("tasks")`` keeps a picture in screens/ (ignored by git), where $SCREENS asks for them."""

    def take(name: str, *, whole: bool = True) -> None:
        if not os.environ.get("SCREENS"):
            return  # taking one costs as much as looking at the page
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)

    return take


@pytest.fixture
def every_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every place has a page, so that the rail is whole whatever pages exist yet."""
    pages = [places.Page(name, "components", p.title) for name, p in places.PLACES.items()]
    monkeypatch.setattr(places, "_pages", pages)
    monkeypatch.setattr(places, "_counts", {"incidents": lambda _request: 1})
