"""Access rights: asked for by anybody, decided by the manager of what they open, never by oneself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sekisho.domains.access.models import AccessRight
from sekisho.domains.people.actors import actor_for
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.guard import visible
from sekisho.registers.register import registry
from tests.given.access import a_system, a_system_account, an_entitlement, an_opened_asset
from tests.given.assets import a_class, an_asset
from tests.given.people import a_person, a_unit, an_account, an_appointment

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 30)
END = date(2027, 3, 31)


def act_of(person: Any, on: date = ON) -> Act:
    account = getattr(person, "account", None) or an_account(person=person)
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    return Act(actor_for(account, on), at, "web", on)


class Office:
    """A unit with its manager, an asset of it, somebody who wants in, the director, the admin."""

    def __init__(self) -> None:
        self.unit = a_unit()
        self.asset = an_asset(unit=self.unit, purposes=("見積の作成", "請求"))
        self.manager, self.clerk = a_person(unit=self.unit), a_person()
        self.director, self.admin = a_person(), a_person()
        an_appointment(person=self.manager, unit=self.unit)
        an_appointment(person=self.director, role="director")
        an_appointment(person=self.admin, role="admin")

    def ask(self, by: Any = None, **but: Any) -> AccessRight:
        by = by or self.clerk
        fields = {"person": by, "asset": self.asset, "actions": ["read"], "purpose": "請求"}
        return write(registry["access_rights"], act_of(by), fields | {"ends_on": END} | but)


@pytest.fixture
def office() -> Office:
    return Office()


def moved(name: str, by: Any, right: AccessRight, on: date = ON, **said: Any) -> AccessRight:
    return move(registry["access_rights"], act_of(by, on), name, right, said)


def test_a_right_is_asked_for_approved_set_up_and_removed_with_proof(office: Office) -> None:
    right = office.ask()
    assert (right.state, right.requester_id, right.opens_on) == ("requested", office.clerk.pk, None)
    right = moved("approve", office.manager, right)
    assert (right.state, right.approved_by_id) == ("approved", office.manager.pk)
    assert right.opens_on == ON
    right = moved("provision", office.admin, right, ticket="WO-1")
    right = moved("remove", office.clerk, right, removal_cause="unneeded")
    assert (right.state, right.closed_on) == ("removal", None)
    right = moved("confirm_removal", office.admin, right, ON + timedelta(1), removal_ticket="WO-2")
    assert (right.state, right.closed_on) == ("removed", ON + timedelta(1))


def test_nobody_approves_what_they_asked_for_or_benefit_from(office: Office) -> None:
    own = office.ask(by=office.manager)
    for_others = office.ask(by=office.manager, person=office.clerk)
    benefits = office.ask(person=office.manager)
    for right in (own, for_others, benefits):
        with pytest.raises(Denied):
            moved("approve", office.manager, right)
        assert moved("approve", office.director, right).state == "approved"


def test_a_manager_of_another_unit_cannot_approve(office: Office) -> None:
    other = a_person()
    an_appointment(person=other)
    with pytest.raises(Denied):
        moved("approve", other, office.ask())


def test_who_asked_sees_the_request_for_somebody_else(office: Office) -> None:
    right = office.ask(person=office.manager)
    assert right in visible(act_of(office.clerk).actor, registry["access_rights"], ON)
    assert right not in visible(act_of(a_person()).actor, registry["access_rights"], ON)


def test_the_purpose_is_one_of_the_assets(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        office.ask(purpose="個人的な興味")
    assert list(refused.value.problems) == ["purpose"]
    assert not AccessRight.objects.exists()


def test_the_last_day_lies_within_what_the_class_allows(office: Office) -> None:
    office.asset.classification = a_class(grant_months=3)
    office.asset.save()
    assert office.ask(starts_on=ON, ends_on=date(2027, 2, 28)).state == "requested"
    with pytest.raises(Invalid) as refused:
        office.ask(starts_on=ON, ends_on=date(2027, 3, 1))
    assert list(refused.value.problems) == ["ends_on"]


def test_the_strictest_asset_of_a_role_decides_term_and_unit(office: Office) -> None:
    role = an_entitlement(system=a_system())
    plain = an_asset(classification=a_class(rank=1))
    office.asset.classification = a_class(rank=3, grant_months=3)
    office.asset.save()
    for asset in (plain, office.asset):
        an_opened_asset(entitlement=role, asset=asset)
    right = office.ask(asset=None, actions=[], entitlement=role, ends_on=date(2027, 2, 28))
    assert AccessRight.objects.get(pk=right.pk).unit == office.unit
    with pytest.raises(Invalid):
        office.ask(asset=None, actions=[], entitlement=role, ends_on=END)


def test_a_class_of_named_users_is_not_opened_to_a_shared_account(office: Office) -> None:
    office.asset.classification = a_class(named_users=True)
    office.asset.save()
    with pytest.raises(Invalid) as refused:
        office.ask(account=a_system_account(kind="shared"))
    assert list(refused.value.problems) == ["account"]


def test_what_was_decided_is_not_changed_afterwards(office: Office) -> None:
    right = moved("approve", office.manager, office.ask())
    with pytest.raises(Invalid) as refused:
        write(registry["access_rights"], act_of(office.clerk), {"ends_on": ON}, right)
    assert list(refused.value.problems) == ["ends_on"]


def test_a_right_is_renewed_before_its_end_and_asked_for_anew_after_it(office: Office) -> None:
    right = moved("approve", office.manager, office.ask())
    right = moved("provision", office.admin, right, ticket="WO-1")
    later = END + timedelta(days=90)
    with pytest.raises(Invalid):
        moved("renew", office.manager, right, END + timedelta(1), ends_on=later)
    right = moved("ask_renewal", office.clerk, right, END, wanted_until=later, remark="請求が続く")
    right = moved("renew", office.manager, right, END, ends_on=later)
    assert (right.state, right.ends_on, right.last_reviewed_on) == ("active", later, END)


def test_access_that_came_before_its_approval_waits_for_it(office: Office) -> None:
    with pytest.raises(Invalid):
        office.ask(basis="carried_over")
    right = office.ask(by=office.admin, person=office.clerk, basis="carried_over", purpose="",
                       ends_on=None, starts_on=date(2024, 4, 1))  # fmt: skip
    assert (right.state, right.opens_on) == ("provisional", date(2024, 4, 1))
    right = moved("confirm", office.manager, write(
        registry["access_rights"], act_of(office.admin), {"purpose": "請求"}, right
    ), ends_on=END)  # fmt: skip
    assert (right.state, right.approved_by_id) == ("active", office.manager.pk)


def test_a_standard_role_is_approved_once_and_then_given(office: Office) -> None:
    role = an_entitlement()
    values = {"person": office.clerk, "entitlement": role, "basis": "birthright"}
    act = Act(service("operator"), datetime(2026, 11, 30, 2, tzinfo=UTC), "import", ON)
    with pytest.raises(Invalid):
        write(registry["access_rights"], act, values)
    role.state = "birthright"
    role.save()
    right = write(registry["access_rights"], act, values)
    assert (right.state, right.ends_on) == ("approved", END)


def test_in_an_emergency_the_admin_opens_early_and_for_days_alone(office: Office) -> None:
    right = moved("open_early", office.admin, office.ask(), ticket="WO-9", remark="障害対応")
    assert (right.basis, right.ends_on) == ("emergency", ON + timedelta(days=7))
    assert right.opens_on == ON


def test_the_deciding_unit_follows_what_the_right_opens() -> None:
    """An asset that goes to another unit takes the decisions about its rights along."""
    office, other = Office(), a_unit()
    boss = a_person()
    an_appointment(person=boss, unit=other)
    role = an_entitlement(system=a_system(unit=office.unit))
    by_role = write_right(office, entitlement=role.pk)
    direct = write_right(office, asset=office.asset.pk, actions=("read",))
    operator = Act(service("operator"), datetime(2026, 11, 30, 2, tzinfo=UTC), "cli", ON)
    rights = registry["access_rights"]
    write(registry["assets"], operator, {"unit": other.pk}, office.asset)
    seen = visible(act_of(boss).actor, rights, ON)
    assert set(seen.values_list("pk", flat=True)) == {direct.pk}
    with pytest.raises(Denied):
        move(rights, act_of(office.manager), "approve", direct)
    assert move(rights, act_of(boss), "approve", direct).approved_by == boss
    link = {"entitlement": role.pk, "asset": office.asset.pk, "starts_on": ON}
    link = write(registry["entitlement_assets"], operator, link)
    assert AccessRight.objects.get(pk=by_role.pk).unit == other
    write(registry["entitlement_assets"], operator, {"ends_on": ON}, link)
    assert AccessRight.objects.get(pk=by_role.pk).unit == office.unit
    write(registry["systems"], operator, {"unit": other.pk}, role.system)
    assert AccessRight.objects.get(pk=by_role.pk).unit == other


def write_right(office: Office, **what: Any) -> AccessRight:
    values = {"purpose": "見積の作成", "ends_on": END, "person": office.clerk.pk} | what
    right: AccessRight = write(registry["access_rights"], act_of(office.clerk), values)
    return right
