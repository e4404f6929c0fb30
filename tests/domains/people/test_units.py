"""The tree of units keeps its paths, and stays a tree."""

from datetime import date

import pytest

from sekisho.domains.people.models import Unit
from sekisho.registers.actor import Act
from sekisho.registers.commands import write, write_many
from sekisho.registers.errors import Invalid
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from tests.given import a_unit

pytestmark = pytest.mark.django_db

UNITS = registry["units"]
NEW = {"code": "0010", "name": "営業部", "starts_on": "2026/4/1"}


def path(unit: Unit) -> str:
    return Unit.objects.get(pk=unit.pk).path


def test_a_new_unit_lies_below_the_one_it_belongs_to(act: Act) -> None:
    top = write(UNITS, act, NEW)
    below = write(UNITS, act, NEW | {"code": "0011", "parent": "0010"})
    assert path(top) == f"/{top.pk.hex}/"
    assert path(below) == f"/{top.pk.hex}/{below.pk.hex}/"
    assert below.code == "0011"


def test_a_unit_that_moves_takes_everything_below_along(act: Act) -> None:
    left, right = a_unit(), a_unit()
    unit = a_unit(parent=left)
    below = a_unit(parent=a_unit(parent=unit))
    write(UNITS, act, {"parent": right.pk}, unit)
    assert path(unit) == f"/{right.pk.hex}/{unit.pk.hex}/"
    assert path(below).startswith(path(unit))
    write(UNITS, act, {"parent": None}, unit)
    assert path(unit) == f"/{unit.pk.hex}/"
    assert path(below).startswith(path(unit))


def test_a_unit_cannot_belong_to_itself(act: Act) -> None:
    unit = a_unit()
    with pytest.raises(Invalid) as refused:
        write(UNITS, act, {"parent": unit.pk}, unit)
    assert set(refused.value.problems) == {"parent"}


def test_a_unit_cannot_belong_to_one_below_it(act: Act) -> None:
    unit = a_unit()
    below = a_unit(parent=a_unit(parent=unit))
    before = path(unit)
    with pytest.raises(Invalid) as refused:
        write(UNITS, act, {"parent": below.pk}, unit)
    assert set(refused.value.problems) == {"parent"}
    assert path(unit) == before


def test_two_rows_of_one_sheet_cannot_close_a_circle(act: Act) -> None:
    one, other = a_unit(), a_unit()
    rows = [Line({"parent": other.pk}, one), Line({"parent": one.pk}, other)]
    with pytest.raises(Invalid):
        write_many(UNITS, act, rows)
    assert not Unit.objects.exclude(parent=None).exists()


def test_units_lie_at_most_thirty_deep(act: Act) -> None:
    unit = None
    for _ in range(30):
        unit = a_unit(parent=unit)
    with pytest.raises(Invalid):
        write(UNITS, act, NEW | {"parent": unit.pk})
    write(UNITS, act, NEW | {"parent": unit.parent.pk})


def test_the_last_day_may_not_lie_before_the_first(act: Act) -> None:
    same_day = write(UNITS, act, NEW | {"ends_on": "2026-04-01"})
    assert same_day.ends_on == date(2026, 4, 1)
    with pytest.raises(Invalid) as refused:
        write(UNITS, act, NEW | {"code": "0020", "ends_on": "2026-03-31"})
    assert set(refused.value.problems) == {"ends_on"}


def test_a_project_needs_nothing_above_it(act: Act) -> None:
    assert write(UNITS, act, NEW | {"kind": "project"}).parent_id is None


def test_children_follow_their_parent_in_the_list(act: Act) -> None:
    second, first = a_unit(code="0020"), a_unit(code="0001")
    below = write(UNITS, act, NEW | {"parent": first.pk})
    listed = list(UNITS.rows().order_by(*UNITS.order))
    assert listed == [first, below, second]
