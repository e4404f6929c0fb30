"""The inbox: seats and plain decisions, in the same few queries however many wait."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sekisho.domains.people.models import Account
from sekisho.registers.models import ApprovalSeat
from tests.given.approvals import a_delegation, a_line_in_force, an_approval, an_approval_seat
from tests.given.assets import a_class
from tests.given.people import a_committee_meeting, a_person, an_account
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db


def main(account: Account, show: str = "") -> str:
    client = Client()
    client.force_login(account)
    answer = client.get("/tasks/inbox", {"show": show} if show else {})
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


def a_seat_for(account: Account, **but: object) -> ApprovalSeat:
    """A class handed in by somebody else, which waits for ``account``."""
    rule = a_line_in_force({"otherwise": "lapse"}, {"role": "chair"}, register="tasks")
    record = a_class(code=f"c{timezone.now().timestamp()}".replace(".", ""), state="proposed")
    run = an_approval(rule=rule, rec=record.pk, person=a_person(name="葉山 灯"))
    due = timezone.localdate() - timedelta(days=2)
    return an_approval_seat(approval=run, person=account.person, due_on=due, **but)


def test_a_card_says_what_from_whom_until_when_and_what_happens_otherwise() -> None:
    director = somebody("director")
    seat = a_seat_for(director)
    said = main(director)
    for words in (
        "極秘",
        "葉山 灯",
        "2日超過",
        "失効",
        seat.approval.number,
        "委員長",
        'data-press="a"',
        'data-press="r"',
    ):
        assert words in said, words
    assert "さんに代わって" in main(somebody("deputy"))
    assert seat.approval.number not in main(somebody())


def test_whoever_stands_in_sees_and_decides_within_the_days() -> None:
    director, clerk = somebody("director"), an_account()
    seat = a_seat_for(director)
    assert seat.approval.number not in main(clerk)
    today = timezone.localdate()
    a_delegation(person=director.person, to=clerk.person, starts_on=today, ends_on=today)
    assert "さんに代わって" in main(clerk)
    client = Client()
    client.force_login(clerk)
    path = f"/r/approval_seats/{seat.pk}/moves/approve"
    assert client.post(path, {"comment": "不在のため", "next_": "/tasks/inbox"}).status_code == 302
    seat.refresh_from_db()
    assert (seat.state, seat.proxy, seat.decided_by) == ("approved", True, clerk.person)


def test_the_number_of_queries_does_not_grow() -> None:
    director = somebody("director")
    a_seat_for(director)
    a_committee_meeting(state="held")
    main(director)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            main(director)
        return len(queries)

    few = asked()
    for _ in range(5):
        a_seat_for(director)
        a_committee_meeting(state="held")
    assert asked() == few
