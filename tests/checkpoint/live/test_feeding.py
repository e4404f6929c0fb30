"""What kept decisions tell others: last use of rights, points to ask about, denials by gate."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sekisho.checkpoint import feeding, keeping
from sekisho.checkpoint.live import Registers
from sekisho.checkpoint.models import Decision
from sekisho.domains.access.models import UsageCheck
from sekisho.registers.actor import Act, service
from tests.checkpoint.live.company import NOW, Company
from tests.given.access import a_monitoring_rule

pytestmark = pytest.mark.django_db
NOVEMBER = Act.now(service("engine"), datetime(2026, 11, 2, 1, tzinfo=UTC), "engine", "Asia/Tokyo")


@pytest.fixture
def company() -> Company:
    found = Company(mfa="none", device="none")
    found.gate = Registers(found.follower, keep=keeping.keep_all, now=lambda: found.now)
    return found


def at(company: Company, day: int, hour: int) -> None:
    """Noon in Tokyo is three o'clock UTC."""
    company.now = datetime(2026, 10, day, tzinfo=UTC) + timedelta(hours=hour - 9)


def test_the_last_use_of_a_right_follows_from_the_permits_it_gave(company: Company) -> None:
    for day in (14, 15):
        at(company, day, 12)
        assert company.codes() == []
    company.codes("export")  # a denial is no use
    assert feeding.last_use(NOW + timedelta(hours=1)) == 1
    company.right.refresh_from_db()
    assert company.right.last_used_on == date(2026, 10, 15)
    assert feeding.last_use(NOW + timedelta(hours=1)) == 0
    type(company.right).objects.all().seen({company.right.number: date(2026, 10, 1)})
    company.right.refresh_from_db()
    assert company.right.last_used_on == date(2026, 10, 15)  # never backwards


def test_use_outside_purpose_hours_or_role_is_asked_about_once_and_without_a_judgement(
    company: Company,
) -> None:
    company.right.purpose = "設計"
    company.right.save()
    a_monitoring_rule(starts_on=date(2026, 10, 5), noticed_on=date(2026, 10, 10))
    for day, hour, action, purpose in (
        (9, 23, "read", "設計"),  # before people were told
        (12, 12, "read", "設計"), (12, 21, "read", "設計"),  # usual
        (13, 22, "read", "設計"), (14, 6, "read", "設計"),  # outside the hours
        (15, 12, "read", "興味"), (16, 12, "export", "設計"),
    ):  # fmt: skip
        at(company, day, hour)
        company.ask(action, purpose=purpose)
    assert feeding.ask_about(NOVEMBER) == 3
    rows = UsageCheck.objects.order_by("about").values_list("about", "state", "answer", "case")
    assert list(rows) == [
        (about, "open", "", "D-2026-10") for about in ("hours", "purpose", "role")
    ]
    hours = UsageCheck.objects.get(about="hours")
    assert (hours.person, hours.asset, hours.found_on) == (
        company.hana,
        company.plans,
        date(2026, 11, 2),
    )
    assert "2回" in hours.what and "10-13 22:00" in hours.what and "D-5" in hours.what
    assert feeding.ask_about(NOVEMBER) == 0  # not twice


def test_nothing_is_looked_at_without_a_rule_of_monitoring(company: Company) -> None:
    at(company, 13, 23)
    company.ask()
    assert feeding.ask_about(NOVEMBER) == 0
    a_monitoring_rule(noticed_on=None)
    assert feeding.ask_about(NOVEMBER) == 0


def test_denials_are_counted_by_gate_and_week(company: Company) -> None:
    for day in (1, 13, 14):
        at(company, day, 12)
        company.ask("export")
    found = feeding.denials(Decision.objects.all(), NOW)
    assert found == {"right": [0, 0, 1, 2]}
