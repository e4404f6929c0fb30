"""A denial says where to ask; what is asked there, approved and set up, opens the door."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine

from sekisho.domains.people.actors import actor_for
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from tests.checkpoint.live.company import NOW, TODAY, Company
from tests.given.people import a_person, an_account, an_appointment
from tests.given.safeguards import a_device

pytestmark = pytest.mark.django_db
RIGHTS = "access_rights"


def act_of(person: Any) -> Act:
    account = getattr(person, "account", None) or an_account(person=person)
    return Act(actor_for(account, TODAY), NOW, "web", TODAY)


@time_machine.travel(NOW, tick=False)
def test_from_a_denial_through_the_request_to_the_permit(client: Any) -> None:
    company = Company(anew=False)
    ken, manager, admin = a_person(unit=company.unit), a_person(unit=company.unit), a_person()
    an_appointment(person=manager, unit=company.unit)
    an_appointment(person=admin, role="admin")
    device = a_device(holder=ken, checked_at=NOW)
    company.plans.purposes = ("請求",)
    company.plans.save()

    def codes() -> list[str]:
        return company.codes(person=ken, device=device.tag)

    denied = company.ask(person=ken, device=device.tag).context
    assert denied["reason"] == "no_right"
    asked = denied["access_request"]
    assert asked["expires_at"] == "2026-10-16T03:00:00Z"
    assert set(asked["display"]) == {"ja", "en"}
    where = urlsplit(asked["form_url"])

    act = act_of(ken)
    client.force_login(ken.account)
    form = client.get(f"{where.path}?{where.query}", follow=True)
    assert form.status_code == 200
    assert company.plans.number in form.content.decode()

    fields = {"person": ken, "asset": company.plans, "actions": ["read"], "purpose": "請求"}
    right = write(registry[RIGHTS], act, {**fields, "ends_on": date(2027, 3, 31)})
    assert codes() == ["right_waiting"]
    move(registry[RIGHTS], act_of(manager), "approve", right)
    move(registry[RIGHTS], act_of(admin), "provision", right, {"ticket": "WO-1"})
    assert codes() == []
    assert company.codes("write", person=ken, device=device.tag) == ["action_not_covered"]
