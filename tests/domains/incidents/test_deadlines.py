"""Reports to the authority: day 1 is the day of awareness, and only the last day may move."""

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from sekisho.domains.incidents.deadlines import NoRuleError, deadlines
from sekisho.registers.government import is_open, next_open

VECTORS = (
    Path(os.environ.get("SEKISHO_SHARED", Path(__file__).parents[4] / "shared"))
    / "samples"
    / "appi_deadline_vectors.csv"
)


@pytest.mark.parametrize(
    ("aware", "malicious", "final"),
    [
        ("2026-11-17", False, "2026-12-16"),  # a Wednesday: nothing moves
        ("2026-08-21", False, "2026-09-24"),  # a Saturday before three holidays
        ("2026-04-06", False, "2026-05-07"),  # in the Golden Week
        ("2026-12-01", False, "2027-01-04"),  # 30 December: offices are closed
        ("2026-11-29", False, "2026-12-28"),  # the last open day of the year
        ("2026-11-30", False, "2027-01-04"),  # 29 December: the first closed one
        ("2026-10-31", True, "2027-01-04"),
        ("2026-11-17", True, "2027-01-15"),
        ("2026-04-01", True, "2026-06-01"),
    ],
)
def test_the_final_report_is_due_on_day_30_or_60_or_the_next_open_day(
    aware: str, malicious: bool, final: str
) -> None:
    found = deadlines(date.fromisoformat(aware), malicious=malicious)
    assert found["final"].limit == date.fromisoformat(final)


@pytest.mark.parametrize("malicious", [False, True])
def test_the_preliminary_report_never_waits_for_a_closed_day(malicious: bool) -> None:
    found = deadlines(date(2026, 5, 1), malicious=malicious)["preliminary"]
    assert (found.target, found.limit) == (date(2026, 5, 3), date(2026, 5, 5))
    assert not is_open(found.limit)
    assert not found.rule.exact


def test_a_day_before_the_duty_existed_has_no_deadline() -> None:
    assert deadlines(date(2022, 4, 1), malicious=False)
    with pytest.raises(NoRuleError) as none:
        deadlines(date(2022, 3, 31), malicious=False)
    assert none.value.first == date(2022, 4, 1)


def test_every_deadline_names_its_source_in_both_languages() -> None:
    for one in deadlines(date(2026, 11, 17), malicious=True).values():
        assert "26条" in one.rule.source.ja
        assert "art. 26" in one.rule.source.en


def test_offices_are_closed_at_the_turn_of_the_year_and_on_holidays() -> None:
    assert [is_open(date(2026, 12, d)) for d in (28, 29, 30, 31)] == [True, False, False, False]
    assert [is_open(date(2027, 1, d)) for d in (1, 3, 4)] == [False, False, True]
    assert next_open(date(2026, 9, 19)) == date(2026, 9, 24)


@pytest.mark.skipif(not VECTORS.is_file(), reason="the vectors are not here")
def test_the_vectors_handed_to_us_agree() -> None:
    with VECTORS.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    for row in rows:
        aware = date.fromisoformat(row["aware_date_JST"])
        general, malicious = (deadlines(aware, malicious=m) for m in (False, True))
        days = [general["preliminary"].target, general["preliminary"].limit,
                general["final"].limit, malicious["final"].limit]  # fmt: skip
        names = ("prelim_day3", "prelim_day5", "final30_due", "final60_due")
        assert [d.isoformat() for d in days] == [row[name] for name in names]
