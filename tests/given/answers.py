"""Given: what clients ask about our security, and what we answer."""

from datetime import date
from itertools import count
from typing import Any

from sekisho.domains.assurance.models import ClientQuestion, ClientQuestionnaire, StandardAnswer
from tests.given.people import a_person, made
from tests.given.suppliers import a_party

number = count(1)


def a_standard_answer(**but: Any) -> StandardAnswer:
    n = next(number)
    fields = {"number": f"QA-{n:03d}", "question": f"情報セキュリティの規程はありますか {n}",
              "answer": "規程を定め、年に一度見直しています。"}  # fmt: skip
    return made(StandardAnswer, **fields | but)


def a_client_questionnaire(**but: Any) -> ClientQuestionnaire:
    """Being answered by somebody."""
    n = next(number)
    fields = {"number": f"CQ-2020-{n:03d}", "title": "セキュリティ調査票", "received_on": date(2026, 5, 1),
              "due_on": date(2026, 5, 29), "owner": but.pop("owner", None) or a_person()}  # fmt: skip
    return made(ClientQuestionnaire, party=but.pop("party", None) or a_party(), **fields | but)


def a_client_question(**but: Any) -> ClientQuestion:
    one = but.pop("questionnaire", None) or a_client_questionnaire()
    fields = {"row": next(number), "question": "規程はありますか", "answer": "あります。"}
    return made(ClientQuestion, questionnaire=one, **fields | but)
