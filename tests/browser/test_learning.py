"""A new employee comes in by a sheet, has the joining course at once, and passes it on a phone."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from sekisho.domains.education.models import CourseAssignment
from sekisho.domains.education.text import questions
from sekisho.domains.people.models import Account, Person
from sekisho.findings import training, watch
from sekisho.findings.finding import Finding
from sekisho.ledger.sequence import integrate
from sekisho.registers.actor import Act, service
from sekisho.registers.exchange import table
from sekisho.registers.exchange.matching import headings
from sekisho.registers.exchange.run import Options, run
from sekisho.registers.register import registry
from tests.browser.conftest import PHONE
from tests.given.education import a_published_course
from tests.given.people import a_unit, an_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]


def act(who: str) -> Act:
    return Act.now(service(who), timezone.now(), "test", settings.TIME_ZONE)


def caught_up() -> None:
    """What the thread that follows the ledger does."""
    integrate()
    for _round in range(3):
        training.catch_up(act("engine"))
        integrate()
        watch.catch_up(act("engine"))
        integrate()


def imported(today: date) -> Account:
    unit = a_unit(name="開発部")
    text = f"社員番号,氏名,雇用区分,所属,入社日\n00777,新田 葵,employee,{unit.code},{today}\n"
    known = list(headings(registry["people"]))
    out = run(
        registry["people"], act("operator"), table.read(text.encode(), "x.csv", known), Options()
    )
    assert (out.created, out.errors) == (1, [])
    return an_account(person=Person.objects.get(employee_number="00777"), language="ja")


def owed() -> int:
    return Finding.objects.open().filter(obligation="trained-on-joining").count()


def test_a_new_employee_takes_the_joining_course_on_a_phone(
    visit: Any, signed_in: Any, axe: Any
) -> None:
    version = a_published_course("joining")
    account = imported(timezone.localdate())
    caught_up()
    one = CourseAssignment.objects.get(person=account.person)
    assert owed() == 1
    signed_in(account)
    page = visit("/tasks")
    page.set_viewport_size(PHONE)
    page.locator("main a[href='/learn']").first.click()
    assert axe() == []
    page.locator(f"a[href='/learn/{one.pk}']").first.click()
    assert axe() == []
    page.locator("main a.btn.pri").click()
    assert axe() == []
    for _chapter in version.chapters():
        page.locator("main button.pri").click()
    right = {q.key: q.right for q in questions(version.quiz)}
    for _question in range(one.course.draw):
        assert axe() == []
        key = page.locator("input[name=question]").get_attribute("value")
        for n in right[str(key)]:
            page.locator(f"input[name=choice][value='{n}']").check()
        page.locator("main button.pri").click()
        expect(page.locator(".note.ok")).to_be_visible()
        assert axe() == []
        page.locator("main .btn.pri").click()
    expect(page.locator("#result.ok")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    assert axe() == []
    caught_up()
    one.refresh_from_db()
    assert (one.state, owed()) == ("passed", 0)
