"""Regulations, manuals and laws."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.given.documents import (
    a_coverage,
    a_document,
    a_document_review,
    a_requirement,
    a_requirement_change,
    a_section,
    a_version_in_force,
)
from tests.given.people import a_company, a_person
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def in_force(**of_document: Any) -> Any:
    return a_version_in_force(document=a_document(**of_document)).document


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("regulation-in-force", "regulation"),
        ("manual-in-force", "manual"),
        ("personal-rules-in-force", "personal_information_rules"),
    ],
)
def test_each_kind_of_document_is_in_force(code: str, kind: str) -> None:
    company = a_company()
    assert state(code, company, TODAY) == "overdue"
    in_force(kind=kind)
    assert state(code, company, TODAY) == "kept"


def test_rules_on_personal_information_say_that_they_come_first() -> None:
    silent = in_force(kind="personal_information_rules")
    said = in_force(kind="personal_information_rules", precedence="本規程が優先する")
    assert state("personal-rules-first", silent, TODAY) == "overdue"
    assert state("personal-rules-first", said, TODAY) == "kept"


def test_a_manual_needs_each_section_with_an_owner() -> None:
    manual = in_force(kind="manual", required_sections=("incident", "access"))
    a_section(document=manual, topic="incident", owner=a_person())
    section = a_section(document=manual, topic="access")
    assert state("manuals-complete", manual, TODAY) == "overdue"
    section.owner = a_person()
    section.save()
    assert state("manuals-complete", manual, TODAY) == "kept"


def test_a_document_in_force_has_an_owner_and_an_approver() -> None:
    assert state("documents-owned", in_force(), TODAY) == "overdue"
    owned = in_force(owner=a_person())
    assert state("documents-owned", owned, TODAY) == "kept"
    owned.versions.update(approved_by=None)
    assert state("documents-owned", owned, TODAY) == "overdue"


def test_a_new_regulation_has_until_the_end_of_its_fiscal_year() -> None:
    day = date(2026, 6, 1)
    term = dict.fromkeys(("published_on", "effective_on", "approved_on"), day)
    document = a_version_in_force(document=a_document(kind="regulation"), **term).document
    assert due("documents-reviewed", document, TODAY) == date(2027, 3, 31)
    a_document_review(document=document, held_on=TODAY)
    assert due("documents-reviewed", document, TODAY) == date(2028, 3, 31)


def test_the_policy_is_judged_by_its_own_rule() -> None:
    assert stood("documents-reviewed", in_force(kind="policy"), TODAY) is None


def test_a_law_is_checked_once_a_fiscal_year() -> None:
    law = a_requirement(owner=a_person(), last_checked_on=date(2025, 9, 1))
    last = date(2027, 3, 31)
    assert state("requirements-watched", law, last) == "due_soon"
    assert state("requirements-watched", law, last + DAY) == "overdue"


@pytest.mark.parametrize("blank", [{"owner": None}, {"duties": ()}])
def test_a_law_without_person_in_charge_or_duty_is_not_watched(blank: Any) -> None:
    given = {"owner": a_person(), "last_checked_on": TODAY} | blank
    assert state("requirements-watched", a_requirement(**given), TODAY) == "overdue"


def test_a_change_is_assessed_within_thirty_days() -> None:
    change = a_requirement_change(known_on=date(2026, 11, 1))
    last = date(2026, 12, 1)
    assert state("changes-assessed", change, last) == "due_soon"
    assert state("changes-assessed", change, last + DAY) == "overdue"


def test_an_assessment_counts_from_its_day_until_it_is_reopened() -> None:
    known, assessed = date(2026, 9, 1), date(2026, 11, 1)
    change = a_requirement_change(
        known_on=known, assessed_on=assessed, state="assessed", decision="nothing"
    )
    assert state("changes-assessed", change, assessed - DAY) == "overdue"
    assert state("changes-assessed", change, assessed) == "kept"
    change.state = "known"
    change.save()
    assert state("changes-assessed", change, assessed) == "overdue"


def test_work_a_change_asks_for_is_done_when_it_takes_effect() -> None:
    given = {"known_on": date(2026, 9, 1), "state": "assessed", "effective_on": TODAY}
    change = a_requirement_change(decision="change", **given)
    idle = a_requirement_change(decision="nothing", **given)
    assert state("changes-carried-out", change, TODAY) == "due_soon"
    assert state("changes-carried-out", change, TODAY + DAY) == "overdue"
    assert state("changes-carried-out", idle, TODAY + DAY) == "kept"
    change.state, change.done_on = "done", TODAY
    change.save()
    assert state("changes-carried-out", change, TODAY + DAY) == "kept"


def test_a_change_without_an_effective_day_is_owed_on_no_day() -> None:
    change = a_requirement_change(state="assessed", decision="change", effective_on=None)
    assert stood("changes-carried-out", change, TODAY)[:2] == ("kept", None)


def test_a_standard_for_the_manual_is_answered_by_a_manual_in_force() -> None:
    law = a_requirement(manual=True)
    section = a_section(document=a_document(kind="manual"))
    a_coverage(requirement=law, section=section)
    assert state("requirements-in-manual", law, TODAY) == "overdue"
    a_version_in_force(document=section.document)
    assert state("requirements-in-manual", law, TODAY) == "kept"


def test_other_laws_need_no_section() -> None:
    assert stood("requirements-in-manual", a_requirement(), TODAY) is None
