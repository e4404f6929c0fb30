"""A client's contract that asks for a notice within hours starts its clock, once its data is touched."""

from datetime import UTC, datetime, timedelta

import pytest

from sekisho.domains.incidents.models import ReportDuty
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from tests.contract.acting import an_act, somebody
from tests.contract.conftest import anybody
from tests.given.assets import an_asset
from tests.given.every import a_record
from tests.given.incidents import an_incident
from tests.given.suppliers import a_contract

__all__ = ["anybody"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anybody")]
AT = datetime(2026, 11, 20, 1, tzinfo=UTC)


def test_the_shortest_promise_of_those_whose_data_it_is_counts() -> None:
    contract = a_contract(incident_hours=12)
    a_contract(party=contract.party, incident_hours=48)
    a_contract(party=contract.party, incident_hours=1, signed_on=None)
    asset = an_asset(personal=("personal",))
    line = a_record("personal_data", asset=asset)
    a_record("provisions", line=line, party=contract.party, direction="received")
    incident = an_incident(aware_at=AT, noticed_at=AT, reported_at=AT)
    act = an_act(somebody("committee"))
    write(registry["affected_assets"], act, {"incident": incident.pk, "asset": asset.pk})
    duty = ReportDuty.objects.get(incident=incident, rule="client-contract")
    assert duty.due_at == AT + timedelta(hours=12)
    told = {
        "incident": incident.pk,
        "fact": "contract_notice",
        "value": "no",
        "basis": "契約を確認",
    }
    write(registry["incident_facts"], act, told)
    duty.refresh_from_db()
    assert duty.answer == "no"


def test_nothing_is_promised_to_those_whose_data_it_is_not() -> None:
    contract = a_contract(incident_hours=12)
    asset = an_asset(personal=("personal",))
    line = a_record("personal_data", asset=asset)
    a_record("provisions", line=line, party=contract.party, direction="gave")
    incident = an_incident(aware_at=AT, noticed_at=AT, reported_at=AT)
    values = {"incident": incident.pk, "asset": asset.pk}
    write(registry["affected_assets"], an_act(somebody("committee")), values)
    assert not ReportDuty.objects.filter(incident=incident, rule="client-contract").exists()
