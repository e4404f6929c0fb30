"""The index follows the ledger, survives trouble, and says when it is behind."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from sekisho.checkpoint.index import following
from sekisho.checkpoint.index.following import Follower
from sekisho.registers.actor import Act, Actor
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from tests.checkpoint.live.company import NOW, Company
from tests.given.people import a_person

pytestmark = pytest.mark.django_db


def by(*roles: str) -> Act:
    actor = Actor(a_person().pk, frozenset(roles), a_person().pk)
    return Act.now(actor, NOW, "test", "Asia/Tokyo")


def test_a_freeze_and_its_lifting_hold_at_the_next_question() -> None:
    company = Company(anew=False)
    assert company.codes() == []
    freeze = write(
        registry["freezes"], by("chair"), {"asset": company.plans.pk, "reason": "漏えいのおそれ"}
    )
    assert company.codes() == ["asset_frozen"]
    move(registry["freezes"], by("chair"), "lift", freeze, {"lift_reason": "誤報と分かった"})
    assert company.codes() == []


def test_a_frozen_right_is_given_back_or_taken_away_for_good() -> None:
    company = Company(anew=False)
    said = {"right": company.right.pk, "reason": "漏えいのおそれ"}
    freeze = write(registry["freezes"], by("chair"), said)
    assert company.codes() == ["right_frozen"]
    move(registry["freezes"], by("chair"), "lift", freeze, {"lift_reason": "影響なし"})
    assert company.codes() == []
    again = write(registry["freezes"], by("chair"), said)
    move(registry["freezes"], by("chair"), "revoke", again, {"lift_reason": "不要な権限だった"})
    assert company.codes() == ["right_removed"]
    company.right.refresh_from_db()
    assert company.right.removal_cause == "incident"


def test_a_right_taken_away_shuts_at_once() -> None:
    company = Company(anew=False)
    assert company.codes() == []
    right = company.right
    move(
        registry["access_rights"],
        by("committee", "admin"),
        "remove",
        right,
        {"removal_cause": "unneeded"},
    )
    assert company.codes() == ["right_removed"]


def test_two_processes_follow_by_themselves() -> None:
    company = Company(anew=False)
    second = Follower(clock=lambda: company.ticks)
    second.refresh(NOW)
    write(registry["freezes"], by("chair"), {"person": company.hana.pk, "reason": "不審な利用"})
    company.ticks += 1
    assert company.hana.pk in second.refresh(NOW).frozen_people
    assert company.codes() == ["person_frozen"]


def test_what_follows_equals_what_is_read_anew() -> None:
    company = Company(anew=False)
    act = by("admin", "committee", "chair", "director")
    company.ask()
    write(
        registry["people"],
        act,
        {"name": "新井 光", "employment": "employee", "starts_on": "2026-10-01"},
    )
    write(registry["assets"], act, {"name": "覚書"}, company.plans)
    write(registry["people"], act, {"email": "hana@example.jp"}, company.hana)
    write(registry["devices"], act, {"firewall": False}, company.device)
    company.ask()
    fresh = Follower()
    fresh.refresh(NOW)
    for name in following.Index.__slots__:
        assert getattr(company.follower.index, name) == getattr(fresh.index, name), name


def test_records_that_cannot_be_read_shut_the_strict_classes_first(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    company = Company(anew=False, stale_seconds=10)
    assert company.codes() == []

    def broken(*_args: Any) -> Any:
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(following, "_query", broken)
        company.ticks += 8
        assert company.codes() == []
        company.ticks += 2
        assert company.codes() == ["index_stale"]
    assert company.codes() == []


def test_a_checkpoint_that_has_read_nothing_permits_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: Any) -> Any:
        raise DatabaseError("gone")

    monkeypatch.setattr(following, "_end", broken)
    company = Company(anew=False)
    found = company.ask()
    assert not found.decision
    assert found.context["reason"] == "index_stale"


def test_a_new_day_is_read_anew() -> None:
    company = Company(anew=False)
    assert company.codes() == []
    company.now += timedelta(days=1)
    assert company.codes(auth_time=company.now.timestamp()) == ["device_stale"]
    assert company.follower.on == company.now.date()
