"""From records to findings, tasks and clause states, and back when the records are in order."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sekisho.findings import daily, watch
from sekisho.findings.finding import Finding, Standing
from sekisho.findings.task import Task
from sekisho.ledger.sequence import integrate
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from tests.given.access import a_found_right, a_system, a_system_account
from tests.given.assets import an_asset
from tests.given.people import a_person, a_unit, an_appointment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
OF_SYSTEMS = (
    "accounts-owned", "shared-accounts-excepted", "dormant-accounts-looked-at",
    "found-rights-approved",
)  # fmt: skip


def engine(on: date = TODAY) -> Act:
    return Act(service("engine"), AT, "engine", on)


def operator() -> Act:
    return Act(service("operator"), AT, "test", TODAY)


def states() -> dict[str, str]:
    return dict(Standing.objects.filter(on=TODAY).values_list("obligation", "seal"))


def test_counts_add_up_to_the_population() -> None:
    for days in (1, 6, 30):
        an_asset(registered_on=TODAY - timedelta(days=days))
    whole = daily.evaluate(engine())
    counts = {j.one.code: j.counts for j in whole.judged}["assets-classified"]
    assert (counts.population, counts.overdue, counts.due_soon, counts.kept) == (3, 1, 1, 1)
    assert states()["assets-classified"] == "not_kept"


def test_what_is_out_of_order_becomes_a_task_of_the_units_manager() -> None:
    unit = a_unit()
    manager = a_person(unit=unit)
    an_appointment(role="manager", person=manager, unit=unit)
    for _ in range(3):
        an_asset(unit=unit, registered_on=TODAY - timedelta(days=30))
    daily.evaluate(engine())
    task = Task.objects.get(obligation="assets-classified")
    assert (task.assignee_id, task.count, task.state) == (manager.pk, 3, "open")


def test_a_finding_closes_and_its_task_with_it_when_the_record_is_put_right() -> None:
    asset = an_asset(purposes=())
    daily.evaluate(engine())
    assert Finding.objects.open().filter(obligation="assets-purposed").count() == 1
    write(registry["assets"], operator(), {"purposes": "見積"}, asset)
    integrate()  # on PostgreSQL a sequencer of its own gives entries their places
    watch.catch_up(engine())
    assert not Finding.objects.open().filter(obligation="assets-purposed").exists()
    assert Task.objects.get(obligation="assets-purposed").state == "done"
    assert states()["assets-purposed"] == "kept"


def test_what_a_system_owes_follows_it_to_the_manager_of_its_new_unit() -> None:
    new = an_appointment(role="manager")
    system = a_system()
    a_system_account(system=system, kind="shared", person=None)
    a_system_account(system=system, person=None, last_used_on=TODAY - timedelta(days=400))
    a_found_right(system=system)
    daily.evaluate(engine())
    rows = Finding.objects.open().filter(obligation__in=OF_SYSTEMS)
    assert set(rows.values_list("obligation", "assignee")) == {(one, None) for one in OF_SYSTEMS}
    write(registry["systems"], operator(), {"unit": new.unit_id}, system)
    integrate()
    watch.catch_up(engine())
    assert set(rows.values_list("obligation", "assignee")) == {
        (one, new.person_id) for one in OF_SYSTEMS
    }


def test_what_fails_again_is_counted_as_the_second_time() -> None:
    asset = an_asset(purposes=())
    daily.evaluate(engine())
    write(registry["assets"], operator(), {"purposes": "見積"}, asset)
    daily.evaluate(engine())
    asset.refresh_from_db()
    write(registry["assets"], operator(), {"purposes": ""}, asset)
    daily.evaluate(engine())
    assert [
        f.times for f in Finding.objects.filter(obligation="assets-purposed").order_by("times")
    ] == [1, 2]


def test_one_changed_record_gives_the_same_counts_as_judging_everyone() -> None:
    assets = [an_asset(purposes=()) for _ in range(5)]
    daily.evaluate(engine())
    write(registry["assets"], operator(), {"purposes": "見積"}, assets[0])
    integrate()  # on PostgreSQL a sequencer of its own gives entries their places
    watch.catch_up(engine())
    after = Standing.objects.filter(on=TODAY).order_by("obligation").values()
    quick = [{k: v for k, v in row.items() if k not in {"id", "at"}} for row in after]
    daily.evaluate(engine())
    after = Standing.objects.filter(on=TODAY).order_by("obligation").values()
    assert quick == [{k: v for k, v in row.items() if k not in {"id", "at"}} for row in after]


def test_an_empty_population_is_unknown_not_kept() -> None:
    daily.evaluate(engine())
    assert states()["assets-classified"] == "unknown"
