"""The guard decides from roles, scopes and tokens, and names every reason against."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sekisho.checkpoint.guard import Checkpoint
from sekisho.domains.people.models import Appointment, MeetingAction, Person, Pledge
from sekisho.registers import guard as installed
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import Register, registry
from sekisho.registers.rights import Rights
from sekisho.registers.workflow import Move, Workflow
from tests.given import (
    a_committee_meeting,
    a_meeting_action,
    a_person,
    a_pledge,
    a_unit,
    an_appointment,
)

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
DAY = timedelta(days=1)
MOVES = (
    Move("submit", "draft", "waiting", "Submit"),
    Move("confirm", "waiting", "done", "Confirm", other_than=("submit",)),
    Move("approve", "waiting", "done", "Approve"),
)


def a_register(**but: Any) -> Register[Any]:
    class Pledges(Register[Pledge]):
        name = "things"
        model = Pledge
        unit_path = "person__unit"
        person_path = "person"
        rights = Rights(**but)
        life = Workflow(Pledge, "draft", MOVES)  # type: ignore[arg-type]

    return Pledges()


def an_actor(*roles: str, person: Person | None = None, scopes: Any = None) -> Actor:
    return Actor(uuid4(), frozenset(roles), person.pk if person else None, scopes)


def codes(actor: Actor, verb: str, register: Register[Any], record: Any = None, **more: Any) -> Any:
    answer = Checkpoint().decide(actor, verb, register, record, ON, **more)
    assert answer.allowed == (not answer.reasons)
    assert all(str(words) for _, words in answer.reasons)
    return [code for code, _ in answer.reasons]


def seen(actor: Actor, register: Register[Any]) -> set[Any]:
    return set(Checkpoint().visible(actor, register, register.rows(), ON))


def test_the_checkpoint_is_in_charge() -> None:
    assert isinstance(installed.guard(), Checkpoint)


def test_a_verb_that_is_not_named_is_nobodys() -> None:
    everything = an_actor("director", "admin", "operator")
    assert codes(everything, "read", a_register()) == ["role"]
    assert codes(everything, "approve", a_register(read=("director",))) == ["role"]
    assert not seen(everything, a_register())


def test_a_role_that_is_named_is_enough_and_another_is_not() -> None:
    register = a_register(read=("committee",))
    assert codes(an_actor("committee"), "read", register) == []
    assert codes(an_actor("chair"), "read", register) == ["role"]
    assert codes(an_actor(), "read", register) == ["role"]


def test_the_deputy_has_the_rights_of_the_director() -> None:
    register = a_register(read=("director",), moves={"approve": ("director",)})
    assert codes(an_actor("deputy"), "approve", register) == []
    assert codes(an_actor("committee"), "approve", register) == ["role"]


def test_the_operator_writes_what_some_role_may_but_makes_no_moves() -> None:
    register = a_register(
        add=("committee",), change=("manager:unit",), moves={"submit": ("chair",)}
    )
    operator = service("operator")
    record = a_pledge()
    assert codes(operator, "add", register, values={"person": record.person_id}) == []
    assert codes(operator, "change", register, record) == []
    assert codes(operator, "submit", register, record) == ["role"]
    assert codes(operator, "submit", a_register(moves={"submit": ("operator",)}), record) == []


def test_a_manager_reaches_the_unit_and_everything_below_but_nothing_beside_or_above() -> None:
    top = a_unit()
    unit = a_unit(parent=top)
    below, beside = a_unit(parent=unit), a_unit(parent=top)
    manager = an_appointment(unit=unit, person=a_person(unit=top)).person
    theirs = {a_pledge(person=a_person(unit=unit)), a_pledge(person=a_person(unit=below))}
    others = {a_pledge(person=a_person(unit=beside)), a_pledge(person=a_person(unit=top))}
    register, actor = a_register(read=("manager:unit",)), an_actor("manager", person=manager)
    assert seen(actor, register) == theirs
    assert all(codes(actor, "read", register, record) == [] for record in theirs)
    assert all(codes(actor, "read", register, record) == ["scope"] for record in others)


@pytest.mark.parametrize(
    ("dates", "reached"),
    [
        ({"starts_on": ON}, True),
        ({"starts_on": ON + DAY}, False),
        ({"ends_on": ON}, True),
        ({"ends_on": ON - DAY}, False),
    ],
)
def test_a_manager_reaches_the_unit_from_the_first_to_the_last_day(
    dates: Any, reached: bool
) -> None:
    unit = a_unit()
    manager = an_appointment(unit=unit, **dates).person
    record = a_pledge(person=a_person(unit=unit))
    register, actor = a_register(read=("manager:unit",)), an_actor("manager", person=manager)
    assert (record in seen(actor, register)) is reached
    assert (codes(actor, "read", register, record) == []) is reached


def test_a_withdrawn_appointment_gives_no_reach() -> None:
    unit = a_unit()
    appointment = an_appointment(unit=unit)
    record = a_pledge(person=a_person(unit=unit))
    actor = an_actor("manager", person=appointment.person)
    Appointment.objects.update(withdrawn_at=appointment.created_at)
    assert codes(actor, "read", a_register(read=("manager:unit",)), record) == ["scope"]


def test_a_unit_whose_path_was_never_worked_out_gives_no_reach() -> None:
    manager = an_appointment(unit=a_unit(path="")).person
    record = a_pledge()
    actor = an_actor("manager", person=manager)
    assert codes(actor, "read", a_register(read=("manager:unit",)), record) == ["scope"]


def test_scopes_of_several_roles_add_up() -> None:
    unit = a_unit()
    manager = an_appointment(unit=unit).person
    mine, theirs = a_pledge(person=manager), a_pledge(person=a_person(unit=unit))
    a_pledge()
    register = a_register(read=("manager:unit", "employee:own"))
    assert seen(an_actor("manager", "employee", person=manager), register) == {mine, theirs}
    assert seen(an_actor("employee", person=manager), register) == {mine}


def test_somebody_who_is_no_person_owns_nothing_not_even_what_is_about_nobody() -> None:
    class Units(Register[Any]):
        name = "units_of_people"
        model = Person
        person_path = "sponsor"
        rights = Rights(read=("employee:own",))

    a_person()
    assert not seen(an_actor("employee"), Units())


def test_a_record_is_added_only_for_a_unit_one_manages() -> None:
    unit = a_unit()
    manager = an_appointment(unit=unit).person
    register, actor = a_register(add=("manager:unit",)), an_actor("manager", person=manager)
    assert codes(actor, "add", register) == []  # the form may be opened
    assert codes(actor, "add", register, values={"person": a_person(unit=unit).pk}) == []
    assert codes(actor, "add", register, values={"person": a_person().pk}) == ["scope"]
    assert codes(actor, "add", register, values={"person": None}) == ["scope"]


def test_a_change_may_not_carry_a_record_out_of_ones_reach() -> None:
    unit = a_unit()
    manager = an_appointment(unit=unit).person
    record = a_pledge(person=a_person(unit=unit))
    register, actor = a_register(change=("manager:unit",)), an_actor("manager", person=manager)
    assert codes(actor, "change", register, record, values={"basis": "x"}) == []
    assert codes(actor, "change", register, record, values={"person": a_person().pk}) == ["scope"]


def test_what_nobody_does_to_their_own_record_is_refused_whatever_the_role() -> None:
    me = a_person()
    register = a_register(change=("director",), add=("director",), never_own=("add", "change"))
    director = an_actor("director", person=me)
    mine, other = a_pledge(person=me), a_pledge()
    assert codes(director, "change", register, mine) == ["own"]
    assert codes(director, "change", register, other) == []
    assert codes(director, "change", register, other, values={"person": me.pk}) == ["own"]
    assert codes(director, "add", register, values={"person": me.pk}) == ["own"]
    assert codes(service("operator"), "add", register, values={"person": me.pk}) == []


def test_reach_sends_what_is_never_ones_own_to_be_asked_row_by_row() -> None:
    register = a_register(add=("director",), read=("director",), never_own=("add",))
    director = an_actor("director", person=a_person())
    assert Checkpoint().reach(director, "read", register) == {"all"}
    assert Checkpoint().reach(director, "add", register) == {"others"}
    assert Checkpoint().reach(an_actor("admin"), "add", register) == set()


@pytest.mark.parametrize(
    ("verb", "scopes", "wanted"),
    [
        ("read", {"read"}, []),
        ("read", {"write"}, ["token"]),
        ("read", {"things.read"}, []),
        ("read", {"assets.read"}, ["token"]),
        ("change", {"write"}, []),
        ("change", {"read"}, ["token"]),
        ("submit", {"write"}, []),
        ("confirm", {"read", "write"}, ["token"]),
        ("approve", {"read", "write"}, ["token"]),
        ("approve", {"approve"}, []),
        ("approve", {"things.approve"}, []),
        ("approve", {"things.submit"}, ["token"]),
        ("withdraw", {"write", "read"}, ["token"]),
        ("read", set(), ["token"]),
    ],
)
def test_a_token_does_what_its_scopes_say_and_never_approves_otherwise(
    verb: str, scopes: set[str], wanted: list[str]
) -> None:
    director = ("director",)
    moves = dict.fromkeys(("submit", "confirm", "approve"), director)
    register = a_register(
        read=director, change=director, withdraw=director, moves=moves, never_own=("withdraw",)
    )
    record = a_pledge()
    actor = an_actor("director", person=a_person(), scopes=frozenset(scopes))
    assert codes(actor, verb, register, record) == wanted
    assert bool(Checkpoint().reach(actor, verb, register)) is (not wanted)
    if verb == "read":
        assert (record in seen(actor, register)) is (not wanted)


def test_every_reason_is_named_at_once() -> None:
    me = a_person()
    register = a_register(add=("committee",), never_own=("add",))
    actor = an_actor("employee", person=me, scopes=frozenset({"read"}))
    assert codes(actor, "add", register, values={"person": me.pk}) == ["token", "role", "own"]
    with pytest.raises(Denied) as refused:
        installed.demand(actor, "add", register, None, ON, {"person": me.pk})
    assert [code for code, _ in refused.value.reasons] == ["token", "role", "own"]


def test_a_list_is_narrowed_in_one_statement_without_lists_of_ids() -> None:
    unit = a_unit()
    manager = an_appointment(unit=unit).person
    for _ in range(3):
        a_pledge(person=a_person(unit=unit))
    register, actor = a_register(read=("manager:unit",)), an_actor("manager", person=manager)
    with CaptureQueriesContext(connection) as asked:
        assert len(seen(actor, register)) == 3
    assert len(asked) == 1


def test_whoever_reaches_everything_is_decided_without_a_query() -> None:
    register, record = a_register(read=("committee",)), a_pledge()
    with CaptureQueriesContext(connection) as asked:
        assert codes(an_actor("committee"), "read", register, record) == []
    assert len(asked) == 0


@pytest.mark.parametrize(
    "name", [one.name for one in registry if one.model._meta.app_label == "people"]
)
def test_the_operator_can_set_up_every_register_of_people(name: str) -> None:
    register = registry[name]
    assert all(
        codes(service("operator"), verb, register) == [] for verb in ("read", "add", "change")
    )


def test_nobody_appoints_themselves() -> None:
    director = an_appointment(role="director").person
    actor = an_actor("director", "employee", person=director)
    register, values = registry["appointments"], {"role": "admin", "unit": None}
    assert codes(actor, "add", register, values=values | {"person": director.pk}) == ["own"]
    assert codes(actor, "add", register, values=values | {"person": a_person().pk}) == []
    assert codes(an_actor("admin"), "add", register) == ["role"]


def test_ones_own_may_lie_two_steps_away() -> None:
    class Actions(Register[Any]):
        name = "actions"
        model = MeetingAction
        person_path = "meeting__minutes_by"
        rights = Rights(read=("employee:own",), add=("employee:own",))

    me, other = a_committee_meeting(minutes_by=a_person()), a_committee_meeting()
    mine, register = a_meeting_action(meeting=me), Actions()
    a_meeting_action(meeting=other)
    actor = an_actor("employee", person=me.minutes_by)
    assert seen(actor, register) == {mine}
    assert codes(actor, "add", register, values={"meeting": me.pk}) == []
    assert codes(actor, "add", register, values={"meeting": other.pk}) == ["scope"]


def test_a_manager_who_names_no_unit_hears_of_the_mistake_and_not_of_a_failure() -> None:
    manager = an_appointment(unit=a_unit()).person
    act = Act.now(an_actor("manager", person=manager), AT, "web", "Asia/Tokyo")
    for unit in ("", "no such unit"):
        with pytest.raises(Invalid) as told:
            write(registry["assets"], act, {"name": "Maps", "unit": unit})
        assert "unit" in told.value.problems
