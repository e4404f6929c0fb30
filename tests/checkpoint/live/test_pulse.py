"""Every process that decides says how far it has followed, and which freezes it applies."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from sekisho.checkpoint import pulse
from sekisho.checkpoint.index import following
from sekisho.checkpoint.index.following import Follower
from sekisho.checkpoint.models import DecisionProcess, Heard
from sekisho.checkpoint.pulse import Pulse
from sekisho.registers.actor import Act, Actor
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from tests.checkpoint.live.company import NOW, Company
from tests.given.people import a_person, an_account, an_appointment

pytestmark = pytest.mark.django_db


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> Any:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()

    def later(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def a_pulse(clock: Clock) -> Pulse:
    return Pulse(Follower(clock=clock.seconds), "checkpoint", now=clock)


def by(*roles: str) -> Act:
    actor = Actor(a_person().pk, frozenset(roles), a_person().pk)
    return Act.now(actor, NOW, "test", "Asia/Tokyo")


def test_a_freeze_and_its_lifting_are_acknowledged_by_every_process_without_a_question() -> None:
    company, clock = Company(anew=False), Clock()
    two = [a_pulse(clock), a_pulse(clock)]
    for one in two:
        one.beat()
    freeze = write(registry["freezes"], by("chair"), {"asset": company.plans.pk, "reason": "調査"})
    clock.later(0.25)
    two[0].beat()
    assert [(h.process_id, h.ver) for h in Heard.objects.all()] == [(two[0].id, freeze.ver)]
    clock.later(0.25)
    two[1].beat()
    assert {h.process_id for h in Heard.objects.filter(freeze=freeze.pk)} == {p.id for p in two}
    assert company.plans.pk in two[1].follower.index.frozen_assets
    lifted = move(registry["freezes"], by("chair"), "lift", freeze, {"lift_reason": "誤報"})
    clock.later(0.25)
    two[0].beat()
    assert Heard.objects.filter(freeze=freeze.pk, ver=lifted.ver).count() == 1
    assert {p.pos for p in DecisionProcess.objects.all()} <= {p.follower.pos for p in two}


def test_a_process_that_starts_later_acknowledges_what_is_frozen_already() -> None:
    company, clock = Company(anew=False), Clock()
    freeze = write(registry["freezes"], by("chair"), {"person": company.hana.pk, "reason": "調査"})
    a_pulse(clock).beat()
    assert Heard.objects.get().freeze == freeze.pk


def test_a_process_that_cannot_read_acknowledges_nothing_and_falls_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    company, clock = Company(anew=False), Clock()
    one = a_pulse(clock)
    one.beat()
    assert [p.id for p in pulse.alive(clock.at)] == [one.id]

    def broken(*_args: Any) -> Any:
        raise DatabaseError("gone")

    monkeypatch.setattr(following, "_query", broken)
    write(registry["freezes"], by("chair"), {"asset": company.plans.pk, "reason": "調査"})
    for _ in range(6):
        clock.later(5)
        one.beat()
    assert not Heard.objects.exists()
    assert pulse.alive(clock.at) == []
    pulse.tidy(clock.at + timedelta(days=2))
    assert not DecisionProcess.objects.exists()


def test_the_page_says_who_has_acknowledged(client: Any) -> None:
    company = Company(anew=False)
    chair = a_person()
    an_appointment(person=chair, role="chair", unit=None)
    one = Pulse(Follower(), "web")
    one.beat()
    freeze = write(registry["freezes"], by("chair"), {"asset": company.plans.pk, "reason": "調査"})
    client.force_login(an_account(person=chair, language="en"))
    page = client.get("/checkpoint/standing").content.decode()
    assert freeze.number in page
    assert "0 of 1 processes" in page
    one.follower.asked = float("-inf")
    one.beat()
    part = client.get("/checkpoint/standing", headers={"HX-Request": "true"}).content.decode()
    assert "1 of 1 processes" in part
    assert "<html" not in part
    assert client.get("/checkpoint/standing?lang=ja").status_code == 200
    client.force_login(an_account(person=a_person()))
    assert client.get("/checkpoint/standing").status_code == 403
