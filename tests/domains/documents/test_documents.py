"""Documents: their kinds, the sections a manual owes, and when they were last looked at."""

from datetime import timedelta

import pytest

from sekisho.domains.documents.document import Document, DocumentRegister
from sekisho.domains.documents.requirement import Requirement, RequirementRegister
from sekisho.domains.documents.requirement_change import (
    RequirementChange,
    RequirementChangeRegister,
)
from sekisho.domains.documents.review import ReviewRegister
from sekisho.domains.documents.words import NEEDED
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.domains.documents.conftest import TODAY, Acts
from tests.given.documents import (
    a_coverage,
    a_document,
    a_document_review,
    a_requirement,
    a_requirement_change,
    a_section,
    a_version_in_force,
)
from tests.given.people import a_person

pytestmark = pytest.mark.django_db
DOCUMENTS, REVIEWS = registry[DocumentRegister.name], registry[ReviewRegister.name]
REQUIREMENTS = registry[RequirementRegister.name]
CHANGES = registry[RequirementChangeRegister.name]
DAY = timedelta(days=1)


def a_review(by, document, **but):
    values = {"document": document, "held_on": TODAY, "outcome": "not_needed", "reason": "Fits."}
    return write(REVIEWS, by, values | but)


def test_a_new_manual_needs_the_usual_sections(by: Acts) -> None:
    manual = write(DOCUMENTS, by(), {"code": "M-1", "title": "マニュアル", "kind": "manual"})
    assert manual.required_sections == tuple(NEEDED)


def test_a_policy_needs_no_sections(by: Acts) -> None:
    policy = write(DOCUMENTS, by(), {"code": "P-1", "title": "方針", "kind": "policy"})
    assert policy.required_sections == ()


def test_a_cycle_in_months_asks_how_many(by: Acts) -> None:
    values = {"code": "P-1", "title": "方針", "kind": "policy", "review_cycle": "months"}
    with pytest.raises(Invalid) as caught:
        write(DOCUMENTS, by(), values)
    assert "review_months" in caught.value.problems
    assert write(DOCUMENTS, by(), values | {"review_months": 6}).review_months == 6


def test_a_manual_lacks_a_section_until_one_of_that_topic_has_an_owner() -> None:
    manual = a_document(kind="manual", required_sections=("incident", "cloud"))
    a_section(document=manual, topic="incident", owner=a_person())
    unowned = a_section(document=manual, topic="cloud")
    lacking = Document.objects.of_kind("manual").lacking_sections()
    assert lacking.get().missing_cloud
    assert not lacking.get().missing_incident
    unowned.owner = a_person()
    unowned.save()
    assert not lacking.exists()


def test_only_a_version_in_force_puts_a_document_in_force() -> None:
    a_document(kind="regulation")
    version = a_version_in_force(document=a_document(kind="regulation"), effective_on=TODAY)
    regulations = Document.objects.of_kind("regulation")
    assert regulations.in_force(TODAY).get() == version.document
    assert not regulations.in_force(TODAY - DAY).exists()


def test_a_review_counts_from_the_day_it_is_approved() -> None:
    document = a_document()
    a_document_review(document=document, held_on=TODAY - 9 * DAY, approved_on=TODAY)
    before, after = (
        Document.objects.with_last_review(on).get(pk=document.pk) for on in (TODAY - DAY, TODAY)
    )
    assert before.reviewed_on is None
    assert after.reviewed_on == TODAY - 9 * DAY


def test_whoever_recorded_a_review_cannot_approve_it(by: Acts) -> None:
    act = by()
    review = a_review(act, a_document())
    with pytest.raises(Denied):
        move(REVIEWS, act, "approve", review)
    assert move(REVIEWS, by(), "approve", review).approved_on == TODAY


def test_a_review_cannot_be_recorded_before_it_is_held(by: Acts) -> None:
    with pytest.raises(Invalid):
        a_review(by(), a_document(), held_on=TODAY + DAY)


def test_an_approved_review_keeps_its_outcome(by: Acts) -> None:
    review = move(REVIEWS, by(), "approve", a_review(by(), a_document()))
    with pytest.raises(Invalid):
        write(REVIEWS, by(), {"outcome": "needed"}, review)


def test_a_requirement_names_duties_by_their_numbers(by: Acts) -> None:
    values = {"title": "個人情報保護法", "kind": "law", "duties": ["O014", "somewhere"]}
    with pytest.raises(Invalid) as caught:
        write(REQUIREMENTS, by(), values)
    assert "somewhere" in str(caught.value.problems["duties"][0])
    assert write(REQUIREMENTS, by(), values | {"duties": ["O014"]}).duties == ("O014",)


def test_a_requirement_is_covered_once_a_section_answers_it() -> None:
    bare = a_requirement()
    covered = a_coverage().requirement
    found = dict(Requirement.objects.with_coverage().values_list("pk", "covered"))
    assert found == {bare.pk: False, covered.pk: True}


def test_a_change_is_assessed_with_a_decision_and_then_finished(by: Acts) -> None:
    change = a_requirement_change()
    with pytest.raises(Invalid):
        move(CHANGES, by(), "assess", change, {"decision": "change"})
    said = {"decision": "change", "findings": "The form needs a new line."}
    change = move(CHANGES, by(), "assess", change, said)
    assert RequirementChange.objects.assessed(TODAY).get() == change
    assert not RequirementChange.objects.assessed(TODAY - DAY).exists()
    assert move(CHANGES, by(), "finish", change).done_on == TODAY
