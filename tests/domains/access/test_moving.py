"""One move of many records: the same as one by one, sealed as one act, and all of them or none."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sekisho.domains.access.models import AccessRight
from sekisho.domains.people.actors import actor_for
from sekisho.ledger.history import history
from sekisho.registers.actor import Act
from sekisho.registers.commands import move
from sekisho.registers.errors import Denied, Invalid, Missing
from sekisho.registers.moving import move_many
from sekisho.registers.register import registry
from tests.given.access import an_access_right, an_active_right
from tests.given.assets import an_asset
from tests.given.people import a_unit, an_account, an_appointment

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 30)
AT = datetime(2026, 11, 30, 2, tzinfo=UTC)
GONE = {"removal_cause": "unneeded"}


class Office:
    def __init__(self) -> None:
        self.unit, self.account = a_unit(), an_account()
        an_appointment(person=self.account.person, unit=self.unit)
        self.act = Act(actor_for(self.account, ON), AT, "web", ON)

    def rights(self, n: int, **but: Any) -> list[AccessRight]:
        return [self.right(**but) for _ in range(n)]

    def right(self, **but: Any) -> AccessRight:
        return an_active_right(asset=an_asset(unit=self.unit), **but)

    def move(self, name: str, rights: Any, said: Any = None) -> list[Any]:
        return move_many(registry["access_rights"], self.act, name, rights, said or {})


@pytest.fixture
def office() -> Office:
    return Office()


def test_each_has_its_own_entry_and_all_are_one_act(office: Office) -> None:
    active, waiting = office.rights(2), office.rights(1, state="approved")
    moved = office.move("remove", [*active, *waiting], GONE)
    assert [right.pk for right in moved] == [right.pk for right in [*active, *waiting]]
    (one,) = office.rights(1)
    alone = move(registry["access_rights"], office.act, "remove", one, GONE)
    told = [history("access_rights", right.pk)[0] for right in [*moved, alone]]
    assert {entry.act for entry in told} == {"remove"}
    assert len({entry.grp for entry in told[:3]}) == 1
    same = {tuple(sorted((entry.payload or {})["set"].items())) for entry in told}
    assert len(same) == 1
    stored = AccessRight.objects.values_list("state", "removal_cause", "removal_asked_on", "ver")
    assert set(stored) == {("removal", "unneeded", ON, 1)}


@pytest.mark.parametrize("bad", ["state", "reach", "answer", "lost"])
def test_what_cannot_be_done_for_one_is_done_for_none(office: Office, bad: str) -> None:
    rights, said = office.rights(2), GONE
    more = {
        "state": lambda: office.right(state="removed"),
        "reach": an_active_right,
        "answer": office.right,
        "lost": lambda: AccessRight(pk=office.unit.pk),
    }[bad]()
    if bad == "answer":
        said = {"removal_cause": " "}
    with pytest.raises((Invalid, Denied, Missing)):
        office.move("remove", [*rights, more], said)
    assert not AccessRight.objects.filter(state="removal").exists()


def test_nobody_decides_on_their_own_among_others(office: Office) -> None:
    asset = an_asset(unit=office.unit)
    rights = [an_access_right(asset=asset) for _ in range(2)]
    mine = an_access_right(asset=asset, person=office.account.person)
    with pytest.raises(Denied):
        office.move("approve", [*rights, mine])


def test_whoever_asked_for_one_does_not_decide_on_it_among_others(office: Office) -> None:
    rights = registry["access_rights"]
    (other, asked) = office.rights(2, ends_on=date(2026, 12, 31))
    admin = an_account()
    an_appointment(person=admin.person, role="admin")
    an_appointment(person=admin.person, unit=office.unit)
    both = Act(actor_for(admin, ON), AT, "web", ON)
    wanted = {"wanted_until": "2027-03-31", "remark": "継続"}
    asked = move(rights, both, "ask_renewal", asked, wanted)
    with pytest.raises(Denied) as refusal:
        move_many(rights, both, "renew", [other, asked], {"ends_on": "2027-03-31"})
    assert [code for code, _words in refusal.value.reasons] == ["same_person"]
    other.refresh_from_db()
    assert other.ends_on == date(2026, 12, 31)


def test_many_cost_hardly_more_queries_than_few(office: Office) -> None:
    def asked(n: int) -> int:
        rights = office.rights(n)
        with CaptureQueriesContext(connection) as queries:
            office.move("keep", rights)
        return len(queries)

    few = asked(2)
    assert asked(12) <= few + 2 * 10
