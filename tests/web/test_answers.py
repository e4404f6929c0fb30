"""A client's questionnaire: read in any layout, answered from the library, approved, written back."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sekisho.domains.assurance import answer_evidence
from sekisho.domains.assurance.answering import Library, guessed, questions
from sekisho.domains.assurance.models import ClientQuestion, ClientQuestionnaire
from sekisho.findings.answer_states import states
from sekisho.findings.finding import Standing
from tests.given.answers import a_client_question, a_client_questionnaire, a_standard_answer
from tests.web.conftest import somebody

BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def a_file() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "株式会社みなと 委託先チェックシート"
    for column, word in zip("ABCD", ("No", "確認事項", "ご回答", "備考"), strict=True):
        sheet[f"{column}3"] = word
    sheet["B4"], sheet["B5"] = (
        "情報セキュリティの規程を定めていますか。",
        "サーバー室の床の色は何色ですか。",
    )
    sheet["B6"] = "従業員の教育を毎年実施していますか。"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_columns_are_guessed_by_their_headings_or_by_the_longest_texts() -> None:
    cells = [["調査票", "", ""], ["番号", "設問", "回答欄"], [1, "規程はありますか", ""]]
    layout = guessed(cells)
    assert (layout.heading, layout.question, layout.answer) == (2, 2, 3)
    assert questions(cells, layout) == [(3, "規程はありますか")]
    bare = guessed([["1", "規程はありますか。教えてください", ""]])
    assert (bare.heading, bare.question, bare.answer) == (0, 2, 3)
    assert guessed([]).question == 0


def test_the_likest_question_is_proposed_and_nothing_for_what_is_like_none() -> None:
    library = Library(["教育を毎年していますか", "規程を定めていますか"])
    near = library.likest("情報セキュリティの規程を定めていますか。")
    assert near is not None and near.index == 1
    assert library.likest("床の色は") is None


def test_an_answer_stands_on_its_worst_evidence() -> None:
    told = {"a": "kept", "b": "not_kept"}
    day = date(2026, 11, 20)
    assert answer_evidence.standing(["a"], told, None, day) == "kept"
    assert answer_evidence.standing(["a", "b"], told, None, day) == "not_kept"
    assert answer_evidence.standing(["a", "c"], told, None, day) == "unknown"
    assert answer_evidence.standing(["a"], told, day - timedelta(days=1), day) == "stale"
    assert answer_evidence.standing([], told, None, day) == "none"


@pytest.mark.django_db
def test_only_a_fresh_judging_is_evidence() -> None:
    day = date(2026, 11, 20)
    _judged("policy-reviewed", day - timedelta(days=6), "kept")
    _judged("assets-classified", day - timedelta(days=7), "kept")
    found = states(["policy-reviewed", "assets-classified", "nobody"], day)
    assert found == {"policy-reviewed": "kept", "assets-classified": "unknown", "nobody": "unknown"}


def _judged(code: str, on: date, seal: str) -> None:
    counts = dict.fromkeys(("population", "kept", "due_soon", "overdue", "unknown", "excepted"), 0)
    Standing.objects.create(obligation=code, on=on, at=timezone.now(), seal=seal, **counts)


@pytest.mark.django_db
def test_from_the_clients_file_and_back_into_it() -> None:
    today = timezone.localdate()
    rules = a_standard_answer(question="情報セキュリティの規程を定めているか", answer="規程を定めています。",
                              evidence=("policy-reviewed",))  # fmt: skip
    taught = a_standard_answer(question="従業員の教育を毎年しているか", answer="毎年しています。",
                               evidence=("training-current",))  # fmt: skip
    _judged("policy-reviewed", today, "kept")
    account = somebody("committee")
    one = a_client_questionnaire(owner=account.person, received_on=today, due_on=today)
    client = Client()
    client.force_login(account)
    file = SimpleUploadedFile("調査票.xlsx", a_file(), BOOK)
    client.post(reverse("answers-file", args=[one.number]), {"file": file})
    page = client.get(reverse("answers", args=[one.number])).content.decode()
    assert 'value="B"' in page and 'value="C"' in page
    said = {"sheet": "1", "heading": "3", "question": "B", "answer": "C"}
    client.post(reverse("answers-read", args=[one.number]), said)
    lines = {line.row: line for line in ClientQuestion.objects.filter(questionnaire=one)}
    assert [lines[row].standard for row in (4, 5, 6)] == [rules, None, taught]

    def moves(who: Client, name: str, **answers: str) -> str:
        who.post(reverse("move", args=["client_questionnaires", one.number, name]), answers)
        return str(ClientQuestionnaire.objects.get(pk=one.pk).state)

    assert moves(client, "propose") == "answering"  # one is not answered, one not shown to be so
    blanks = {f"answer-{lines[5].pk}": "回答対象外です。"}
    client.post(reverse("answers", args=[one.number]), blanks)
    assert moves(client, "propose") == "answering"
    client.post(
        reverse("answers", args=[one.number]),
        {f"answer-{lines[6].pk}": "今年度の教育は実施中です。"},
    )
    assert moves(client, "propose") == "proposed"
    assert moves(client, "approve") == "proposed"  # nobody approves their own answers
    early = client.get(reverse("answers-export", args=[one.number]))
    assert early.status_code == 302
    director = Client()
    director.force_login(somebody("director"))
    assert moves(director, "approve") == "approved"
    answer = client.get(reverse("answers-export", args=[one.number]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [sheet[f"C{row}"].value for row in (4, 5, 6)] == [
        "規程を定めています。", "回答対象外です。", "今年度の教育は実施中です。",
    ]  # fmt: skip
    assert sheet["A1"].value == "株式会社みなと 委託先チェックシート"


@pytest.mark.django_db
def test_nonsense_columns_and_files_are_answered_with_a_sentence() -> None:
    account = somebody("committee")
    one = a_client_questionnaire(owner=account.person)
    client = Client()
    client.force_login(account)
    client.post(
        reverse("answers-file", args=[one.number]), {"file": SimpleUploadedFile("a.pdf", b"%PDF")}
    )
    client.post(
        reverse("answers-file", args=[one.number]),
        {"file": SimpleUploadedFile("a.xlsx", a_file(), BOOK)},
    )
    for said in (
        {"sheet": "9", "question": "B", "answer": "C"},
        {"sheet": "x"},
        {"question": "あ", "answer": "C"},
    ):
        assert client.post(reverse("answers-read", args=[one.number]), said).status_code == 302
    assert not ClientQuestion.objects.exists()


@pytest.mark.django_db
def test_somebody_elses_questionnaire_is_not_there_for_an_employee() -> None:
    line = a_client_question()
    client = Client()
    client.force_login(somebody("employee"))
    assert client.get(reverse("answers", args=[line.questionnaire.number])).status_code == 404
