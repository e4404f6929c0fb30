"""Nobody decides on what they had a hand in, however many hands there were."""

from datetime import timedelta
from typing import Any

import pytest

from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied
from sekisho.registers.register import registry
from sekisho.registers.segregation import segregated
from tests.contract.acting import an_act, unsaved
from tests.given.every import a_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anybody")]


def refused(act: Act, name: str, step: str, record: Any) -> bool:
    register = registry[name]
    (wanted,) = [one for one in register.life.moves if one.name == step]  # type: ignore[union-attr]
    return bool(segregated(register, act, wanted, record))


def test_everybody_who_wrote_at_a_draft_is_kept_from_approving_it() -> None:
    classes = registry["classes"]
    first, second, third = an_act(), an_act(), an_act()
    one = write(classes, first, unsaved(classes))
    one = write(classes, second, {"criteria": "別の基準"}, one)
    one = move(classes, third, "propose", one)
    assert all(refused(act, "classes", "approve", one) for act in (first, second, third))
    assert not refused(an_act(), "classes", "approve", one)


def test_a_change_after_the_proposal_makes_one_a_maker() -> None:
    assets = registry["assets"]
    asset = a_record("assets", classification=a_record("classes", rank=3), ver=0)
    before, proposer, editor = an_act(), an_act(), an_act()
    asset = write(assets, before, {"location": "書庫"}, asset)
    lower = {"proposed_class": a_record("classes", rank=1).pk, "class_reason": "公開済みのため"}
    asset = move(assets, proposer, "propose_lowering", asset, lower)
    asset = write(assets, editor, {"location": "倉庫"}, asset)
    assert refused(proposer, "assets", "approve_lowering", asset)
    assert refused(editor, "assets", "approve_lowering", asset)
    assert not refused(before, "assets", "approve_lowering", asset)


def test_a_matter_decided_before_binds_nobody_in_the_next_one() -> None:
    assets = registry["assets"]
    asset = a_record("assets", classification=a_record("classes", rank=3), ver=0)
    lower = {"proposed_class": a_record("classes", rank=1).pk, "class_reason": "公開済みのため"}
    first, second = an_act(), an_act()
    asset = move(assets, first, "propose_lowering", asset, lower)
    asset = move(assets, an_act(), "refuse_lowering", asset, {"remark": "まだ公開前のため"})
    asset = move(assets, second, "propose_lowering", asset, lower)
    assert not refused(first, "assets", "approve_lowering", asset)
    assert refused(second, "assets", "approve_lowering", asset)


def test_handed_in_twice_by_two_people_neither_of_them_accepts() -> None:
    tasks = registry["tasks"]
    person = a_record("people")
    task = a_record("tasks", assignee=person, ver=0)
    first, second, reviewer = an_act(), an_act(), an_act()
    task = move(tasks, first, "submit", task, {"note": "済"})
    task = move(tasks, reviewer, "return", task, {"note": "もう一度"})
    task = move(tasks, second, "submit", task, {"note": "直した"})
    assert refused(first, "tasks", "accept", task)
    assert refused(second, "tasks", "accept", task)
    assert not refused(reviewer, "tasks", "accept", task)


def test_whoever_wrote_a_clause_does_not_approve_the_version() -> None:
    versions, clauses = registry["versions"], registry["clauses"]
    importer, editor, sender = an_act(), an_act(), an_act()
    version = write(versions, importer, unsaved(versions))
    clause = a_record("clauses", version=version, ver=0)
    write(clauses, editor, {"heading": "別の見出し"}, clause)
    later = an_act(at=sender.at + timedelta(minutes=5))
    version = move(versions, sender, "submit", version)
    for maker in (importer, editor, sender):
        with pytest.raises(Denied):
            move(versions, maker, "approve", version)
    assert move(versions, later, "approve", version).state == "approved"
