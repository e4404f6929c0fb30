"""Drawing questions: others in every cycle and at every attempt, the same when one comes back."""

import random
from collections.abc import Sequence
from uuid import UUID

from sekisho.domains.education.text import Question


def drawn(
    questions: Sequence[Question], number: int, person: UUID, cycle: str, attempt: int
) -> list[Question]:
    """The questions of an attempt (1, 2 …).

    All are put in an order of this person and cycle; each attempt goes on where the one before it
    ended, so that a retry asks other questions as long as there are any.
    """
    order = list(questions)
    random.Random(f"{person}:{cycle}").shuffle(order)  # noqa: S311 - no secret, only variety
    number = min(number, len(order))
    start = (attempt - 1) * number
    return [order[(start + n) % len(order)] for n in range(number)]


def mixed(question: Question, person: UUID, cycle: str, attempt: int) -> list[int]:
    """The order in which its choices are shown; two (yes and no) stay as they are."""
    order = list(range(len(question.choices)))
    if len(order) > 2:
        random.Random(f"{person}:{cycle}:{attempt}:{question.key}").shuffle(order)  # noqa: S311
    return order


def result(
    questions: Sequence[Question], answers: dict[str, Sequence[int]]
) -> tuple[int, list[str]]:
    """The share of right answers in percent, rounded down, and the keys of those missed."""
    wrong = [q.key for q in questions if frozenset(answers.get(q.key, ())) != q.right]
    return (100 * (len(questions) - len(wrong)) // len(questions) if questions else 0), wrong
