"""Reporting without an account: by a link that ends, is counted and held to a rate; nothing written is lost."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from sekisho.connectors.outbox import Message
from sekisho.domains.incidents.models import Incident, ReporterIdentity, ReportLink
from sekisho.ledger.history import history
from sekisho.registers import limits
from sekisho.registers.notes import Attachment
from tests.given.incidents import a_report_link
from tests.given.people import a_unit, an_account, an_appointment
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
LIGHT = 60_000
TOLD = {"category": "loss", "text": "名刺入れを拾った人がいる", "noticed_at": "2026/11/17 12:05"}


@pytest.fixture
def record() -> ReportLink:
    return a_report_link(unit=a_unit(), ends_on=date.today() + timedelta(days=30))


@pytest.fixture
def leader() -> Client:
    client = Client()
    client.force_login(somebody("committee"))
    return client


@pytest.fixture
def address(record: ReportLink, leader: Client) -> str:
    page = leader.post(f"/report/link/{record.pk}").content.decode()
    assert "<svg" in page
    return "/report/by/" + page.partition("/report/by/")[2].partition("<")[0]


def test_two_answers_by_a_link_make_an_incident_of_its_unit(
    address: str, record: ReportLink
) -> None:
    nobody = Client(enforce_csrf_checks=True)
    photo = BytesIO(b"\x89PNG\r\n\x1a\n")
    photo.name = "photo.png"
    sent = nobody.post(address, TOLD | {"informant": "通行人 090-1234", "photo": photo})
    made = Incident.objects.get()
    assert (sent.status_code, made.channel, made.unit_id) == (200, "link", record.unit_id)
    assert made.number in sent.content.decode()
    assert (made.reporter_id, made.informant) == (None, "通行人 090-1234")
    assert Attachment.objects.filter(rec=made.pk).exists()


def test_the_page_is_light_has_no_script_and_says_nothing_of_the_company_but_its_name(
    address: str,
) -> None:
    page = Client().get(address)
    assert len(page.content) < LIGHT
    assert b"<script" not in page.content
    assert not page.cookies


def test_what_was_written_stays_when_an_answer_is_missing_or_too_many_report(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = Client()
    again = nobody.post(address, TOLD | {"category": ""})
    assert again.status_code == 422
    assert TOLD["text"] in again.content.decode()

    def full(*_args: Any) -> None:
        raise limits.TooMany(60)

    monkeypatch.setattr(limits, "demand", full)
    held = nobody.post(address, TOLD)
    assert held.status_code == 429
    assert f"{TOLD['text']}</textarea>" in held.content.decode()
    assert not Incident.objects.exists()


def test_an_ended_link_takes_nothing_and_gives_the_text_back(
    address: str, record: ReportLink, leader: Client
) -> None:
    leader.post(f"/report/link/{record.pk}", {"do": "end"})
    over = Client().post(address, TOLD)
    assert over.status_code == 404
    assert TOLD["text"] in over.content.decode()
    assert not Incident.objects.exists()
    assert Client().get("/report/by/nothing").status_code == 404


def test_a_new_code_ends_the_former_one(address: str, record: ReportLink, leader: Client) -> None:
    leader.post(f"/report/link/{record.pk}")
    assert Client().get(address).status_code == 404


def test_a_whistle_blowers_report_reaches_the_designated_alone_and_tells_no_name(
    address: str,
) -> None:
    assert "whistle" not in Client().get(address).content.decode()
    officer = an_appointment(role="designated").person
    account = an_account(person=officer)
    director = an_appointment(role="director").person
    boss = an_account(person=director)
    insider = an_account()
    client = Client()
    client.force_login(insider)
    sent = client.post("/report", TOLD | {"whistle": "on", "named": "on", "category": "other"})
    assert sent["Location"] == "/report/taken"
    made = Incident.objects.get()
    assert not made.number.rsplit("-", 1)[1].isdigit()
    assert (made.reporter_id, made.unit_id, made.restricted) == (None, None, True)
    assert insider.pk not in {item.actor for item in history("incidents", made.pk)}
    assert ReporterIdentity.objects.get().person_id == insider.person_id
    assert {m.person for m in Message.objects.filter(kind="incidents")} == {officer.pk}
    for who, status in ((account, 200), (boss, 404), (insider, 404)):
        one = Client()
        one.force_login(who)
        assert one.get(f"/i/{made.number}").status_code == status
        assert one.get("/r/reporter_identities/").status_code == 404
    page = Client()
    page.force_login(account)
    assert insider.person.name in page.get(f"/i/{made.number}").content.decode()
