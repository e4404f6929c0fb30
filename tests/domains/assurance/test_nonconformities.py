"""Who knows of a nonconformity, who may close it, and how a request of a person is answered."""

from collections.abc import Callable
from typing import Any

import pytest

from sekisho.checkpoint.guard import Checkpoint
from sekisho.registers import guard
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.given.assurance import a_nonconformity, a_personal_request
from tests.given.people import a_person, an_appointment

pytestmark = pytest.mark.django_db
By = Callable[..., Act]
NC, RQ = "nonconformities", "personal_requests"


@pytest.fixture(autouse=True)
def _the_real_guard() -> None:
    guard.install(Checkpoint())


def sees(act: Act, record: Any) -> bool:
    register = registry.of(type(record))
    return guard.visible(act.actor, register, act.on).filter(pk=record.pk).exists()


def test_a_confined_nonconformity_is_known_to_those_who_deal_with_it(by: By) -> None:
    owner, other = a_person(), a_person()
    confined = a_nonconformity(confined=True, owner=owner)
    manager = an_appointment(unit=confined.unit).person
    assert sees(by("chair", person=other), confined)
    assert sees(by("employee", person=owner), confined)
    assert not sees(by("committee", person=other), confined)
    assert not sees(by("manager", person=manager), confined)
    assert not sees(by("auditor", person=other), confined)
    assert sees(by("manager", person=manager), a_nonconformity(unit=confined.unit))


def planned(by: By, planner: Any) -> Any:
    found = a_nonconformity()
    said = {
        "cause": "担当が不明",
        "action": "担当を決める",
        "owner": planner.pk,
        "action_due": "2026-12-25",
    }
    return move(registry[NC], by("committee", person=planner), "plan", found, said)


def test_who_planned_or_did_it_does_not_close_it(by: By) -> None:
    planner, doer, third = a_person(), a_person(), a_person()
    found = planned(by, planner)
    done = {"done_on": "2026-11-20", "similar": "none_found"}
    found = move(registry[NC], by("chair", person=doer), "carry_out", found, done)
    for person in (planner, doer):
        with pytest.raises(Denied):
            move(registry[NC], by("chair", person=person), "confirm", found, {"effect": "点検3回"})
    closed = move(registry[NC], by("chair", person=third), "confirm", found, {"effect": "点検3回"})
    assert (closed.state, closed.confirmed_by_id) == ("closed", third.pk)
    with pytest.raises(Invalid):
        write(registry[NC], by("chair", person=third), {"cause": "別の原因"}, closed)


def test_a_plan_is_not_emptied_again(by: By) -> None:
    found = planned(by, a_person())
    with pytest.raises(Invalid) as refused:
        write(registry[NC], by("chair", person=a_person()), {"cause": ""}, found)
    assert set(refused.value.problems) == {"cause"}


def test_a_request_is_answered_after_an_identity_check_and_by_two(by: By) -> None:
    asked, first, second = a_personal_request(), a_person(), a_person()
    act = by("committee", person=first)
    said = {"outcome": "granted", "answer": "写しを送ります。"}
    with pytest.raises(Invalid) as refused:
        move(registry[RQ], act, "decide", asked, said)
    assert set(refused.value.problems) == {"identity"}
    asked = move(registry[RQ], act, "identify", asked, {"identity": "document"})
    asked = move(registry[RQ], act, "decide", asked, said)
    with pytest.raises(Denied):
        move(registry[RQ], act, "confirm", asked)
    with pytest.raises(Invalid):
        write(registry[RQ], act, {"answer": "別の回答"}, asked)
    asked = move(registry[RQ], by("chair", person=second), "confirm", asked)
    asked = move(registry[RQ], act, "send", asked, {"answered_on": "2026-11-24"})
    assert (asked.state, asked.confirmed_by_id) == ("answered", second.pk)


def test_without_identity_no_data_is_given_and_a_refusal_has_a_ground(by: By) -> None:
    act = by("committee", person=a_person())
    asked = move(registry[RQ], act, "identify", a_personal_request(), {"identity": "failed"})
    with pytest.raises(Invalid):
        move(registry[RQ], act, "decide", asked, {"outcome": "granted", "answer": "送ります。"})
    said = {"outcome": "refused", "answer": "本人確認ができないため。"}
    with pytest.raises(Invalid):
        move(registry[RQ], act, "refuse", asked, said)
    done = move(registry[RQ], act, "refuse", asked, said | {"ground": "identity"})
    assert done.state == "decided"
