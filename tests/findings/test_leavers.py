"""A leaver comes in from personnel's sheet over a Golden Week: doors close, and tasks have their days."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest

from sekisho.domains.access.models import AccessRight, StaffChange, StaffChangeItem
from sekisho.domains.people.actors import actor_for, may_sign_in
from sekisho.findings import closing, daily, staff
from sekisho.findings.finding import Finding
from sekisho.findings.task import Task
from sekisho.ledger.sequence import integrate
from sekisho.registers import calendar
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import move, write
from sekisho.registers.exchange import table
from sekisho.registers.exchange.imports import import_file
from sekisho.registers.exchange.run import Options
from sekisho.registers.register import registry
from tests.given.access import a_system_account, an_active_right, an_entitlement
from tests.given.people import a_person, a_unit, an_account, an_appointment, an_assignment
from tests.obligations.judging import decide

pytestmark = pytest.mark.django_db
LAST = date(2027, 4, 30)  # a Friday; the 3rd to the 5th of May are holidays
LEFT = date(2027, 5, 3)
BACK = date(2027, 5, 6)


@pytest.fixture(autouse=True)
def _days() -> None:
    calendar.ensure(LAST)


def act(on: date, name: str = "engine") -> Act:
    return Act(service(name), datetime(on.year, on.month, on.day, 1, tzinfo=UTC), name, on)


def act_of(person: Any, on: date) -> Act:
    at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    return Act(actor_for(an_account(person=person), on), at, "web", on)


def from_personnel(person: Any, on: date, **days: Any) -> None:
    """Personnel's list with the days of leaving, as they write them."""
    heads = {"last_working_on": "最終出社日", "ends_on": "退職日", "leaving": "退職区分"}
    names = [heads.get(name, name) for name in days]
    body = ",".join(["社員コード", *names]) + "\n"
    body += ",".join([person.employee_number, *map(str, days.values())]) + "\n"
    sheet = table.read(BytesIO(body.encode()).getvalue(), "退職者.csv", [])
    out = import_file(registry["people"], act(on, "operator"), sheet, Options())
    assert not out.errors
    assert out.changed == 1


@pytest.mark.parametrize(("chosen", "closes"), [("last_working_on", LAST), ("ends_on", LEFT)])
def test_a_leaver_over_golden_week_is_shut_out_and_removed_on_the_right_days(
    chosen: str, closes: date
) -> None:
    """Whichever day the company chose for access to end, its removal is due when business is back."""
    decide("people.access_ends", chosen)
    person, admin = a_person(), a_person()
    an_appointment(person=admin, role="admin")
    account = an_account(person=person)
    role = an_entitlement()
    right = an_active_right(
        person=person, entitlement=role, opens_on=date(2027, 1, 5), ends_on=date(2027, 9, 30)
    )
    login = a_system_account(system=role.system, person=person)
    told = date(2027, 4, 20)
    from_personnel(person, told, last_working_on="令和9年4月30日", ends_on="2027/5/3")

    daily.evaluate(act(told))
    codes = ("leavers-rights-removed", "leavers-accounts-closed")
    found = {f.rec: f.due for f in Finding.objects.open().filter(obligation__in=codes)}
    assert found == {right.pk: BACK, login.pk: BACK}
    tasks = Task.objects.filter(obligation__in=codes)
    assert {(t.assignee_id or t.role, t.due_on) for t in tasks} == {("admin", BACK)}

    assert staff.follow_staff(act(told))["opened"] == 1
    change = StaffChange.objects.get(person=person)
    assert (change.kind, change.effective_on) == ("leaver", closes)
    items = dict(StaffChangeItem.objects.values_list("point", "due_on"))
    assert items["pc"] == items["interview"] == closes
    assert items["shared_passwords"] == BACK

    after = closes + timedelta(days=1)
    assert may_sign_in(account, closes)
    assert not may_sign_in(account, after)

    assert closing.close_access(act(closes))["left"] == 0
    assert closing.close_access(act(after))["left"] == 1
    right.refresh_from_db()
    assert (right.state, right.removal_cause, right.removal_asked_on) == (
        "removal",
        "leaver",
        after,
    )
    daily.evaluate(act(BACK + timedelta(days=1)))
    done = Finding.objects.get(obligation="removals-done", rec=right.pk)
    assert (done.due, done.state) == (BACK, "overdue"), "open until there is proof"
    said = {"removal_ticket": "WO-2027-0506"}
    move(registry["access_rights"], act_of(admin, BACK), "confirm_removal", right, said)
    right.refresh_from_db()
    assert (right.state, right.closed_on, right.removed_by) == ("removed", BACK, admin)


def test_a_last_day_that_moves_takes_its_checklist_along_and_one_taken_back_ends_it() -> None:
    person = a_person(last_working_on=LAST)
    staff.follow_staff(act(date(2027, 4, 20)))
    later = date(2027, 5, 14)
    write(registry["people"], act(LAST, "operator"), {"last_working_on": later}, person)
    staff.follow_staff(act(LAST))
    change = StaffChange.objects.get(person=person)
    assert change.effective_on == later
    assert StaffChangeItem.objects.get(change=change, point="pc").due_on == later
    write(registry["people"], act(LAST, "operator"), {"last_working_on": None}, person)
    staff.follow_staff(act(LAST))
    assert StaffChange.objects.get(person=person).state == "cancelled"


def test_a_dismissal_ends_access_before_the_day() -> None:
    person = a_person(last_working_on=LAST, ends_on=LAST, leaving="dismissal")
    staff.follow_staff(act(date(2027, 4, 29)))
    change = StaffChange.objects.get(person=person)
    assert (change.at_once, change.effective_on) == (True, LAST)
    assert not may_sign_in(an_account(person=person), LAST)


def test_a_move_is_noticed_from_posts_and_from_the_persons_own_unit() -> None:
    on, here, there = date(2026, 4, 1), a_unit(), a_unit()
    posted, changed = a_person(unit=here), a_person(unit=here)
    an_assignment(person=posted, unit=here, main=True)
    an_assignment(person=posted, unit=there, main=True, starts_on=on)
    for values in ({"title": "主任"}, {"unit": there.pk}):
        write(registry["people"], act(on, "operator"), values, changed)
    integrate()
    staff.follow_staff(act(on))
    staff.follow_staff(act(on + timedelta(days=1)))
    moves = StaffChange.objects.filter(kind="mover").values_list("person", "from_unit", "to_unit")
    assert set(moves) == {(p.pk, here.pk, there.pk) for p in (posted, changed)}


def test_what_is_over_is_removed_and_what_was_never_set_up_lapses() -> None:
    end = date(2026, 11, 20)
    used = an_active_right(ends_on=end)
    waiting = an_active_right(ends_on=end, state="approved", provisioned_at=None)
    assert closing.close_access(act(end)) == {"lapsed": 0, "left": 0, "expired": 0}
    done = closing.close_access(act(end + timedelta(days=1)))
    assert done == {"lapsed": 1, "left": 0, "expired": 1}
    states = dict(AccessRight.objects.values_list("pk", "state"))
    assert states == {used.pk: "removal", waiting.pk: "lapsed"}
    assert AccessRight.objects.get(pk=waiting.pk).closed_on == end
