"""Reporting an incident: two answers are enough, nothing written is lost, the number comes at once."""

from io import BytesIO

import pytest
from django.test import Client

from sekisho.domains.incidents.models import Incident
from tests.given.people import an_account
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
LIGHT = 60_000  # bytes of a page on a weak line, ux.md 4.3


@pytest.fixture
def employee(client: Client) -> Client:
    client.force_login(an_account())
    return client


def test_two_answers_are_enough(employee: Client) -> None:
    sent = employee.post("/report", {"category": "loss", "text": "社員証をなくした",
                                     "noticed_at": "2026/11/17 12:05"})  # fmt: skip
    made = Incident.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/report/sent/{made.number}")
    assert made.title == "社員証をなくした"
    assert made.number in employee.get(sent["Location"]).content.decode()
    assert employee.get(f"/i/{made.number}").status_code == 200


def test_what_is_missing_is_asked_for_and_what_was_written_stays(employee: Client) -> None:
    again = employee.post("/report", {"text": "宛先をまちがえた", "noticed_at": "2026/11/17 12:05"})
    page = again.content.decode()
    assert again.status_code == 422
    assert "宛先をまちがえた</textarea>" in page
    assert "2026/11/17 12:05" in page
    assert not Incident.objects.exists()


def test_the_page_is_light_and_needs_no_script(employee: Client) -> None:
    page = employee.get("/report").content
    assert len(page) < LIGHT
    assert b"<script>" not in page


def test_a_photo_comes_along_and_one_that_cannot_be_kept_never_loses_the_report(
    employee: Client,
) -> None:
    bad = BytesIO(b"MZ\x90\x00")
    bad.name = "photo.exe"
    employee.post("/report", {"category": "phishing", "text": "不審なメール",
                              "noticed_at": "2026/11/17 12:05", "photo": bad})  # fmt: skip
    assert Incident.objects.count() == 1


def test_a_colleague_does_not_see_my_report(employee: Client, client: Client) -> None:
    employee.post(
        "/report", {"category": "loss", "text": "社員証", "noticed_at": "2026/11/17 12:05"}
    )
    made = Incident.objects.get()
    other = Client()
    other.force_login(an_account())
    assert other.get(f"/i/{made.number}").status_code == 404
    leader = Client()
    leader.force_login(somebody("committee"))
    assert leader.get(f"/i/{made.number}").status_code == 200


def test_an_answered_fact_moves_the_clocks(employee: Client) -> None:
    employee.post("/report", {"category": "misdelivery", "text": "名簿", "personal_data": "yes",
                              "noticed_at": "2026/11/17 12:05"})  # fmt: skip
    made = Incident.objects.get()
    leader = Client()
    leader.force_login(somebody("committee"))
    said = {"fact": "persons", "number": "1240", "basis": "名簿の行数"}
    assert leader.post(f"/i/{made.number}/facts", said).status_code == 302
    page = leader.get(f"/i/{made.number}").content.decode()
    assert "1240" in page
    assert "個人データの漏えい等の速報" in page
    refused = leader.post(f"/i/{made.number}/facts", {"fact": "persons", "number": "2000"})
    assert refused.status_code == 422
