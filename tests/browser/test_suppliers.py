"""A supplier is asked, answers on a phone, its gap becomes a task; the work starts once the terms are there."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from sekisho.domains.suppliers.models import Assessment, Engagement
from sekisho.packs.questionnaires import clauses
from tests.browser.conftest import PHONE, WIDE
from tests.given.assets import a_class
from tests.given.engagements import an_engagement
from tests.given.people import a_company
from tests.given.suppliers import a_contract
from tests.web.conftest import somebody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_supplier_answers_on_a_phone_and_the_work_starts(
    page: Page, visit: Any, signed_in: Any, axe: Any
) -> None:
    a_company()
    office, director = somebody("committee", language="ja"), somebody("director", language="ja")
    contract = a_contract(kind="outsourcing")
    work = an_engagement(
        state="planned", started_on=None, starts_on=date.today(), contract=contract,
        classification=a_class(rank=1), title="名簿の入力",
    )  # fmt: skip

    def looks() -> None:
        assert axe() == [], page.url
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, page.url

    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    signed_in(office)
    visit("/suppliers")
    looks()
    visit(f"/r/engagements/{work.number}")
    expect(page.get_by_text("委託を開始できません")).to_be_visible()
    looks()
    page.get_by_role("button", name="評価する").click()
    page.locator("summary").filter(has_text="質問票を送付").click()
    page.get_by_label("要請の理由").fill("名簿を扱うため")
    page.locator("input[name=cost][value=no_cost], select[name=cost]").first.evaluate(
        "e => { if (e.tagName === 'SELECT') e.value = 'no_cost'; else e.checked = true }"
    )
    page.get_by_role("button", name="質問票を送付", exact=True).click()
    page.get_by_role("button", name="リンクを発行する").click()
    looks()
    link = re.search(r"/answer/[\w-]+", page.content())
    assert link

    page.context.clear_cookies()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    visit(link[0])
    looks()
    while page.get_by_role("button", name="保存して次へ").count():
        for one in page.locator("input[type=radio][value=full]").all():
            one.check()
        gap = page.locator("input[name=S05-answer][value=no]")
        if gap.count():
            gap.check()
            page.locator("#S05-s").fill("来月に実施する")
        page.get_by_role("button", name="保存して次へ").click()
        looks()
    page.get_by_label("お名前").or_(page.locator("#by")).first.fill("山田 花子")
    page.get_by_role("button", name="回答を提出", exact=True).click()
    expect(page.get_by_text("ご回答を受け付けました")).to_be_visible()

    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    signed_in(office)
    one = Assessment.objects.get(engagement=work)
    visit(f"/r/assessments/{one.number}")
    page.get_by_role("button", name="回答を確認する").click()
    page.locator("#S05-f").select_option("gap")
    page.locator("#S05-a").fill("教育の実施")
    page.locator("#S05-d").fill("2030/4/1")
    page.get_by_role("button", name="判定を保存").click()
    looks()
    decided(director, one, work)
    visit(f"/r/contracts/{contract.number}")
    for code in clauses():
        if page.locator(f"#{code}-o").count():
            page.locator(f"#{code}-o").select_option("present")
            page.locator(f"#{code}-a").fill("第8条")
    page.get_by_role("button", name="確認結果を保存").click()
    looks()
    visit(f"/r/engagements/{work.number}")
    page.get_by_role("button", name="委託を開始").click()
    page.wait_for_load_state()
    work.refresh_from_db()
    assert work.state == "running"
    visit(f"/suppliers/{work.party.number}")
    expect(page.get_by_text("教育の実施")).to_be_visible()
    looks()


def decided(director: Any, one: Assessment, work: Engagement) -> None:
    client = Client()
    client.force_login(director)
    said = {"conditions": "教育を終えること", "decision": "おおむね十分"}
    client.post(f"/r/assessments/{one.number}/moves/approve_conditionally", said)
    work.refresh_from_db()
    assert work.assessed_until
