"""Freezes and emergencies bite in the application's own guard, list and decision alike."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.checkpoint.guard import Checkpoint
from sekisho.domains.people.actors import actor_for
from sekisho.registers.actor import Actor
from sekisho.registers.guard import reachable, visible
from sekisho.registers.register import registry
from tests.given.access import an_active_right
from tests.given.assets import an_asset
from tests.given.people import a_person, a_unit, an_account, an_appointment
from tests.given.safeguards import a_freeze, an_emergency_access

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 15, 3, tzinfo=UTC)
ON = date(2026, 10, 15)
number = st.integers(0, 3)


@st.composite
def worlds(draw: Any) -> SimpleNamespace:
    """Units in a row or apart, an asset and a person in some, and freezes of each kind."""
    return SimpleNamespace(
        nested=draw(st.booleans()),
        homes=draw(st.lists(number, min_size=2, max_size=4)),
        of_assets=draw(st.sets(number, max_size=2)),
        of_units=draw(st.sets(number, max_size=2)),
        of_people=draw(st.sets(number, max_size=1)),
        lifted=draw(st.booleans()),
        asks=draw(number),
        leads=draw(st.booleans()),
        emergencies=draw(st.lists(st.tuples(number, st.booleans(), st.booleans()), max_size=2)),
    )


class Made:
    def __init__(self, world: SimpleNamespace) -> None:
        self.world = world
        self.units: list[Any] = []
        for _ in range(4):
            above = self.units[-1] if world.nested and self.units else None
            self.units.append(a_unit(parent=above))
        self.assets = [an_asset(unit=self.units[home]) for home in world.homes]
        self.people = [a_person(unit=unit) for unit in self.units]
        state = "lifted" if world.lifted else "frozen"
        for n in world.of_assets:
            if n < len(self.assets):
                a_freeze(asset=self.assets[n], state=state)
        for n in world.of_units:
            a_freeze(unit=self.units[n], state=state)
        for n in world.of_people:
            a_freeze(person=self.people[n], state=state)
        self.me = self.people[world.asks]
        an_appointment(person=self.me, unit=self.units[0])
        if world.leads:
            an_appointment(person=self.me, role="chair", unit=None)
        for n, writes, over in world.emergencies:
            until = NOW + timedelta(hours=-1 if over else 1)
            an_emergency_access(
                person=self.me, asset=self.assets[n % len(self.assets)], writes=writes,
                state="granted", granted_at=NOW - timedelta(hours=2), until=until,
            )  # fmt: skip

    def shut_unit(self, n: int) -> bool:
        if self.world.lifted:
            return False
        frozen = self.world.of_units
        return any(m <= n for m in frozen) if self.world.nested else n in frozen

    def barred(self) -> bool:
        own = not self.world.lifted and self.world.asks in self.world.of_people
        return own or (not self.world.leads and self.shut_unit(self.world.asks))

    def shut(self, n: int) -> bool:
        opened = any(
            m % len(self.assets) == n and writes and not over
            for m, writes, over in self.world.emergencies
        )
        itself = not self.world.lifted and n in self.world.of_assets
        return (itself or self.shut_unit(self.world.homes[n])) and not opened


@settings(max_examples=120)
@given(worlds())
def test_in_any_world_a_freeze_bites_alike_in_lists_and_decisions(world: Any) -> None:
    guard, register = Checkpoint(), registry["assets"]
    with transaction.atomic(), time_machine.travel(NOW, tick=False):
        made = Made(world)
        actor = actor_for(an_account(person=made.me), ON)
        assert bool(actor.frozen) == made.barred()
        for verb in ("read", "withdraw"):
            listed = set(guard.reachable(actor, verb, register, register.rows(), ON))
            free = Actor(actor.id, actor.roles, actor.person)
            before = set(guard.reachable(free, verb, register, register.rows(), ON))
            for n, asset in enumerate(made.assets):
                answer = guard.decide(actor, verb, register, asset, ON)
                assert answer.allowed == (asset in listed)
                if verb == "read":
                    assert answer.allowed == (asset in before and not made.barred())
                elif made.shut(n) or made.barred():
                    assert not answer.allowed
            if register.rows().count() != len(listed):
                assert guard.reach(actor, verb, register) != {"all"}
        transaction.set_rollback(True)


def test_a_frozen_person_reaches_nothing_but_can_report_an_incident() -> None:
    person = a_person()
    an_appointment(person=person, role="admin", unit=None)
    account = an_account(person=person)
    freeze = a_freeze(person=person)
    actor = actor_for(account, ON)
    assert actor.frozen == freeze.number
    for register in registry:
        assert not visible(actor, register, ON).exists()
    assert Checkpoint().decide(actor, "add", registry["incidents"], None, ON).allowed
    reasons = Checkpoint().decide(actor, "lift", registry["freezes"], freeze, ON).reasons
    assert [code for code, _words in reasons] == ["person_frozen", "own"]


def test_no_right_to_a_frozen_asset_is_given_but_one_may_be_taken_away() -> None:
    asset = an_asset()
    right = an_active_right(asset=asset)
    chair = Actor(UUID(int=7), frozenset({"chair", "committee", "director", "admin", "manager"}))
    rights = registry["access_rights"]

    def open_(verb: str) -> bool:
        return reachable(chair, verb, rights, rights.rows(), ON).exists()

    before = {verb for verb in ("renew", "remove", "read") if open_(verb)}
    a_freeze(asset=asset)
    assert before == {"renew", "remove", "read"} - ({"renew"} - before)
    assert not open_("renew")
    assert open_("remove")
    assert open_("read")
    (reason,) = [
        words for code, words in
        Checkpoint().decide(chair, "renew", rights, right, ON).reasons if code == "asset_frozen"
    ]  # fmt: skip
    assert "FZ-" in str(reason)
    added = Checkpoint().decide(chair, "add", rights, None, ON, {"asset": asset.pk})
    assert "asset_frozen" in [code for code, _words in added.reasons]


def test_an_emergency_opens_the_entry_of_its_asset_and_nothing_else() -> None:
    person, asset, other = a_person(), an_asset(), an_asset()
    an_emergency_access(
        person=person, asset=asset, state="granted",
        granted_at=NOW, until=NOW + timedelta(hours=1),
    )  # fmt: skip
    actor = actor_for(an_account(person=person), ON)
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        assert list(visible(actor, registry["assets"], ON)) == [asset]
        assert Checkpoint().decide(actor, "read", registry["assets"], asset, ON).allowed
        assert not Checkpoint().decide(actor, "read", registry["assets"], other, ON).allowed
        assert not Checkpoint().decide(actor, "change", registry["assets"], asset, ON).allowed
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert not visible(actor, registry["assets"], ON).exists()


def test_a_frozen_person_reads_why_on_every_page(client: Any) -> None:
    person = a_person()
    account = an_account(person=person, language="en")
    freeze = a_freeze(person=person)
    client.force_login(account)
    page = client.get("/", follow=True).content.decode()
    assert f"Your access is frozen ({freeze.number})" in page
