"""From an incident every way to what it touches is shut in one act, and decided about afterwards."""

import pytest
from django.test import Client

from sekisho.domains.access.models import AccessRight
from sekisho.domains.incidents.gates import ahead
from sekisho.domains.incidents.models import Containment
from sekisho.domains.safeguards.models import Freeze
from sekisho.ledger.history import group, history
from tests.given.access import an_active_right, an_entitlement, an_opened_asset
from tests.given.incidents import an_affected_asset, an_incident
from tests.given.people import a_person
from tests.given.safeguards import a_freeze
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db


def test_rights_and_accounts_are_shut_in_one_act_and_each_is_decided_before_recovery(
    client: Client,
) -> None:
    incident = an_incident(state="investigating", severity="minor", unit=None)
    asset = an_affected_asset(incident=incident).asset
    role = an_entitlement()
    an_opened_asset(entitlement=role, asset=asset)
    supplier = a_person(employment="contractor", supplier="協力会社")
    rights = [
        an_active_right(asset=asset),
        an_active_right(asset=None, entitlement=role, person=supplier),
    ]
    an_active_right()  # leads elsewhere
    client.force_login(somebody("committee"))
    page = client.get(f"/i/{incident.number}/freeze").content.decode()
    assert page.count('name="right"') == 2
    assert "協力会社" in page

    refused = client.post(f"/i/{incident.number}/freeze", {"right": rights[0].pk, "how": "freeze"})
    assert refused.status_code == 422
    client.post(f"/i/{incident.number}/freeze", {
        "right": [str(one.pk) for one in rights], "system": str(role.system_id),
        "reason": "侵入のおそれ", "how": "freeze",
    })  # fmt: skip
    frozen = list(Freeze.objects.order_by("number"))
    assert {one.right_id for one in frozen} == {one.pk for one in rights}
    entry = history("freezes", frozen[0].pk)[0]
    assert len([one for one in group(entry.grp) if one.kind == "freezes"]) == 2
    assert Containment.objects.get().target == role.system.name
    waits = [gate for gate in ahead(incident) if not gate.met]
    assert any("停止" in str(gate.words) for gate in waits)

    client.post(f"/i/{incident.number}/freeze/decide", {
        "freeze": [str(one.pk) for one in frozen], f"d-{frozen[0].pk}": "lift",
        f"d-{frozen[1].pk}": "narrow", "why": "調査が終わった",
    })  # fmt: skip
    states = {one.right_id: one.state for one in Freeze.objects.all()}
    assert sorted(states.values()) == ["lifted", "narrowed"]
    taken = AccessRight.objects.get(pk=frozen[1].right_id)
    assert (taken.state, taken.removal_cause) == ("removal", "incident")
    assert all(gate.met for gate in ahead(incident))


def test_only_leaders_and_administrators_freeze(client: Client) -> None:
    incident = an_incident()
    client.force_login(somebody("auditor"))
    assert client.get(f"/i/{incident.number}/freeze").status_code in {403, 404}


def test_a_freeze_is_no_trace_of_an_incident_one_must_not_know(client: Client) -> None:
    incident = an_incident(restricted=True)
    a_freeze(number="FZ-2026-901", right=an_active_right(), incident=incident.number)
    client.force_login(somebody("committee"))
    assert "FZ-2026-901" not in client.get("/registers/freezes").content.decode()
