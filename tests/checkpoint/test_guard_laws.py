"""In any world, the guard's three forms agree with each other and with a plain reading of the rules."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.checkpoint.guard import Checkpoint
from sekisho.domains.people.models import Assignment, Leave, Person, Pledge, Unit
from sekisho.registers.actor import Actor
from sekisho.registers.register import Register
from sekisho.registers.rights import Rights
from tests.given import a_leave, a_person, a_pledge, a_unit, an_appointment, an_assignment

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)
ROLE = st.sampled_from(["director", "deputy", "manager", "employee"])
SCOPES = ["unit", "unit", "own", "all"]
RARELY = st.integers(0, 7)  # nothing in one world of eight
days = st.sampled_from([ON - timedelta(days=2), ON, ON, ON + timedelta(days=1)])
last_days = st.none() | st.sampled_from([ON - timedelta(days=1), ON, ON + timedelta(days=2)])


def kind_of(of: type, unit: str, person: str) -> type[Register[Any]]:
    class Kind(Register[Any]):
        name = of._meta.model_name
        model = of
        unit_path = unit
        person_path = person

    return Kind


KINDS = [
    kind_of(Person, "unit", "id"),
    kind_of(Pledge, "person__unit", "person"),
    kind_of(Leave, "person__unit", "person"),
    kind_of(Assignment, "unit", "person"),
    kind_of(Assignment, "unit", ""),
    kind_of(Pledge, "", "person"),
    kind_of(Unit, "id", ""),
]


@st.composite
def worlds(draw: Any) -> SimpleNamespace:
    """A tree of units, people in it, appointments around the day, and who asks for what."""
    size, heads = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    unit, head = st.integers(0, size - 1), st.integers(0, heads - 1)
    asks = draw(head) if draw(RARELY) else None
    operator = set() if draw(RARELY) else {"operator"}
    manager = st.tuples(
        head if asks is None else st.sampled_from([asks, asks, heads - 1]), unit, days, last_days
    )
    return SimpleNamespace(
        parents=[draw(st.none() | st.integers(0, n - 1)) if n else None for n in range(size)],
        homes=draw(st.lists(unit, min_size=heads, max_size=heads)),
        managers=draw(st.lists(manager, min_size=1, max_size=3)),
        posts=draw(st.lists(st.tuples(head, unit), min_size=1, max_size=4)),
        grants={role: draw(st.sampled_from(SCOPES)) for role in draw(st.sets(ROLE, min_size=2))},
        roles=draw(st.frozensets(ROLE, min_size=1, max_size=2)) | operator,
        asks=asks,
        kind=draw(st.sampled_from(KINDS)),
    )


class Made:
    """The world as rows, and the rules read in plain Python."""

    def __init__(self, world: SimpleNamespace) -> None:
        self.world = world
        self.units: list[Unit] = []
        for parent in world.parents:
            self.units.append(a_unit(parent=None if parent is None else self.units[parent]))
        self.people = [a_person(unit=self.units[home]) for home in world.homes]
        for head, unit, starts, ends in world.managers:
            an_appointment(
                person=self.people[head], unit=self.units[unit], starts_on=starts, ends_on=ends
            )
        for head, unit in world.posts:
            an_assignment(person=self.people[head], unit=self.units[unit])
            a_pledge(person=self.people[head])
            a_leave(person=self.people[head])
        self.me = None if world.asks is None else self.people[world.asks].pk
        self.actor = Actor(UUID(int=1), world.roles, self.me)
        self.register = world.kind()
        grants = [f"{role}:{scope}" for role, scope in world.grants.items()]
        self.register.rights = Rights(read=grants, add=grants)

    def scopes(self) -> set[str]:
        grants = self.world.grants
        roles = set(self.world.roles) | ({"director"} if "deputy" in self.world.roles else set())
        if "operator" in roles and grants:
            return {"all"}
        return {grants[role] for role in roles if role in grants}

    def managed(self) -> set[UUID]:
        """Climb from every unit to see whether the actor manages it or one above it."""
        own = {
            unit
            for head, unit, starts, ends in self.world.managers
            if head == self.world.asks and starts <= ON and (ends is None or ends >= ON)
        }
        found = set()
        for n, unit in enumerate(self.units):
            at: int | None = n
            while at is not None:
                if at in own:
                    found.add(unit.pk)
                at = self.world.parents[at]
        return found

    def reads(self, record: Any) -> bool:
        scopes, kind = self.scopes(), self.world.kind
        person = {"id": record.pk, "person": getattr(record, "person_id", None), "": None}
        unit = {
            "id": lambda: record.pk,
            "unit": lambda: record.unit_id,
            "person__unit": lambda: record.person.unit_id,
            "": lambda: None,
        }[kind.unit_path]()
        own = self.me is not None and person[kind.person_path] == self.me
        return "all" in scopes or ("own" in scopes and own) or (
            "unit" in scopes and unit in self.managed()
        )  # fmt: skip


@settings(max_examples=200)
@given(worlds())
def test_a_list_shows_exactly_the_records_that_are_allowed_one_by_one(world: Any) -> None:
    guard = Checkpoint()
    with transaction.atomic():
        made = Made(world)
        rows = made.register.rows()
        listed = set(
            guard.visible(made.actor, made.register, rows, ON).values_list("pk", flat=True)
        )
        for record in rows:
            answer = guard.decide(made.actor, "read", made.register, record, ON)
            assert answer.allowed == (record.pk in listed) == made.reads(record)
            assert answer.allowed or answer.reasons
        transaction.set_rollback(True)


@settings(max_examples=200)
@given(worlds())
def test_a_record_may_be_added_where_it_could_be_read_once_it_exists(world: Any) -> None:
    guard = Checkpoint()
    with transaction.atomic():
        made = Made(world)
        for record in made.register.rows():
            values = {f.name: getattr(record, f.attname) for f in record._meta.concrete_fields}
            if "id" in {made.register.unit_path, made.register.person_path}:
                continue  # such a record is somebody or a unit itself: it is in no one's reach yet
            answer = guard.decide(made.actor, "add", made.register, None, ON, values)
            assert answer.allowed == made.reads(record)
        transaction.set_rollback(True)
