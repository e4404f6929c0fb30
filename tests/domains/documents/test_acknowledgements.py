"""A person acknowledges for themselves, once for each version, and for good."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from sekisho.checkpoint.guard import Checkpoint
from sekisho.domains.documents.acknowledgement import Acknowledgement, AcknowledgementRegister
from sekisho.domains.documents.agreeing import agree
from sekisho.domains.documents.campaign import CampaignRegister
from sekisho.domains.documents.words import Bound
from sekisho.domains.people.person import Employment
from sekisho.registers import guard
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import withdraw, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.domains.documents.conftest import TODAY
from tests.given.documents import (
    a_campaign,
    a_section,
    a_version,
    a_version_in_force,
    an_acknowledgement,
)
from tests.given.people import a_person

pytestmark = pytest.mark.django_db
REGISTER = registry[AcknowledgementRegister.name]
CAMPAIGNS = registry[CampaignRegister.name]
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _real_guard(_open_guard: None) -> None:
    guard.install(Checkpoint())


def acting(person: Any, role: str = "employee") -> Act:
    return Act(Actor(uuid4(), frozenset({role}), person=person.pk), NOON, "web", TODAY)


@pytest.mark.parametrize("role", ["employee", "contractor", "director", "manager"])
def test_whoever_is_in_scope_acknowledges_for_themselves(role: str) -> None:
    person = a_person()
    record = write(
        REGISTER, acting(person, role), {"version": a_version_in_force(), "person": person}
    )
    assert (record.kind, record.on, record.at, record.via) == ("agreed", TODAY, NOON, "web")


def test_an_employee_cannot_acknowledge_for_another() -> None:
    with pytest.raises(Denied):
        write(REGISTER, acting(a_person()), {"version": a_version_in_force(), "person": a_person()})


def test_not_even_the_director_agrees_for_another() -> None:
    values = {"version": a_version_in_force(), "person": a_person()}
    with pytest.raises(Invalid):
        write(REGISTER, acting(a_person(), "director"), values)


def test_nobody_agrees_to_what_is_not_published() -> None:
    person = a_person()
    with pytest.raises(Invalid):
        write(REGISTER, acting(person), {"version": a_version(), "person": person})


def test_one_person_acknowledges_one_version_once() -> None:
    person, version = a_person(), a_version_in_force()
    act = acting(person)
    write(REGISTER, act, {"version": version, "person": person})
    with pytest.raises(Invalid):
        write(REGISTER, act, {"version": version, "person": person})


def test_the_day_of_an_agreement_cannot_be_chosen() -> None:
    person = a_person()
    values = {"version": a_version_in_force(), "person": person, "on": date(2026, 4, 1)}
    assert write(REGISTER, acting(person), values).on == TODAY


def test_an_earlier_record_is_declared_with_its_day_and_its_place() -> None:
    values = {"version": a_version_in_force(), "person": a_person(), "kind": "declared"}
    act = acting(a_person(), "committee")
    with pytest.raises(Invalid) as caught:
        write(REGISTER, act, values)
    assert set(caught.value.problems) == {"on", "source"}
    with pytest.raises(Invalid):
        write(REGISTER, act, values | {"on": TODAY + DAY, "source": "Signed sheet"})
    record = write(REGISTER, act, values | {"on": date(2026, 4, 1), "source": "Signed sheet"})
    assert (record.on, record.at) == (date(2026, 4, 1), None)


def test_nobody_declares_an_earlier_record_of_their_own() -> None:
    person = a_person()
    values = {"version": a_version_in_force(), "person": person, "kind": "declared"}
    with pytest.raises(Invalid):
        write(REGISTER, acting(person), values | {"on": TODAY, "source": "Trust me"})


def test_the_operator_may_declare_but_not_agree_for_a_person() -> None:
    act = Act(service("operator"), NOON, "cli", TODAY)
    values = {"version": a_version_in_force(), "person": a_person()}
    with pytest.raises(Invalid):
        write(REGISTER, act, values)
    declared = {"kind": "declared", "on": TODAY, "source": "Excel list of 2025"}
    assert write(REGISTER, act, values | declared).kind == "declared"


def test_an_acknowledgement_is_never_changed_nor_taken_back() -> None:
    person = a_person()
    record = an_acknowledgement(person=person)
    for role in ("employee", "director"):
        with pytest.raises(Denied):
            write(REGISTER, acting(person, role), {"source": "none"}, record)
        with pytest.raises(Denied):
            withdraw(REGISTER, acting(person, role), record, "I changed my mind.")


def test_an_acknowledgement_counts_from_its_day() -> None:
    record = an_acknowledgement(on=TODAY)
    assert not Acknowledgement.objects.by(TODAY - DAY).exists()
    assert Acknowledgement.objects.by(TODAY).get() == record


def test_a_late_joiner_has_the_same_number_of_days() -> None:
    campaign = a_campaign(starts_on=TODAY, due_days=14)
    assert campaign.due_on(TODAY - 400 * DAY) == TODAY + 14 * DAY
    assert campaign.due_on(TODAY + 3 * DAY) == TODAY + 17 * DAY


def test_a_campaign_asks_everyone_contractors_too_unless_somebody_is_named() -> None:
    act = acting(a_person(), "committee")
    values = {"version": a_version_in_force(), "title": "第4版への同意", "starts_on": TODAY}
    assert "contractor" in write(CAMPAIGNS, act, values | {"audience": ()}).audience
    some = write(CAMPAIGNS, act, values | {"title": "Officers", "audience": ["officer"]})
    assert some.audience == ("officer",)


def test_agreeing_covers_the_sections_that_bind_the_person_and_no_others() -> None:
    a_section(topic="incident")
    a_section(topic="outsourcing", binds=("employee",))
    a_section(topic="cloud", binds=("contractor",))
    a_section(topic="disposal", binds=("employee",))
    campaign = a_campaign(sections=("incident", "outsourcing", "cloud"))
    person = a_person(employment="employee")
    record = agree(acting(person), campaign, person)
    assert record.sections == ("incident", "outsourcing")


def test_a_text_binds_the_kinds_of_people_there_are() -> None:
    assert set(Bound.values) == set(Employment.values)
