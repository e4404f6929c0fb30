"""The monthly status: figures from dated facts, confirmed by the director exactly as they were shown."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.domains.people.models import Company, ManagementReview
from sekisho.findings import month
from sekisho.findings.finding import ClauseStanding, Standing
from sekisho.ledger.history import history
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act
from sekisho.registers.register import registry
from sekisho.reports import printing
from tests.given.company import Given, a_whole_company
from tests.given.findings import a_task
from tests.given.incidents import an_incident
from tests.given.people import an_account, an_appointment
from tests.obligations.judging import state

pytestmark = pytest.mark.django_db


def stood(code: str, on: date, seal: str, **counts: int) -> None:
    Standing.objects.create(obligation=code, on=on, at=timezone.now(), seal=seal, **counts)


def clauses(on: date, *seals: str) -> None:
    version = new_id(timezone.now())
    for n, seal in enumerate(seals):
        ClauseStanding.objects.create(
            stable=f"c{n}", version=version, number=f"1.{n}", on=on, seal=seal
        )


@pytest.fixture
def last() -> date:
    """The first day of the month that is over, with figures of its end and of the end before."""
    first = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    end, before = month.last_day(first), first - timedelta(days=1)
    Standing.objects.all().delete()
    ClauseStanding.objects.all().delete()
    stood("assets-labelled", before, "kept", population=4, kept=4)
    stood("assets-labelled", end, "not_kept", population=4, kept=1, overdue=3)
    stood("policy-acknowledged", before, "not_kept", population=10, kept=5, overdue=5)
    stood("policy-acknowledged", end, "kept", population=10, kept=10)
    clauses(before, "kept", "not_kept", "out_of_scope")
    clauses(end, "kept", "kept", "at_risk")
    a_task(due_on=first, opened_on=before, closed_on=None)
    a_task(due_on=first, opened_on=before, closed_on=end)
    noon = timezone.now().replace(year=first.year, month=first.month, day=15, hour=3)
    for severity, but in (
        ("major", {}),
        ("minor", {"restricted": True}),
        ("minor", {"drill": True}),
    ):
        an_incident(
            severity=severity, noticed_at=noon, reported_at=noon + timedelta(minutes=18), **but
        )
    return first


@pytest.fixture
def given() -> Given:
    return a_whole_company()


def test_the_figures_stand_beside_those_of_the_month_before(given: Given, last: date) -> None:
    found = month.figures(last, timezone.localdate())
    assert (found.now.kept, found.now.measured, found.before.kept) == (2, 3, 1)
    assert (found.now.agreed, found.before.agreed) == (100.0, 50.0)
    assert (found.incidents, found.major, found.minutes) == (1, 1, 18)
    assert found.now.late == 1, "what was closed by the end is not late"
    assert found.now.longest == (month.last_day(last) - last).days
    assert [(c.code, c.worse) for c in found.changes] == [
        ("assets-labelled", True), ("policy-acknowledged", False),
    ]  # fmt: skip
    assert [row.obligation for row in found.bad] == ["assets-labelled"]


def test_the_director_confirms_what_the_page_shows_and_the_obligation_reads_it(
    given: Given, last: date
) -> None:
    company = Company.objects.get()
    Company.objects.update(since=last)
    company.refresh_from_db()
    today = timezone.localdate()
    client = Client()
    client.force_login(given.director)
    path = f"/direction/monthly/{last:%Y-%m}"
    assert client.get("/direction/monthly").headers["Location"] == path
    page = client.get(path).content.decode()
    shown = re.search(r'name="shown" value="(\w+)"', page)
    assert shown
    assert "取締役の確認" in page
    assert client.post(path, {"shown": shown[1]}).status_code == 422, "having looked is no decision"
    stale = client.post(path, {"shown": "0" * 64, "no_instructions": "true"})
    assert stale.status_code == 422
    assert not ManagementReview.objects.exists()
    late = month.last_day(month.last_day(last) + timedelta(days=1)) + timedelta(days=1)
    assert state("status-confirmed", company, late) == "overdue"
    said = {"shown": shown[1], "no_instructions": "true", "comment": "表示の遅れを注視する。"}
    assert client.post(path, said).status_code == 302
    review = ManagementReview.objects.get()
    assert (review.state, review.confirmed_by_id) == ("confirmed", given.director.person_id)
    assert review.figures in client.get(path).content.decode()
    assert history("management_reviews", review.pk, 1)[0].act == "confirm"
    assert state("status-confirmed", company, late) == "kept"
    again = client.post(path, said)
    assert again.status_code == 422, "what is confirmed stands"

    register = registry["management_reviews"]
    act = Act.now(_director(given), timezone.now(), "web", "Asia/Tokyo")
    made, name = printing.make("monthly_status", printing.Asked(act, register, review))
    assert made.startswith(b"%PDF")
    assert name == f"{review.number}_monthly.pdf"
    assert today >= last


def _director(given: Given):  # type: ignore[no-untyped-def]
    from sekisho.domains.people.actors import actor_for

    return actor_for(given.director, timezone.localdate(), {})


def test_only_director_and_deputy_confirm_and_no_month_before_it_is_over(
    given: Given, last: date
) -> None:
    now = timezone.localdate()
    chair, manager, deputy = Client(), Client(), Client()
    chair.force_login(given.chair)
    manager.force_login(given.manager)
    account = an_account()
    an_appointment(person=account.person, role="deputy")
    deputy.force_login(account)
    path = f"/direction/monthly/{last:%Y-%m}"
    assert manager.get(path).status_code == 403
    page = chair.get(path)
    assert page.status_code == 200
    assert "確認して記録する" not in page.content.decode()
    figures = month.words(month.figures(last, now))
    from sekisho.findings.monthly import digest

    said = {"shown": digest(figures), "no_instructions": "true"}
    assert chair.post(path, said).status_code == 403
    assert not ManagementReview.objects.exists(), "nothing is left behind by a refusal"
    assert deputy.post(path, said).status_code == 302
    running = f"/direction/monthly/{now:%Y-%m}"
    assert "確認して記録する" not in deputy.get(running).content.decode()
    figures = month.words(month.figures(now.replace(day=1), now))
    early = deputy.post(running, {"shown": digest(figures), "no_instructions": "true"})
    assert early.status_code == 422
    for nonsense in ("2026-13", "abc", "2999-01"):
        assert deputy.get(f"/direction/monthly/{nonsense}").status_code == 404
