"""Standard roles by rule: joiners are given them, movers and ended rules lose them, reviews renew."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sekisho.domains.access.models import AccessRight, BirthrightRule, Entitlement
from sekisho.domains.people.actors import actor_for
from sekisho.domains.people.models import Person
from sekisho.findings import birthrights, closing
from sekisho.registers import calendar
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.given.access import a_birthright_rule, a_system, an_entitlement
from tests.given.people import (
    a_contractor,
    a_person,
    a_unit,
    an_account,
    an_appointment,
    an_assignment,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 10)


def act(on: date = ON, who: Any = None) -> Act:
    at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    return Act(actor_for(who, on) if who else service("engine"), at, "test", on)


class Firm:
    """Head office, sales below it, a system with one standard role; its manager and the admin."""

    def __init__(self) -> None:
        self.office = a_unit(name="本社")
        self.sales = a_unit(name="営業部", parent=self.office)
        self.other = a_unit(name="工場")
        self.manager, self.admin = an_account(), an_account()
        an_appointment(person=self.manager.person, unit=self.office)
        an_appointment(person=self.admin.person, role="admin")
        self.role = an_entitlement(
            system=a_system(unit=self.office), state="birthright", given_to="営業部",
            approved_on=date(2026, 10, 1),
        )  # fmt: skip

    def rule(self, **but: Any) -> BirthrightRule:
        fields = {"state": "in_force", "approved_by": self.manager.person, "approved_at": act().at}
        return a_birthright_rule(entitlement=self.role, **fields | {"unit": self.sales} | but)


@pytest.fixture
def firm() -> Firm:
    calendar.ensure(ON)
    return Firm()


def holders() -> set[Any]:
    return set(AccessRight.objects.live().values_list("person", flat=True))


def test_a_joiner_has_the_roles_of_the_unit_before_the_first_day(firm: Firm) -> None:
    rule = firm.rule()
    first = ON + timedelta(days=7)
    joiner = a_person(unit=firm.sales, starts_on=first)
    later = a_person(unit=firm.sales, starts_on=first + timedelta(days=1))
    besides = a_person(unit=firm.other)
    an_assignment(person=besides, unit=firm.sales, main=False)
    a_person(unit=firm.other), a_person(unit=firm.sales, ends_on=ON - timedelta(days=1))
    a_contractor(unit=firm.sales)
    assert birthrights.follow(act()) == {"given": 2, "taken": 0, "renewed": 0}
    assert holders() == {joiner.pk, besides.pk}
    right = AccessRight.objects.get(person=joiner)
    assert (right.state, right.basis, right.rule) == ("approved", "birthright", rule)
    assert (right.starts_on, right.opens_on, right.ends_on) == (first, first, date(2027, 3, 31))
    assert (right.approved_by, right.approved_at) == (firm.manager.person, rule.approved_at)
    assert (right.requester, right.unit) == (None, firm.office)
    assert birthrights.follow(act())["given"] == 0
    birthrights.follow(act(ON + timedelta(days=1)))
    assert later.pk in holders()


def test_a_rule_speaks_of_offices_titles_and_kinds_of_staff(firm: Firm) -> None:
    head = a_person(unit=firm.sales, title="部長")
    an_appointment(person=head, unit=firm.sales)
    outside = a_contractor(unit=firm.sales)
    plain = a_person(unit=firm.sales)

    def spoken_of(**but: Any) -> set[Any]:
        return set(birthrights.holders(firm.rule(**but), ON))

    assert spoken_of() == {head, plain}
    assert spoken_of(staff="everybody") == {head, plain, outside}
    assert spoken_of(office="manager") == spoken_of(title="部長") == {head}
    assert spoken_of(unit=None, office="admin") == {firm.admin.person}


def test_the_last_day_of_a_contract_is_the_last_day_of_the_right(firm: Firm) -> None:
    firm.rule(staff="everybody")
    ends = ON + timedelta(days=20)
    outside = a_contractor(unit=firm.sales, contract_ends_on=ends)
    birthrights.follow(act())
    assert AccessRight.objects.get(person=outside).ends_on == ends


def test_a_mover_loses_what_no_rule_gives_and_a_manager_may_keep_it_after_all(firm: Firm) -> None:
    rule = firm.rule()
    mover, stays = a_person(unit=firm.sales), a_person(unit=firm.sales)
    birthrights.follow(act())
    Person.objects.filter(pk__in=(mover.pk, stays.pk)).update(unit=firm.other)
    wider = firm.rule(unit=firm.other, title="主任")
    Person.objects.filter(pk=stays.pk).update(title="主任")
    assert birthrights.follow(act())["taken"] == 1
    right = AccessRight.objects.get(person=mover)
    assert (right.state, right.removal_cause, right.removal_asked_on) == ("removal", "mover", ON)
    assert AccessRight.objects.get(person=stays).state == "approved"
    move(registry["access_rights"], act(who=firm.manager), "restore", right, {"remark": "引継ぎ"})
    assert birthrights.follow(act(ON + timedelta(days=1)))["taken"] == 0
    for one in (wider, rule):
        move(registry["birthright_rules"], act(who=firm.manager), "end", one, {"remark": "不要"})
    assert birthrights.follow(act(ON + timedelta(days=2)))["taken"] == 1
    assert AccessRight.objects.get(person=stays).removal_cause == "unneeded"


def test_what_somebody_decided_to_take_away_no_rule_gives_back(firm: Firm) -> None:
    firm.rule()
    person = a_person(unit=firm.sales)
    birthrights.follow(act())
    right = AccessRight.objects.get(person=person)
    rights = registry["access_rights"]
    right = move(rights, act(who=firm.admin), "remove", right, {"removal_cause": "unneeded"})
    move(rights, act(who=firm.admin), "confirm_removal", right, {"removal_ticket": "WO-9"})
    assert birthrights.follow(act(ON + timedelta(days=1)))["given"] == 0


def test_a_leaver_is_no_mover(firm: Firm) -> None:
    firm.rule()
    person = a_person(unit=firm.sales)
    birthrights.follow(act())
    Person.objects.filter(pk=person.pk).update(last_working_on=ON)
    following = act(ON + timedelta(days=1))
    assert birthrights.follow(following)["taken"] == 0
    assert closing.close_access(following)["left"] == 1
    assert AccessRight.objects.get(person=person).removal_cause == "leaver"


def test_a_reviewed_role_is_renewed_for_its_holders_and_another_is_not(firm: Firm) -> None:
    firm.rule()
    person = a_person(unit=firm.sales)
    birthrights.follow(act())
    right = AccessRight.objects.get(person=person)
    move(registry["access_rights"], act(who=firm.admin), "provision", right, {"ticket": "WO-1"})
    end = date(2027, 3, 31)
    assert birthrights.follow(act(end - timedelta(days=15)))["renewed"] == 0
    Entitlement.objects.filter(pk=firm.role.pk).update(approved_on=date(2026, 9, 1))
    assert birthrights.follow(act(end))["renewed"] == 0, "the role waits for its review"
    Entitlement.objects.filter(pk=firm.role.pk).update(last_reviewed_on=date(2027, 3, 1))
    assert birthrights.follow(act(end - timedelta(days=14)))["renewed"] == 1
    assert AccessRight.objects.get(person=person).ends_on == date(2027, 9, 30)


def test_a_rule_is_approved_by_somebody_else_and_only_for_an_approved_role(firm: Firm) -> None:
    rules = registry["birthright_rules"]
    mine = write(rules, act(who=firm.manager), {"entitlement": firm.role.pk})
    with pytest.raises(Denied):
        move(rules, act(who=firm.manager), "approve", mine)
    plain = an_entitlement(system=firm.role.system)
    rule = write(rules, act(who=firm.admin), {"entitlement": plain.pk})
    with pytest.raises(Invalid):
        move(rules, act(who=firm.manager), "approve", rule)
    rule = write(rules, act(who=firm.admin), {"entitlement": firm.role.pk, "unit": firm.sales.pk})
    rule = move(rules, act(who=firm.manager), "approve", rule)
    assert (rule.state, rule.approved_by) == ("in_force", firm.manager.person)
    with pytest.raises(Invalid):
        write(rules, act(who=firm.admin), {"unit": None}, rule)
