"""A log shows a service nobody approved; it is asked for, evaluated, and decided by somebody else."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from sekisho.domains.access.models import FoundService
from sekisho.domains.assets.cloud_words import QUESTIONS
from sekisho.domains.assets.models import CloudEvaluation, Service
from sekisho.findings import daily
from sekisho.findings.finding import Finding
from tests.browser.test_keeping_journeys import EACH, given, journey, pytestmark
from tests.given.company import engine
from tests.obligations.judging import state

__all__ = ["given", "journey", "pytestmark"]


@EACH
def test_from_a_proxy_log_to_a_service_in_order(
    given: Any, journey: Any, tongue: str, size: Any
) -> None:
    journey.begins(tongue, size)
    page, today = journey.page, timezone.localdate()
    seen = today - timedelta(days=30)
    sheet = f"date,department,url\n{seen.isoformat()},Sales,https://app.cardbox.example/x\n"
    journey.opens(given.admin, "/cloud")
    page.set_input_files(
        "#c-file", {"name": "proxy.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
    )
    page.select_option("#c-kind", "proxy")
    journey.press("Read the list")
    journey.looks()
    found = FoundService.objects.get()
    daily.evaluate(engine())
    assert Finding.objects.open().filter(obligation="found-services-triaged", rec=found.pk).exists()

    journey.opens(given.employee, f"/cloud/ask?found={found.domain}")
    page.fill("[name=name]", "Card Box")
    page.fill("[name=purpose]", "Business cards")
    page.select_option("[name=wanted_class]", "internal")
    for name in ("personal", "abroad"):
        page.select_option(f"[name={name}]", "false")
    journey.press("Send the request")
    one = CloudEvaluation.objects.get()

    journey.opens(given.admin, f"/cloud/{one.number}")
    for question in QUESTIONS:
        box = page.locator(f"#{question.item.value}-met")
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option("yes")
        else:
            box.locator("input[value=yes]").check()
        page.fill(f"#{question.item.value}-proof", "White paper")
    page.locator("form .actbar button").last.click()
    journey.looks()
    assert one.items.count() == len(QUESTIONS)

    move = lambda name: reverse("move", args=["cloud_evaluations", one.number, name])  # noqa: E731
    client = page.context.request
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    base = page.url.split("/cloud")[0]
    headers = {"Referer": page.url, "X-CSRFToken": str(token)}
    client.post(base + move("submit"), form={"no_risk_reason": "公知の情報だけ"}, headers=headers)
    journey.opens(given.director, f"/cloud/{one.number}")
    assert CloudEvaluation.objects.get().state == "evaluated"
    journey.visit(f"/r/cloud_evaluations/{one.number}")
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    headers = {"Referer": page.url, "X-CSRFToken": str(token)}
    said = {"max_class": "internal", "valid_until": str(today + timedelta(days=200))}
    client.post(base + move("approve"), form=said, headers=headers)
    assert Service.objects.get(name="Card Box").approval == "approved"
    assert state("found-services-triaged", found, today) == "kept"
    daily.evaluate(engine())
    assert not Finding.objects.open().filter(obligation="found-services-triaged").exists()
    journey.opens(given.employee, "/may-i?use=cloud&class=internal&service=Card+Box")
