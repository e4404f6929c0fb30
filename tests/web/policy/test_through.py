"""Contractors' people acknowledge through their supplier's person in charge."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.domains.documents.models import Acknowledgement
from sekisho.domains.people.account import Account
from sekisho.registers.links import Capability
from tests.given.documents import a_campaign, a_section, a_version_in_force, an_acknowledgement
from tests.given.people import a_company, a_contractor
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Any:
    a_company()
    a_section(topic="access", binds=("contractor",))
    return a_campaign(version=a_version_in_force(), sections=("access",))


def entered(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def link_for(chair: Account, asked: Any, person: Any) -> str:
    path = f"/policy/campaigns/{asked.pk}/through/{person.pk}"
    page = entered(chair).post(path, {"do": "link"}).content.decode()
    return "/confirm/" + page.split("/confirm/")[1].split('"')[0]


def test_the_person_in_charge_confirms_for_the_suppliers_people_alone(
    asked: Any, chair: Account
) -> None:
    one, two = a_contractor(), a_contractor(name="沖 千鳥")
    done, other = a_contractor(name="済 済子"), a_contractor(name="他 社員", supplier="別の会社")
    an_acknowledgement(version=asked.version, person=done)
    path = link_for(chair, asked, one)
    outside = Client()
    page = outside.get(path).content.decode()
    assert one.name in page
    assert two.name in page
    assert done.name not in page
    assert other.name not in page
    said = {"person": [str(one.pk), str(other.pk)], "contact": "浜 渚"}
    assert outside.post(path, said).status_code == 200
    (given,) = Acknowledgement.objects.filter(person__in=(one, two, other))
    assert (given.person_id, given.kind, given.sections) == (one.pk, "declared", ("access",))
    assert "浜 渚" in given.source
    assert one.supplier in given.source


@pytest.mark.parametrize("but", [{"contact": ""}, {"person": []}, {"person": ["nonsense"]}])
def test_nothing_is_recorded_without_a_name_and_somebody_chosen(
    asked: Any, chair: Account, but: dict[str, Any]
) -> None:
    person = a_contractor()
    path = link_for(chair, asked, person)
    said = {"person": [str(person.pk)], "contact": "浜 渚"} | but
    assert Client().post(path, said).status_code == 422
    assert not Acknowledgement.objects.exists()


def test_a_link_ends_after_two_weeks(asked: Any, chair: Account) -> None:
    path = link_for(chair, asked, a_contractor())
    Capability.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(path).status_code == 404
    assert Client().get("/confirm/nothing").status_code == 404


def test_a_signed_sheet_that_came_back_is_recorded_by_whoever_leads(
    asked: Any, chair: Account
) -> None:
    person = a_contractor()
    client, path = entered(chair), f"/policy/campaigns/{asked.pk}/through/{person.pk}"
    assert person.supplier in client.get(f"/policy/campaigns/{asked.pk}").content.decode()
    assert person.name in client.get(path).content.decode()
    said = {"do": "sheet", "person": str(person.pk), "on": "2026/04/01", "source": "総務部 A-5"}
    for wrong in ({"on": "昨日"}, {"source": ""}, {"on": "2999/01/01"}):
        assert client.post(path, said | wrong).status_code == 422
    assert client.post(path, said).status_code == 302
    assert Acknowledgement.objects.get().source == "総務部 A-5"


def test_only_whoever_leads_makes_links(asked: Any) -> None:
    path = f"/policy/campaigns/{asked.pk}/through/{a_contractor().pk}"
    for role in ("employee", "manager", "contractor", "auditor"):
        client = entered(somebody(role))
        assert client.get(path).status_code == 403
        assert client.post(path, {"do": "link"}).status_code == 403
