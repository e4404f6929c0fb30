"""Where a supplier answers: by a link, without an account, page by page, on a phone, without scripts.

Whoever holds the link sees the questions of one assessment and nothing else. Every page is saved as it
stands; what is still missing is said, and can be filled in later.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sekisho.domains.people.models import Company
from sekisho.domains.suppliers import answering
from sekisho.domains.suppliers.assessment_answer import TOLD, Basis, Finding
from sekisho.domains.suppliers.assessment_words import (
    OPEN_TO_SUPPLIER,
    SUPPLIER_ACTOR,
    AssessmentState,
)
from sekisho.domains.suppliers.models import Assessment, AssessmentAnswer
from sekisho.notices.questionnaires import KIND, PURPOSE
from sekisho.packs.questionnaires import Question
from sekisho.registers import links, notes
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import move, write_many
from sekisho.registers.errors import Invalid, Missing
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.web.doors import open_door
from sekisho.web.suppliers.words import GROUPS

PER_LINK = (600, 3600)
LONGEST = 2000


@dataclass(slots=True)
class Shown:
    """One question on the page, with its answer so far and what is wrong with it."""

    question: Question
    row: AssessmentAnswer
    choices: list[tuple[str, str]]
    files: int
    missing: str = ""

    @property
    def text(self) -> str:
        return self.question.text.said(get_language() or "ja")

    @property
    def why(self) -> str:
        return self.question.why.said(get_language() or "ja")


@open_door
@csrf_exempt  # the link is the right to answer: nobody is signed in, so there is nothing to ride on
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    act = Act.now(service(SUPPLIER_ACTOR), timezone.now(), "link", settings.TIME_ZONE)
    try:
        held = links.peek(token, PURPOSE, act.at, request.META.get("REMOTE_ADDR", ""), PER_LINK)
    except Missing:
        raise Http404 from None
    one = Assessment.objects.present().select_related("engagement__party", "questionnaire")
    found = one.filter(pk=held.rec, engagement__withdrawn_at=None).first()
    if found is None or held.kind != KIND:
        raise Http404
    with override(_language(request, found)):
        if found.state not in OPEN_TO_SUPPLIER:
            return _page(request, found, {"closed": True})
        if request.method != "POST":
            return _page(request, found, _asked(found, request.GET.get("page", "")))
        links.use(token, PURPOSE, act.at, per_link=PER_LINK)
        return _posted(request, act, found)


def _language(request: HttpRequest, one: Assessment) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in {"ja", "en"} else one.language


def _rows(one: Assessment) -> dict[str, AssessmentAnswer]:
    rows = AssessmentAnswer.objects.present().filter(assessment=one.pk).select_related("assessment")
    return {row.question: row for row in rows}


def _open(one: Assessment, rows: dict[str, AssessmentAnswer]) -> list[Question]:
    """What is asked now; of returned answers only those that were returned."""
    answers = {code: row.answer for code, row in rows.items()}
    asked = [q for q in answering.asked(one.questions, answers) if q.code in rows]
    if one.state == AssessmentState.RETURNED:
        return [q for q in asked if rows[q.code].finding == Finding.RETURN]
    return asked


def _groups(asked: list[Question]) -> list[str]:
    return list(dict.fromkeys(q.group for q in asked))


def _asked(one: Assessment, page: str, *, strict: bool = False) -> dict[str, Any]:
    """What the page ``page`` (a group) shows; without one, the first that is not complete."""
    rows = _rows(one)
    asked = _open(one, rows)
    groups = _groups(asked)
    lacking = [q for q in asked if _lacks(q, rows[q.code])]
    last = "send"
    if page not in {*groups, last}:
        again = one.state == AssessmentState.RETURNED and bool(groups)
        page = lacking[0].group if lacking else groups[0] if again else last
    files = notes.files(registry["assessment_answers"], [r.pk for r in rows.values()])
    counts: dict[Any, int] = {}
    for rec in files.values_list("rec", flat=True):
        counts[rec] = counts.get(rec, 0) + 1
    shown = [
        Shown(q, rows[q.code], answering.choices(q), counts.get(rows[q.code].pk, 0),
              _lacks(q, rows[q.code]) if strict else "")
        for q in asked if q.group == page
    ]  # fmt: skip
    return {
        "page": page,
        "shown": shown,
        "steps": [
            {"key": g, "title": GROUPS[g], "current": g == page,
             "left": sum(q.group == g for q in lacking)}
            for g in groups
        ],
        "last": page == last,
        "left": [q.code for q in lacking],
        "done": len(asked) - len(lacking),
        "all": len(asked),
        "place": groups.index(page) + 1 if page in groups else len(groups) + 1,
        "pages": len(groups) + 1,
    }  # fmt: skip


def _lacks(question: Question, row: AssessmentAnswer) -> str:
    if not row.answer:
        return _("Please choose an answer.")
    if question.kind == "measure" and row.answer in answering.NEEDS_WORDS and not row.supplement:
        return _("Please write the scope, what is done instead, or by when.")
    return ""


def _posted(request: HttpRequest, act: Act, one: Assessment) -> HttpResponse:
    page = request.POST.get("page", "")
    if request.POST.get("do") == "submit":
        return _submitted(request, act, one)
    before = [q.code for q in _open(one, _rows(one)) if q.group == page]
    problems = _saved(request, act, one, before)
    rows = _rows(one)
    asked = _open(one, rows)
    more = [q.code for q in asked if q.group == page and q.code not in before]
    lacking = [q for q in asked if q.code in before and _lacks(q, rows[q.code])]
    forward = request.POST.get("do") == "next"
    if problems or (forward and lacking):
        context = _asked(one, page, strict=True) | {"problems": problems}
        return _page(request, one, context, status=422)
    if forward and more:
        return redirect(f"{request.path}?page={page}&more=1{_tongue(request)}")
    if not forward:
        return redirect(f"{request.path}?page={page}&saved=1{_tongue(request)}")
    groups = [*_groups(asked), "send"]
    after = groups[min(groups.index(page) + 1, len(groups) - 1)] if page in groups else "send"
    return redirect(f"{request.path}?page={after}{_tongue(request)}")


def _tongue(request: HttpRequest) -> str:
    wanted = request.GET.get("lang", "")
    return f"&lang={wanted}" if wanted in {"ja", "en"} else ""


@transaction.atomic
def _saved(request: HttpRequest, act: Act, one: Assessment, codes: list[str]) -> list[str]:
    """Save what stands on the page; why something (a file) was not kept."""
    if one.state == AssessmentState.SENT:
        one.state = move(registry[KIND], act, "begin", one).state
    rows = _rows(one)
    lines = []
    for code in codes:
        row = rows[code]
        said = {
            name: request.POST.get(f"{code}-{name}", "").replace("\x00", "").strip()[:LONGEST]
            for name in TOLD
        }
        if said["answer"] not in {*answering.Answer.values, ""}:
            said["answer"] = ""
        if row.basis == Basis.CERTIFICATE and not any(
            f"{code}-{name}" in request.POST for name in TOLD
        ):
            continue
        lines.append(Line(said, row))
    if lines:
        write_many(registry["assessment_answers"], act, lines)
    return _files(request, act, _rows(one), codes)


def _files(
    request: HttpRequest, act: Act, rows: dict[str, AssessmentAnswer], codes: list[str]
) -> list[str]:
    refused: list[str] = []
    for code in codes:
        for file in request.FILES.getlist(f"{code}-file")[:5]:
            stream: Any = file
            try:
                with transaction.atomic():
                    notes.attach(
                        registry["assessment_answers"], act, rows[code], stream, file.name or "file"
                    )
            except Invalid as invalid:
                refused += [f"{code} {file.name}: {t}" for t in invalid.problems.get("file", [])]
    return refused


def _submitted(request: HttpRequest, act: Act, one: Assessment) -> HttpResponse:
    name = request.POST.get("submitted_by", "").replace("\x00", "").strip()[:120]
    context = _asked(one, "send")
    if not name:
        return _page(
            request, one, context | {"problems": [_("Please give your name.")]}, status=422
        )
    if context["left"]:
        words = _("Some questions are not answered yet.")
        return _page(request, one, context | {"problems": [words]}, status=422)
    try:
        one = move(registry[KIND], act, "submit", one, {"submitted_by": name})
    except Invalid as invalid:
        told = [t for texts in invalid.problems.values() for t in texts]
        return _page(request, one, context | {"problems": told}, status=422)
    links.revoke((KIND, one.pk), act.at, PURPOSE)
    return _page(request, one, {"sent": True})


def _page(
    request: HttpRequest, one: Assessment, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    base = {
        "title": _("Questions about information security"),
        "company": Company.objects.present().first(),
        "one": one,
        "language": get_language(),
        "saved": request.GET.get("saved"),
        "more": request.GET.get("more"),
        "returned": one.state == AssessmentState.RETURNED,
        "wrong": status == 422,
    }
    return render(request, "web/suppliers/answer.html", base | context, status=status)
