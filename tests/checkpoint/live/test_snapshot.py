"""The index as a file: the same answers at once, followed on from there, and never a wrong door."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError

from sekisho.checkpoint.index import following
from sekisho.checkpoint.index import snapshot as snapshots
from sekisho.checkpoint.index.following import Follower
from sekisho.ledger.sequence import integrate
from sekisho.registers.actor import Act, Actor
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from tests.checkpoint.live.company import NOW, Company
from tests.given.access import an_active_right
from tests.given.assets import an_asset
from tests.given.people import a_person
from tests.given.safeguards import a_freeze, a_route, an_emergency_access

pytestmark = pytest.mark.django_db


def by(*roles: str) -> Act:
    actor = Actor(a_person().pk, frozenset(roles), a_person().pk)
    return Act.now(actor, NOW, "test", "Asia/Tokyo")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "checkpoint" / "index.snapshot"


@pytest.fixture
def company() -> Company:
    """With one of everything an index holds, and one act, so that the ledger has an end."""
    found = Company(anew=False)
    a_freeze(unit=found.unit, state="lifted")
    a_freeze(person=a_person())
    a_route(asset=found.plans)
    an_emergency_access(
        person=found.hana, asset=an_asset(), state="granted",
        granted_at=NOW, until=NOW + timedelta(hours=1),
    )  # fmt: skip
    write(registry["people"], by("admin"), {"email": "hana@example.jp"}, found.hana)
    return found


def kept(path: Path, **much: int) -> int:
    integrate()  # on PostgreSQL acts get their place a moment after they are committed
    return following.keep_snapshot(path, NOW, **much)


def saved(path: Path) -> None:
    assert kept(path, much=1) > 0


def never(*_args: Any, **_more: Any) -> Any:
    raise AssertionError("everything was read from the database")


def started(company: Company, path: Path) -> Company:
    """The company's gate in a process that starts now, with the snapshot."""
    company.follower = Follower(clock=lambda: company.ticks, snapshot=path)
    company.gate.follower = company.follower
    return company


def test_what_is_loaded_and_followed_equals_what_is_read_anew(
    company: Company, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_active_right(asset=company.plans, actions=("export",))
    act = by("admin", "committee", "chair", "director", "manager")
    saved(path)
    assert path.stat().st_mode & 0o777 == 0o600
    move(registry["access_rights"], act, "remove", company.right, {"removal_cause": "unneeded"})
    write(registry["freezes"], act, {"asset": company.plans.pk, "reason": "調査"})
    write(
        registry["people"],
        act,
        {"name": "新井 光", "employment": "employee", "starts_on": "2026-10-01"},
    )
    with monkeypatch.context() as patch:
        patch.setattr(Follower, "_build", never)
        company = started(company, path)
        assert company.codes() == ["asset_frozen", "right_removed"]
    company.follower.index.unpack_all()
    fresh = Follower()
    fresh.refresh(NOW)
    for name in following.Index.__slots__:
        assert getattr(company.follower.index, name) == getattr(fresh.index, name), name


def test_a_right_is_found_by_person_and_dropped_by_its_id_while_still_packed(
    company: Company, path: Path
) -> None:
    saved(path)
    company = started(company, path)
    index = company.follower.refresh(NOW)
    assert company.hana.pk in index.packed
    assert index.held(a_person().pk) is None
    index.drop_right(company.right.pk)
    assert company.hana.pk not in index.packed
    assert not index.held(company.hana.pk)


def test_a_snapshot_of_yesterday_serves_today_with_what_is_owed_today(
    company: Company, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(path)
    monkeypatch.setattr(Follower, "_build", never)
    company = started(company, path)
    company.now += timedelta(days=1)
    assert company.codes(auth_time=company.now.timestamp()) == ["device_stale"]
    assert company.follower.on == company.now.date()


@pytest.mark.parametrize("harm", ["cut", "bit", "head", "empty", "version", "ledger", "key"])
def test_a_snapshot_that_is_not_whole_or_not_ours_is_not_used(
    company: Company, path: Path, harm: str, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture, settings: Any,
) -> None:  # fmt: skip
    saved(path)
    raw = bytearray(path.read_bytes())
    if harm == "cut":
        raw = raw[: len(raw) // 2]
    if harm == "bit":
        raw[-20] ^= 1
    if harm == "head":
        raw[10] ^= 1
    path.write_bytes(b"" if harm == "empty" else bytes(raw))
    if harm == "version":
        monkeypatch.setattr(snapshots, "FORMAT", 99)
    if harm == "ledger":
        monkeypatch.setattr(snapshots, "_leaf", lambda _pos: "00")
    if harm == "key":
        settings.SECRET_KEY = "another"
    assert snapshots.load(path) is None
    assert started(company, path).codes() == []  # from the database, then


def test_a_snapshot_opens_nothing_while_the_records_cannot_be_read(
    company: Company, path: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    saved(path)

    def broken(*_args: Any) -> Any:
        raise DatabaseError("gone")

    monkeypatch.setattr(following, "_query", broken)
    assert started(company, path).codes()[0] == "index_stale"


def test_a_snapshot_is_written_anew_when_much_has_happened(company: Company, path: Path) -> None:
    assert kept(path, much=1) > 0
    assert kept(path, much=1) == 0
    write(registry["people"], by("admin"), {"email": "hana@example.com"}, company.hana)
    assert kept(path) == 0
    assert kept(path, much=1) > 0
