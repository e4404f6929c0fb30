"""The living policy in a browser: looks, accessibility, keys, and the loop from record to seal."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sekisho.config import schedule
from sekisho.domains.documents.importing import import_policy
from sekisho.domains.documents.models import Campaign, Clause, Version
from sekisho.domains.documents.starter import demo
from sekisho.findings import daily
from sekisho.findings.task import Task
from sekisho.ledger.verify import verify
from sekisho.registers import settings
from tests.browser.conftest import PHONE, WIDE
from tests.given.assets import an_asset
from tests.given.findings import a_declaration
from tests.given.people import a_company, a_person, a_unit, an_account, an_appointment
from tests.web.conftest import somebody
from tests.web.policy.conftest import TEXT, a_draft, bind, clause_of, engine, operator, put_in_force

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit, SignedIn = Callable[[str], Page], Callable[..., Page]
EACH_ONCE = pytest.mark.parametrize(
    ("size", "theme"), [(WIDE, "dark"), (PHONE, "light")], ids=["1440-dark", "390-light"]
)


@pytest.fixture(autouse=True)
def _no_settings_of_other_tests() -> None:
    """Settings are kept for two seconds; the start decided in another test must not count here."""
    settings.forget()


def a_living_company(chair: object) -> Version:
    """The demo policy in force; some assets in order, some not, some soon."""
    a_company(name="株式会社汐見野テクノ")
    director = somebody("director", name="藤代 真紀")
    version = import_policy(operator(), demo("ja"), "policy.ja.md", accept=0.6)[0]
    bind(chair, Clause.objects.of(version)[7], "O050")  # type: ignore[arg-type]
    version = put_in_force(version, chair, director)  # type: ignore[arg-type]
    today = timezone.localdate()
    for name, days in (("営業二部", 60), ("製造部", 5), ("人事部", 2)):
        unit = a_unit(name=name)
        owner = a_person(unit=unit, name="宮瀬 ひなた")
        an_appointment(person=owner, unit=unit)
        for n in range(3):
            an_asset(
                unit=unit,
                owner=owner,
                name=f"{name}の見積書{n}",
                registered_on=today - timedelta(days=days),
            )
    daily.evaluate(engine())
    return version


def open_clause(version: Version, duty: str) -> str:
    """The number of a clause with this duty confirmed."""
    rows = Clause.objects.of(version).filter(bindings__duty=duty, bindings__state="confirmed")
    return rows.first().number


@EACH_ONCE
def test_the_living_policy_has_no_axe_violation(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, theme: str, size: dict
) -> None:
    chair = somebody("chair", name="榊 直人", theme=theme)
    version = a_living_company(chair)
    page = signed_in(chair)
    page.set_viewport_size(size)
    visit("/policy")
    shot(f"policy-{theme}-{size['width']}", whole=False)
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    visit(f"/c/{open_clause(version, 'O050')}")
    shot(f"clause-{theme}-{size['width']}")
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@EACH_ONCE
def test_the_pages_about_documents_have_no_axe_violation(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable, theme: str, size: dict
) -> None:
    chair = somebody("chair", name="榊 直人", theme=theme)
    version = a_living_company(chair)
    draft = import_policy(
        operator(),
        demo("ja").replace("速やかに".encode(), "24時間以内に".encode()) + b"\n",
        "policy.ja.md",
    )[0]
    campaign = Campaign.objects.get()
    asset = an_asset()
    page = signed_in(chair)
    page.set_viewport_size(size)
    wrong: list[str] = []
    for name, path in {
        "upload": "/policy/read",
        "draft": f"/policy/draft/{draft.pk}",
        "documents": "/policy/documents",
        "document": f"/policy/documents/{version.document_id}?v={draft.pk}",
        "diff": f"/policy/diff/{version.pk}/{draft.pk}",
        "start": f"/policy/start/{draft.pk}",
        "acknowledge": "/policy/acknowledge",
        "acknowledge-one": f"/policy/acknowledge/{campaign.pk}",
        "campaign": f"/policy/campaigns/{campaign.pk}",
        "exception": f"/policy/exception/assets-purposed/{asset.pk}",
    }.items():
        visit(path)
        shot(f"policy-{name}-{theme}-{size['width']}", whole=name != "draft")
        wrong += [f"{name}: {words}" for words in axe()]
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            wrong.append(f"{name} scrolls sideways")
    assert wrong == []


def wait_until_judged() -> None:
    """What the thread beside the server does within a quarter of a second."""
    while schedule.step():
        pass


def test_a_policy_is_read_in_corrected_confirmed_and_started(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable
) -> None:
    chair, director = (
        somebody("chair", name="榊 直人", language="en"),
        somebody("director", language="en"),
    )
    a_company()
    page = signed_in(chair)
    page.set_viewport_size(WIDE)
    visit("/policy")
    page.get_by_role("link", name="Read in a policy").click()
    page.get_by_label("Or paste the text").fill(TEXT)
    page.get_by_role("button", name="Look what is in it").click()
    expect(page.get_by_text("Every asset is classified by its manager.")).to_be_visible()
    shot("journey-preview")
    assert axe() == []
    page.get_by_role("button", name="Make a draft of it").click()

    # In hand by Enter, one in by Tab: the second sentence becomes a part of the first.
    hand = page.locator("#h-1\\.2")
    hand.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#h-1\\.1\\.1")).to_be_focused()
    expect(page.locator("#h-1\\.1\\.1")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#h-1\\.2")).to_be_focused()
    page.keyboard.press("s")
    page.locator("#c-1\\.2").get_by_role("button", name="Part here").click()
    expect(page.locator("#c-1\\.3")).to_contain_text("Assets are reviewed regularly.")

    # Items: one chosen from the catalogue, one word given a number, one clause not measured.
    first = page.locator("#c-1\\.1")
    first.get_by_text("Choose from the catalogue").click()
    first.get_by_label("Item of the catalogue").fill("O050")
    first.get_by_role("button", name="Add and confirm").click()
    expect(page.locator("#counter")).to_contain_text("1 can be measured")
    third = page.locator("#c-1\\.3")
    third.get_by_label("Number").first.fill("1")
    third.get_by_label("Unit of the number").first.select_option("per_year")
    third.get_by_role("button", name="Decide").click()
    expect(third).to_contain_text("means here")
    third.get_by_text("Do not measure this clause").click()
    third.get_by_label("Reason", exact=True).last.fill("It is looked at with the next version.")
    third.get_by_label("Look at this again on").fill("2027/03/31")
    third.get_by_role("button", name="Do not measure", exact=True).click()
    expect(page.locator("#counter")).to_contain_text("not measured 1")
    shot("journey-draft")
    page.evaluate("window.scrollTo(0, 0)")  # or the bar at the top covers half a button
    for close in page.locator(".toast .x").all():
        close.click()
    assert axe() == []

    page.get_by_role("link", name="On to approval").click()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator(".lead")).to_contain_text("Submitted for approval")
    shot("journey-submitted")

    page = signed_in(director)
    page.reload()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("link", name="Publish").click()
    shot("journey-start")
    assert axe() == []
    page.get_by_role("button", name="Start the operation of this policy").click()
    expect(page).to_have_url(re.compile("/policy$"))
    wait_until_judged()
    page.reload()
    expect(page.locator("h1")).to_have_text("Rules on information")
    expect(page.locator("#c1\\.3 .seal")).to_contain_text("Out of scope")
    shot("journey-living")


def test_a_changed_record_changes_the_clause_and_closes_the_task(
    visit: Visit, signed_in: SignedIn, shot: Callable
) -> None:
    a_company()
    chair, director = somebody("chair"), somebody("director", language="en")
    unit = a_unit()
    manager = an_account(language="en")
    an_appointment(person=manager.person, unit=unit)
    version = a_draft()
    clause = clause_of(version, "purpose")
    bind(chair, clause, "O067")
    put_in_force(version, chair, director)
    asset = an_asset(unit=unit, purposes=(), registered_on=date(2026, 1, 5))
    a_declaration(
        obligation="disclosures-purposed", valid_until=date(2099, 3, 31)
    )  # nothing was disclosed
    daily.evaluate(engine())
    wait_until_judged()
    page = signed_in(manager)
    page.set_viewport_size(WIDE)
    visit(f"/c/{clause.number}")
    expect(page.locator(".quote .seal")).to_contain_text("Not kept")
    shot("loop-not-kept")
    page.get_by_role("link", name="Write the purpose").click()
    page.locator("[name=purposes]").fill("Quotations")
    page.get_by_role("button", name="Save").click()
    shot("loop-saved")
    wait_until_judged()
    visit(f"/c/{clause.number}")
    expect(page.locator(".quote .seal")).to_contain_text("Kept")
    shot("loop-kept")
    assert Task.objects.get(obligation="assets-purposed").state == "done"
    asset.refresh_from_db()
    assert asset.ver > 0
    assert verify().ok


def test_the_keys_step_through_the_clauses_not_kept(visit: Visit, signed_in: SignedIn) -> None:
    chair = somebody("chair")
    a_living_company(chair)
    page = signed_in(chair)
    visit("/policy")
    unmet = page.locator("[data-unmet]")
    page.keyboard.press("]")
    expect(unmet.nth(0)).to_have_class(re.compile(r"\bcur\b"))
    page.keyboard.press("]")
    expect(unmet.nth(1)).to_have_class(re.compile(r"\bcur\b"))
    page.keyboard.press("[")
    expect(unmet.nth(0)).to_have_class(re.compile(r"\bcur\b"))
    page.locator("#ch5").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('ch5').scrollIntoView()")
    expect(page.locator('.chaps a[href="#ch5"]')).to_have_attribute("aria-current", "true")


def test_a_draft_is_put_in_order_without_scripts(
    browser: object, live_server: object, signed_in: SignedIn
) -> None:
    chair = somebody("chair", language="en")
    version = a_draft()
    page = signed_in(chair)
    bare = browser.new_context(java_script_enabled=False)
    bare.add_cookies(page.context.cookies())
    plain = bare.new_page()
    plain.goto(live_server.url.replace("127.0.0.1", "localhost") + f"/policy/draft/{version.pk}")
    plain.locator("#c-1\\.2").get_by_role("button", name="Indent").click()
    expect(plain.locator("#c-1\\.1\\.1")).to_contain_text("Every asset has an owner")
    plain.locator("#c-1\\.1 button[value^='confirm:']").first.click()
    expect(plain.locator("#c-1\\.1 .duties .yes")).to_have_count(1)
    bare.close()
