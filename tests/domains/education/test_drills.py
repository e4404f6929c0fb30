"""Telling machines from people, and figures that name nobody."""

from datetime import timedelta
from uuid import UUID

import pytest

from sekisho.domains.education import drill_sight
from sekisho.domains.education.drill_closing import count
from sekisho.domains.education.drill_figures import grouped, whole
from sekisho.domains.education.drill_tracing import Fetch, fetched, found, machine, pressed, touched
from sekisho.domains.education.models import DrillResult, DrillTarget
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.secrets import new_secret
from tests.given.education_drills import STARTS, a_drill, a_drill_target
from tests.given.people import a_person, a_unit

LATER = STARTS + timedelta(minutes=9)
A, B, C, D = (UUID(int=n) for n in range(1, 5))


@pytest.mark.django_db
def test_a_fetch_right_after_delivery_is_a_scanners_and_a_minute_later_is_nobody_knows_whose() -> (
    None
):
    target = a_drill_target()
    assert machine(target, Fetch(STARTS + timedelta(seconds=59))) == "early"
    assert machine(target, Fetch(STARTS + timedelta(seconds=60))) == ""
    assert machine(a_drill_target(delivered_at=None), Fetch(LATER)) == "early"


@pytest.mark.django_db
def test_a_fetch_alone_is_no_click_and_a_touched_page_is() -> None:
    target = a_drill_target()
    fetched(target, Fetch(LATER, "192.0.2.1"))
    target.refresh_from_db()
    assert (target.opened_at, target.clicked_at) == (LATER, None)
    touched(target, Fetch(LATER, "192.0.2.1"))
    target.refresh_from_db()
    assert target.clicked_at == LATER


@pytest.mark.django_db
def test_mails_of_five_people_fetched_from_one_place_at_once_are_a_scanners() -> None:
    drill = a_drill(state="running")
    targets = [a_drill_target(drill=drill) for _ in range(5)]
    for target in targets:
        fetched(target, Fetch(LATER, "192.0.2.9"))
    assert [DrillTarget.objects.get(pk=one.pk).scanned for one in targets] == [0, 0, 0, 0, 1]
    touched(targets[4], Fetch(LATER, "192.0.2.9"))  # but somebody behind that address moved
    assert DrillTarget.objects.get(pk=targets[4].pk).clicked_at == LATER


@pytest.mark.django_db
def test_a_pressed_button_counts_however_early() -> None:
    target = a_drill_target()
    pressed(target, Fetch(STARTS + timedelta(seconds=20)), entered=True)
    target.refresh_from_db()
    assert target.clicked_at and target.submitted_at


@pytest.mark.django_db
def test_an_address_with_something_hung_on_to_it_is_known_as_tampered_with() -> None:
    token = new_secret()
    target = a_drill_target(token)
    assert found(token) == (target, False)
    assert found(token + "%27") == (target, True)
    assert found("x" * 43) == (None, False)


@pytest.mark.django_db
def test_what_is_kept_of_a_caller_is_no_address() -> None:
    caller = Fetch(LATER, "192.0.2.1").caller
    assert "192" not in caller and caller == Fetch(STARTS, "192.0.2.1").caller


@pytest.mark.django_db
def test_figures_put_reports_before_clicks() -> None:
    drill, unit = a_drill(state="running"), a_unit()
    minute = timedelta(minutes=1)
    for n in range(12):
        person = a_person(unit=unit)
        a_drill_target(
            drill=drill, person=person,
            reported_at=STARTS + minute * n if 0 < n < 7 else None,
            clicked_at=STARTS + minute * 3 if n == 8 else None, scanned=1,
        )  # fmt: skip
    figures, groups = whole(drill.pk)
    assert (figures.sent, figures.reported, figures.minutes, figures.before) == (12, 6, 4, 2)
    assert (figures.clicked, figures.scanned, groups) == (1, 12, [])


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({A: 30, B: 20}, [(A,), (B,)]),
        ({A: 30, B: 6, C: 5}, [(A,), (C, B)]),
        ({A: 30, B: 12, C: 3}, [(A,), (C, B)]),  # B joins, or C would follow from the total
        ({A: 30, C: 3}, []),
        ({A: 4, B: 3}, []),
        ({A: 30, B: 20, None: 11}, [(A,), (B,), (None,)]),
    ],
)
def test_units_too_small_are_counted_together_and_never_follow_from_the_total(
    sizes: dict[UUID | None, int], expected: list[tuple[UUID | None, ...]]
) -> None:
    assert list(grouped(sizes, 10)) == expected


@pytest.mark.django_db
def test_nobody_but_the_office_sees_others_not_even_the_director_or_a_token() -> None:
    target = a_drill_target()
    drill, her = target.drill, a_person()
    seen = {
        "chair": drill_sight.visible(Actor(A, frozenset({"chair"}), her.pk), drill).count(),
        "director": drill_sight.visible(Actor(A, frozenset({"director"}), her.pk), drill).count(),
        "token": drill_sight.visible(
            Actor(A, frozenset({"chair"}), her.pk, frozenset({"read"})), drill
        ).count(),
        "self": drill_sight.visible(
            Actor(A, frozenset({"employee"}), target.person_id), drill
        ).count(),
    }
    assert seen == {"chair": 1, "director": 0, "token": 0, "self": 1}


@pytest.mark.django_db
def test_closing_keeps_a_line_for_the_whole_and_for_each_unit() -> None:
    drill = a_drill(state="running")
    units = [a_unit() for _ in range(2)]
    for unit in units:
        for _ in range(10):
            a_drill_target(drill=drill, person=a_person(unit=unit))
    count(drill, Act(service("engine"), LATER, "engine", LATER.date()))
    kept = {(row.scope, row.unit, row.sent) for row in DrillResult.objects.all()}
    assert kept == {("whole", None, 20), ("unit", units[0], 10), ("unit", units[1], 10)}
