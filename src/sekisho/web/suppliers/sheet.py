"""The questionnaire as an Excel sheet, out in our layout and back in; every mistake is told by its cell."""

import io
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from sekisho.domains.suppliers import answer_sheet
from sekisho.domains.suppliers.assessment_words import OPEN_TO_SUPPLIER
from sekisho.domains.suppliers.models import AssessmentAnswer
from sekisho.registers.commands import write_many
from sekisho.registers.errors import Invalid
from sekisho.registers.guard import demand
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.web.register.finding import record_or_404
from sekisho.web.register.sheets import MEDIA
from sekisho.web.request import Request
from sekisho.web.suppliers.words import GROUPS

NAME = "assessments"
LARGEST = 10 * 2**20
MOST = 20


@require_safe
def out(request: HttpRequest, pk: UUID) -> HttpResponse:
    here = cast("Request", request)
    record = record_or_404(here, registry[NAME], str(pk))
    rows = AssessmentAnswer.objects.present().filter(assessment=record)
    said = {row.question: row for row in rows}
    with override(record.language):
        lines = [
            answer_sheet.Line(
                one, str(GROUPS[one.group]), said[one.code].answer, said[one.code].supplement,
                said[one.code].evidence,
            )
            for one in record.questions
            if one.code in said
        ]  # fmt: skip
        title = record.questionnaire.form.title.said(record.language) if lines else ""
        book = answer_sheet.write(title, f"{record.number} {record.engagement.title}",
                                  record.language, lines)  # fmt: skip
        file = _("Questionnaire_%(number)s.xlsx") % {"number": record.number}
    answer = HttpResponse(book, content_type=MEDIA["xlsx"])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file)}"
    return answer


@require_POST
def back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nothing is written while a cell is wrong."""
    here = cast("Request", request)
    record = record_or_404(here, registry[NAME], str(pk))
    demand(here.actor, "change", registry[NAME], record, here.act().on)
    home = redirect("record", name=NAME, key=record.number)
    file: Any = here.FILES.get("file")
    if record.state not in OPEN_TO_SUPPLIER or file is None or file.size > LARGEST:
        messages.error(here, _("Please choose the filled sheet (at most 10 MB)."))
        return home
    filled = answer_sheet.read(io.BytesIO(file.read()), record.questions)
    rows = AssessmentAnswer.objects.present().filter(assessment=record).select_related("assessment")
    lines = [
        Line({"answer": said[0], "supplement": said[1], "evidence": said[2]}, row)
        for row in rows
        if (said := filled.answers.get(row.question)) is not None
    ]
    faults = [f"{one.cell} {one.words}".strip() for one in filled.faults]
    if not faults:
        try:
            write_many(registry["assessment_answers"], here.act(), lines)
        except Invalid as invalid:
            bad = getattr(invalid, "lines", {})
            faults = [
                f"{lines[n].record.question}: {text}"
                for n, problems in bad.items() for texts in problems.values() for text in texts
            ]  # fmt: skip
    for words in faults[:MOST]:
        messages.error(here, words)
    if len(faults) > MOST:
        messages.error(here, _("and %(n)s more") % {"n": len(faults) - MOST})
    if not faults:
        messages.success(here, _("%(n)s answers were taken over.") % {"n": len(lines)})
    return home
