"""The client's own file: kept as it came, its columns guessed and corrected, our answers written into it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sekisho.domains.assurance.answering import Layout, Library, guessed, questions
from sekisho.domains.assurance.client_questionnaire import unproved
from sekisho.domains.assurance.models import ClientQuestion, ClientQuestionnaire, StandardAnswer
from sekisho.ledger import evidence
from sekisho.registers.commands import InvalidLines, write_many
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.exchange.filling import filled
from sekisho.registers.exchange.table import Unreadable
from sekisho.registers.notes import attach, files
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.web.cloud.finding import words
from sekisho.web.register.finding import record_or_404, register_or_404
from sekisho.web.request import Request

BOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the client's file, as guessed. ``index`` from 1."""

    index: int
    name: str
    layout: Layout
    count: int


def questionnaire(request: HttpRequest, key: str) -> tuple[Request, ClientQuestionnaire]:
    asked = cast("Request", request)
    register = register_or_404(asked, "client_questionnaires")
    return asked, record_or_404(asked, register, key)


def file_of(one: ClientQuestionnaire) -> Any:
    """The newest workbook attached; None: there is none."""
    rows = files(registry["client_questionnaires"], [one.pk]).order_by("-stored_at")
    return next((row for row in rows if row.name.lower().endswith(BOOKS)), None)


def content(stored: Any) -> bytes:
    with evidence.open_(stored.sha256) as stream:
        return bytes(stream.read())


def sheets_of(stored: Any) -> list[tuple[str, list[list[Any]]]]:
    """(name, cells) of each sheet; cells from A1 on. Raises Unreadable."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content(stored)))
        return [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in book.sheet_names]  # fmt: skip
    except (CalamineError, OSError, ValueError) as error:
        hint = _("Please save it again as .xlsx.")
        raise Unreadable(_("The workbook cannot be opened."), hint) from error


def seen(stored: Any) -> list[Sheet]:
    found = []
    for index, (name, cells) in enumerate(sheets_of(stored), 1):
        layout = guessed(cells)
        count = len(questions(cells, layout)) if layout.question else 0
        found.append(Sheet(index, name, layout, count))
    return found


@require_POST
def bring(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the client's file as evidence of the questionnaire."""
    asked, one = questionnaire(request, key)
    file = asked.FILES.get("file")
    if file is None or not str(file.name).lower().endswith(BOOKS):
        messages.error(asked, _("Please choose an .xlsx file."))
        return redirect("answers", key=one.number)
    try:
        attach(
            registry["client_questionnaires"], asked.act(), one, cast("Any", file), str(file.name)
        )
    except (Invalid, Denied) as refused:
        messages.error(asked, words(refused))
    return redirect("answers", key=one.number)


@require_POST
def read(request: HttpRequest, key: str) -> HttpResponse:
    """Take the questions of one sheet, with the columns as the person says, and propose answers."""
    asked, one = questionnaire(request, key)
    stored = file_of(one)
    if stored is None:
        raise Http404(key)
    try:
        index, layout = _said(asked)
        cells = sheets_of(stored)[index - 1][1]
        made = _keep(asked, one, index, layout, questions(cells, layout))
    except (ValueError, IndexError):
        messages.error(asked, _("Please give sheet, rows and columns as numbers or letters."))
    except Unreadable as unreadable:
        messages.error(asked, f"{unreadable.message} {unreadable.hint}")
    except InvalidLines as invalid:
        messages.error(asked, next(words(Invalid(rows)) for rows in invalid.lines.values()))
    except (Invalid, Denied) as refused:
        messages.error(asked, words(refused))
    else:
        messages.success(asked, _("%(n)s questions read.") % {"n": made})
    return redirect("answers", key=one.number)


def _said(asked: Request) -> tuple[int, Layout]:
    from sekisho.registers.exchange.filling import column_of

    def column(name: str) -> int:
        word = asked.POST.get(name, "").strip().upper()
        number = (
            int(word)
            if word.isdigit()
            else column_of(word)
            if word.isascii() and word.isalpha()
            else 0
        )
        if not 1 <= number <= 16384:
            raise ValueError(name)
        return number

    index, heading = int(asked.POST.get("sheet", "1")), int(asked.POST.get("heading", "0") or 0)
    if index < 1 or heading < 0:
        raise ValueError("sheet")
    return index, Layout(heading, column("question"), column("answer"))


def _keep(
    asked: Request,
    one: ClientQuestionnaire,
    index: int,
    layout: Layout,
    found: list[tuple[int, str]],
) -> int:
    """A line for each question; what was written already stays. The likest answer is proposed."""
    act = asked.act()
    if not found:
        raise Invalid({"": [_("No question was found in this column.")]})
    known = list(StandardAnswer.objects.current(act.on).order_by("number"))
    library = Library([f"{a.question} {a.question_en}" for a in known])
    there = {
        row.row: row
        for row in ClientQuestion.objects.present().filter(questionnaire=one, sheet=index)
    }
    lines = []
    for number, text in found:
        values: dict[str, Any] = {"questionnaire": one.pk, "sheet": index, "row": number,
                                  "column": layout.answer, "question": text}  # fmt: skip
        before, near = there.get(number), library.likest(text)
        if near is not None and (before is None or not before.answer):
            answer = known[near.index]
            values |= {
                "standard": answer.pk,
                "score": round(100 * near.score),
                "answer": _tongue(answer, text),
            }
        lines.append(Line(values, before))
    write_many(registry["client_questions"], act, lines)
    return len(lines)


def _tongue(answer: StandardAnswer, question: str) -> str:
    """In the language of the question, where we have it."""
    return answer.answer_en if question.isascii() and answer.answer_en else answer.answer


@require_safe
def export(request: HttpRequest, key: str) -> HttpResponse:
    """The client's own workbook with our answers in it: only once somebody approved them."""
    asked, one = questionnaire(request, key)
    stored = file_of(one)
    if stored is None:
        raise Http404(key)
    rows = list(
        ClientQuestion.objects.present().filter(questionnaire=one).select_related("standard")
    )
    if one.state not in {"approved", "sent"}:
        messages.error(asked, _("The answers are not approved yet."))
        return redirect("answers", key=one.number)
    if one.state == "approved" and unproved(rows, asked.act()):
        messages.error(
            asked,
            _(
                "Some answers claim what our records no longer show. Please have them answered anew."
            ),
        )
        return redirect("answers", key=one.number)
    cells: dict[int, dict[tuple[int, int], str]] = {}
    for row in rows:
        if row.column:
            cells.setdefault(row.sheet - 1, {})[row.row, row.column] = row.answer
    try:
        body = filled(content(stored), cells)
    except Unreadable as unreadable:
        messages.error(asked, f"{unreadable.message} {unreadable.hint}")
        return redirect("answers", key=one.number)
    answer = HttpResponse(
        body, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = f'attachment; filename="{one.number}.xlsx"'
    return answer
