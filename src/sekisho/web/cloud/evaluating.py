"""One evaluation on one page: every item with what was found, its proof and its risk; then the decision."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sekisho.domains.assets.cloud_evaluation_register import weighty
from sekisho.domains.assets.cloud_item import lacking
from sekisho.domains.assets.cloud_words import QUESTIONS, EvaluationState, Item
from sekisho.domains.assets.models import CloudEvaluation, CloudItem
from sekisho.registers.commands import InvalidLines, write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.web.register.finding import allowed, record_or_404, register_or_404
from sekisho.web.register.form_page import questions
from sekisho.web.request import Request

RESULT = ("met", "found", "proof", "certificate")
RISK = ("risk", "level", "treatment", "measure", "due_on")


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the sheet. ``earlier``: its answer stood in the evaluation before."""

    item: str
    label: Any
    asks: Any
    result: list[Any]
    risk: list[Any]
    open: bool
    record: CloudItem | None
    earlier: bool


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    asked = cast("Request", request)
    register = register_or_404(asked, "cloud_evaluations")
    one: CloudEvaluation = record_or_404(asked, register, key)
    asked.place = "registers"
    held = {row.item: row for row in CloudItem.objects.present().filter(evaluation=one, subject="")}
    may_write = one.state == EvaluationState.REQUESTED and allowed(
        asked, "add", registry["cloud_items"]
    )
    problems: dict[str, Any] = {}
    if asked.method == "POST" and may_write:
        problems = _save(asked, one, held)
        if not problems:
            messages.success(asked, _("Saved."))
            return redirect("cloud-evaluation", key=one.number)
    rows = list(_rows(asked, one, held, problems))
    more = (
        CloudItem.objects.present()
        .filter(evaluation=one)
        .exclude(item__in=[q.item for q in QUESTIONS])
    )
    context = {
        "title": registry["cloud_evaluations"].label(one),
        "crumbs": [(_("Use of cloud services"), reverse("cloud")), (one.number, "")],
        "one": one,
        "rows": rows,
        "more": list(more.order_by("id")),
        "may_write": may_write,
        "lacks": lacking(one)
        if one.state == EvaluationState.REQUESTED and one.occasion != "earlier"
        else [],
        "weighty": weighty(one),
        "record_href": reverse("record", args=[register.name, one.number]),
        "wrong": bool(problems),
    }
    return render(asked, "web/cloud/evaluation.html", context, status=422 if problems else 200)


def _before(one: CloudEvaluation) -> dict[str, CloudItem]:
    """The lines of the newest earlier evaluation of the service: what to start from."""
    rows = CloudItem.objects.present().filter(evaluation__service=one.service_id, subject="")
    rows = rows.exclude(evaluation=one).exclude(item=Item.CONDITION)
    newest = rows.order_by("-evaluation__number").values_list("evaluation", flat=True).first()
    return {row.item: row for row in rows.filter(evaluation=newest)} if newest else {}


def _rows(
    asked: Request, one: CloudEvaluation, held: dict[str, CloudItem], problems: dict[str, Any]
) -> Iterator[Row]:
    register = registry["cloud_items"]
    earlier = _before(one) if not held else {}
    for question in QUESTIONS:
        code = question.item.value
        record = held.get(code)
        given = _posted(asked, code) if asked.method == "POST" else {}
        told = problems.get(code, {})
        every = {
            f.name: f for f in questions(asked, register, record or earlier.get(code), given, told)
        }
        named = {n: replace(f, name=f"{code}-{n}", id=f"{code}-{n}") for n, f in every.items()}
        if "certificate" in named:
            fits = {str(c.value) for c in question.credited_by}
            one_of = [(v, w) for v, w in named["certificate"].choices if not v or str(v) in fits]
            named["certificate"] = replace(named["certificate"], choices=one_of)
        result = [named[n] for n in RESULT if n != "certificate" or question.credited_by]
        risky = bool(told) or any(every[n].value for n in RISK)
        yield Row(code, question.item.label, question.asks, result, [named[n] for n in RISK], risky,
                  record, record is None and code in earlier)  # fmt: skip


def _posted(asked: Request, code: str) -> dict[str, Any]:
    names = (*RESULT, *RISK)
    return {n: asked.POST[f"{code}-{n}"].strip() for n in names if f"{code}-{n}" in asked.POST}


def _save(asked: Request, one: CloudEvaluation, held: dict[str, CloudItem]) -> dict[str, Any]:
    """Write the items that say anything, all or none; the problems by item."""
    codes, lines = [], []
    for question in QUESTIONS:
        code = question.item.value
        given = _posted(asked, code)
        if code in held or any(given.values()):
            codes.append(code)
            lines.append(Line({**given, "evaluation": one.pk, "item": code}, held.get(code)))
    try:
        write_many(registry["cloud_items"], asked.act(), lines)
    except InvalidLines as invalid:
        return {codes[index]: problems for index, problems in invalid.lines.items()}
    return {}
