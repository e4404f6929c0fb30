"""The life of a version: drafted, approved by somebody else, published, replaced."""

from datetime import date, timedelta

import pytest

from sekisho.domains.documents.campaign import Campaign
from sekisho.domains.documents.publishing import publish
from sekisho.domains.documents.version import (
    State,
    Version,
    VersionRegister,
    policy_in_force_or_draft,
)
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.domains.documents.conftest import TODAY, Acts
from tests.given.documents import LONG_AGO, THEN, a_document, a_version, a_version_in_force

pytestmark = pytest.mark.django_db
VERSIONS = registry[VersionRegister.name]
DAY = timedelta(days=1)


def drafted(act, document, label="第1版"):
    return write(VERSIONS, act, {"document": document, "label": label, "original_sha256": "a" * 64})


def approved(by, document, label="第1版", on=TODAY):
    version = drafted(by(on=on), document, label)
    move(VERSIONS, by(on=on), "submit", version)
    return move(VERSIONS, by(on=on), "approve", version)


def test_whoever_drafted_a_version_cannot_approve_it(by: Acts) -> None:
    act = by()
    version = drafted(act, a_document())
    move(VERSIONS, by(), "submit", version)
    with pytest.raises(Denied):
        move(VERSIONS, act, "approve", version)


def test_whoever_submitted_a_version_cannot_approve_it(by: Acts) -> None:
    version = drafted(by(), a_document())
    act = by()
    move(VERSIONS, act, "submit", version)
    with pytest.raises(Denied):
        move(VERSIONS, act, "approve", version)


def test_approval_records_the_person_and_the_day(by: Acts) -> None:
    version = drafted(by(), a_document())
    move(VERSIONS, by(), "submit", version)
    act = by()
    version = move(VERSIONS, act, "approve", version)
    assert (version.approved_by_id, version.approved_on) == (act.actor.person, TODAY)


def test_a_returned_version_is_a_draft_again_and_the_reason_is_asked(by: Acts) -> None:
    version = drafted(by(), a_document())
    move(VERSIONS, by(), "submit", version)
    with pytest.raises(Invalid):
        move(VERSIONS, by(), "return", version)
    version = move(VERSIONS, by(), "return", version, {"reason": "Clause 3 is unclear."})
    assert version.state == State.DRAFT


def test_publishing_ends_the_version_before_it_on_the_day_the_new_one_begins(by: Acts) -> None:
    document = a_document()
    former = a_version_in_force(document=document)
    version = approved(by, document)
    begins = TODAY + 8 * DAY
    move(VERSIONS, by(), "publish", version, {"effective_on": begins})
    former.refresh_from_db()
    assert (former.state, former.superseded_on) == (State.SUPERSEDED, begins)
    assert Version.objects.in_force(begins - DAY).get() == former
    assert Version.objects.in_force(begins).get().pk == version.pk


def test_publishing_leaves_other_documents_alone(by: Acts) -> None:
    other = a_version_in_force()
    version = approved(by, a_document())
    move(VERSIONS, by(), "publish", version, {"effective_on": TODAY})
    other.refresh_from_db()
    assert other.state == State.IN_FORCE


def test_what_is_published_is_the_file_that_was_approved(by: Acts) -> None:
    version = approved(by, a_document())
    version = move(VERSIONS, by(), "publish", version, {"effective_on": TODAY})
    assert version.published_sha256 == "a" * 64
    assert version.published_on == TODAY


def test_a_version_published_later_was_not_in_force_before_that_day(by: Acts) -> None:
    version = approved(by, a_document())
    move(VERSIONS, by(), "publish", version, {"effective_on": TODAY - 30 * DAY})
    assert not Version.objects.in_force(TODAY - DAY).exists()
    assert Version.objects.in_force(TODAY).get().pk == version.pk


