"""The stage: scenes come in order of time, and time never goes back."""

import random
from datetime import date

import pytest

from sekisho.simulation.cast import LEAST, invented
from sekisho.simulation.names import FAMILIES, GIVENS, a_name
from sekisho.simulation.stage import Stage, fiscal_year, months
from sekisho.simulation.story import first_day

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


def test_scenes_are_played_by_day_and_hour_whatever_order_they_were_given_in() -> None:
    stage, told = Stage(FIRST, LAST, 1), []
    stage.at(date(2026, 9, 20), lambda: told.append("later"))
    stage.at(date(2026, 9, 3), lambda: told.append("evening"), 18)
    stage.at(date(2026, 9, 3), lambda: told.append("morning"), 9)
    stage.play()
    assert told == ["morning", "evening", "later"]


def test_a_scene_on_the_last_day_is_played_and_one_after_it_never() -> None:
    stage, told = Stage(FIRST, LAST, 1), []
    stage.at(LAST, lambda: told.append("last"))
    stage.at(date(2026, 10, 1), lambda: told.append("after"))
    stage.play()
    assert told == ["last"]


def test_moments_never_go_back_and_stay_on_their_day() -> None:
    stage = Stage(FIRST, LAST, 1)
    moments = []

    def scene() -> None:
        moments.extend(stage.operator.at for _ in range(5000))

    stage.at(date(2026, 9, 3), scene, 22)
    stage.play()
    assert moments == sorted(moments)
    assert {moment.date() for moment in moments} == {date(2026, 9, 3)}


def test_work_waits_for_a_business_day() -> None:
    stage, told = Stage(FIRST, LAST, 1), []
    from sekisho.registers import calendar

    calendar.ensure(FIRST)
    stage.work(
        date(2026, 9, 19), lambda: told.append(stage.on)
    )  # a Saturday before 敬老の日 and its bridge
    stage.play()
    assert told == [date(2026, 9, 24)]


@pytest.mark.parametrize(("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026)])
def test_the_fiscal_year_begins_in_april(day: date, year: int) -> None:
    assert fiscal_year(day) == year


def test_months_run_from_the_first_to_the_last() -> None:
    assert months(date(2025, 12, 31), date(2026, 2, 1)) == [
        date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1),
    ]  # fmt: skip
    assert first_day(date(2026, 1, 31), 2) == date(2025, 11, 1)


def test_every_name_has_its_reading_in_katakana() -> None:
    for written, reading in (*FAMILIES, *GIVENS):
        assert written
        assert all("ァ" <= sign <= "ヿ" for sign in reading), written


def test_the_same_seed_names_the_same_people() -> None:
    assert a_name(random.Random(7)) == a_name(random.Random(7))
    assert invented(LEAST, random.Random(7)) == invented(LEAST, random.Random(7))


def test_a_cast_has_every_part_that_a_history_needs() -> None:
    cast = invented(LEAST, random.Random(1))
    for role in ("director", "deputy", "chair", "committee", "admin"):
        assert cast.part(role)
    assert len(cast.units) + len(cast.parts) <= LEAST
    covered = {field for part in cast.parts for field in part.covers}
    assert covered == {"it", "legal_hr", "business"}
