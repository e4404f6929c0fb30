"""Years of the era on Japanese pages, where the company wants them; stored and typed as ever."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override

from sekisho.registers import dates, settings
from sekisho.registers.wareki import parse_day, short_wareki
from tests.given.every import a_record
from tests.given.people import a_committee_meeting
from tests.web.conftest import somebody

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    dates.use_era(False)
    settings.forget()


def test_every_form_has_the_era_and_what_is_short_is_read_again() -> None:
    dates.use_era(True)
    with override("ja"):
        assert dates.day(DAY) == "令和8年11月20日(金)"
        assert dates.day(DAY, "plain") == "令和8年11月20日"
        assert dates.day(DAY, "month") == "令和8年11月"
        assert dates.day(DAY, "dense") == "R8.11.20"
        assert dates.day(DAY, "due") == "R8.11.20(金)"
        assert dates.day(DAY, "list", date(2026, 1, 1)) == "11/20(金)", "the same year needs none"
        assert dates.day(date(2019, 5, 1), "month") == "令和元年5月"
        assert dates.day(date(1872, 1, 1), "plain") == "1872年1月1日"
    with override("en"):
        assert dates.day(DAY) == "Fri 20 Nov 2026"
    for day in (DAY, date(2019, 4, 30), date(1926, 12, 25)):
        assert parse_day(short_wareki(day)) == day


@pytest.mark.django_db
def test_the_company_chooses_and_pages_follow() -> None:
    meeting = a_committee_meeting(held_on=date(2025, 4, 1))
    client = Client()
    client.force_login(somebody("chair"))
    path = f"/r/committee_meetings/{meeting.number}"
    assert "2025年4月1日" in client.get(path).content.decode()
    a_record("settings", name="display.years", value="era")
    settings.forget()
    assert "令和7年4月1日" in client.get(path).content.decode()
    assert "2025-04-01" in client.get(f"/api/v1/committee_meetings/{meeting.pk}").content.decode()
