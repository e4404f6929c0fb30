"""A simulated company: the same by its seed, sealed, judged, with a past."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from sekisho.domains.assets.models import Asset
from sekisho.domains.people.models import Person
from sekisho.findings.finding import Standing
from sekisho.findings.standing import whole
from sekisho.ledger.verify import verify
from sekisho.obligations.judge import Seal
from sekisho.registers.verifying import everything
from sekisho.simulation import demo
from sekisho.simulation.cast import invented
from sekisho.simulation.story import Size, figures, is_empty, tell

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SIZE = Size(people=30, assets=45, months=2, seed=5)


SMALL = Size(people=24, assets=20, months=1)


def told(seed: int, size: Size = SMALL) -> Any:
    cast = invented(size.people, random.Random(seed))
    return tell(cast, replace(size, seed=seed), NOW)


def content() -> list[Any]:
    """What the records say, without ids and numbers of the machine."""
    people = Person.objects.order_by("number").values_list(
        "number", "name", "employment", "starts_on", "ends_on"
    )
    assets = Asset.objects.order_by("number").values_list(
        "number", "name", "unit__name", "classification__code", "integrity", "personal"
    )
    return [*people, *assets, figures()]


@pytest.mark.once
def test_the_same_seed_tells_the_same_story_and_another_seed_another() -> None:
    assert is_empty()
    tales = []
    for seed in (5, 5, 6):
        sid = transaction.savepoint()
        told(seed)
        tales.append(content())
        transaction.savepoint_rollback(sid)
    assert tales[0] == tales[1]
    assert tales[0] != tales[2]


def test_a_simulated_company_is_sealed_dated_and_judged() -> None:
    told(5, SIZE)
    assert not is_empty()
    report = verify(records=everything())
    assert report.first_bad is None
    assert report.ok
    with connection.cursor() as cursor:
        cursor.execute("SELECT at FROM ledger_entry ORDER BY id")
        moments = [row[0] for row in cursor.fetchall()]
    assert moments == sorted(moments)
    for row in Standing.objects.all():
        assert row.population == row.kept + row.due_soon + row.overdue + row.unknown, row
    days = set(Standing.objects.values_list("on", flat=True))
    assert {str(day) for day in days} == {"2026-09-30", "2026-10-31", "2026-11-23"}
    assert Asset.objects.in_use(NOW.date()).count() == SIZE.assets
    assert abs(Person.objects.in_service(NOW.date()).count() - SIZE.people) <= 2


@pytest.mark.once
def test_on_another_day_the_demo_is_alive_too() -> None:
    demo.create(
        datetime(2027, 6, 10, 3, 0, tzinfo=UTC), Size(people=40, assets=70, months=2, seed=48)
    )
    day = datetime(2027, 6, 10, tzinfo=UTC).date()
    states = {s.seal for s in whole(day, day).clauses}
    assert {Seal.NOT_KEPT, Seal.UNKNOWN, Seal.AT_RISK, Seal.KEPT} <= states
