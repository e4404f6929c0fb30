"""The supplier's person in charge gets the link by mail, is reminded, and our own person hears of silence."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import resolve

from sekisho.connectors.outbox import Message
from sekisho.domains.documents.models import Acknowledgement
from sekisho.notices import suppliers
from sekisho.registers import calendar, links
from sekisho.registers.actor import Act, service
from sekisho.registers.errors import Missing
from sekisho.registers.links import Capability
from tests.given.documents import a_campaign, a_version_in_force
from tests.given.people import a_company, a_contractor, a_person, an_account

pytestmark = pytest.mark.django_db
START = date(2026, 11, 2)  # a Monday; due on Monday 16 November


def engine(on: date) -> Act:
    at = datetime(on.year, on.month, on.day, 9, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
    return Act(service("engine"), at, "engine", on)


@pytest.fixture
def campaign() -> Any:
    calendar.ensure(START)
    a_company()
    version = a_version_in_force(effective_on=START, published_on=START)
    return a_campaign(version=version, starts_on=START, due_days=14, audience=())


def token(mail: Message) -> str:
    found = re.search(r"/confirm/(\S+)", mail.text)
    assert found
    return found[1]


def test_the_link_is_mailed_at_the_start_and_again_until_somebody_confirms(campaign: Any) -> None:
    sponsor = an_account(person=a_person())
    one = a_contractor(sponsor=sponsor.person, starts_on=date(2024, 4, 1))
    a_contractor(sponsor=sponsor.person, starts_on=date(2024, 4, 1))
    a_contractor(supplier="連絡先のない会社", supplier_email="", starts_on=date(2024, 4, 1))
    days = [START + timedelta(days=n) for n in range(30)]
    told = {day: n for day in days if (n := suppliers.follow(engine(day)))}
    to_supplier = Message.objects.filter(to=one.supplier_email).order_by("created_at")
    assert {f"{m.created_at.astimezone(ZoneInfo('Asia/Tokyo')):%m-%d}" for m in to_supplier} == {
        "11-02", "11-11", "11-16", "11-17", "11-19", "11-26",
    }  # fmt: skip
    assert suppliers.follow(engine(START)) == 0, "nobody is written to twice a day"
    assert sum(told.values()) == 6 + 3 * 1, "the sponsor hears of it after the day, three times"
    mails = list(to_supplier)
    assert "要員2名" in mails[0].subject
    assert one.name not in mails[0].text, "names are on the page alone"
    late = Message.objects.filter(to=sponsor.email)
    assert late.count() == 3
    assert "/confirm/" not in late[0].text, "the link is the supplier's alone"
    at = engine(date(2026, 11, 27)).at
    with pytest.raises(Missing):
        links.peek(token(mails[0]), suppliers.PURPOSE, at)
    newest = token(mails[-1])
    assert links.peek(newest, suppliers.PURPOSE, at).rec == campaign.pk
    assert resolve(f"/confirm/{newest}").view_name == "acknowledge-through"
    with pytest.raises(Missing):
        links.peek(newest, "report", at), "one purpose"
    with pytest.raises(Missing):
        links.peek(newest, suppliers.PURPOSE, at + suppliers.GOOD_FOR)


def test_silence_ends_with_the_confirmation_and_begins_with_the_next_version(campaign: Any) -> None:
    one = a_contractor(starts_on=date(2024, 4, 1))
    assert suppliers.follow(engine(START)) == 1
    Capability.objects.update(expires_at=datetime(2999, 1, 1, tzinfo=ZoneInfo("UTC")))
    path = f"/confirm/{token(Message.objects.get())}"
    said = {"person": [str(one.pk)], "contact": "浜 渚"}
    assert Client().post(path, said).status_code == 200
    assert Acknowledgement.objects.get().person_id == one.pk
    assert suppliers.follow(engine(START + timedelta(days=14))) == 0
    version = a_version_in_force(effective_on=START, published_on=START)
    a_campaign(version=version, starts_on=START, audience=("employee",))
    assert suppliers.follow(engine(START + timedelta(days=14))) == 0, "contractors are not asked"


def test_whoever_leads_mails_and_revokes_the_link_by_hand(campaign: Any) -> None:
    from tests.web.conftest import somebody

    one = a_contractor()
    client = Client()
    client.force_login(somebody("chair"))
    path = f"/policy/campaigns/{campaign.pk}/through/{one.pk}"
    assert "リンクをメールで送る" in client.get(path).content.decode()
    assert client.post(path, {"do": "mail"}).status_code == 302
    mail = Message.objects.get()
    assert mail.to == one.supplier_email
    address = f"/confirm/{token(mail)}"
    assert Client().get(address).status_code == 200
    client.post(path, {"do": "mail"})
    assert Message.objects.count() == 1
    assert Client().get(address).status_code == 200, "the one that was sent stays good"
    assert "取り消す" in client.get(path).content.decode()
    assert client.post(path, {"do": "revoke"}).status_code == 302
    assert Client().get(address).status_code == 404
    employee = Client()
    employee.force_login(somebody("employee"))
    for do in ("mail", "revoke"):
        assert employee.post(path, {"do": do}).status_code == 403
