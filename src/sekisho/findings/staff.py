"""Who joins, moves and leaves, read from people's dates and posts: a line and a checklist each."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from sekisho.domains.access.models import StaffChange, StaffChangeItem
from sekisho.domains.access.staff_change_item import POINTS
from sekisho.domains.people.models import Assignment, Person
from sekisho.ledger import tail
from sekisho.obligations.rules.access_removal import MOVER_DAYS, closing
from sekisho.registers import settings
from sekisho.registers.actor import Act
from sekisho.registers.calendar import calendar
from sekisho.registers.commands import move, write, write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

CONSUMER = "moves"
AHEAD, BACK = timedelta(days=30), timedelta(days=30)
LATER = {"shared_passwords"}
"""Points that can only be done once the person is gone."""


def follow_staff(act: Act) -> dict[str, int]:
    """Open a line for whoever joins, moves or leaves about now; follow dates that changed."""
    opened = [*_joiners(act.on), *_movers(act.on), *_moves_in_ledger(act), *_leavers(act.on)]
    return {"followed": _follow_leavers(act), "opened": _open(act, opened)}


def _began(on: date) -> date:
    """Nobody is written down who came or went before the policy began."""
    began = settings.value("obligations.started_on") or on - BACK
    return max(began, on - BACK)


def _without(people: Any, kind: str) -> Any:
    known = StaffChange.objects.happening().filter(person=OuterRef("pk"), kind=kind)
    return people.filter(~Exists(known))


def _closing() -> Any:
    """People of whom it is known when their access ends, with the day."""
    people = Person.objects.present().annotate(closes=closing())
    return people.filter(closes__isnull=False)


def _leavers(on: date) -> Iterable[dict[str, Any]]:
    rows = _without(_closing(), "leaver").filter(closes__range=(_began(on), on + AHEAD))
    for person in rows:
        yield {
            "person": person.pk, "kind": "leaver", "effective_on": person.closes,
            "from_unit": person.unit_id, "at_once": person.leaving == "dismissal",
        }  # fmt: skip


def _joiners(on: date) -> Iterable[dict[str, Any]]:
    rows = _without(Person.objects.present(), "joiner")
    for person in rows.filter(starts_on__range=(_began(on), on + AHEAD)):
        yield {"person": person.pk, "kind": "joiner", "effective_on": person.starts_on,
               "to_unit": person.unit_id}  # fmt: skip


def _movers(on: date) -> Iterable[dict[str, Any]]:
    """A main post that follows another one in another unit."""
    known = StaffChange.objects.happening().filter(
        person=OuterRef("person"), kind="mover", effective_on=OuterRef("starts_on")
    )
    posts = Assignment.objects.present().filter(
        ~Exists(known), main=True, starts_on__range=(_began(on), on + AHEAD)
    )
    for post in posts:
        last = Assignment.objects.present().filter(
            person=post.person_id, main=True, starts_on__lt=post.starts_on
        )
        former = last.order_by("-starts_on").first()
        if former is not None and former.unit_id != post.unit_id:
            yield _moved(post.person_id, post.starts_on, former.unit_id, post.unit_id)


def _moved(person: UUID, on: date, former: UUID | None, unit: UUID | None) -> dict[str, Any]:
    return {"person": person, "kind": "mover", "effective_on": on, "from_unit": former,
            "to_unit": unit}  # fmt: skip


def _moves_in_ledger(act: Act) -> list[dict[str, Any]]:
    """People whose main unit was changed in their own record, by hand or by an import."""
    found: dict[UUID, dict[str, Any]] = {}
    while True:
        with tail.batch(CONSUMER, 1000) as items:
            for item in items:
                payload = item.payload or {}
                was, new = payload.get("was", {}).get("unit"), payload.get("set", {}).get("unit")
                if item.kind == "people" and was and new and item.at.date() >= act.on - BACK:
                    found[item.rec] = _moved(item.rec, act.on, UUID(was), UUID(new))
        if not items:
            break
    known = StaffChange.objects.happening().filter(
        kind="mover", person__in=list(found), effective_on__range=(act.on - BACK, act.on + AHEAD)
    )
    for person in known.values_list("person", flat=True):
        found.pop(person, None)
    return list(found.values())


def _open(act: Act, changes: Sequence[dict[str, Any]]) -> int:
    once = {(one["person"], one["kind"]): one for one in reversed(changes)}
    written = write_many(registry["staff_changes"], act, [Line(one) for one in once.values()])
    items = [
        Line({"change": one.record.pk, "point": point, "due_on": _due(one.record, point)})
        for one in written
        for point in POINTS[one.record.kind]
    ]
    write_many(registry["staff_change_items"], act, items)
    return len(written)


def _due(change: StaffChange, point: str) -> date:
    days = calendar()
    if change.kind == "mover":
        return days.add_business(change.effective_on, MOVER_DAYS())
    return days.add_business(change.effective_on, 1) if point in LATER else change.effective_on


def _follow_leavers(act: Act) -> int:
    """A last day that moved takes its checklist along; one that was taken back ends it."""
    open_ = StaffChange.objects.present().filter(kind="leaver", state="open")
    now = dict(_closing().filter(pk__in=open_.values("person")).values_list("pk", "closes"))
    count = 0
    for change in open_:
        closes = now.get(change.person_id)
        if closes == change.effective_on:
            continue
        count += 1
        if closes is None:
            move(registry["staff_changes"], act, "cancel", change, {"remark": "no last day"})
            continue
        changed = write(registry["staff_changes"], act, {"effective_on": closes}, change)
        items = StaffChangeItem.objects.present().filter(change=change, state="open")
        lines = [Line({"due_on": _due(changed, item.point)}, item) for item in items]
        write_many(registry["staff_change_items"], act, lines)
    return count
