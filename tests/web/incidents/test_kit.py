"""The offline kit is made of the records: people with their telephone, contacts, steps, limits, forms."""

import pytest
from django.test import Client

from sekisho.domains.incidents.models import OfflineKit
from sekisho.registers import notes
from sekisho.registers.actor import Act
from sekisho.registers.register import registry
from sekisho.reports.printing import Asked
from sekisho.reports.prints.offline_kit import missing, offline_kit
from tests.domains.incidents.test_incidents import act
from tests.given.incidents import an_emergency_contact
from tests.given.people import a_person, an_appointment
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db


def words(of: Act) -> str:
    return str(offline_kit(Asked(of)).data["parts"])


def test_it_names_who_is_called_and_what_is_missing() -> None:
    an_appointment(person=a_person(name="大庭 和彦", phone="090-0000-0001"), role="director")
    an_emergency_contact(whom="police", name="県警サイバー窓口", phone="03-0000-0000")
    found = words(act())
    for text in ("大庭 和彦", "090-0000-0001", "県警サイバー窓口", "バックアップ", "報告用紙"):
        assert text in found, text
    assert missing() == [
        "個人情報保護委員会",
        "JPCERT/CC（コーディネーションセンター）",
        "保険会社",
    ]


def test_an_issue_keeps_the_paper_and_where_it_lies(client: Client) -> None:
    client.force_login(somebody("chair"))
    assert client.post("/incidents/kit", {"kept": ""}).status_code == 422
    client.post("/incidents/kit", {"kept": "事務局の金庫"})
    issue = OfflineKit.objects.get()
    (paper,) = notes.files(registry["offline_kits"], [issue.pk])
    assert (issue.kept, paper.media) == ("事務局の金庫", "application/pdf")
    page = client.get("/incidents/kit").content.decode()
    assert "事務局の金庫" in page
    assert "未登録の連絡先" in page
    client.force_login(somebody("employee"))
    assert client.get("/incidents/kit").status_code == 403
