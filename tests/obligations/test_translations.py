"""Japanese and English of a clause: renewed within thirty days of a change."""

from datetime import date, timedelta
from typing import Any

import pytest

from sekisho.domains.documents.clause import digest
from tests.given.documents import a_clause, a_document, a_version_in_force
from tests.given.people import a_person
from tests.obligations.judging import state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
CODE = "translations-in-step"


def of(version: Any, since: date | None, english: str = "Everyone keeps it.") -> Any:
    words = "みんなで守る。"
    made_from = "" if since else digest(words)
    return a_clause(
        version=version, text=words, text_en=english, text_en_of=made_from, behind_since=since
    )


def test_a_changed_clause_has_thirty_days_from_its_change_or_from_being_in_force() -> None:
    version = a_version_in_force()
    assert state(CODE, of(version, None), TODAY) == "kept"
    assert state(CODE, of(version, TODAY - 30 * DAY), TODAY) == "due_soon"
    assert state(CODE, of(version, TODAY - 31 * DAY), TODAY) == "overdue"
    term = dict.fromkeys(("effective_on", "published_on"), TODAY - 30 * DAY)
    later = a_version_in_force(**term)
    assert state(CODE, of(later, TODAY - 90 * DAY), TODAY) == "due_soon"


def test_a_clause_without_english_counts_where_the_others_have_one() -> None:
    version = a_version_in_force()
    alone = a_clause(version=version)
    assert stood(CODE, alone, TODAY) is None
    of(version, None)
    assert state(CODE, alone, TODAY) == "overdue"


def test_the_owner_of_the_document_renews_it() -> None:
    version = a_version_in_force(document=a_document(owner=a_person()))
    found = stood(CODE, of(version, TODAY - 40 * DAY), TODAY)
    assert found
    assert found.assignee == version.document.owner_id
