"""Many at once on the same records: nothing lost, nothing twice, one decision only."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from sekisho.checkpoint.guard import Checkpoint
from sekisho.ledger.history import history
from sekisho.ledger.models import Entry
from sekisho.ledger.sequence import seal
from sekisho.ledger.verify import verify
from sekisho.registers import guard
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import move, write, write_many
from sekisho.registers.errors import Conflict, Denied, Invalid
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.registers.verifying import everything

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
THREADS = 6


@pytest.fixture(autouse=True)
def _house(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA = tmp_path  # keys and checkpoints of this test's ledger alone
    before = guard.guard()
    guard.install(Checkpoint())
    yield
    guard.install(before)


def act(actor: Actor | None = None) -> Act:
    return Act(actor or service("operator"), AT, "test", AT.date())


def at_once(work: Callable[[int], None]) -> None:
    """``work(n)`` in every thread, all starting together; what one raises is raised here."""
    start, raised = threading.Barrier(THREADS), []

    def run(number: int) -> None:
        try:
            start.wait()
            work(number)
        except BaseException as error:  # noqa: BLE001 raised again below
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def patiently(work: Callable[..., Any], *given: Any) -> Any:
    """Again when SQLite was busy for longer than it waits: then nothing was done."""
    while True:
        try:
            return work(*given)
        except OperationalError as error:
            if "locked" not in str(error):
                raise


def a_unit() -> Any:
    return write(
        registry["units"], act(), {"name": "営業部", "code": "S1", "starts_on": "2020-04-01"}
    )


def an_asset(unit: Any, name: str) -> dict[str, Any]:
    return {"name": name, "unit": unit, "media": "file", "location": "本社", "purposes": "見積",
            "note": "0"}  # fmt: skip


def in_order() -> None:
    seal(AT)
    report = verify(records=everything())
    assert report.ok, report.first_bad


def test_no_update_is_lost_and_no_version_given_twice(rounds: Any, figure: Any) -> None:
    unit, assets = a_unit(), registry["assets"]
    hot = [write(assets, act(), an_asset(unit, f"台帳{n}")).pk for n in range(3)]
    each, conflicts = rounds(8, 200), Counter()

    def count_up(number: int) -> None:
        done = 0
        while done < each:
            seen = assets.model.objects.get(pk=hot[(number + done) % len(hot)])
            values = {"note": str(int(seen.note) + 1)}
            try:
                patiently(write, assets, act(), values, seen, seen.ver)
                done += 1
            except Conflict:
                conflicts[number] += 1

    at_once(count_up)
    rows = list(assets.model.objects.filter(pk__in=hot))
    assert sum(int(one.note) for one in rows) == THREADS * each
    for one in rows:
        versions = sorted(Entry.objects.filter(rec=one.pk).values_list("ver", flat=True))
        assert versions == list(range(1, one.ver + 1))
        assert int(one.note) == one.ver - 1
    in_order()
    figure("acts on hot records, none lost", THREADS * each)


def test_no_number_is_given_twice_and_none_is_left_out(rounds: Any) -> None:
    unit, assets, each = a_unit(), registry["assets"], rounds(4, 60)

    def add(number: int) -> None:
        for turn in range(each):
            lines = [Line(an_asset(unit, f"{number}-{turn}-{n}")) for n in range(3)]
            patiently(write_many, assets, act(), lines)
            bad = [*lines, Line({"name": ""})]
            with pytest.raises(Invalid):
                patiently(write_many, assets, act(), bad)

    at_once(add)
    numbers = sorted(assets.model.objects.values_list("number", flat=True))
    assert numbers == [f"IA-{n:04d}" for n in range(1, THREADS * each * 3 + 1)]
    in_order()


def test_of_many_approvals_at_once_exactly_one_takes_effect(rounds: Any) -> None:
    exceptions = registry["exceptions"]
    for turn in range(rounds(4, 40)):
        values = {"obligation": "assets-classified", "subject": str(uuid4()), "reason": "移行中",
                  "instead": "施錠", "starts_on": date(2026, 11, 24), "ends_on": date(2026, 12, 28)}  # fmt: skip
        one = write(exceptions, act(), values)
        outcomes: Counter[str] = Counter()

        def decide(number: int, one: Any = one, outcomes: Any = outcomes) -> None:
            director = Actor(uuid4(), frozenset({"director"}))
            name = "approve" if number % 2 else "refuse"
            try:
                patiently(move, exceptions, act(director), name, one, {"decision": "可"})
                outcomes["done"] += 1
            except (Invalid, Conflict):
                outcomes["too late"] += 1

        at_once(decide)
        assert outcomes == {"done": 1, "too late": THREADS - 1}, turn
        acts = [item.act for item in history("exceptions", one.pk)]
        assert sorted(acts) in (["add", "approve"], ["add", "refuse"])
    in_order()


def test_who_asked_never_decides_however_often_they_try_at_once() -> None:
    exceptions = registry["exceptions"]
    both = Actor(uuid4(), frozenset({"director"}))
    values = {"obligation": "assets-classified", "subject": str(uuid4()), "reason": "移行中",
              "instead": "施錠", "starts_on": date(2026, 11, 24), "ends_on": date(2026, 12, 28)}  # fmt: skip
    one = write(exceptions, act(both), values)

    def decide(_number: int) -> None:
        with pytest.raises(Denied):
            patiently(move, exceptions, act(both), "approve", one, {"decision": "可"})

    at_once(decide)
    assert [item.act for item in history("exceptions", one.pk)] == ["add"]
