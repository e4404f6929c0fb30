"""The report of a drill on paper: its figures by unit, and nobody's name among those who took part."""

from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from sekisho.registers.actor import Act, Actor
from sekisho.registers.register import registry
from sekisho.reports import printing
from tests.given.education_drills import a_drill, a_drill_result, a_drill_target
from tests.given.people import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.once]
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_the_report_of_a_drill_says_what_it_showed_and_names_nobody() -> None:
    drill = a_drill(state="closed", closed_at=AT, held_on=None, participants=None, recovery_measured=None,
                    loss_measured=None)  # fmt: skip
    a_drill_result(drill=drill, unit=None, scope="whole")
    row = a_drill_result(drill=drill)
    target = a_drill_target(drill=drill, person=a_person(name="霧島 ななえ"), clicked_at=AT)
    act = Act(Actor(uuid4(), frozenset({"director"}), a_person().pk), AT, "test", AT.date())
    made, file = printing.make("drill_report", printing.Asked(act, registry["drills"], drill, {}))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    words = text.replace(" ", "").replace("\n", "")
    for said in ("訓練報告書", "55%", row.unit.name, "報告先を知らない人がいた。", drill.number):
        assert said.replace(" ", "") in words, said
    assert target.person.name.replace(" ", "") not in words
    assert file.endswith(".pdf")
