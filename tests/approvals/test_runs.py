"""Runs of approvals: who is asked, in which order, and that nothing else leads to the act."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from sekisho.domains.people.actors import actor_for
from sekisho.domains.people.models import Account
from sekisho.registers.actor import Act, service
from sekisho.registers.approvals.chores import attend
from sekisho.registers.calendar import ensure
from sekisho.registers.commands import move, withdraw, write, write_many
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.models import Approval, ApprovalSeat
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from tests.given.approvals import a_delegation, a_line_in_force, an_approval_rule, an_approval_step
from tests.given.assets import a_class
from tests.given.people import a_person, a_unit, an_account, an_appointment

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 16)  # a Monday
CLASSES, EXCEPTIONS, SEATS, RUNS = (
    "classes", "exceptions", "approval_seats", "approvals",
)  # fmt: skip


class Company:
    """Sales above its first section, each with its manager; a director, a deputy and the committee."""

    def __init__(self) -> None:
        ensure(ON)
        self.sales = a_unit(name="営業部")
        self.first = a_unit(name="営業一課", parent=self.sales)
        self.accounts: dict[str, Account] = {}
        for role in ("director", "deputy", "chair", "committee"):
            self.appoint(role, role)
        self.appoint("second", "committee")
        self.appoint("manager", "manager", unit=self.first)
        self.appoint("head", "manager", unit=self.sales)
        self.accounts["clerk"] = an_account(person=a_person(unit=self.first))

    def appoint(self, name: str, role: str, **but: Any) -> None:
        person = a_person(name=name)
        an_appointment(person=person, role=role, **but)
        self.accounts[name] = an_account(person=person, name=name)

    def act(self, name: str, on: date = ON, **but: Any) -> Act:
        at = datetime(on.year, on.month, on.day, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
        return Act(actor_for(self.accounts[name], on, **but), at, "web", on)

    def person(self, name: str) -> Any:
        return self.accounts[name].person

    def proposed(self, by: str = "committee") -> Any:
        """A security class handed in for approval."""
        record = a_class(code=f"c-{uuid4().hex[:8]}", state="draft")
        return move(registry[CLASSES], self.act(by), "propose", record)

    def requested(self, by: str = "manager") -> Any:
        """An exception, which begins by waiting."""
        values = {
            "obligation": "director-appointed", "subject": str(uuid4()), "reason": "移行中",
            "instead": "週次で点検", "starts_on": ON, "ends_on": date(2027, 3, 31),
            "unit": self.first.pk,
        }  # fmt: skip
        return write(registry[EXCEPTIONS], self.act(by), values)

    def waiting(self) -> list[str]:
        rows = ApprovalSeat.objects.waiting().order_by("approval__number", "place", "person__name")
        return [seat.person.name if seat.person else "" for seat in rows.select_related("person")]

    def decide(self, by: str, name: str = "approve", of: str = "", **said: Any) -> Any:
        rows = ApprovalSeat.objects.waiting().filter(person__name=of or by)
        return move(registry[SEATS], self.act(by), name, rows.first(), said)


@pytest.fixture
def company() -> Company:
    return Company()


def state_of(record: Any) -> str:
    return str(type(record).objects.get(pk=record.pk).state)


def test_without_a_line_the_rights_of_the_register_decide(company: Company) -> None:
    record = company.proposed()
    assert not Approval.objects.exists()
    assert move(registry[CLASSES], company.act("director"), "approve", record).state == "in_force"


def test_steps_follow_each_other_and_the_last_approval_is_the_act(company: Company) -> None:
    a_line_in_force({"role": "chair"}, {"role": "director", "days": 2})
    record = company.proposed()
    assert company.waiting() == ["chair"]
    company.decide("chair", comment="妥当です。")
    assert (company.waiting(), state_of(record)) == (["director"], "proposed")
    company.decide("director")
    record.refresh_from_db()
    assert (record.state, record.approved_by) == ("in_force", company.person("director"))
    run = Approval.objects.get()
    assert (run.state, run.person, run.ended_on) == ("approved", company.person("committee"), ON)
    assert ApprovalSeat.objects.get(place=1).comment == "妥当です。"


def test_nobody_goes_past_the_matrix_and_is_told_who_is_missing(company: Company) -> None:
    a_line_in_force({"role": "chair"}, {"role": "director"})
    record = company.proposed()
    for name in ("director", "deputy"):
        with pytest.raises(Denied) as refused:
            move(registry[CLASSES], company.act(name), "approve", record)
        assert [code for code, _ in refused.value.reasons] == ["approvals"]
        assert "chair" in str(refused.value.reasons[0][1])
    with pytest.raises(Denied):
        company.decide("director", of="chair")
    with pytest.raises(Denied):
        company.decide("clerk", of="chair")


def test_a_line_put_in_force_takes_what_waits_already(company: Company) -> None:
    record = company.proposed()
    rule = an_approval_rule()
    with pytest.raises(Invalid):
        move(registry["approval_rules"], company.act("director"), "enact", rule)
    an_approval_step(rule=rule, role="chair")
    move(registry["approval_rules"], company.act("director"), "enact", rule)
    assert company.waiting() == ["chair"]
    assert Approval.objects.get().person == company.person("committee")
    with pytest.raises(Denied):
        move(registry[CLASSES], company.act("director"), "approve", record)
    with pytest.raises(Invalid):
        write(registry["approval_steps"], company.act("chair"), {"days": 9}, rule.steps.get())


def test_who_asks_sits_on_no_seat_of_their_own_request(company: Company) -> None:
    """Not by their other office, not for somebody else, not by a token, not as the operator."""
    a_line_in_force({"role": "committee", "mode": "all"})
    company.proposed(by="committee")
    assert company.waiting() == ["director", "second"]  # the requester's seat went up
    seat = ApprovalSeat.objects.get(person=company.person("director"))
    assert seat.instead_of == company.person("committee")
    a_delegation(person=company.person("second"), to=company.person("committee"))
    with pytest.raises(Denied) as refused:
        company.decide("committee", of="second")
    assert [code for code, _ in refused.value.reasons] == ["own"]
    for act in (Act(service("operator"), company.act("chair").at, "cli", ON),
                company.act("second", scopes=frozenset({"read", "write"}))):  # fmt: skip
        with pytest.raises(Denied):
            move(registry[SEATS], act, "approve", ApprovalSeat.objects.first())
    own = company.act("second", scopes=frozenset({"approve"}))
    of_second = ApprovalSeat.objects.get(person=company.person("second"))
    assert move(registry[SEATS], own, "approve", of_second).state == "approved"


def test_a_managers_own_request_climbs_the_units_and_then_the_top(company: Company) -> None:
    a_line_in_force({"who": "manager"}, register=EXCEPTIONS)
    for by, asked in (("manager", "head"), ("chair", "manager")):
        company.requested(by=by)
        assert company.waiting()[-1] == asked
    a_line_in_force({"role": "director"}, place=1)
    for by, asked in (("director", "deputy"), ("deputy", "director")):
        company.proposed(by=by)
        assert company.waiting()[-1] == asked


def test_the_answers_of_the_act_are_given_with_the_last_approval(company: Company) -> None:
    a_line_in_force({"who": "manager"}, {"who": "above"}, register=EXCEPTIONS)
    record = company.requested(by="chair")
    company.decide("manager")
    with pytest.raises(Invalid) as refused:
        company.decide("head")
    assert "decision" in refused.value.problems
    assert company.waiting() == ["head"]
    company.decide("head", decision="年度末まで認める。")
    assert (state_of(record), type(record).objects.get().decision) == (
        "approved",
        "年度末まで認める。",
    )


def test_two_approvers_are_two_people_even_when_one_stands_in(company: Company) -> None:
    a_line_in_force({"role": "committee", "mode": "two"})
    company.appoint("third", "committee")
    record = company.proposed(by="chair")
    assert company.waiting() == ["committee", "second", "third"]
    company.decide("committee")
    a_delegation(person=company.person("second"), to=company.person("committee"))
    with pytest.raises(Denied) as refused:
        company.decide("committee", of="second")
    assert [code for code, _ in refused.value.reasons] == ["twice"]
    assert state_of(record) == "proposed"
    company.decide("third")
    assert (state_of(record), company.waiting()) == ("in_force", [])


def test_a_deputy_decides_within_the_days_of_the_delegation_and_is_recorded(
    company: Company,
) -> None:
    a_line_in_force({"role": "chair"})
    record = company.proposed()
    given = a_delegation(
        person=company.person("chair"), to=company.person("clerk"), ends_on=date(2026, 11, 13)
    )
    with pytest.raises(Denied):
        company.decide("clerk", of="chair")
    type(given).objects.update(ends_on=ON)
    seat = company.decide("clerk", of="chair")
    assert (seat.proxy, seat.decided_by, seat.person.name) == (
        True,
        company.person("clerk"),
        "chair",
    )
    assert state_of(record) == "in_force"
    from sekisho.ledger.history import history

    last = history(SEATS, seat.pk, limit=1)[0]
    assert (last.actor, last.on_behalf) == (
        company.accounts["clerk"].pk,
        company.accounts["chair"].pk,
    )


def test_sent_back_with_a_reason_and_asked_again(company: Company) -> None:
    a_line_in_force({"role": "chair"}, {"role": "director"})
    record = company.proposed()
    with pytest.raises(Invalid):
        company.decide("chair", "send_back")
    company.decide("chair", "send_back", comment="基準を具体的に。")
    assert (state_of(record), Approval.objects.get().note) == ("draft", "基準を具体的に。")
    assert company.waiting() == []
    move(registry[CLASSES], company.act("committee"), "propose", record)
    assert (company.waiting(), Approval.objects.count()) == (["chair"], 2)


def test_what_begins_by_waiting_is_asked_again_in_the_same_run(company: Company) -> None:
    a_line_in_force({"who": "manager"}, register=EXCEPTIONS)
    record = company.requested(by="chair")
    company.decide("manager", "send_back", comment="理由を詳しく。")
    assert state_of(record) == "requested"
    write(registry[EXCEPTIONS], company.act("chair"), {"reason": "基幹系の移行中"}, record)
    run = Approval.objects.get()
    with pytest.raises(Denied):
        move(registry[RUNS], company.act("committee"), "renew", run)
    move(registry[RUNS], company.act("chair"), "renew", run)
    assert company.waiting() == ["manager"]
    company.decide("manager", decision="認める。")
    assert state_of(record) == "approved"


def test_while_it_is_decided_the_record_stays_as_it_was_handed_in(company: Company) -> None:
    a_line_in_force({"who": "manager"}, register=EXCEPTIONS)
    record = company.requested(by="chair")
    act, values = company.act("chair"), {"reason": "別の理由"}
    with pytest.raises(Invalid):
        write(registry[EXCEPTIONS], act, values, record)
    with pytest.raises(Invalid):
        write_many(registry[EXCEPTIONS], act, [Line(values, record)])


def test_the_requester_pulls_back_before_anybody_decided_and_withdraws_later(
    company: Company,
) -> None:
    a_line_in_force({"role": "chair"}, {"role": "director"})
    record = company.proposed()
    run = Approval.objects.get()
    with pytest.raises(Denied):
        move(registry[RUNS], company.act("chair"), "pull_back", run)
    move(registry[RUNS], company.act("committee"), "pull_back", run)
    assert (state_of(record), company.waiting()) == ("draft", [])
    record = move(registry[CLASSES], company.act("committee"), "propose", record)
    run = Approval.objects.live().get()
    company.decide("chair")
    with pytest.raises(Denied):
        move(registry[RUNS], company.act("committee"), "pull_back", run)
    move(registry[RUNS], company.act("committee"), "retract", run, {"reason": "不要になった"})
    assert (state_of(record), company.waiting()) == ("draft", [])
    request = (
        company.requested(by="chair")
        if a_line_in_force({"who": "manager"}, register=EXCEPTIONS)
        else None
    )
    run = Approval.objects.live().get()
    move(registry[RUNS], company.act("chair"), "retract", run, {"reason": "不要になった"})
    assert not type(request).objects.present().exists()


def test_a_run_ends_when_its_record_goes_another_way(company: Company) -> None:
    a_line_in_force({"who": "manager"}, register=EXCEPTIONS)
    refused, gone = company.requested(by="chair"), company.requested(by="chair")
    move(registry[EXCEPTIONS], company.act("director"), "refuse", refused, {"decision": "認めない"})
    withdraw(registry[EXCEPTIONS], company.act("director"), gone, "誤登録")
    assert set(Approval.objects.values_list("state", flat=True)) == {"overtaken"}
    assert company.waiting() == []


def test_an_opinion_is_heard_and_does_not_stop_and_informing_comes_after(company: Company) -> None:
    a_line_in_force(
        {"role": "committee", "mode": "consult"}, {"role": "chair"}, {"role": "deputy", "mode": "inform"}
    )  # fmt: skip
    record = company.proposed(by="director")
    company.decide("committee", "send_back", comment="名称に異議がある。")
    assert company.waiting() == ["second"]
    company.decide("second", comment="よい。")
    assert company.waiting() == ["chair"]
    company.decide("chair")
    assert (state_of(record), company.waiting()) == ("in_force", ["deputy"])
    company.decide("deputy")
    assert company.waiting() == []


def test_conditions_choose_the_line_and_what_is_unknown_counts_as_high(company: Company) -> None:
    other = a_unit(name="総務部")
    a_line_in_force({"role": "chair"}, register=EXCEPTIONS, unit=other, place=1)
    a_line_in_force({"role": "director"}, register=EXCEPTIONS, unit=company.sales, place=2)
    company.requested(by="chair")
    assert company.waiting() == ["director"]
    a_line_in_force({"role": "chair"}, register=CLASSES, least_amount=10, place=1)
    company.proposed()
    assert company.waiting() == ["director", "chair"]


@pytest.mark.parametrize(
    ("otherwise", "waiting", "state"),
    [("escalate", ["director"], "proposed"), ("lapse", [], "draft"), ("remind", ["chair"], "proposed")],
)  # fmt: skip
def test_when_nobody_decides(
    company: Company, otherwise: str, waiting: list[str], state: str
) -> None:
    a_line_in_force({"role": "chair", "days": 2, "otherwise": otherwise})
    record = company.proposed()
    seat = ApprovalSeat.objects.get()
    assert seat.due_on == date(2026, 11, 18)
    for day in (18, 21):  # the last day, and a Saturday
        attend(company.act("director", date(2026, 11, day)))
        assert company.waiting() == ["chair"]
    for _again in range(2):
        attend(company.act("director", date(2026, 11, 19)))
    assert (company.waiting(), state_of(record)) == (waiting, state)
    seat.refresh_from_db()
    assert (seat.reminded_on == date(2026, 11, 19)) == (otherwise == "remind")


def test_a_seat_nobody_can_take_waits_until_somebody_can(company: Company) -> None:
    from sekisho.domains.people.models import Appointment

    Appointment.objects.exclude(role="committee").delete()
    a_line_in_force({"role": "director"})
    record = company.proposed()
    assert company.waiting() == [""]
    company.appoint("new", "director")
    attend(company.act("committee", date(2026, 11, 17)))
    assert company.waiting() == ["new"]
    company.decide("new")
    assert state_of(record) == "in_force"
