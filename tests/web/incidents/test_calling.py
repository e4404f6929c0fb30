"""The first page says which reports nobody answered, and whom to ring now."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.domains.incidents.models import Alert
from tests.given.incidents import an_alert, an_incident, an_on_call_turn
from tests.given.people import a_person
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
HEADING = "まだ誰も確認していない報告"


def page_of(account: object, path: str = "/tasks") -> str:
    client = Client()
    client.force_login(account)
    return client.get(path).content.decode()


def test_an_unanswered_report_stands_on_the_first_page_of_whom_it_concerns_until_answered() -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    member, clerk = somebody("committee"), somebody("employee")
    an_on_call_turn(
        person=a_person(name="潮 健"), phone="090-1111-2222", starts_on=today, ends_on=today
    )
    moments = {
        "noticed_at": now - timedelta(minutes=50),
        "reported_at": now - timedelta(minutes=40),
    }
    incident = an_incident(title="書類の紛失", unit=None, **moments)
    secret = an_incident(title="内部者", restricted=True, **moments)
    for one in (incident, secret):
        an_alert(incident=one, person=member.person, capacity="committee", told_at=now)

    page = page_of(member)
    assert HEADING in page
    assert "書類の紛失" in page
    assert "40分応答なし" in page
    assert "090-1111-2222" in page
    assert "内部者" not in page
    other = page_of(clerk)
    assert HEADING not in other
    assert "潮 健" in other  # whom to ring is for everybody

    client = Client()
    client.force_login(member)
    client.post(f"/i/{incident.number}/seen")
    assert HEADING not in page_of(member)
    assert Alert.objects.get(incident=incident).state == "seen"
