"""By when: the rules from the top, what is unknown counting against us."""

from datetime import date, timedelta

import pytest

from sekisho.domains.threats.priority import Facts, due, judged

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TODAY = date(2026, 5, 11)


@pytest.mark.parametrize(
    ("exploited", "epss", "cvss", "reach", "rank", "priority", "days"),
    [
        (True, None, 2.0, "internet", 0, "exploited", 2),
        (True, None, 2.0, "", 0, "exploited", 2),
        (True, 0.9, 9.9, "internal", 3, "exploited", 7),
        (False, 0.10, 7.0, "internet", 0, "act", 7),
        (False, 0.10, 6.9, "internet", 0, "attend", 30),
        (False, 0.09, 7.0, "internet", 0, "track_star", 60),
        (False, 0.50, 9.0, "isolated", 3, "act", 7),
        (False, 0.50, 9.0, "isolated", 2, "attend", 30),
        (False, None, 9.0, "internet", 0, "attend", 30),
        (False, None, 9.0, "internal", 3, "attend", 30),
        (False, None, 9.0, "internal", 2, "track_star", 60),
        (False, None, 6.9, "internet", 3, "track", 90),
        (False, None, None, "internal", 2, "track_star", 60),
        (False, None, None, "", None, "attend", 30),
    ],
)
def test_the_first_rule_that_holds_decides(
    exploited: bool, epss: float | None, cvss: float | None, reach: str, rank: int | None,
    priority: str, days: int,
) -> None:  # fmt: skip
    found = judged(Facts(exploited, epss, cvss, reach, rank))
    assert (found[0].value.partition("_")[2], found[1]) == (priority, days)


def test_a_day_that_was_told_never_moves_back() -> None:
    facts = Facts(False, None, 5.0, "internal", 0)
    sooner, later = TODAY + timedelta(days=3), TODAY + timedelta(days=300)
    assert due(facts, TODAY)[1] == TODAY + timedelta(days=90)
    assert due(facts, TODAY, sooner)[1] == sooner
    assert due(facts, TODAY, later)[1] == TODAY + timedelta(days=90)
