"""A request on its road through the matrix: sent back, asked again, two approvers, decided, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.given.approvals import a_line_in_force
from tests.given.assets import a_class
from tests.given.company import a_whole_company
from tests.given.people import a_person, an_account, an_appointment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit, SignedIn = Callable[[str], Page], Callable[..., Page]


def test_a_request_is_sent_back_asked_again_and_decided_by_keyboard(
    visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable
) -> None:
    given = a_whole_company()
    members = [a_person(name=name) for name in ("三浦 佳代", "小林 亘")]
    for person in members:
        an_appointment(person=person, role="committee")
    first, second = (an_account(person=person, name=person.name) for person in members)
    a_line_in_force({"role": "committee", "mode": "two"}, {"role": "director"}, title="区分の承認")
    record = a_class(code="board-only", name_ja="役員限り", state="draft")

    def hand_in() -> None:
        page = signed_in(given.chair)
        visit(f"/r/classes/{record.pk}")
        with page.expect_navigation():
            page.locator("form[action$='/moves/propose'] button").click()

    hand_in()
    page = signed_in(first)
    visit("/tasks/inbox")
    expect(page.get_by_role("heading", name="役員限り")).to_be_visible()
    shot("approvals-inbox-1440")
    assert axe() == []
    page.keyboard.press("r")
    page.locator("details[open] textarea").fill("だれが役員に当たるかを書いてください。")
    with page.expect_navigation():
        page.locator("details[open] button[type=submit]").click()
    record.refresh_from_db()
    assert record.state == "draft"

    hand_in()
    for account in (first, second, given.director):
        page = signed_in(account)
        visit("/tasks/inbox")
        expect(page.get_by_role("heading", name="役員限り")).to_be_visible()
        with page.expect_navigation():
            page.keyboard.press("a")
    record.refresh_from_db()
    assert (record.state, record.approved_by) == ("in_force", given.director.person)

    page.set_viewport_size(PHONE)
    visit(f"/r/classes/{record.pk}")
    with page.expect_download() as download:
        page.get_by_role("link", name="承認記録").click()
    assert download.value.suggested_filename.endswith("_approvals.pdf")
