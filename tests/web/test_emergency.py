"""Emergency access from the page: asked for by one, opened by another, reviewed by a third."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from sekisho.checkpoint.authzen.asking import Ask, Thing
from sekisho.checkpoint.live import Registers
from sekisho.domains.safeguards.models import EmergencyAccess
from tests.given.assets import a_class, an_asset
from tests.given.people import a_unit

pytestmark = pytest.mark.django_db


def moved(client: Any, one: EmergencyAccess, name: str, **said: str) -> int:
    """The status of a move made through the API, as the buttons make it."""
    url = f"/api/v1/emergency_accesses/{one.pk}/moves/{name}"
    found: int = client.post(url, said, content_type="application/json").status_code
    return found


def test_a_door_is_opened_in_an_emergency_by_two_and_looked_at_by_a_third(enter: Callable) -> None:
    asset = an_asset(unit=a_unit(), classification=a_class(rank=2, code="confidential"))
    asker, chair, director = enter("employee"), enter("chair"), enter("director")
    page = reverse("emergency")
    assert asset.number in asker.get(page, {"asset": asset.number}).text
    assert asset.name not in asker.get(page, {"asset": asset.number}).text  # not theirs to see
    refused = asker.post(page, {"asset": "IA-9999", "writes": "false", "reason": ""})
    assert refused.status_code == 422
    sent = asker.post(page, {"asset": asset.number, "writes": "false", "reason": "受注が止まる"})
    assert sent.status_code == 302
    one = EmergencyAccess.objects.get()
    assert one.asset == asset

    def opens() -> bool:
        now = timezone.now()
        gate = Registers(now=lambda: now)
        said = {"auth_time": now.timestamp() - 60, "amr": ["hwk"]}
        who, what = Thing("person", one.person.number, {}), Thing("asset", asset.number, {})
        found = gate.decide(Ask(who, "read", what, said, {}))
        return found.decision and found.context["emergency"] == one.number

    assert not opens()
    assert moved(asker, one, "grant") == 403
    assert moved(chair, one, "grant") == 200
    assert opens()
    assert moved(chair, one, "review", finding="適切") in {403, 409, 422}
    assert moved(asker, one, "review", finding="適切") == 403
    assert moved(asker, one, "end") == 200
    assert not opens()
    assert moved(director, one, "review", finding="閲覧だけで、適切だった") == 200
    one.refresh_from_db()
    assert (one.state, one.reviewed_by is not None) == ("reviewed", True)
