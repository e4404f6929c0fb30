"""A file becomes a draft; the next version keeps what people decided about the same words."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from sekisho.checkpoint.guard import Checkpoint
from sekisho.domains.documents.binding import Binding
from sekisho.domains.documents.clause import Clause
from sekisho.domains.documents.document import Document
from sekisho.domains.documents.importing import import_policy, pair_translation, preview
from sekisho.domains.documents.interpretation import Interpretation
from sekisho.domains.documents.reading import Unreadable
from sekisho.domains.documents.starter import demo, template
from sekisho.domains.documents.version import Version
from sekisho.ledger import evidence
from sekisho.ledger.history import group, history
from sekisho.registers import guard
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import move
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.domains.documents.conftest import TODAY, Acts
from tests.given.documents import a_document
from tests.given.people import a_person

pytestmark = pytest.mark.django_db

TEXT = """情報セキュリティ方針
教育
情報セキュリティ教育は全従業員を対象に年1回以上行う。
管理者は定期的にアクセス権限を見直す。
退職者の権限は削除する。
最終改定日：2026年4月1日
"""
NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
NEXT = TEXT.replace("年1回", "年2回").replace("2026年4月1日", "2027年4月1日")


def imported(act, text=TEXT, **more):
    return import_policy(act, text.encode(), "policy.txt", **more)[0]


def clause(version, number):
    return Clause.objects.get(version=version, number=number)


def test_a_file_becomes_a_draft_with_its_clauses_word_for_word(by: Acts) -> None:
    version = imported(by())
    assert (version.state, version.label) == ("draft", "第1版")
    assert version.revised_on == date(2026, 4, 1)
    said = list(Clause.objects.of(version).values_list("number", "text"))
    assert said == [
        ("1.1", "情報セキュリティ教育は全従業員を対象に年1回以上行う。"),
        ("1.2", "管理者は定期的にアクセス権限を見直す。"),
        ("1.3", "退職者の権限は削除する。"),
        ("1.4", "最終改定日：2026年4月1日"),
    ]


def test_the_file_is_kept_byte_for_byte_under_its_hash(by: Acts) -> None:
    version = imported(by())
    with evidence.open_(version.original_sha256) as stream:
        assert stream.read() == TEXT.encode()
    assert (version.original_name, version.original_size) == ("policy.txt", len(TEXT.encode()))


def test_the_first_import_registers_the_policy_and_the_next_is_its_second_version(
    by: Acts,
) -> None:
    first, second = imported(by()), imported(by(), NEXT)
    assert Document.objects.get().title == "情報セキュリティ方針"
    assert (first.document, second.label) == (second.document, "第2版")


def test_the_same_file_again_gives_the_same_draft_and_writes_nothing(by: Acts) -> None:
    first = imported(by())
    kinds = (Document, Version, Clause, Binding, Interpretation)
    before = [kind.objects.count() for kind in kinds]
    assert imported(by()) == first
    assert [kind.objects.count() for kind in kinds] == before


def test_the_same_file_may_be_imported_again_after_its_draft_was_discarded(by: Acts) -> None:
    first = imported(by())
    move(registry["versions"], by(), "discard", first, {"reason": "Read wrongly."})
    assert imported(by()) != first


def test_the_same_file_may_belong_to_another_document(by: Acts) -> None:
    first = imported(by())
    manual = a_document(kind="manual")
    assert imported(by(), document=manual).document == manual
    assert imported(by()) == first


def test_an_unreadable_file_leaves_nothing_behind(by: Acts) -> None:
    with pytest.raises(Unreadable):
        import_policy(by(), b"\x00\x01", "policy.xyz")
    assert not Document.objects.exists()


def test_suggestions_wait_for_a_person(by: Acts) -> None:
    version = imported(by())
    states = set(Binding.objects.filter(clause__version=version).values_list("state", flat=True))
    assert states == {"suggested"}


def test_at_most_twelve_duties_are_suggested_for_a_clause(by: Acts) -> None:
    version, _ = import_policy(by(), demo("ja"), "demo.ja.md")
    counts = Counter(Binding.objects.filter(clause__version=version).values_list("clause"))
    assert 0 < max(counts.values()) <= 12


def test_suggestions_likely_enough_are_accepted_when_asked_for(by: Acts) -> None:
    act = by()
    imported(act, accept=0.5)
    for binding in Binding.objects.all():
        assert (binding.state == "confirmed") == (binding.score >= binding.accept_from)
        assert binding.decided_by_id == (act.actor.person if binding.state == "confirmed" else None)
    assert Binding.objects.confirmed(TODAY).exists()


def test_a_vague_word_becomes_a_question(by: Acts) -> None:
    version = imported(by())
    question = Interpretation.objects.get(clause=clause(version, "1.2"))
    assert (question.word, question.state) == ("定期的に", "open")


def test_a_clause_keeps_its_lasting_id_although_its_words_change(by: Acts) -> None:
    first, second = imported(by()), imported(by(), NEXT)
    assert clause(first, "1.1").stable == clause(second, "1.1").stable
    assert clause(first, "1.1").text != clause(second, "1.1").text


def test_confirmed_duties_of_the_same_words_are_carried_over(by: Acts) -> None:
    first = imported(by())
    binding = Binding.objects.filter(clause=clause(first, "1.2")).first()
    move(registry["bindings"], by(), "confirm", binding)
    second = imported(by(), NEXT)
    again = Binding.objects.get(clause=clause(second, "1.2"), duty=binding.duty)
    assert (again.state, again.carried_from) == ("confirmed", binding)


def test_confirmed_duties_of_changed_words_are_asked_about_again(by: Acts) -> None:
    first = imported(by())
    binding = Binding.objects.filter(clause=clause(first, "1.1")).first()
    move(registry["bindings"], by(), "confirm", binding)
    second = imported(by(), NEXT)
    again = Binding.objects.get(clause=clause(second, "1.1"), duty=binding.duty)
    assert (again.state, again.carried_from) == ("suggested", None)


def test_a_duty_refused_for_these_words_is_not_suggested_again(by: Acts) -> None:
    first = imported(by())
    binding = Binding.objects.filter(clause=clause(first, "1.2")).first()
    move(registry["bindings"], by(), "refuse", binding, {"reason": "Not meant."})
    second = imported(by(), NEXT)
    assert not Binding.objects.filter(clause=clause(second, "1.2"), duty=binding.duty).exists()


def test_the_meaning_of_a_word_is_carried_over_with_the_same_words(by: Acts) -> None:
    first = imported(by())
    word = Interpretation.objects.get(clause=clause(first, "1.2"))
    move(registry["interpretations"], by(), "decide", word, {"meaning": "半年に1回"})
    second = imported(by(), NEXT)
    again = Interpretation.objects.get(clause=clause(second, "1.2"))
    assert (again.state, again.meaning, again.carried_from) == ("decided", "半年に1回", word)


def test_a_clause_left_out_stays_left_out_while_it_reads_the_same(by: Acts) -> None:
    first = imported(by())
    said = {"scope_reason": "No one leaves.", "scope_review_on": date(2027, 4, 1)}
    for number in ("1.1", "1.3"):
        move(registry["clauses"], by(), "leave_out", clause(first, number), said)
    second = imported(by(), NEXT)
    assert clause(second, "1.3").scope == "out_of_scope"
    assert clause(second, "1.1").scope == "duties"


def test_the_english_stands_beside_the_japanese_under_the_same_numbers(by: Acts) -> None:
    version, _ = import_policy(by(), demo("ja"), "demo.ja.md")
    count = pair_translation(by(), version, demo("en"), "demo.en.md")
    clauses = list(Clause.objects.of(version))
    assert count == len(clauses)
    assert all(c.text_en and c.heading_en and not c.translation_behind for c in clauses)


def test_a_translation_falls_behind_when_the_words_change(by: Acts) -> None:
    first = imported(by())
    english = "Policy\nEducation\nAll employees are educated.\nRights are reviewed.\n"
    assert pair_translation(by(), first, english.encode(), "en.txt") == 2
    second = imported(by(), NEXT)
    assert clause(second, "1.1").translation_behind
    assert not clause(second, "1.2").translation_behind
    assert clause(second, "1.3").text_en == ""


def test_a_preview_writes_nothing() -> None:
    found = preview(TEXT.encode(), "policy.txt")
    assert [c["number"] for c in found["clauses"]] == ["1.1", "1.2", "1.3", "1.4"]
    assert found["revised_on"] == "2026-04-01"
    assert not Document.objects.exists()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_template_is_filled_in_and_read_without_doubts(language: str) -> None:
    text = template(language, "株式会社みなも", date(2026, 4, 1))
    found = preview(text, "template.md")
    assert found["revised_on"] == "2026-04-01"
    assert "株式会社みなも" in found["clauses"][0]["text"]
    assert not any(mark in text.decode() for mark in "［］[]")


@pytest.mark.parametrize("texts", [demo, lambda lang: template(lang, "X", TODAY)])
def test_the_texts_of_the_product_say_the_same_in_both_languages(texts) -> None:
    ja, en = (preview(texts(lang), "policy.md") for lang in ("ja", "en"))
    assert [c["number"] for c in ja["clauses"]] == [c["number"] for c in en["clauses"]]


def test_nothing_of_an_import_stays_when_a_row_cannot_stand(
    by: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = registry["interpretations"]
    monkeypatch.setattr(type(register), "check", lambda *_: [("word", "No.")])
    with pytest.raises(Invalid):
        imported(by())
    assert not Document.objects.exists()
    assert not Clause.objects.exists()


def test_the_operator_imports_and_accepts_but_decides_no_scope() -> None:
    guard.install(Checkpoint())
    act = Act(service("operator"), NOON, "cli", TODAY)
    first = imported(act, accept=0.5)
    assert Binding.objects.confirmed(TODAY).exists()
    left_out = clause(first, "1.3")
    left_out.scope, left_out.scope_review_on = "out_of_scope", date(2027, 4, 1)
    left_out.save()
    assert clause(imported(act, NEXT), "1.3").scope == "duties"


def test_an_employee_cannot_import(by: Acts) -> None:
    guard.install(Checkpoint())
    actor = Actor(uuid4(), frozenset({"employee"}), person=a_person().pk)
    with pytest.raises(Denied):
        imported(Act(actor, NOON, "web", TODAY))
    assert not Document.objects.exists()


def test_a_whole_import_is_one_act_in_the_ledger(by: Acts) -> None:
    version = imported(by())
    (entry,) = history("versions", version.pk)
    kinds = Counter(item.kind for item in group(entry.grp))
    assert kinds["documents"] == kinds["versions"] == 1
    assert kinds["clauses"] == 4
    assert kinds["bindings"] == Binding.objects.count()


def test_an_import_costs_no_query_per_clause(by: Acts, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(60):
        import_policy(by(), demo("ja"), "demo.ja.md")