def test_a_version_effective_in_the_past_does_not_rewrite_what_was_in_force(by: Acts) -> None:
    document = a_document()
    former = a_version_in_force(document=document)
    publish(by(), approved(by, document), TODAY - 90 * DAY)
    assert Version.objects.in_force(TODAY - DAY).get() == former
    assert Version.objects.in_force(TODAY).count() == 1


def test_no_version_slips_in_before_one_already_published(by: Acts) -> None:
    document = a_document()
    a_version_in_force(document=document)
    publish(by(), approved(by, document), TODAY + 8 * DAY)
    third = approved(by, document, "第9版")
    with pytest.raises(Invalid):
        publish(by(), third, TODAY + 3 * DAY)
    publish(by(), third, TODAY + 9 * DAY)
    for days in (0, 7, 8, 9):
        assert Version.objects.in_force(TODAY + days * DAY).count() == 1


def test_the_end_of_a_draft_cannot_be_typed(by: Acts) -> None:
    with pytest.raises(Invalid):
        write(VERSIONS, by(), {"superseded_on": TODAY}, drafted(by(), a_document()))


@pytest.mark.parametrize("field", ["label", "original_sha256", "revised_on"])
def test_an_approved_version_cannot_be_altered(by: Acts, field: str) -> None:
    version = approved(by, a_document())
    value = date(2026, 1, 1) if field == "revised_on" else "other"
    with pytest.raises(Invalid) as caught:
        write(VERSIONS, by(), {field: value}, version)
    assert field in caught.value.problems


def test_the_term_of_a_published_version_cannot_be_typed_over(by: Acts) -> None:
    version = approved(by, a_document())
    version = move(VERSIONS, by(), "publish", version, {"effective_on": TODAY})
    with pytest.raises(Invalid):
        write(VERSIONS, by(), {"superseded_on": TODAY}, version)


def test_the_summary_of_changes_may_be_written_at_any_time(by: Acts) -> None:
    version = approved(by, a_document())
    version = write(VERSIONS, by(), {"change_summary": "A chapter on cloud."}, version)
    assert version.change_summary == "A chapter on cloud."


def test_the_policy_judged_is_the_one_in_force() -> None:
    document = a_document()
    current = a_version_in_force(document=document)
    a_version(document=document)
    assert policy_in_force_or_draft(TODAY) == current


def test_without_a_policy_in_force_the_newest_draft_is_judged() -> None:
    document = a_document()
    a_version(document=document)
    newest = a_version(document=document, created_at=THEN + DAY)
    a_version(document=document, state=State.DISCARDED, created_at=THEN + 2 * DAY)
    assert policy_in_force_or_draft(TODAY) == newest


def test_a_manual_in_force_is_no_policy() -> None:
    a_version_in_force(document=a_document(kind="manual"))
    assert policy_in_force_or_draft(TODAY) is None


def test_before_the_draft_existed_there_was_nothing_to_judge() -> None:
    a_version()
    assert policy_in_force_or_draft(LONG_AGO - DAY) is None
    assert policy_in_force_or_draft(LONG_AGO) is not None


def test_on_an_earlier_day_a_version_published_since_was_still_a_draft() -> None:
    version = a_version_in_force(published_on=TODAY, effective_on=TODAY)
    assert not Version.objects.in_force(TODAY - DAY).exists()
    assert Version.objects.newest_draft(TODAY - DAY) == version


def test_publishing_can_ask_everyone_whom_the_document_binds_to_agree(by: Acts) -> None:
    version = approved(by, a_document(binds=("officer", "contractor")))
    published = publish(by(), version, TODAY + 7 * DAY, due_days=14)
    campaign = Campaign.objects.get(version=published)
    assert campaign.audience == ("officer", "contractor")
    assert campaign.due_on(LONG_AGO) == TODAY + 21 * DAY


def test_without_a_day_a_version_takes_effect_when_it_is_published(by: Acts) -> None:
    assert publish(by(), approved(by, a_document())).effective_on == TODAY
    assert not Campaign.objects.exists()
