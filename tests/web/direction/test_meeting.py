"""A meeting: its agenda is drawn from the records, the chair confirms, decisions are recorded, actions follow."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.domains.people.actors import actor_for
from sekisho.domains.people.models import AgendaItem, CommitteeDecision, MeetingAction
from sekisho.findings import agenda
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.given.company import a_whole_company, engine
from tests.given.incidents import a_prevention, an_incident
from tests.given.people import a_committee_meeting, a_meeting_action, an_account, an_appointment
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db


def client_of(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_items_are_proposed_from_the_records_and_only_the_chair_puts_them_on_the_agenda() -> None:
    given = a_whole_company()
    today = timezone.localdate()
    meeting = a_committee_meeting(held_on=today + timedelta(days=7), state="planned")
    a_committee_meeting(held_on=today + timedelta(days=70), state="planned")
    a_meeting_action(what="棚卸の手順を見直す", due_on=today - timedelta(days=1))
    shown = an_incident(number="INC-2026-001")
    hidden = an_incident(number="INC-2026-002", restricted=True)
    for incident in (shown, hidden):
        a_prevention(incident=incident, due_on=today)
    assert agenda.draw_due(engine()) > 0, "the meeting to come; the later one waits"
    assert agenda.draw_due(engine()) == 0, "nothing is proposed twice"
    items = AgendaItem.objects.all()
    assert {one.state for one in items} == {"proposed"}
    assert {one.meeting_id for one in items} == {meeting.pk}
    titles = " ".join(one.title for one in items)
    assert "未遵守：" in titles
    assert "棚卸の手順を見直す" in titles
    assert "INC-2026-001" in titles
    assert "INC-2026-002" not in titles, "more people read an agenda than may know of it"

    item = items.filter(source="action").get()
    accept = f"/r/agenda_items/{item.pk}/moves/accept"
    path = f"/r/committee_meetings/{meeting.number}"
    member = client_of(somebody("committee"))
    assert "議題にする" not in member.get(path).content.decode()
    assert member.post(accept).status_code == 403
    chair = client_of(given.chair)
    assert chair.post(accept, {"next_": path}).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.confirmed_by_id) == ("accepted", given.chair.person_id)
    page = chair.get(path).content.decode()
    assert "決定事項を記録する" in page


def test_a_decision_is_recorded_by_somebody_else_after_the_meeting_and_then_stands() -> None:
    given = a_whole_company()
    today = timezone.localdate()
    later = a_committee_meeting(held_on=today + timedelta(days=1), state="planned")
    held = a_committee_meeting(held_on=today, state="held")
    proposer = an_account()
    an_appointment(person=proposer.person, role="committee")
    register = registry["committee_decisions"]

    def act(account: Any) -> Act:
        return Act(actor_for(account, today, {}), timezone.now(), "web", today)

    words = {"text": "写真は機密とする。", "ground": "判断が分かれるため"}
    early = write(register, act(proposer), words | {"meeting": later.pk})
    with pytest.raises(Denied):
        move(register, act(given.chair), "carry", early, {"consent": "unanimous"})
    one = write(register, act(proposer), words | {"meeting": held.pk})
    assert one.proposer_id == proposer.person_id
    with pytest.raises(Denied):
        move(register, act(proposer), "carry", one, {"consent": "unanimous"})
    with pytest.raises(Invalid):
        move(register, act(given.chair), "carry", one, {"consent": "unanimous", "votes_against": 1})
    with pytest.raises(Invalid):
        tie = {"consent": "majority", "votes_for": 2, "votes_against": 2}
        move(register, act(given.chair), "carry", one, tie)
    with pytest.raises(Invalid):
        write(register, act(proposer), {"due_on": today}, one)
    one = move(
        register,
        act(given.chair),
        "carry",
        one,
        {"consent": "majority", "votes_for": 3, "votes_against": 1},
    )
    assert (one.effective_on, one.decided_on) == (today, today)
    with pytest.raises(Invalid):
        write(register, act(given.chair), {"text": "写真は公知とする。"}, one)
    action = {"meeting": held.number, "decision": one.number, "what": "周知する", "due_on": today}
    page = client_of(given.chair).post(
        "/r/meeting_actions/new", action | {"owner": given.employee.person.number}
    )
    assert page.status_code == 302, page.content.decode()
    assert MeetingAction.objects.get().decision_id == one.pk
    assert CommitteeDecision.objects.open().get() == one
