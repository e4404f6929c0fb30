"""An incident reaches manager and committee at once; silence climbs; whom it is about hears nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sekisho.connectors.outbox import Message
from sekisho.domains.incidents.models import Alert, Incident
from sekisho.notices.alerts import call_out, tell
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.guard import visible
from sekisho.registers.register import registry
from tests.given.incidents import an_incident, an_incident_member, an_on_call_turn
from tests.given.people import a_person, a_unit, an_account, an_appointment

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 3, 5, tzinfo=UTC)


def at(minutes: int) -> Act:
    moment = NOON + timedelta(minutes=minutes)
    return Act(service("engine"), moment, "engine", moment.date())


@pytest.fixture
def world() -> dict[str, Any]:
    """A unit below another, each with its manager; a committee and a director, with accounts."""
    division = a_unit(name="営業本部")
    unit = a_unit(name="営業部", parent=division)
    found = {
        "manager": an_appointment(role="manager", unit=unit).person,
        "above": an_appointment(role="manager", unit=division).person,
        "chair": an_appointment(role="chair").person,
        "member": an_appointment(role="committee").person,
        "director": an_appointment(role="director").person,
    }
    for person in found.values():
        an_account(person=person)
    return found | {"unit": unit}


def told(incident: Incident) -> set[Any]:
    return {(a.person_id, a.rung) for a in Alert.objects.filter(incident=incident.pk)}


def test_manager_and_committee_are_told_together_and_once(world: dict[str, Any]) -> None:
    incident = an_incident(unit=world["unit"])
    assert tell(incident, at(0)) == 3
    assert told(incident) == {(world[who].pk, 0) for who in ("manager", "chair", "member")}
    assert Message.objects.filter(kind="incidents").count() == 3
    assert call_out(at(1)) == 0
    assert "名簿" not in Message.objects.filter(kind="incidents").first().text  # type: ignore[union-attr]


def test_silence_climbs_from_the_manager_above_to_the_director(world: dict[str, Any]) -> None:
    incident = an_incident(unit=world["unit"])
    tell(incident, at(0))
    assert tell(incident, at(14)) == 0
    tell(incident, at(15))
    assert (world["above"].pk, 15) in told(incident)
    tell(incident, at(29))
    assert (world["director"].pk, 30) not in told(incident)
    tell(incident, at(30))
    assert (world["director"].pk, 30) in told(incident)


def test_an_answer_stops_the_ladder(world: dict[str, Any]) -> None:
    incident = an_incident(unit=world["unit"])
    tell(incident, at(0))
    Alert.objects.filter(person=world["manager"].pk).update(seen_at=NOON, state="seen")
    assert tell(incident, at(60)) == 0


def test_a_major_incident_reaches_the_director_at_once(world: dict[str, Any]) -> None:
    incident = an_incident(unit=world["unit"], least="major")
    tell(incident, at(0))
    assert (world["director"].pk, 0) in told(incident)


def test_whom_it_is_about_hears_nothing_and_a_restricted_one_reaches_its_people_alone(
    world: dict[str, Any],
) -> None:
    incident = an_incident(unit=world["unit"])
    an_incident_member(incident=incident, person=world["chair"], work="concerned", concerned=True)
    tell(incident, at(60))
    assert world["chair"].pk not in {person for person, _rung in told(incident)}
    secret = an_incident(unit=world["unit"], restricted=True)
    an_incident_member(incident=secret, person=world["member"])
    tell(secret, at(60))
    assert told(secret) == {(world["member"].pk, 0)}


def test_whoever_is_on_call_is_told_with_the_manager_and_may_open_it(world: dict[str, Any]) -> None:
    day = NOON.date()
    first = an_on_call_turn(person=a_person(unit=world["unit"]), starts_on=day, ends_on=day)
    second = an_on_call_turn(starts_on=day, ends_on=day, backup=True)
    an_on_call_turn(starts_on=day + timedelta(days=1), ends_on=day + timedelta(days=7))
    an_on_call_turn(unit=a_unit(name="工場"), starts_on=day, ends_on=day)
    incident = an_incident(unit=world["unit"])
    tell(incident, at(0))
    on_call = Alert.objects.filter(capacity="on_call")
    assert [(a.person_id, a.rung) for a in on_call] == [(first.person_id, 0)]
    tell(incident, at(16))
    assert set(on_call.filter(rung=15).values_list("person", flat=True)) == {
        first.person_id, second.person_id,
    }  # fmt: skip
    called = Actor(first.person_id, frozenset({"employee"}), first.person_id)
    assert incident in visible(called, registry["incidents"], day)
