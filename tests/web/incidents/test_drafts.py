"""Drafts for outside: the facts as they stand, what is unknown said so, every edition kept as it was."""

from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from sekisho.domains.incidents import drafting
from sekisho.domains.incidents.models import IncidentDraft
from sekisho.registers import notes
from sekisho.registers.register import registry
from sekisho.web.incidents import clocks
from tests.domains.incidents.test_incidents import LATER, actor, found_out, reported
from tests.given.assets import an_asset
from tests.given.incidents import a_timeline_entry, an_affected_asset, an_outside_contact
from tests.given.people import an_account
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
NINE = ("1. 概要", "2. ", "3. 本人の数", "4. ", "5. ", "6. ", "7. ", "8. ", "9. ")


def test_the_report_to_the_commission_has_nine_items_and_says_what_is_not_known() -> None:
    incident = reported(persons=1240)
    found_out(incident, malicious="no")
    an_affected_asset(incident=incident, asset=an_asset(personal=("personal",), media=("cloud",)))
    a_timeline_entry(incident=incident, text="相手に削除を依頼した。")
    a_timeline_entry(incident=incident, text="社内だけのメモ", in_report=False)
    an_outside_contact(incident=incident, body="public", decision="needed")
    text = drafting.compose(incident, "preliminary", "見本商事株式会社")
    heads = [line.removeprefix("■ ") for line in text.splitlines() if line.startswith("■")]
    assert len(heads) == 10
    assert all(head.startswith(begin) for head, begin in zip(heads[1:], NINE, strict=True))
    assert "最大1,240人" in text
    assert "第1号（要配慮個人情報）：調査中" in text
    assert "第3号" in text
    assert "：該当しない" in text
    assert "相手に削除を依頼した。" in text
    assert "社内だけのメモ" not in text
    assert drafting.open_points(text) > 3


def test_persons_are_told_their_items_alone() -> None:
    incident = reported(persons=1240)
    a_timeline_entry(incident=incident, text="相手に削除を依頼した。")
    text = drafting.compose(incident, "persons", "見本商事株式会社")
    assert text.count("■") == 6
    assert not [word for word in ("1,240", "第1号", "相手に削除", incident.text) if word in text]


def test_the_law_on_my_number_counts_its_own_cases_and_persons() -> None:
    incident = reported(persons=1240)
    found_out(incident, my_number="yes", my_number_persons=90)
    text = drafting.compose(incident, "mn_preliminary", "見本商事株式会社")
    assert "番号法" in text
    assert "最大90人" in text
    assert "第4号（100人超）：該当しない" in text


def test_an_edition_is_kept_with_its_files_and_the_next_one_stands_beside_it(
    client: Client,
) -> None:
    incident = reported(persons=12)
    address = f"/i/{incident.number}/drafts/preliminary"
    client.force_login(somebody("committee"))
    assert "調査中" in client.get(address).content.decode()
    client.post(address, {"text": "■ 1. 概要\r\n調べています。"})
    client.post(address, {"text": "■ 1. 概要\r\n分かりました。", "remark": "続報"})
    first, second = IncidentDraft.objects.order_by("edition")
    assert (first.edition, second.edition, second.items) == (1, 2, [("1. 概要", "分かりました。")])
    files = {f.name: f for f in notes.files(registry["incident_drafts"], [second.pk])}
    assert sorted(name.rpartition(".")[2] for name in files) == ["docx", "pdf"]
    word = next(f for name, f in files.items() if name.endswith("docx"))
    got = client.get(f"/r/incident_drafts/{second.pk}/files/{word.pk}")
    whole = Document(BytesIO(b"".join(got)))
    assert "分かりました。" in [one.text for one in whole.paragraphs]
    assert "分かりました。" in client.get(address).content.decode()
    assert client.post(address, {"text": " "}).status_code == 422
    assert client.get(f"/i/{incident.number}/drafts").status_code == 200


def test_the_finder_does_not_read_what_is_drafted(client: Client) -> None:
    account = an_account()
    incident = reported(actor("committee"), reporter=account.person_id)
    client.force_login(account)
    assert client.get(f"/i/{incident.number}").status_code == 200
    assert client.get(f"/i/{incident.number}/drafts/preliminary").status_code == 404


def test_both_outcomes_stand_on_the_clock_until_the_purpose_is_known() -> None:
    incident = reported(persons=1240)
    clock = next(c for c in clocks.of(incident, LATER) if "30日" in str(c.under))
    assert "2026/12/16" in str(clock.under)
    assert "2027/01/15" in str(clock.under)
    found_out(incident, malicious="no")
    assert not [c for c in clocks.of(incident, LATER) if "60日" in f"{c.title}{c.under}"]
    assert incident.report_duties.filter(rule="appi-final-malicious", answer="no").exists()
