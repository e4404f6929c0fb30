"""Clauses keep their words; their duties and the meanings of their words are decided by people."""

from datetime import timedelta

import pytest

from sekisho.domains.documents.binding import Binding, BindingRegister
from sekisho.domains.documents.clause import Clause, ClauseRegister, digest
from sekisho.domains.documents.interpretation import InterpretationRegister
from sekisho.ledger.ids import new_id
from sekisho.registers.commands import move, withdraw, write, write_many
from sekisho.registers.errors import Invalid
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from tests.domains.documents.conftest import TODAY, Acts
from tests.given.documents import (
    a_binding,
    a_clause,
    a_version,
    a_version_in_force,
    an_interpretation,
)

pytestmark = pytest.mark.django_db
CLAUSES, BINDINGS = registry[ClauseRegister.name], registry[BindingRegister.name]
MEANINGS = registry[InterpretationRegister.name]
DAY = timedelta(days=1)


def values_of(version, number, act, **but):
    fields = {"version": version, "number": number, "text": f"Text of {number}."}
    return fields | {"stable": str(new_id(act.at)), "level": number.count(".")} | but


def test_the_words_of_a_clause_are_never_changed(by: Acts) -> None:
    clause = a_clause()
    with pytest.raises(Invalid):
        write(CLAUSES, by(), {"text": "Nobody keeps this."}, clause)


def test_the_place_of_a_clause_changes_only_while_the_version_is_a_draft(by: Acts) -> None:
    draft, fixed = a_clause(), a_clause(version=a_version_in_force())
    assert write(CLAUSES, by(), {"number": "9.9"}, draft).number == "9.9"
    with pytest.raises(Invalid):
        write(CLAUSES, by(), {"number": "9.9"}, fixed)


def test_no_clause_is_added_to_a_version_in_force(by: Acts) -> None:
    act, version = by(), a_version_in_force()
    with pytest.raises(Invalid):
        write(CLAUSES, act, values_of(version, "1.1", act))
    assert not Clause.objects.exists()


def test_no_clause_is_taken_from_a_version_in_force(by: Acts) -> None:
    clause = a_clause(version=a_version_in_force())
    with pytest.raises(Invalid):
        withdraw(CLAUSES, by(), clause, "No longer wanted.")


def test_a_clause_belongs_to_the_nearest_number_above_it(by: Acts) -> None:
    act, version = by(), a_version()
    numbers = ("5.3", "5.3.2", "5.3.2.1.1", "8.1")
    lines = [Line(values_of(version, n, act, position=i)) for i, n in enumerate(numbers)]
    write_many(CLAUSES, act, lines)
    parents = {c.number: c.parent and c.parent.number for c in Clause.objects.of(version)}
    assert parents == {"5.3": None, "5.3.2": "5.3", "5.3.2.1.1": "5.3.2", "8.1": None}


def test_leaving_a_clause_out_needs_a_reason_and_a_day_to_look_again(by: Acts) -> None:
    clause, act = a_clause(), by()
    with pytest.raises(Invalid) as caught:
        move(CLAUSES, act, "leave_out", clause, {"scope_reason": "We have no server room."})
    assert "scope_review_on" in caught.value.problems
    said = {"scope_reason": "We have no server room.", "scope_review_on": TODAY + 365 * DAY}
    clause = move(CLAUSES, act, "leave_out", clause, said)
    assert (clause.scope, clause.scope_by_id) == ("out_of_scope", act.actor.person)


def test_a_translation_remembers_the_words_it_was_made_from(by: Acts) -> None:
    clause = write(CLAUSES, by(), {"text_en": "Everyone keeps the rule."}, a_clause())
    assert clause.text_en_of == digest(clause.text)
    assert not clause.translation_behind


def test_a_translation_of_other_words_is_behind() -> None:
    clause = a_clause(text_en="Everyone.", text_en_of=digest("other words"))
    assert clause.translation_behind


def test_a_suggestion_counts_only_when_confirmed(by: Acts) -> None:
    clause = a_clause()
    binding = write(BINDINGS, by(), {"clause": clause, "duty": "O053", "score": "0.9"})
    assert not Binding.objects.confirmed(TODAY).exists()
    act = by()
    move(BINDINGS, act, "confirm", binding)
    assert Binding.objects.confirmed(TODAY).get().decided_by_id == act.actor.person
    assert not Binding.objects.confirmed(TODAY - DAY).exists()


def test_refusing_a_suggestion_needs_a_reason(by: Acts) -> None:
    binding = a_binding(state="suggested", decided_on=None)
    with pytest.raises(Invalid):
        move(BINDINGS, by(), "refuse", binding)
    binding = move(BINDINGS, by(), "refuse", binding, {"reason": "It speaks of something else."})
    assert binding.reason == "It speaks of something else."
    assert not Binding.objects.confirmed(TODAY).exists()


def test_a_duty_is_written_by_its_number(by: Acts) -> None:
    with pytest.raises(Invalid):
        write(BINDINGS, by(), {"clause": a_clause(), "duty": "backup"})


def test_a_decision_is_not_carried_over_to_other_words(by: Acts) -> None:
    former = a_binding()
    values = {"clause": a_clause(), "duty": former.duty, "carried_from": former}
    with pytest.raises(Invalid):
        write(BINDINGS, by(), values)


def test_a_decision_is_carried_over_to_the_same_words(by: Acts) -> None:
    former = a_binding()
    same = a_clause(text=former.clause.text, stable=former.clause.stable)
    values = {"clause": same, "duty": former.duty, "carried_from": former}
    assert write(BINDINGS, by(), values).state == "confirmed"


def test_a_vague_word_is_open_until_somebody_says_what_it_means(by: Acts) -> None:
    word, act = an_interpretation(), by()
    write(MEANINGS, act, {"amount": 6, "unit": "months"}, word)
    with pytest.raises(Invalid):
        move(MEANINGS, act, "decide", word)
    word = move(MEANINGS, act, "decide", word, {"meaning": "6か月に1回"})
    assert (word.state, word.decided_on, word.amount) == ("decided", TODAY, 6)


@pytest.mark.parametrize("half", [{"amount": 6}, {"unit": "months"}])
def test_a_number_and_its_unit_go_together(by: Acts, half: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        write(MEANINGS, by(), half, an_interpretation())
