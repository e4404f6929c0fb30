"""A drill in a real browser: the page behind the link tells people from machines; figures read well."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from sekisho.domains.education.models import Drill, DrillEvent, DrillTarget
from sekisho.registers.actor import Act, Actor
from sekisho.registers.commands import move
from sekisho.registers.register import registry
from sekisho.registers.secrets import new_secret
from tests.browser.conftest import PHONE, WIDE
from tests.given.education_drills import a_drill, a_drill_result, a_drill_target
from tests.given.people import a_company, a_person, a_unit, an_account, an_appointment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.once]
Visit, SignedIn = Callable[[str], Page], Callable[..., Page]


def a_running_drill() -> Drill:
    """Twenty-four people in two units; some have reported, one has clicked."""
    now = timezone.now()
    drill = a_drill(state="running", starts_at=now - timedelta(hours=3), asks_secret=True,
                    consented_on=now.date())  # fmt: skip
    came = now - timedelta(hours=2)
    for unit in (a_unit(name="営業一部"), a_unit(name="開発部")):
        for n in range(12):
            a_drill_target(
                drill=drill, person=a_person(unit=unit), delivered_at=came, scanned=1,
                reported_at=came + timedelta(minutes=4 + n) if n % 2 else None,
                clicked_at=came + timedelta(minutes=9) if n == 4 else None,
            )  # fmt: skip
    return drill


def test_the_page_behind_the_link_sees_a_person_and_sends_nothing_typed(
    visit: Visit, page: Page, axe: Callable, shot: Callable
) -> None:
    token = new_secret()
    target = a_drill_target(
        token, drill=a_running_drill(), delivered_at=timezone.now() - timedelta(hours=1)
    )
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.set_viewport_size(PHONE)
    visit(f"/s/{token}")
    assert axe() == []
    shot("drill-landing-asks-390")
    with page.expect_response("**/seen"):
        page.get_by_label("パスワード").press_sequentially("himitsu-1")
    target.refresh_from_db()
    assert target.clicked_at and not target.submitted_at
    page.get_by_role("button", name="サインイン").click()
    page.get_by_role("heading", name="これは訓練です").wait_for()
    assert axe() == []
    shot("drill-landing-teaches-390")
    target.refresh_from_db()
    assert target.submitted_at and not any("himitsu" in one for one in sent)
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="This was an exercise").wait_for()
    assert axe() == []
    page.get_by_role("button", name="I understand").click()
    assert axe() == []
    assert DrillEvent.objects.filter(target=target, kind="clicked").count() >= 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_figures_of_a_drill_look_right(
    language: str, visit: Visit, signed_in: SignedIn, axe: Callable, shot: Callable
) -> None:
    a_company()
    drill = a_running_drill()
    a_drill_result(drill=a_drill(title="春の訓練", state="reviewed", starts_at=timezone.now() - timedelta(days=300)),
                   scope="whole", unit=None)  # fmt: skip
    chair = an_account(person=an_appointment(role="chair").person, language=language)
    act = Act.now(
        Actor(chair.pk, frozenset({"chair"}), chair.person_id),
        timezone.now(),
        "test",
        settings.TIME_ZONE,
    )
    planned = a_drill(state="draft")
    move(registry["drills"], act, "close", drill)
    assert DrillTarget.objects.count() == 24
    page = signed_in(chair)
    shown = {"closed": f"/drills/{drill.number}", "planned": f"/drills/{planned.number}"}
    narrow = {"mine": "/drills/mine", "mail": "/report/mail"}
    for size, pages in ((WIDE, shown), (PHONE, {"closed": shown["closed"]} | narrow)):
        page.set_viewport_size(size)
        for name, path in pages.items():
            visit(path)
            shot(f"drill-{name}-{language}-{size['width']}")
            assert axe() == [], path
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{path} scrolls sideways"
