"""What happened too late stays late until its cause is put right and somebody else confirms it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sekisho.findings import daily, watch
from sekisho.findings.finding import Finding, Standing
from sekisho.ledger.sequence import integrate
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.given.people import a_person, an_account, an_appointment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CODE = "appointments-in-time"


def engine() -> Act:
    return Act(service("engine"), AT, "engine", TODAY)


def chair() -> Act:
    person = a_person()
    an_appointment(
        role="chair", person=person, decided_on=date(2020, 1, 1), starts_on=date(2020, 1, 1)
    )
    actor = Actor(an_account(person=person).pk, frozenset({"chair", "employee"}), person.pk)
    return Act(actor, AT, "test", TODAY)


def late():
    return an_appointment(role="admin", starts_on=date(2026, 5, 1), decided_on=date(2026, 5, 20))


def a_correction(act: Act, subject) -> object:
    values = {
        "obligation": CODE,
        "subject": str(subject.pk),
        "cause": "取締役会の日程",
        "action": "前月に付議",
    }
    made = write(registry["corrections"], act, values)
    return move(registry["corrections"], act, "carry_out", made, {"done_on": "2026/11/20"})


def seal() -> str:
    return Standing.objects.get(obligation=CODE, on=TODAY).seal


def test_a_late_event_is_not_healed_by_the_record_as_it_is() -> None:
    late()
    daily.evaluate(engine())
    assert seal() == "not_kept"


def test_a_confirmed_corrective_action_closes_it_and_history_keeps_it() -> None:
    subject = late()
    daily.evaluate(engine())
    made = a_correction(chair(), subject)
    daily.evaluate(engine())
    assert seal() == "not_kept"
    move(registry["corrections"], chair(), "confirm", made)
    integrate()  # on PostgreSQL a sequencer of its own gives entries their places
    watch.catch_up(engine())
    assert seal() == "kept"
    assert Finding.objects.get(obligation=CODE, rec=subject.pk).closed_on == TODAY


def test_nobody_confirms_their_own_corrective_action() -> None:
    act = chair()
    made = a_correction(act, late())
    with pytest.raises(Denied):
        move(registry["corrections"], act, "confirm", made)


def test_a_state_that_the_records_can_heal_takes_no_corrective_action() -> None:
    values = {
        "obligation": "assets-purposed",
        "subject": str(late().pk),
        "cause": "x",
        "action": "y",
    }
    with pytest.raises(Invalid, match="obligation"):
        write(registry["corrections"], chair(), values)


def test_events_before_the_first_day_of_application_are_not_judged() -> None:
    late()
    words = {"name": "obligations.started_on", "value": "2026-06-01", "reason": "取締役会"}
    write(registry["settings"], replace(engine(), actor=service("operator")), words)
    daily.evaluate(engine())
    assert seal() == "kept"
