"""Incidents in figures: medians with how many are known, by month, kind and unit; no exercises."""

from datetime import date, timedelta

import pytest
from django.test import Client

from sekisho.domains.incidents.models import Incident
from sekisho.domains.incidents.statistics import figures
from tests.given.incidents import NOTICED, an_incident
from tests.given.people import a_unit
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_exercises_and_false_alarms_do_not_count_and_a_length_says_how_many_it_is_of() -> None:
    unit = a_unit(name="営業部")
    an_incident(unit=unit, severity="major", contained_at=NOTICED + 2 * HOUR)
    an_incident(unit=unit, severity="near_miss", contained_at=NOTICED + 4 * HOUR)
    an_incident(unit=None, category="loss")
    an_incident(drill=True, contained_at=NOTICED + 90 * HOUR)
    an_incident(state="dismissed", exit_kind="false_alarm")
    found = figures(Incident.objects.all(), date(2026, 10, 1), date(2026, 11, 30))
    whole = found.whole
    assert (whole.count, whole.major, whole.near_misses, whole.unjudged) == (3, 1, 1, 1)
    assert (whole.lengths["contain"].middle, whole.lengths["contain"].known) == (3 * HOUR, 2)
    assert whole.lengths["recover"].middle is None
    assert [(str(m.name), m.count) for m in found.months] == [("2026/10", 0), ("2026/11", 3)]
    assert sum(kind.count for kind in found.kinds) == 3
    assert [u.count for u in found.units] == [2, 1]


def test_the_page_the_csv_and_the_paper_tell_the_same_to_those_who_lead(client: Client) -> None:
    an_incident(contained_at=NOTICED + 2 * HOUR)
    client.force_login(somebody("director"))
    span = "?since=2026/11/1&until=2026/11/30"
    page = client.get(f"/incidents/statistics{span}").content.decode()
    assert "2時間" in page
    csv = client.get(f"/incidents/statistics{span}&format=csv").content.decode("utf-8-sig")
    assert "month,2026/11,1," in csv
    assert ",120," in csv
    paper = client.get(f"/print/incident_statistics.pdf{span}")
    assert paper.content.startswith(b"%PDF")
    assert "は日付では" in client.get("/incidents/statistics?since=nonsense").content.decode()
    client.force_login(somebody("employee"))
    assert client.get("/incidents/statistics").status_code == 403
