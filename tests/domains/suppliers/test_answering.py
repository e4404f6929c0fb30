"""Questions, conditions, score and sheets without a database; who may change an answer, and when."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from sekisho.domains.suppliers import answer_sheet, answering
from sekisho.domains.suppliers.engagement_words import tier_of
from sekisho.packs import questionnaires as packs
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.contract.acting import AT, ON, an_act, somebody
from tests.given.assets import a_class
from tests.given.engagements import (
    an_assessment,
    an_assessment_answer,
    an_engagement,
    an_engagement_person,
)

SHIPPED = packs.read(packs.text_of("supplier"))
QUESTIONS = SHIPPED.of_depth(1)
FULL = {one.code: "full" for one in QUESTIONS}


def test_the_depth_follows_the_class() -> None:
    assert [len(SHIPPED.of_depth(depth)) for depth in range(4)] == [3, 8, 22, 40]


def test_a_question_is_asked_only_after_the_answer_that_opens_it() -> None:
    codes = [one.code for one in answering.asked(QUESTIONS, FULL | {"S06": "no"})]
    assert "S07" not in codes
    assert "S07" in [one.code for one in answering.asked(QUESTIONS, FULL)]
    assert [q.code for q in answering.unanswered(QUESTIONS, FULL | {"S07": ""})] == ["S07"]


def test_the_score_weighs_by_severity_and_leaves_out_what_does_not_count() -> None:
    assert answering.score(QUESTIONS, FULL) == 100
    assert answering.score(QUESTIONS, {}) is None
    assert answering.score(QUESTIONS, {"S01": "full", "S02": "no"}) == 40  # weights 2 and 3
    assert answering.score(QUESTIONS, {"S01": "na", "S06": "no"}) is None
    short = answering.gaps(
        QUESTIONS, FULL | {"S02": "no", "S06": "no", "S07": "no", "S08": "partial"}
    )
    assert [one.code for one in short] == ["S02", "S08"]


@pytest.mark.parametrize(
    "broken",
    ["", "[form]", "x = ", packs.text_of("supplier").replace('group = "people"', 'group = "x"'),
     packs.text_of("supplier").replace('S06 = ["full"]', 'S99 = ["full"]')],
)  # fmt: skip
def test_a_form_that_cannot_be_used_says_where(broken: str) -> None:
    with pytest.raises(packs.Unreadable):
        packs.read(broken)


def test_a_sheet_comes_back_as_it_went_out_and_tells_mistakes_by_cell() -> None:
    lines = [answer_sheet.Line(q, "体制", "full", "", "規程") for q in QUESTIONS]
    book = answer_sheet.write("質問票", "SA-1", "ja", lines)
    found = answer_sheet.read(BytesIO(book), QUESTIONS)
    assert not found.faults
    assert found.answers == {q.code: ("full", "", "規程") for q in QUESTIONS}
    wrong = [
        replace(lines[0], answer="no"),
        replace(lines[5], answer="partial"),
        lines[1],
        lines[1],
    ]
    other = answer_sheet.write("質問票", "SA-1", "ja", wrong)
    cells = [one.cell for one in answer_sheet.read(BytesIO(other), QUESTIONS).faults]
    assert cells == ["E5", "D6", "A8"]
    assert answer_sheet.read(BytesIO(b"x"), QUESTIONS).faults


@pytest.mark.django_db
def test_the_tier_follows_class_personal_data_and_reach() -> None:
    assert tier_of(0, ("no",), None, reaches=False) == 0
    assert tier_of(1, ("personal",), 10, reaches=False) == 2
    assert tier_of(1, ("my_number",), 10, reaches=False) == 3
    assert tier_of(1, ("personal",), 10_000, reaches=False) == 3
    assert tier_of(0, ("no",), None, reaches=True) == 2
    assert tier_of(9, ("no",), None, reaches=False) == 3


def supplier() -> Act:
    return Act(service("supplier"), AT, "link", ON)


@pytest.mark.django_db
@pytest.mark.usefixtures("anybody")
@pytest.mark.parametrize(
    ("state", "by", "values", "stands"),
    [
        ("answering", "supplier", {"answer": "no"}, True),
        ("answering", "supplier", {"finding": "ok"}, False),
        ("reviewing", "supplier", {"answer": "no"}, False),
        ("reviewing", "office", {"finding": "gap"}, True),
        ("reviewing", "office", {"answer": "no"}, False),
        ("approved", "office", {"due_on": "2027-01-01"}, True),
        ("approved", "office", {"finding": "ok"}, False),
        ("rejected", "office", {"due_on": "2027-01-01"}, False),
    ],
)
def test_each_side_changes_its_part_at_its_time(
    state: str, by: str, values: dict[str, Any], stands: bool
) -> None:
    row = an_assessment_answer(assessment=an_assessment(state=state))
    act = supplier() if by == "supplier" else an_act(somebody("committee"))
    if stands:
        assert write(registry["assessment_answers"], act, values, row).ver == 1
    else:
        with pytest.raises(Invalid):
            write(registry["assessment_answers"], act, values, row)


@pytest.mark.django_db
@pytest.mark.usefixtures("anybody")
def test_the_work_tells_everything_that_is_missing_before_it_starts() -> None:
    one = an_engagement(state="planned", started_on=None, tier=None)
    with pytest.raises(Denied) as refused:
        move(registry["engagements"], an_act(), "start", one)
    codes = [code for code, _words in refused.value.reasons]
    assert codes == ["tier_unknown", "no_contract", "not_assessed"]


@pytest.mark.django_db
@pytest.mark.usefixtures("anybody")
def test_the_tier_of_a_record_follows_its_class() -> None:
    one = an_engagement(tier=None)
    kind = a_class(rank=2)
    one = write(registry["engagements"], an_act(), {"classification": kind.pk}, one)
    one.refresh_from_db()
    assert one.tier == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("anybody")
def test_whoever_came_for_the_work_is_taken_off_it_when_it_ends() -> None:
    one = an_engagement()
    row = an_engagement_person(engagement=one)
    move(registry["engagements"], an_act(), "finish", one, {"ended_on": ON})
    row.refresh_from_db()
    assert row.ends_on == ON
