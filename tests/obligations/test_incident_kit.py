"""The kit for emergencies: issued each month, and anew when a number changes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sekisho.domains.incidents.models import EmergencyContact
from sekisho.domains.people.models import Company
from tests.given.incidents import an_emergency_contact, an_offline_kit
from tests.given.people import a_company
from tests.obligations.judging import due as due_of

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


def due(on: date = ON) -> date | None:
    return due_of("offline-kit-current", Company.objects.get(), on)


def changed(one: EmergencyContact, at: datetime) -> None:
    EmergencyContact.objects.filter(pk=one.pk).update(changed_at=at)


def test_without_an_issue_it_is_owed_a_month_after_records_began() -> None:
    a_company(since=date(2026, 4, 1))
    assert due() == date(2026, 5, 1)


def test_an_issue_lasts_a_month_and_a_changed_number_shortens_it() -> None:
    a_company(since=date(2026, 4, 1))
    issued = datetime(2026, 11, 2, 1, tzinfo=UTC)
    an_offline_kit(issued_at=issued)
    contact = an_emergency_contact()
    changed(contact, issued - timedelta(hours=1))
    assert due() == date(2026, 12, 2)
    changed(contact, issued + timedelta(days=2))
    assert due() == date(2026, 11, 11)
    changed(contact, issued + timedelta(days=28))
    assert due() == date(2026, 12, 2)  # what changes after the day is not known on it
    assert due(date(2026, 12, 1)) == date(2026, 12, 2)
    an_offline_kit(issued_at=issued + timedelta(days=29))
    assert due(date(2026, 12, 1)) == date(2027, 1, 1)
