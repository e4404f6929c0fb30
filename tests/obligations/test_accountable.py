"""The director is accountable: major incidents and high residual risks end with the director's word."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.given.incidents import an_incident
from tests.given.people import a_person, a_unit, an_account, an_appointment
from tests.given.risk import a_risk_acceptance
from tests.obligations.judging import decide, state
from tests.obligations.test_answering import acting

pytestmark = pytest.mark.django_db
CLOSED = "major-incidents-closed-by-director"
ACCEPTED = "residual-risks-accepted-by-director"
TODAY = date(2026, 11, 23)


def test_a_major_incident_is_closed_by_the_director_or_the_deputy_of_that_day() -> None:
    at = datetime(2026, 11, 20, 3, tzinfo=UTC)
    director = an_appointment(role="director").person
    one = an_incident(severity="major", state="closed", closed_at=at, closed_by=director)
    assert state(CLOSED, one, TODAY) == "kept"
    assert state(CLOSED, one, date(2026, 11, 19)) is None, "not closed yet"
    former = an_appointment(role="director", ends_on=date(2026, 11, 19)).person
    member = an_appointment(role="committee").person
    for person, found in ((former, "overdue"), (member, "overdue"), (None, "unknown")):
        one.closed_by = person
        one.save()
        assert state(CLOSED, one, TODAY) == found
    assert state(CLOSED, an_incident(severity="minor", state="closed", closed_at=at), TODAY) is None
    drill = an_incident(severity="major", state="closed", closed_at=at, drill=True)
    assert state(CLOSED, drill, TODAY) is None


def test_a_risk_above_the_threshold_is_accepted_by_the_director_who_does_not_own_it() -> None:
    director = an_appointment(role="director").person
    manager = a_person()
    fields = {"state": "accepted", "approved_on": TODAY, "ends_on": TODAY + timedelta(days=200)}
    one = a_risk_acceptance(**fields, level=10, approved_by=director)
    assert state(ACCEPTED, one, TODAY) == "kept"
    own = a_risk_acceptance(**fields, level=10, approved_by=director, owner=director)
    assert state(ACCEPTED, own, TODAY + timedelta(days=1)) == "overdue"
    lower = a_risk_acceptance(**fields, level=9, approved_by=manager)
    assert state(ACCEPTED, lower, TODAY) == "kept"
    higher = a_risk_acceptance(**fields, level=10, approved_by=manager)
    assert state(ACCEPTED, higher, TODAY + timedelta(days=1)) == "overdue"
    decide("risk.director_level", 11)
    assert state(ACCEPTED, higher, TODAY + timedelta(days=1)) == "kept"
    assert state(ACCEPTED, a_risk_acceptance(level=25), TODAY) is None, "nobody accepted it yet"


def test_an_acceptance_runs_out() -> None:
    director = an_appointment(role="director").person
    one = a_risk_acceptance(
        state="accepted",
        approved_on=TODAY,
        approved_by=director,
        ends_on=TODAY + timedelta(days=20),
    )
    assert state(ACCEPTED, one, TODAY) == "due_soon"
    assert state(ACCEPTED, one, TODAY + timedelta(days=21)) == "overdue"


def test_the_manager_accepts_what_is_low_and_the_director_alone_what_is_high() -> None:
    from dataclasses import replace

    from sekisho.domains.people.actors import actor_for

    unit = a_unit()
    register = registry["risk_acceptances"]
    manager, asker, director = an_account(), an_account(), an_account()
    an_appointment(person=manager.person, role="manager", unit=unit)
    an_appointment(person=asker.person, role="committee")
    an_appointment(person=director.person, role="director")
    base = acting(TODAY)

    def by(account):  # type: ignore[no-untyped-def]
        return replace(base, actor=actor_for(account, TODAY))

    values = {
        "title": "回線の二重化の見送り", "origin": "assessment", "unit": unit.pk, "reason": "費用のため",
        "starts_on": TODAY, "ends_on": TODAY + timedelta(days=100), "impact": 3,
    }  # fmt: skip
    low = write(register, by(asker), values | {"likelihood": 2})
    high = write(register, by(asker), values | {"likelihood": 4})
    assert (low.level, high.level, high.owner_id) == (6, 12, asker.person_id)
    said = {"decision": "認める"}
    with pytest.raises(Denied):
        move(register, by(asker), "approve", low, said)
    with pytest.raises(Denied):
        move(register, by(manager), "approve", high, said)
    assert move(register, by(manager), "approve", low, said).state == "accepted"
    done = move(register, by(director), "approve", high, said)
    assert (done.state, done.approved_by_id) == ("accepted", director.person_id)
    with pytest.raises(Invalid):
        write(register, by(asker), {"impact": 1}, done)
    with pytest.raises(Invalid):
        long = values | {"likelihood": 2, "ends_on": TODAY + timedelta(days=400)}
        write(register, by(asker), long)
