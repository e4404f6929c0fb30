"""A clause that records cannot tell of stands as a named person stated, for as long as that counts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sekisho.domains.documents.models import Statement
from sekisho.findings import daily
from sekisho.findings.clauses import stand
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from tests.given.documents import a_clause, a_version, a_version_in_force
from tests.given.people import a_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def act(name: str = "operator") -> Act:
    return Act(service(name), AT, "test", TODAY)


@pytest.fixture
def clause():
    return a_clause(version=a_version_in_force(), scope="statement", scope_on=date(2026, 4, 1))


def state(clause, verdict: str = "kept", **more) -> Statement:
    values = {"clause": clause, "verdict": verdict, "basis": "現場を確かめた", "person": a_person()}
    return write(registry["statements"], act(), values | more)


def seal(clause, on: date = TODAY) -> str:
    return {s.clause.pk: s.seal for s in stand(clause.version, on, {})}[clause.pk]


def test_without_a_statement_it_is_unknown(clause) -> None:
    assert seal(clause) == "unknown"


@pytest.mark.parametrize(
    ("verdict", "expected"), [("kept", "kept"), ("partly", "at_risk"), ("not_kept", "not_kept")]
)
def test_it_stands_as_stated(clause, verdict: str, expected: str) -> None:
    state(clause, verdict)
    assert seal(clause) == expected


def test_a_statement_counts_to_the_end_of_the_same_month_next_year(clause) -> None:
    made = state(clause)
    assert made.valid_until == date(2027, 11, 30)
    assert seal(clause, date(2027, 10, 30)) == "kept"
    assert seal(clause, date(2027, 10, 31)) == "at_risk"
    assert seal(clause, date(2027, 11, 30)) == "at_risk"
    assert seal(clause, date(2027, 12, 1)) == "unknown"


def test_the_newest_statement_counts(clause) -> None:
    state(clause, "not_kept", stated_on=TODAY - timedelta(days=9))
    state(clause, "kept")
    assert seal(clause) == "kept"


def test_a_statement_of_tomorrow_is_refused(clause) -> None:
    with pytest.raises(Invalid, match="stated_on"):
        state(clause, stated_on=TODAY + timedelta(days=1))


def test_a_statement_for_more_than_a_year_is_refused(clause) -> None:
    with pytest.raises(Invalid, match="valid_until"):
        state(clause, valid_until=date(2028, 6, 30))


def test_a_clause_to_be_stated_is_somebodys_task_until_it_is(clause) -> None:
    from sekisho.findings.finding import Finding

    daily.evaluate(act("engine"))
    open_ = Finding.objects.open().filter(obligation="clauses-stated")
    assert open_.get().state == "overdue"
    state(clause)
    daily.evaluate(act("engine"))
    assert not open_.exists()


def test_a_word_on_the_former_version_of_a_clause_counts_for_seal_and_task_alike(clause) -> None:
    from sekisho.findings.finding import Finding

    version = a_version(document=clause.version.document)
    former = a_clause(version=version, scope="statement", stable=clause.stable)
    state(former)
    daily.evaluate(act("engine"))
    assert seal(clause) == "kept"
    assert not Finding.objects.open().filter(obligation="clauses-stated").exists()
