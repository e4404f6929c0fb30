"""Duties of roles: drafted from the catalogue, published, read by whoever has the role."""

import pytest
from django.test import Client

from sekisho.domains.documents.models import Acknowledgement, Binding, Campaign, Clause, Version
from sekisho.domains.documents.publishing import publish
from sekisho.domains.documents.sheet import Said, draft_sheet
from sekisho.domains.people.account import Account
from sekisho.registers.commands import move
from sekisho.registers.register import registry
from tests.given.people import a_contractor, an_account, an_appointment
from tests.web.conftest import somebody
from tests.web.policy.conftest import act_of, appointed

pytestmark = pytest.mark.django_db
LINES = [
    Said("方針を読み、同意する。", "Read the policy and agree.", ("O002",)),
    Said("報告する。", "", ()),
]


def entered(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def in_force(chair: Account, role: str, due_days: int | None = 14) -> Version:
    version = draft_sheet(act_of(chair), role, LINES, chair.person_id)
    version = move(registry["versions"], act_of(chair), "submit", version)
    director = appointed("director")
    version = move(registry["versions"], act_of(director), "approve", version)
    return publish(act_of(chair), version, None, due_days)


def text_of(account: Account, path: str) -> str:
    answer = entered(account).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_sheet_is_drafted_from_the_catalogue_and_put_into_own_words(chair: Account) -> None:
    client = entered(chair)
    proposed = client.get("/policy/role-duties/employee").content.decode()
    assert "[O002]" in proposed
    said = "方針を読みます。 [O002, O017]\n\n紛失したらすぐに知らせます。"
    answer = client.post("/policy/role-duties/employee", {"lines": said})
    version = Version.objects.get()
    assert answer.status_code == 302
    texts = list(Clause.objects.of(version).values_list("number", "text"))
    assert texts == [("1", "方針を読みます。"), ("2", "紛失したらすぐに知らせます。")]
    assert set(Binding.objects.values_list("duty", "state")) == {
        ("O002", "confirmed"), ("O017", "confirmed"),
    }  # fmt: skip
    assert client.post("/policy/role-duties/employee", {"lines": "x [O999]"}).status_code == 422
    assert client.post("/policy/role-duties/employee", {"lines": " "}).status_code == 422
    assert Version.objects.count() == 1


def test_only_those_who_lead_draft_sheets() -> None:
    client = entered(somebody("employee"))
    assert client.get("/policy/role-duties/employee").status_code == 403
    assert client.post("/policy/role-duties/employee", {"lines": "x"}).status_code == 403
    assert client.get("/policy/role-duties/king").status_code == 404


def test_whoever_has_the_role_reads_its_sheet_and_says_so(chair: Account) -> None:
    version = in_force(chair, "manager")
    manager = an_account()
    an_appointment(person=manager.person)
    employee = an_account()
    assert "報告する。" in text_of(manager, "/policy/my-duties")
    assert "報告する。" not in text_of(employee, "/policy/my-duties")
    path = f"/policy/my-duties/{version.pk}"
    assert entered(employee).post(path).status_code == 404
    assert entered(manager).post(path).status_code == 302
    given = Acknowledgement.objects.get()
    assert (given.person_id, given.campaign_id) == (manager.person_id, Campaign.objects.get().pk)
    assert "I have read" not in text_of(manager, "/policy/my-duties")
    assert entered(manager).post(path).status_code == 302
    assert Acknowledgement.objects.count() == 1


def test_a_sheet_can_be_read_though_nobody_was_asked_by_a_request(chair: Account) -> None:
    version = in_force(chair, "employee", None)
    employee = an_account()
    assert entered(employee).post(f"/policy/my-duties/{version.pk}").status_code == 302
    assert Acknowledgement.objects.get().version_id == version.pk


def test_the_request_asks_those_who_have_the_role(chair: Account) -> None:
    in_force(chair, "manager")
    campaign = Campaign.objects.get()
    manager, other = an_account(), an_account()
    an_appointment(person=manager.person)
    assert manager.person.name in text_of(chair, f"/policy/campaigns/{campaign.pk}")
    assert other.person.name not in text_of(chair, f"/policy/campaigns/{campaign.pk}")
    assert "責務：" in text_of(manager, "/policy/acknowledge")
    assert "責務：" not in text_of(other, "/policy/acknowledge")
    assert "1版" in text_of(chair, "/policy/role-duties")


def test_contractors_have_a_sheet_of_their_own(chair: Account) -> None:
    in_force(chair, "contractor")
    contractor = an_account(person=a_contractor())
    assert "報告する。" in text_of(contractor, "/policy/my-duties")
    assert "報告する。" not in text_of(chair, "/policy/my-duties")
