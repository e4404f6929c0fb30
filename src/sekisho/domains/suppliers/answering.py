"""Which questions are asked, what answers are worth, what a certificate answers: no database, no clock.

Shared by every kind of questionnaire (suppliers, cloud services).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.packs.questionnaires import Question


class Answer(models.TextChoices):
    """The four answers of Japanese check sheets (○△×/該当なし)."""

    FULL = "full", _("○ Yes, done")
    PARTIAL = "partial", _("△ In part")
    NONE = "no", _("× No, not done")
    NA = "na", _("Does not apply")


FACT_WORDS = {Answer.FULL: _("Yes"), Answer.NONE: _("No")}
"""What ○ and × mean where a question asks for a fact."""
SIGNS: Mapping[str, str] = {
    "○": "full", "〇": "full", "◯": "full", "o": "full", "yes": "full", "はい": "full", "full": "full",
    "△": "partial", "▲": "partial", "partial": "partial", "一部": "partial",
    "×": "no", "✕": "no", "☓": "no", "x": "no", "no": "no", "いいえ": "no", "none": "no",
    "該当なし": "na", "対象外": "na", "-": "na", "−": "na", "na": "na", "n/a": "na",
}  # fmt: skip
"""What people write in the cell of the answer."""
WORTH = {Answer.FULL: 2, Answer.PARTIAL: 1, Answer.NONE: 0}
NEEDS_WORDS = frozenset({Answer.PARTIAL, Answer.NONE, Answer.NA})
"""Answers that say nothing without a supplement: which part, what instead, until when, why not."""


def choices(question: Question) -> list[tuple[str, str]]:
    """The answers a question takes, in words."""
    if question.kind == "fact":
        return [(code.value, str(words)) for code, words in FACT_WORDS.items()]
    return [(one.value, str(one.label)) for one in Answer]


def sign(raw: str) -> str | None:
    """The answer that a cell holds; "" for an empty one, None for something else."""
    word = raw.strip().lower()
    return "" if not word else SIGNS.get(word)


def asked(questions: Iterable[Question], answers: Mapping[str, str]) -> Iterator[Question]:
    """The questions that are asked as the answers stand; one that is not asked opens no other."""
    open_: set[str] = set()
    for one in questions:
        if all(name in open_ and answers.get(name) in wanted for name, wanted in one.when.items()):
            open_.add(one.code)
            yield one


def unanswered(questions: Sequence[Question], answers: Mapping[str, str]) -> list[Question]:
    """What is asked and has no answer yet."""
    return [one for one in asked(questions, answers) if not answers.get(one.code)]


def score(questions: Iterable[Question], answers: Mapping[str, str]) -> int | None:
    """Hundredths of what could be reached, weighed by severity; None while nothing counts."""
    most = got = 0
    for one in asked(questions, answers):
        answer = answers.get(one.code, "")
        if one.kind == "measure" and answer in WORTH:
            most += 2 * one.severity
            got += WORTH[Answer(answer)] * one.severity
    return None if most == 0 else round(100 * got / most)


def gaps(questions: Iterable[Question], answers: Mapping[str, str]) -> list[Question]:
    """Measures that are missing in part or altogether."""
    short = {Answer.PARTIAL.value, Answer.NONE.value}
    open_ = asked(questions, answers)
    return [one for one in open_ if one.kind == "measure" and answers.get(one.code) in short]


def credited(question: Question, certificates: Mapping[str, str]) -> str:
    """What certificate answers ``question``: the words of ``certificates`` (scheme → words), or ""."""
    return next((certificates[s] for s in question.credit if s in certificates), "")
