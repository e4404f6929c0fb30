"""Answering a client: every question with the answer proposed, how like it is, and whether it holds today."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sekisho.domains.assurance.answer_evidence import evidence, standing
from sekisho.domains.assurance.client_questionnaire import QuestionnaireState
from sekisho.domains.assurance.models import ClientQuestion
from sekisho.registers.commands import InvalidLines, write_many
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.exchange.filling import letters_of
from sekisho.registers.exchange.table import Unreadable
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.web.answers.sheets import file_of, questionnaire, seen
from sekisho.web.cloud.finding import words
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request

STANDS = {
    "kept": (gettext_lazy("shown by our records"), "kept"),
    "at_risk": (gettext_lazy("shown, something is due soon"), "at_risk"),
    "not_kept": (gettext_lazy("our records show otherwise"), "not_kept"),
    "unknown": (gettext_lazy("our records do not show it"), "unknown"),
    "stale": (gettext_lazy("to be looked at again"), "unknown"),
    "none": (gettext_lazy("no evidence named"), "unknown"),
}


@dataclass(frozen=True, slots=True)
class Row:
    line: ClientQuestion
    words: Any
    seal: str


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    asked, one = questionnaire(request, key)
    register = registry["client_questionnaires"]
    asked.place = "improve"
    lines = ClientQuestion.objects.present().filter(questionnaire=one).order_by("sheet", "row")
    rows = list(lines.select_related("standard"))
    writing = one.state == QuestionnaireState.ANSWERING and allowed(asked, "change", register, one)
    if asked.method == "POST" and writing:
        _save(asked, rows)
        return redirect("answers", key=one.number)
    stored = file_of(one)
    guessed: list[Any] = []
    if stored is not None and writing and not rows:
        try:
            guessed = [
                (s, letters_of(s.layout.question), letters_of(s.layout.answer))
                for s in seen(stored)
            ]
        except Unreadable as unreadable:
            messages.error(asked, f"{unreadable.message} {unreadable.hint}")
    told = _told(asked, rows)
    context = {
        "title": register.label(one),
        "crumbs": [(register.title, reverse("list", args=[register.name])), (one.number, "")],
        "one": one, "rows": told, "stored": stored, "sheets": guessed, "writing": writing,
        "open": sum(1 for row in rows if not row.answer.strip()),
        "flagged": sum(1 for row in told if row.seal in {"not_kept", "unknown"} and row.line.standard_id),
        "record_href": reverse("record", args=[register.name, one.number]),
        "may_export": one.state in {"approved", "sent"} and stored is not None,
    }  # fmt: skip
    return render(asked, "web/answers/page.html", context)


def _told(asked: Request, rows: list[ClientQuestion]) -> list[Row]:
    on = asked.act().on
    codes = [code for row in rows if row.standard for code in row.standard.evidence]
    states = evidence(codes, on)
    found = []
    for row in rows:
        if row.standard is None:
            found.append(Row(row, "", ""))
            continue
        said, seal = STANDS[standing(row.standard.evidence, states, row.standard.review_by, on)]
        found.append(Row(row, said, seal))
    return found


def _save(asked: Request, rows: list[ClientQuestion]) -> None:
    lines = [
        Line({"answer": asked.POST[f"answer-{row.pk}"].strip()}, row)
        for row in rows
        if f"answer-{row.pk}" in asked.POST
    ]
    try:
        write_many(registry["client_questions"], asked.act(), lines)
    except InvalidLines as invalid:
        messages.error(asked, next(words(Invalid(found)) for found in invalid.lines.values()))
    except (Invalid, Denied) as refused:
        messages.error(asked, words(refused))
    else:
        messages.success(asked, _("Saved."))
