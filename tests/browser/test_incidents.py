"""From the report on a phone to the closed case: every gate is tried, refuses once, and opens when met."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sekisho.domains.incidents.models import Incident
from sekisho.registers.actor import Act, Actor
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from tests.browser.conftest import PHONE, WIDE
from tests.given.incidents import a_report_link
from tests.given.people import a_unit, an_account, an_appointment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]
Visit, SignedIn, Axe = Callable[[str], Page], Callable[..., Page], Callable[..., list[str]]


def by(account: Any, *roles: str) -> Act:
    actor = Actor(account.pk, frozenset({*roles, "employee"}), account.person_id)
    return Act(actor, timezone.now(), "test", timezone.localdate())


def appointed(role: str) -> Any:
    return an_account(person=an_appointment(role=role).person)


class Case:
    """The incident as two people drive it in the browser, and what their colleagues do meanwhile."""

    def __init__(self, page: Page, visit: Visit) -> None:
        self.page, self.visit = page, visit
        self.chair, self.director = appointed("chair"), appointed("director")

    @property
    def by_chair(self) -> Act:
        return by(self.chair, "chair")

    @property
    def record(self) -> Incident:
        found: Incident = Incident.objects.get()
        return found

    def step(self, name: str, **said: str) -> None:
        page = self.visit(f"/i/{self.record.number}")
        form = page.locator(f'form[action$="/moves/{name}"]')
        if form.locator("xpath=ancestor::details").count():
            for fold in form.locator("xpath=ancestor::details").all():
                fold.evaluate("one => { one.open = true; }")
        for field, value in said.items():
            place = form.locator(f'[name="{field}"]')
            kind = place.first.evaluate("one => one.type || one.tagName")
            if kind == "radio":
                form.locator(f'[name="{field}"][value="{value}"]').check()
            elif kind == "hidden":
                box = form.get_by_role("combobox")
                box.fill(value)
                form.get_by_role("option").first.click()
            elif kind == "select-one":
                place.select_option(value)
            else:
                place.fill(value)
        form.locator('button[type="submit"]').click()
        page.wait_for_load_state()

    def refused(self, name: str, words: str, **said: str) -> None:
        before = self.record.state
        self.step(name, **said)
        expect(self.page.locator("main")).to_contain_text(words)
        assert self.record.state == before
        self.page.complaints.clear()  # type: ignore[attr-defined]  # Chromium logs the 422

    def passed(self, name: str, state: str, **said: str) -> None:
        self.step(name, **said)
        expect(self.page).to_have_url(f"{self.page.url.split('/i/')[0]}/i/{self.record.number}")
        assert self.record.state == state

    def written(self, name: str, act: Act | None = None, **values: Any) -> Any:
        return write(registry[name], act or self.by_chair, {"incident": self.record.pk, **values})

    def moved(self, name: str, record: Any, verb: str, act: Act | None = None, **said: Any) -> None:
        move(registry[name], act or self.by_chair, verb, record, said)

    def followed(self, stage: str) -> None:
        for one in self.record.steps.filter(stage=stage, state="open", mandatory=True):
            self.moved("incident_steps", one, "finish")


def test_a_ransomware_case_goes_from_a_phone_to_closure_and_every_gate_refuses_once(
    page: Page, visit: Visit, signed_in: SignedIn, axe: Axe, shot: Callable[..., None]
) -> None:
    unit = a_unit(name="営業部")
    finder, case = an_account(), Case(page, visit)
    finder.person.unit = unit
    finder.person.save()
    page.set_viewport_size(PHONE)
    signed_in(finder)
    visit("/report")
    page.get_by_label("あやしいメールや画面").check()
    page.locator("button[type=submit].l").click()
    expect(page.locator("[role=alert]")).to_contain_text("入力した内容")
    page.complaints.clear()  # type: ignore[attr-defined]
    page.locator("#f-text").fill("画面に身代金を求める文が出た。ファイルが開けない。")
    page.get_by_label("いいえ", exact=True).check()
    assert axe() == []
    page.locator("button[type=submit].l").click()
    expect(page.locator("main")).to_contain_text(case.record.number)
    assert axe() == []
    shot("incident-reported-390")

    page.set_viewport_size(WIDE)
    signed_in(case.chair)
    case.written("incident_facts", fact="ransomware", value="yes", basis="脅迫文")
    said = {"category": "ransomware", "severity_reason": "業務が止まっている"}
    case.refused("triage", "重大", severity="minor", **said)
    case.passed("triage", "triaged", severity="major", **said)
    order = {"commander": case.chair.person.number, "first_order": "全端末をLANから外す"}
    case.refused("respond", "必須の手順", **order)
    case.followed("triaged")
    case.passed("respond", "responding", **order)
    kept = {"evidence_needed": "yes", "evidence_reason": "警察へ提出する"}
    case.refused("contain", "封じ込め", **kept)
    case.followed("responding")
    admin = by(appointed("admin"), "admin")
    measure = case.written("containments", admin, what="ファイルサーバの隔離", kind="isolate")
    case.moved("containments", measure, "carry_out", admin, result="切り離した")
    case.moved("containments", measure, "verify")
    assert axe() == []
    case.passed("contain", "contained", **kept)
    case.passed("investigate", "investigating")
    check = case.written("recovery_checks", admin, what="ファイルサーバ")
    cause = {"cause": "attack", "cause_text": "VPN装置の更新漏れから侵入された"}
    case.refused("recover", "なぜ", **cause)
    case.moved("recovery_checks", check, "restore", admin)
    case.moved("recovery_checks", check, "check", result="業務部門で確認した")
    case.followed("investigating")
    why = {"whys": ("更新漏れ", "担当の不在", "手順に代行がない")}
    write(registry["incidents"], case.by_chair, why, case.record)
    case.passed("recover", "recovered", **cause)
    case.followed("recovered")
    case.passed("prevent", "prevention", clause="8.1", verdict="missing")
    shot("incident-prevention-1440")

    signed_in(case.director)
    case.refused("close", "再発防止", lessons="代行を決めておく")
    case.followed("prevention")
    for duty in case.record.report_duties.exclude(answer="no"):
        case.moved("report_duties", duty, "doubt", ground="個人データは含まれない")
        case.moved("report_duties", duty, "agree", by(case.director, "director"))
    for contact in case.record.contacts.all():
        values = {"decision": "not_needed", "reason": "対象外"}
        write(registry["outside_contacts"], case.by_chair, values, contact)
    case.written("preventions", what="更新の代行者を決める", owner=case.chair.person_id,
                 due_on=timezone.localdate() + timedelta(days=30))  # fmt: skip
    signed_in(case.chair)
    visit(f"/i/{case.record.number}")
    expect(page.locator('form[action$="/moves/close"]')).to_have_count(0)  # who prepared it
    signed_in(case.director)
    case.passed("close", "closed", lessons="代行を決めておく")
    assert axe() == []
    shot("incident-closed-1440")


def test_the_page_of_a_link_serves_a_phone_in_both_languages(
    page: Page, visit: Visit, signed_in: SignedIn, axe: Axe, shot: Callable[..., None]
) -> None:
    record = a_report_link(ends_on=timezone.localdate() + timedelta(days=9))
    signed_in(appointed("chair"))
    page.set_viewport_size(WIDE)
    visit(f"/report/link/{record.pk}")
    page.get_by_role("button", name="QRコードを作る").click()
    expect(page.locator("svg.qr")).to_be_visible()
    assert axe() == []
    shot("report-poster-1440")
    path = "/report/by/" + page.content().partition("/report/by/")[2].partition("<")[0]
    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    for language in ("ja", "en"):
        visit(f"{path}?lang={language}")
        assert axe() == []
        shot(f"report-outside-390-{language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_label("Something is lost or stolen").check()
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("[role=alert]")).to_contain_text("What you wrote is still there")
    page.complaints.clear()  # type: ignore[attr-defined]
    page.locator("#f-text").fill("A bag with a laptop was found")
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("main")).to_contain_text(Incident.objects.get().number)
    assert axe() == []
    shot("report-sent-390-en")
