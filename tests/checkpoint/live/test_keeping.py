"""The log of decisions: what is kept, that nothing is lost, and that a change shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from sekisho.checkpoint import keeping, live, ocsf
from sekisho.checkpoint.authzen.boxcar import evaluations
from sekisho.checkpoint.live import Registers
from sekisho.checkpoint.models import Decision
from tests.checkpoint.live.company import NOW, Company
from tests.given.assets import an_asset
from tests.given.people import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    found = Company()
    found.gate = Registers(found.follower, keep=keeping.keep_all, now=lambda: found.now)
    return found


def test_denies_and_permits_of_the_confidential_are_kept_and_chained(company: Company) -> None:
    public = an_asset(unit=company.unit, classification=company.kinds[0])
    assert company.ask().context["evaluation_id"] == "D-1"
    assert "evaluation_id" not in company.ask(asset=public).context  # open to all, not kept
    assert company.ask("export").context["evaluation_id"] == "D-2"
    company.ask(person=a_person())
    assert keeping.verify() == (3, None)
    first, second = Decision.objects.order_by("number")[:2]
    assert second.before == first.hash


@pytest.mark.parametrize("change", [{"allowed": True}, {"said": "{}"}, {"hash": "0" * 64}])
def test_a_changed_or_missing_decision_is_found(company: Company, change: dict[str, Any]) -> None:
    for _ in range(4):
        company.ask("export")
    rows = Decision.objects.filter(number=2)
    kept = rows.get()
    if change == {"said": "{}"}:
        rows.delete()
    else:
        rows.update(**change)
    assert keeping.verify()[1] == 2
    kept.save()
    assert keeping.verify() == (4, None)
    Decision.objects.filter(number=4).delete()
    assert keeping.verify()[1] == 4  # the end cut off


def test_what_cannot_be_kept_is_not_opened(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_args: Any) -> str:
        raise DatabaseError("disk full")

    company.gate.keep = full
    assert company.codes() == ["not_kept"]
    assert company.codes("export") == ["not_kept", "action_not_covered"]


def _boxcar(company: Company, **options: Any) -> dict[str, Any]:
    """Read, nonsense and two exports in one question."""
    names = [{"name": "read"}, {"name": 7}, {"name": "export"}, {"name": "export"}]
    whole = {
        "subject": {"type": "person", "id": company.hana.number},
        "resource": {"type": "asset", "id": company.plans.number},
        "context": company.question().context,
        "evaluations": [{"action": name} for name in names],
    }
    return dict(evaluations(company.gate, {**whole, **options}))


def test_the_decisions_of_one_boxcar_are_kept_together_and_in_order(company: Company) -> None:
    found = _boxcar(company)["evaluations"]
    assert [one["decision"] for one in found] == [True, False, False, False]
    assert [one["context"].get("evaluation_id") for one in found] == ["D-1", None, "D-2", "D-3"]
    assert len({one["context"].get("evaluated_at") for one in found} - {None}) == 1
    assert keeping.verify() == (3, None)


def test_what_lies_behind_the_end_of_a_boxcar_is_neither_answered_nor_kept(
    company: Company,
) -> None:
    found = _boxcar(company, options={"evaluations_semantic": "permit_on_first_permit"})
    assert [one["decision"] for one in found["evaluations"]] == [True]
    assert keeping.verify() == (1, None)


def test_a_boxcar_that_cannot_be_kept_opens_nothing(company: Company) -> None:
    def full(*_args: Any) -> list[str]:
        raise DatabaseError("disk full")

    company.gate.keep = full
    assert not any(one["decision"] for one in _boxcar(company)["evaluations"])


def test_old_decisions_go_and_the_rest_still_agrees(company: Company) -> None:
    company.ask("export")
    company.now += timedelta(days=1200)
    company.ask("export")
    assert keeping.tidy(company.now) == 1
    assert keeping.verify() == (1, None)
    company.ask("export")
    assert keeping.verify() == (2, None)


def test_decisions_are_written_for_other_systems(company: Company) -> None:
    company.ask("export")
    (event,) = ocsf.events()
    assert (event["class_uid"], event["status"]) == (6003, "Failure")
    assert event["unmapped"]["reasons"] == ["action_not_covered"]
    assert list(ocsf.events(start=NOW.date() + timedelta(days=1))) == []
    assert live.here() is live.here()
