"""A questionnaire as a sheet: out in our layout, and back in with every error by its cell."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from sekisho.domains.suppliers import answering
from sekisho.packs.questionnaires import Question
from sekisho.registers.errors import Text

HEAD = 4
"""The row of the headings (1 is the first); above it stand title, number and how to fill it in."""
LONGEST = 2000
WIDTHS = (8, 14, 52, 14, 44, 44, 40)
SIGN = {"full": "○", "partial": "△", "no": "×", "na": "該当なし"}
CODE, ANSWER, SUPPLEMENT, EVIDENCE = 0, 3, 4, 5
COLUMNS = "ABCDEFG"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what is asked, and what was answered so far."""

    question: Question
    group: str
    answer: str = ""
    supplement: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in which cell."""

    cell: str
    words: Text


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet that came back: code → (answer, supplement, evidence), and what is wrong with it."""

    answers: Mapping[str, tuple[str, str, str]]
    faults: Sequence[Fault]


def headings() -> tuple[str, ...]:
    return (_("No."), _("Field"), _("Question"), _("Answer"), _("Supplement (scope, exception, plan)"),
            _("Evidence (name of the document)"), _("Why we ask"))  # fmt: skip


def write(title: str, number: str, language: str, lines: Iterable[Line]) -> bytes:
    """The sheet, its answers to be picked from a list."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(_("Answers"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    field = book.add_format(
        {"text_wrap": True, "valign": "top", "bg_color": "#FFF9E6", "border": 1}
    )
    big = book.add_format({"bold": True, "font_size": 14})
    page.write_string(0, 0, title, big)
    page.write_string(1, 0, number)
    page.write_string(
        2, 0, _("Please fill in the coloured cells; △, × and 該当なし need a supplement.")
    )
    for column, word in enumerate(headings()):
        page.write_string(HEAD - 1, column, word, bold)
        page.set_column(column, column, WIDTHS[column])
    row = HEAD
    for line in lines:
        one = line.question
        texts = (one.code, line.group, one.text.said(language), SIGN.get(line.answer, ""),
                 line.supplement, line.evidence, one.why.said(language))  # fmt: skip
        for column, text in enumerate(texts):
            mine = ANSWER <= column <= EVIDENCE
            page.write_string(row, column, text, field if mine else wrapped)
        picked = ("○", "×") if one.kind == "fact" else tuple(SIGN.values())
        page.data_validation(row, ANSWER, row, ANSWER, {"validate": "list", "source": list(picked)})
        row += 1
    page.freeze_panes(HEAD, 3)
    page.set_landscape()
    page.repeat_rows(HEAD - 1)
    page.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def read(stream: BinaryIO, questions: Sequence[Question]) -> Filled:
    """What the sheet says. Rows may be moved or left out; unknown codes are named."""
    known = {one.code: one for one in questions}
    found: dict[str, tuple[str, str, str]] = {}
    faults: list[Fault] = []
    rows = _rows(stream)
    if rows is None:
        return Filled({}, [Fault("", _("This is no Excel file, or it is damaged."))])
    for number, cells in enumerate(rows, start=1):
        code = _text(cells, CODE)
        if number <= HEAD or not any(_text(cells, c) for c in (CODE, ANSWER, SUPPLEMENT)):
            continue
        if code not in known:
            faults.append(Fault(f"A{number}", _("There is no question of this number.")))
        elif code in found:
            faults.append(Fault(f"A{number}", _("This question stands in the sheet twice.")))
        else:
            found[code] = _line(cells, number, known[code], faults)
    if not found and not faults:
        faults.append(Fault("", _("No answers were found. Please use the sheet you got from us.")))
    return Filled(found, faults)


def _line(
    cells: Sequence[Any], number: int, question: Question, faults: list[Fault]
) -> tuple[str, str, str]:
    said = [_text(cells, column) for column in (ANSWER, SUPPLEMENT, EVIDENCE)]
    answer = answering.sign(said[0])
    allowed = {code for code, _words in answering.choices(question)} | {""}
    if answer not in allowed:
        words = _("Please answer with ○, △, × or 該当なし.")
        faults.append(
            Fault(
                f"D{number}", _("Please answer with ○ or ×.") if question.kind == "fact" else words
            )
        )
        answer = ""
    if question.kind == "measure" and answer in answering.NEEDS_WORDS and not said[1]:
        faults.append(
            Fault(f"E{number}", _("Please write the scope, what is done instead, or by when."))
        )
    for column, text in zip((SUPPLEMENT, EVIDENCE), said[1:], strict=True):
        if len(text) > LONGEST:
            words = _("At most %(n)s characters.") % {"n": LONGEST}
            faults.append(Fault(f"{COLUMNS[column]}{number}", words))
    return answer or "", said[1], said[2]


def _text(cells: Sequence[Any], column: int) -> str:
    value = cells[column] if column < len(cells) else ""
    return "" if value is None else str(value).replace("\x00", "").strip()


def _rows(stream: BinaryIO) -> Sequence[Sequence[Any]] | None:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(stream)
        found: Sequence[Sequence[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except Exception:  # noqa: BLE001 - whatever a damaged file raises, it cannot be read
        return None
    return found
