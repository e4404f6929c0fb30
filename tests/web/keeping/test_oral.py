"""What is said by word of mouth gets its time, and a day by which it is confirmed in writing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.domains.assets.models import Classification, Disclosure
from sekisho.domains.suppliers.models import OralDisclosure
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from tests.given.assets import an_asset
from tests.given.company import a_whole_company, engine
from tests.given.keeping import a_disclosure_permit
from tests.given.people import a_person
from tests.given.suppliers import a_party, an_nda
from tests.obligations.judging import state

pytestmark = pytest.mark.django_db


def test_an_oral_disclosure_is_recorded_with_its_time_and_followed_up() -> None:
    given = a_whole_company()
    today = timezone.localdate()
    party = a_party(name="株式会社しおなぎ")
    nda = an_nda(party=party, oral=True, oral_days=30)
    confidential = Classification.objects.get(code="confidential")
    asset = an_asset(unit=given.unit, classification=confidential)
    permit = a_disclosure_permit(
        unit=given.unit, party=party, nda=nda, ground="nda", classification=confidential,
        asset=None, state="approved", approved_by=given.manager.person, approved_on=today,
        starts_on=today, ends_on=today + timedelta(days=60), requested_by=given.employee.person,
    )  # fmt: skip
    client = Client()
    client.force_login(given.employee)
    path = f"/a/{asset.number}/ask/disclosures"
    assert "開示の時刻" in client.get(path).content.decode()
    said: dict[str, Any] = {
        "permit": permit.number, "party": party.number, "recipient": "設計課 佐藤様",
        "what": "量産の時期", "purpose": "設計の打合せ", "channel": "oral",
        "disclosed_on": f"{today:%Y/%m/%d}", "disclosed_at": f"{today:%Y-%m-%d} 00:01",
    }  # fmt: skip
    page = client.post(path, said, follow=True)
    made = Disclosure.objects.select_related("oral_record").get()
    oral = made.oral_record
    assert oral is not None, page.content.decode()
    assert oral.confirm_by == today + timedelta(days=30)
    assert timezone.localtime(oral.disclosed_at).strftime("%H:%M") == "00:01"
    assert oral.person_id == given.employee.person_id
    assert "書面で確認してください" in page.content.decode()
    assert state("disclosures-marked", made, today) == "kept"
    late = today + timedelta(days=31)
    assert state("oral-disclosures-confirmed", oral, late) == "overdue"

    write(registry["ndas"], engine_of(given), {"oral_days": 10}, nda)
    oral.refresh_from_db()
    assert oral.confirm_by == today + timedelta(days=10), "other days hold for it too"
    said |= {"channel": "share", "what": "図面"}
    client.post(path, said)
    assert OralDisclosure.objects.count() == 1, "what is handed over needs no such line"


def engine_of(given: Any) -> Any:
    from dataclasses import replace

    from sekisho.domains.people.actors import actor_for

    return replace(engine(), actor=actor_for(given.chair, timezone.localdate()))


def test_the_time_lies_on_the_day_of_the_disclosure() -> None:
    given = a_whole_company()
    today = timezone.localdate()
    values = {
        "nda": an_nda(oral=True, oral_days=5).pk, "speaker": "they", "what": "生産計画",
        "person": a_person().pk, "disclosed_on": today,
        "disclosed_at": timezone.now() - timedelta(days=2),
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        write(registry["oral_disclosures"], engine_of(given), values)
    assert "disclosed_at" in refused.value.problems
