"""O049: what stays overdue in a unit is brought before the director within five business days."""

from datetime import date

import pytest

from sekisho.config.schedule import engine
from sekisho.findings.escalation import escalate
from sekisho.findings.models import Escalation
from sekisho.registers.actor import Act
from sekisho.registers.calendar import ensure
from tests.given.findings import a_task, an_escalation
from tests.given.people import a_person, a_unit, an_appointment
from tests.obligations.judging import decide, due, state

pytestmark = pytest.mark.django_db
CODE = "overdue-escalated"
DUE = date(2026, 11, 13)  # a Friday; five business days later is the 20th


def acting(on: date) -> Act:
    act = engine()
    return Act(act.actor, act.at, act.via, on)


def test_an_overdue_item_has_five_business_days_to_reach_the_director() -> None:
    ensure(DUE)
    unit = a_unit()
    assert state(CODE, unit, DUE) == "kept"
    a_task(assignee=a_person(unit=unit), due_on=DUE)
    assert state(CODE, unit, DUE) == "kept"
    assert due(CODE, unit, date(2026, 11, 16)) == date(2026, 11, 20)
    assert state(CODE, unit, date(2026, 11, 20)) == "due_soon"
    assert state(CODE, unit, date(2026, 11, 21)) == "overdue"


def test_telling_the_manager_is_not_enough_and_its_own_task_does_not_count() -> None:
    ensure(DUE)
    unit, on = a_unit(), date(2026, 11, 24)
    task = a_task(assignee=a_person(unit=unit), due_on=DUE)
    a_task(assignee=a_person(unit=unit), due_on=DUE, obligation=CODE, title="")
    an_escalation(task=task, level="manager", on=DUE)
    assert state(CODE, unit, on) == "overdue"
    an_escalation(task=task, level="director", on=on)
    assert state(CODE, unit, date(2026, 11, 21)) == "overdue"
    assert state(CODE, unit, on) == "kept"


def test_the_ladder_climbs_on_business_days_and_tells_each_level_once() -> None:
    ensure(DUE)
    above = a_unit()
    unit = a_unit(parent=above)
    manager = an_appointment(role="manager", unit=above).person
    director = an_appointment(role="director").person
    a_task(assignee=a_person(unit=unit), due_on=DUE)
    told = []
    for day in (17, 18, 19, 20, 21, 27, 30):  # the 23rd is a holiday
        escalate(acting(date(2026, 11, day)))
        told.append(Escalation.objects.count())
    assert told == [0, 1, 1, 2, 2, 2, 3]
    assert dict(Escalation.objects.values_list("level", "to")) == {
        "manager": manager.pk, "director": director.pk, "committee": None
    }  # fmt: skip
    assert state(CODE, unit, date(2026, 11, 30)) == "kept"
    decide("escalation.manager_days", 1)
    other = a_task(assignee=a_person(unit=unit), due_on=date(2026, 11, 27))
    escalate(acting(date(2026, 11, 30)))
    assert Escalation.objects.filter(task=other, level="manager").exists()
