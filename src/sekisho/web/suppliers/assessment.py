"""An assessment at the office: the link to the supplier, every answer with our view, what is still missing."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sekisho.domains.suppliers.answering import FACT_WORDS, asked
from sekisho.domains.suppliers.assessment_answer import Finding
from sekisho.domains.suppliers.assessment_words import OPEN_TO_SUPPLIER, AssessmentState
from sekisho.domains.suppliers.models import Assessment, AssessmentAnswer
from sekisho.domains.suppliers.reviewing import undecidable
from sekisho.notices import questionnaires
from sekisho.registers import notes
from sekisho.registers.commands import write, write_many
from sekisho.registers.errors import Invalid
from sekisho.registers.guard import demand, visible
from sekisho.registers.noting import note
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.web.register.finding import allowed, record_or_404
from sekisho.web.register.panels import panel
from sekisho.web.request import Request
from sekisho.web.suppliers.words import GROUPS

NAME = "assessments"
LINKED = "supplier-link-shown"
LOOKED = (AssessmentState.SUBMITTED, AssessmentState.REVIEWING)


@panel(NAME, "web/suppliers/assessment.html")
def beside(request: Request, record: Assessment) -> dict[str, Any]:
    """On the page of the record: the link while the supplier answers, then answers and our view."""
    act = request.act()
    lines = answers(request, record)
    shown = request.session.pop(LINKED, None)
    return {
        "one": record,
        "lines": lines,
        "short": sum(line["short"] for line in lines),
        "open": record.state in OPEN_TO_SUPPLIER,
        "looking": record.state in LOOKED and allowed(request, "change", registry[NAME], record),
        "to": questionnaires.address_of(record),
        "live": questionnaires.open_link(record, act),
        "link": shown[1] if shown and shown[0] == str(record.pk) else "",
        "may": allowed(request, "change", registry[NAME], record),
        "hindered": [words for _code, words in undecidable(record)]
        if record.state == AssessmentState.REVIEWING
        else [],
        "findings": [("", _("Not looked at")), *Finding.choices],
    }


def answers(request: Request, record: Assessment) -> list[dict[str, Any]]:
    """Every question that was asked, with its answer; what no answer opened is left out."""
    act = request.act()
    rows = visible(request.actor, registry["assessment_answers"], act.on)
    rows = {one.question: one for one in rows.filter(assessment=record).order_by("place")}
    said = {code: row.answer for code, row in rows.items()}
    files = notes.files(registry["assessment_answers"], [row.pk for row in rows.values()])
    kept: dict[Any, list[Any]] = {}
    for file in files:
        kept.setdefault(file.rec, []).append(file)
    return [
        _line(question, rows[question.code], kept.get(rows[question.code].pk, []))
        for question in asked(record.questions, said)
        if question.code in rows
    ]


def _line(question: Any, row: AssessmentAnswer, files: list[Any]) -> dict[str, Any]:
    fact = question.kind == "fact"
    short = not fact and row.answer in {"partial", "no"}
    words = FACT_WORDS.get(row.answer, "") if fact else row.get_answer_display()  # type: ignore[call-overload]
    seal = "unknown" if not row.answer else "kept"
    if short:
        seal = "at_risk" if row.answer == "partial" else "not_kept"
    return {
        "question": question, "row": row, "files": files, "group": GROUPS[question.group],
        "words": words, "short": short, "seal": seal, "controls": ", ".join(question.controls),
    }  # fmt: skip


def _found(request: HttpRequest, pk: UUID) -> tuple[Request, Assessment]:
    asked_ = cast("Request", request)
    record = record_or_404(asked_, registry[NAME], str(pk))
    demand(asked_.actor, "change", registry[NAME], record, asked_.act().on)
    return asked_, record


@require_POST
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mail the link, show one to hand over, or end it."""
    here, record = _found(request, pk)
    act, do = here.act(), here.POST.get("do", "")
    if record.state not in OPEN_TO_SUPPLIER:
        messages.error(here, _("The supplier has nothing to answer at the moment."))
    elif do == "mail":
        if questionnaires.write_to(act, record):
            note(registry[NAME], act, "mail_link", record)
            messages.success(here, _("The link was mailed to %(to)s.") % {
                "to": questionnaires.address_of(record)
            })  # fmt: skip
        else:
            messages.info(here, _("Nothing was sent: there is no address, or it was sent today."))
    elif do == "show":
        here.session[LINKED] = (str(record.pk), questionnaires.link(act, record))
        note(registry[NAME], act, "make_link", record)
    elif questionnaires.revoke(act, record):
        note(registry[NAME], act, "end_link", record)
        messages.success(here, _("The link was revoked."))
    return redirect("record", name=NAME, key=record.number)


@require_POST
def judge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Our view of each answer; all of them or none, with what is wrong by its question."""
    here, record = _found(request, pk)
    rows = AssessmentAnswer.objects.present().filter(assessment=record).select_related("assessment")
    lines = []
    for row in rows.order_by("place"):
        if f"{row.question}-finding" not in here.POST:
            continue
        said = {
            name: here.POST.get(f"{row.question}-{name}", "").strip()
            for name in ("finding", "remark", "action", "due_on")
        }
        lines.append(Line(said, row))
    try:
        write_many(registry["assessment_answers"], here.act(), lines)
    except Invalid as invalid:
        bad = getattr(invalid, "lines", {})
        for index, problems in bad.items():
            for texts in problems.values():
                for text in texts:
                    messages.error(here, f"{lines[index].record.question}: {text}")
    else:
        messages.success(here, _("Our view was saved."))
    return redirect("record", name=NAME, key=record.number)


@require_POST
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new assessment of an engagement; an open one is gone on with."""
    here = cast("Request", request)
    engagement = record_or_404(here, registry["engagements"], str(pk))
    rows = Assessment.objects.present().filter(engagement=engagement)
    going = (AssessmentState.REQUESTED, *OPEN_TO_SUPPLIER, *LOOKED)
    found = rows.filter(state__in=going).first()
    if found is None:
        kind = (
            "yearly" if rows.filter(state__in=("approved", "conditional")).exists() else "pre_use"
        )
        values = {"engagement": engagement.pk, "kind": kind, "language": "ja"}
        found = write(registry[NAME], here.act(), values)
    return redirect("record", name=NAME, key=found.number)
